import CLibAV

/// Where the first frame of a stream is shown or heard, found by decoding its start.
///
/// What a codec decodes only to get started, such as the first milliseconds of MP3, Opus and WMA, is no part of the lesson,
/// nor are pictures before the first key picture.
final class FirstFrame {
    /// Samples that are decoded in search of it; a broadcast's pictures before the first key picture are some hundred.
    private static let samplesMax = 1000

    private var frames: FrameReader?
    private var samples = 0
    /// In ticks of the stream's times; nil where it was not found, or comes after damage that a repair is to tell.
    private(set) var start: Int64?

    init(_ input: UnsafeMutablePointer<AVStream>, isRepair: Bool) throws(PackagingError) {
        self.frames = try FrameReader(input, origin: .zero, isTolerant: isRepair)
    }

    /// - Parameter packet: of this stream; nil at the end.
    func take(_ packet: Packet?) {
        guard let frames = self.frames else { return }
        var isFound = false
        do throws(PackagingError) {
            try frames.take(packet) { _, start, isAfterFailure throws(PackagingError) in
                guard !isFound else { return }
                isFound = true
                self.start = isAfterFailure ? nil : start
            }
        } catch {
            // Encoding meets the same failure, and tells when it was.
            isFound = true
        }
        self.samples += 1
        if isFound || self.samples >= Self.samplesMax { self.frames = nil }
    }
}
