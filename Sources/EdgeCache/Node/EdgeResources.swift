import Foundation
import HTTPServing

/// Where the templates, messages and assets of the edge's own pages lie.
package enum EdgeResources {
    package static var folder: String { WebResources.folder(of: .module) }
}
