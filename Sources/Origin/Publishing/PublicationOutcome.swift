package import MediaPackaging

/// What became of one video of a batch.
package enum PublicationOutcome: Hashable, Sendable {
    /// The lesson has this release now, made just now or before.
    case published(Publisher.Publication)
    /// There is something wrong with the video.
    case refused(PackagingError)
    /// There is nothing wrong with the video, but with the computer: its disk, its memory, the data folder.
    case failed(reason: String?, message: String)
    /// It was under way when the batch was stopped; nothing of it is kept.
    case stopped
    /// The batch ended before its turn.
    case notBegun

    /// - Parameter error: what publishing threw.
    init(_ error: any Error) {
        switch error {
        case let error as PackagingError where error.reason == .stopped: self = .stopped
        case let error as PackagingError where error.isAboutSource: self = .refused(error)
        case let error as PackagingError: self = .failed(reason: error.reason.rawValue, message: "\(error)")
        default: self = .failed(reason: nil, message: "\(error)")
        }
    }

    /// Stable, for programs and tables.
    package var code: String {
        switch self {
        case .published(let publication): publication.isUnchanged ? "unchanged" : "published"
        case .refused: "refused"
        case .failed: "failed"
        case .stopped: "stopped"
        case .notBegun: "notBegun"
        }
    }

    /// Nil where it is not published.
    package var publication: Publisher.Publication? {
        if case .published(let publication) = self { publication } else { nil }
    }

    package var isPublished: Bool { self.publication != nil }

    /// Why it is not published, as a stable code; nil where it is, and for what has none.
    package var reason: String? {
        switch self {
        case .refused(let error): error.reason.rawValue
        case .failed(let reason, _): reason
        case .published, .stopped, .notBegun: nil
        }
    }

    /// What is wrong and what to do; nil where nothing is.
    package var message: String? {
        switch self {
        case .refused(let error): "\(error)"
        case .failed(_, let message): message
        case .published, .stopped, .notBegun: nil
        }
    }
}
