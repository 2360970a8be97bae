/// A small rendition that Lectern makes of a 720p lesson, and how ffmpeg is told to make the same.
struct EncodedRendition: Hashable {
    let name: String
    private let width: Int
    private let height: Int
    private let preset: String
    private let crf: Int
    private let kilobitsPerSecondMax: Int
    private let bufferSeconds: Int
    private let references: Int
    private let lookahead: Int

    static let p480 = EncodedRendition(
        name: "480p",
        width: 854,
        height: 480,
        preset: "slow",
        crf: 22,
        kilobitsPerSecondMax: 500,
        bufferSeconds: 3,
        references: 5,
        lookahead: 60
    )
    static let p270 = EncodedRendition(
        name: "270p",
        width: 480,
        height: 270,
        preset: "slower",
        crf: 21,
        kilobitsPerSecondMax: 220,
        bufferSeconds: 4,
        references: 8,
        lookahead: 100
    )

    /// What ffmpeg's scaler is told.
    var scale: String { "scale=w=\(self.width):h=\(self.height):flags=lanczos+accurate_rnd,format=yuv420p,setsar=1" }

    /// What ffmpeg's encoder is told; x264 has one thread, as in Lectern.
    ///
    /// - Parameter stream: which video stream of the output it is.
    func encoder(_ stream: Int) -> String {
        let rate = self.kilobitsPerSecondMax
        return """
            -c:v:\(stream) libx264 -threads:v:\(stream) 1 -preset:v:\(stream) \(self.preset) -profile:v:\(stream) high \
            -crf:v:\(stream) \(self.crf) -maxrate:v:\(stream) \(rate)k -bufsize:v:\(stream) \(rate * self.bufferSeconds)k \
            -forced-idr:v:\(stream) 1 -force_key_frames:v:\(stream) 'expr:gte(t,n_forced*6)' -x264-params:v:\(stream) \
            keyint=infinite:scenecut=0:open-gop=0:ref=\(self.references):rc-lookahead=\(self.lookahead)
            """
    }
}
