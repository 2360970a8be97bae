import CLibAV
import CourseModel

/// What a course video holds, as far as it becomes a release: its best picture and its first or default sound.
struct MediaProbe {
    let video: SourceStream?
    let audio: SourceStream?

    var streams: [SourceStream] { [self.video, self.audio].compactMap { $0 } }

    /// - Parameters:
    ///   - isRepair: one of the two is enough.
    ///   - keepsHEVC: HEVC is copied too.
    /// - Throws: `noUsableTrack`, `unsupportedCodec`, `damaged` or `encrypted`.
    init(_ source: MediaSource, isRepair: Bool, keepsHEVC: Bool) throws(PackagingError) {
        let video = source.largestPicture
        let audio = source.bestSound(beside: video?.pointee.index)
        guard video != nil || audio != nil else { throw PackagingError(.noUsableTrack) }
        do throws(PackagingError) {
            self.video = if let video { try SourceStream.picture(video, keepsHEVC: keepsHEVC) } else { nil }
        } catch {
            guard isRepair, audio != nil, error.reason != .encrypted else { throw error }
            self.video = nil
        }
        do throws(PackagingError) {
            self.audio = if let audio { try SourceStream.sound(audio) } else { nil }
        } catch {
            guard isRepair, self.video != nil, error.reason != .encrypted else { throw error }
            self.audio = nil
        }
    }
}
