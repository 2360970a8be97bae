import CLibAV
import CourseModel

/// Reads the text subtitles inside a course video.
enum EmbeddedCaptions {
    /// - Parameter languages: streams in these are left out, save those that do not say their language.
    /// - Returns: what can be read, in the order of the streams; whether the file is whole has been judged before.
    static func read(
        _ source: MediaSource,
        originMs: Int64,
        besides languages: Set<String>
    ) throws(PackagingError) -> [LessonCaptions] {
        var readings: [Int32: Reading] = [:]
        for stream in source.streams where SubtitleDecoder.isText(stream) {
            let language = LanguageTag.bcp47(container: SourceStream.language(of: stream))
            guard language == LanguageTag.unknown || !languages.contains(language),
                let decoder = try SubtitleDecoder(stream)
            else { continue }
            readings[stream.pointee.index] = Reading(decoder: decoder, language: language)
        }
        guard !readings.isEmpty else { return [] }
        source.use(only: Array(readings.keys))
        let packet = try Packet()
        while (try? source.read(into: packet)) == true {
            readings[packet.streamIndex]?.take(packet)
        }
        return readings.sorted { $0.key < $1.key }
            .map { index, reading in
                LessonCaptions(
                    language: reading.language,
                    source: "stream \(index)",
                    encoding: nil,
                    reading.cues,
                    originMs: originMs
                )
            }
            .filter { !$0.cues.isEmpty }
    }

    /// One stream that is being read.
    private struct Reading {
        /// A text that does not say when it ends is shown until the next one, but no longer.
        private static let openMs: Int64 = 10_000

        let decoder: SubtitleDecoder
        let language: String
        private var shown: [(startMs: Int64, endMs: Int64?, text: String)] = []
        private var unread = 0

        init(decoder: SubtitleDecoder, language: String) {
            self.decoder = decoder
            self.language = language
        }

        mutating func take(_ packet: Packet) {
            if let shown = self.decoder.read(packet), self.shown.count + shown.count <= ReadCues.cuesMax {
                self.shown += shown
            } else {
                self.unread += 1
            }
        }

        var cues: ReadCues {
            var result = ReadCues()
            for _ in 0..<self.unread { result.leaveOut() }
            let starts = Set(self.shown.map(\.startMs)).sorted()
            let next = Dictionary(uniqueKeysWithValues: zip(starts, starts.dropFirst()))
            for (start, end, text) in self.shown {
                let end = end ?? min(start + Self.openMs, next[start] ?? .max)
                do {
                    try result.append(startMs: start, endMs: end, text, line: 0)
                } catch {
                    result.leaveOut()
                }
            }
            return result
        }
    }
}
