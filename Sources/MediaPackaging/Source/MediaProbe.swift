import CLibAV
import CourseModel

/// What a course video holds, as far as it becomes a release: its best picture and its first or default sound.
struct MediaProbe {
    let video: SourceStream?
    let audio: SourceStream?

    var streams: [SourceStream] { [self.video, self.audio].compactMap { $0 } }

    /// - Throws: `noUsableTrack`, `unsupportedCodec` or `encrypted`.
    init(_ source: MediaSource) throws(PackagingError) {
        let video = source.bestStream(AVMEDIA_TYPE_VIDEO).flatMap { Self.isStill($0) ? nil : $0 }
        let audio = source.bestStream(AVMEDIA_TYPE_AUDIO, beside: video?.pointee.index ?? -1)
        guard video != nil || audio != nil else { throw PackagingError(.noUsableTrack) }
        if let video {
            self.video = try SourceStream.video(video)
        } else {
            self.video = nil
        }
        if let audio {
            self.audio = try SourceStream.audio(audio)
        } else {
            self.audio = nil
        }
    }

    /// A cover picture, which containers store as a video stream of one frame.
    private static func isStill(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
    }
}
