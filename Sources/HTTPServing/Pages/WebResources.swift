import Foundation

/// Where the files lie that every program's pages share.
enum WebResources {
    static var folder: String { (Bundle.module.resourcePath ?? Bundle.module.bundlePath) + "/Resources" }
}
