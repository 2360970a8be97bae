import Foundation
import HTTPServing

/// Where the templates, messages and assets of the edge's own pages lie.
enum EdgeResources {
    static var folder: String { WebResources.folder(of: .module) }
}
