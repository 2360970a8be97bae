package import CourseModel

/// Why a chunk that somebody waited for does not come.
package enum PrefetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No release on the shelf has it.
    case unknownChunk(ChunkAddress)
    /// The origin does not have its track file.
    case absent(Digest)
    /// It cannot be kept.
    case disk(String)
    case tooManyWaiters

    package var description: String {
        switch self {
        case .unknownChunk(let address): "no release has chunk \(address.chunk) of \(address.blob)"
        case .absent(let blob): "the origin does not have \(blob)"
        case .disk(let reason): reason
        case .tooManyWaiters: "too many requests wait for chunks already"
        }
    }
}
