package import CourseModel

/// What names a source that nobody packages: has a release been made of it?
package enum SourceDigest {
    /// Reads the whole file once.
    package static func of(file path: String) throws(PackagingError) -> CourseModel.Digest {
        try BackgroundDigest(of: try SourceFile(path: path)).value()
    }
}
