import Foundation

/// Where the templates, messages and assets of the edge's own pages lie.
enum EdgeResources {
    static var folder: String { (Bundle.module.resourcePath ?? Bundle.module.bundlePath) + "/Resources" }
}
