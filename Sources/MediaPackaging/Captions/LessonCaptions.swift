import CourseModel

/// Captions in one language on the lesson's time line: read, and still to be written.
struct LessonCaptions: Hashable {
    /// More languages has no lesson.
    static let countMax = 16

    /// BCP 47; `und` where nothing says it.
    let language: String
    /// The file's name, or the stream of the course video.
    let source: String
    /// Of a file.
    let encoding: CaptionsEncoding?
    /// In the order in which they are shown.
    let cues: [Cue]
    /// What was read and is never shown.
    let leftOut: Int

    /// - Parameters:
    ///   - read: in times of the source.
    ///   - originMs: the source's time at the lesson's 0.
    init(language: String, source: String, encoding: CaptionsEncoding?, _ read: ReadCues, originMs: Int64) {
        // A cue that is there twice, as scripts have it for a shadow or an outline, is shown once.
        var known: Set<Cue> = []
        let cues = read.cues
            .map { Cue(startMs: max(0, $0.startMs - originMs), endMs: $0.endMs - originMs, text: $0.text) }
            .filter { $0.endMs > $0.startMs && known.insert($0).inserted }
        self.language = language
        self.source = source
        self.encoding = encoding
        self.cues = cues.enumerated()
            .sorted { ($0.element.startMs, $0.offset) < ($1.element.startMs, $1.offset) }
            .map(\.element)
        self.leftOut = read.leftOut + read.cues.count - cues.count
    }

    /// Reads the captions of a lesson: those of the files, in their order, and then those inside the course video in
    /// languages that no file has.
    ///
    /// - Parameters:
    ///   - path: the course video.
    ///   - originMs: the source's time at the lesson's 0.
    /// - Throws: `badCaptions` with the file and the line, `unreadable` or `empty` for a file; captions inside the video
    ///   that cannot be read are left out.
    static func read(
        _ files: [CaptionsFile],
        source path: String,
        originMs: Int64
    ) throws(PackagingError) -> [LessonCaptions] {
        guard files.count <= Self.countMax else {
            throw PackagingError(.badCaptions, "\(files.count) files, at most \(Self.countMax)")
        }
        let source = try MediaSource(path: path)
        var result: [LessonCaptions] = []
        for file in files {
            let (read, encoding) = try CaptionsReader.read(file)
            let captions = LessonCaptions(
                language: file.resolvedLanguage,
                source: file.name,
                encoding: encoding,
                read,
                originMs: originMs - source.playerZeroMs
            )
            guard !captions.cues.isEmpty else {
                throw PackagingError(.badCaptions, "\(file.name): no cue that is ever shown")
            }
            result.append(captions)
        }
        let embedded = try EmbeddedCaptions.read(source, originMs: originMs, besides: Set(result.map(\.language)))
        return result + embedded.prefix(Self.countMax - result.count)
    }
}
