import Transfer

/// Why a fetch of lessons failed and is tried again: the same word in programs, pages, `--json` and metrics.
package enum RetryReason: String, Hashable, Sendable, Codable, CaseIterable {
    /// No connection came about: no such host, no route, nobody listening, too late.
    case unreachable
    /// The other end could not prove that it is who it should be.
    case untrusted
    /// The connection ended in the middle.
    case cut
    /// Connected, but nothing came for a while.
    case stalled
    /// Something came, but too slowly to go on with.
    case tooSlow
    /// A network's page or a proxy answered instead.
    case intercepted
    /// The answer was an error, or none to what was asked.
    case refused
    /// Who was asked does not have the track file.
    case absent
    /// A chunk's bytes were not the ones its digest names.
    case wrongBytes
    /// What a kill had left of a chunk was spoiled, so that it had to come anew.
    case spoiled
    /// The disk did not take it.
    case disk
    /// None of these.
    case other

    /// What an exchange threw.
    init(_ error: any Error) {
        self =
            switch error as? TransferError {
            case .unreachable: .unreachable
            case .untrusted: .untrusted
            case .cut: .cut
            case .stalled: .stalled
            case .tooSlow: .tooSlow
            case .tooLarge, .unusable, .closed, .failed, nil: .other
            }
    }
}
