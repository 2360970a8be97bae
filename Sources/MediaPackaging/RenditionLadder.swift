import CourseModel

/// Which renditions a source gets: the source itself, and its sound alone where there is a picture as well, for a line
/// or a listener that needs no more.
struct RenditionLadder {
    /// Best first.
    let renditions: [Rendition]
    let video: Track.ID?
    let audio: Track.ID?

    /// - Parameter heightPixels: the shorter side of the picture as displayed; nil where there is no picture.
    init(heightPixels: Int?, hasAudio: Bool) {
        let video = heightPixels.flatMap { Track.ID("video-\($0)p") }
        let audio = hasAudio ? Track.ID("audio") : nil
        var renditions: [Rendition] = []
        if let heightPixels, let video, let id = Rendition.ID("\(heightPixels)p") {
            renditions.append(Rendition(rendition: id, tracks: [video] + (audio.map { [$0] } ?? [])))
        }
        if let audio, let id = Rendition.ID("audio") {
            renditions.append(Rendition(rendition: id, tracks: [audio]))
        }
        self.renditions = renditions
        self.video = video
        self.audio = audio
    }
}
