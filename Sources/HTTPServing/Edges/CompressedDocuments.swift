package import CourseModel
import Synchronization

/// The compressed forms of documents that every school asks for, so that a new catalogue is not compressed 25,000 times.
package final class CompressedDocuments: Sendable {
    private struct State {
        /// Nil for one that does not become smaller.
        var forms: [Digest: [UInt8]?] = [:]
        var sizeBytes = 0
    }

    /// Catalogue, programmes and the manifests of a few hundred lessons.
    private static let sizeBytesMax = 32 << 20
    private static let countMax = 1_024

    private let state = Mutex(State())

    package init() {}

    /// - Returns: nil for one that does not become smaller.
    package func form(of digest: Digest, _ bytes: () throws -> [UInt8]) rethrows -> [UInt8]? {
        if let known = self.state.withLock({ $0.forms[digest] }) { return known }
        let form = Gzip.compressed(try bytes())
        self.state.withLock { state in
            if state.forms.count >= Self.countMax || state.sizeBytes >= Self.sizeBytesMax { state = State() }
            guard state.forms.updateValue(form, forKey: digest) == nil else { return }
            state.sizeBytes += form?.count ?? 0
        }
        return form
    }
}
