/// The version that all three programs bear (Semantic Versioning 2.0.0).
package enum SoftwareVersion {
    package static let text = "0.1.0"
}
