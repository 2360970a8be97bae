import CLibAV
import CourseModel

/// What a course video holds, as far as it becomes a release: its best picture and its first or default sound.
struct MediaProbe {
    let video: SourceStream?
    let audio: SourceStream?

    var streams: [SourceStream] { [self.video, self.audio].compactMap { $0 } }

    /// - Parameter isRepair: one of the two is enough.
    /// - Throws: `noUsableTrack`, `unsupportedCodec`, `damaged` or `encrypted`.
    init(_ source: MediaSource, isRepair: Bool) throws(PackagingError) {
        let video = source.bestStream(AVMEDIA_TYPE_VIDEO).flatMap { Self.isStill($0) ? nil : $0 }
        let audio = source.bestStream(AVMEDIA_TYPE_AUDIO, beside: video?.pointee.index ?? -1)
        guard video != nil || audio != nil else { throw PackagingError(.noUsableTrack) }
        do throws(PackagingError) {
            self.video = if let video { try SourceStream.picture(video) } else { nil }
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

    /// A cover picture, which containers store as a video stream of one frame.
    private static func isStill(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
    }
}
