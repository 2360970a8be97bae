package import Foundation

/// Where the files of a program's pages lie: templates, messages, assets.
package enum WebResources {
    /// The `Resources` folder of a target's bundle: `WebResources.folder(of: .module)`.
    ///
    /// Not `resourcePath`, which means the bundle itself on some systems and a folder in it on others.
    package static func folder(of bundle: Bundle) -> String { bundle.bundlePath + "/Resources" }

    /// What every program's pages share.
    static var folder: String { Self.folder(of: .module) }
}
