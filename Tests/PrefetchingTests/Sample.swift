import CourseModel
import Prefetching
import Testing

/// Programmes and releases made up for these tests.
enum Sample {
    static func digest(_ name: String) -> Digest { Digest(of: Array(name.utf8)) }

    static func lesson(_ name: String) throws -> Lesson.ID { try #require(Lesson.ID(name)) }

    static func time(_ seconds: Int64) -> UTCTime { UTCTime(milliseconds: seconds * 1_000) }

    /// A track file of chunks of these sizes; its blob is named by lesson and track.
    static func track(
        _ lesson: String,
        _ name: String,
        sizes: [Int64],
        isVideo: Bool,
        height: Int = 360,
        rate: Int64
    ) throws -> Track {
        Track(
            track: try #require(Track.ID(name)),
            codec: isVideo ? "avc1.64001F" : "mp4a.40.2",
            language: "zh",
            timescale: 1_000,
            startTicks: 0,
            video: isVideo
                ? Track.Video(widthPixels: 2 * height, heightPixels: height, frameRateMillihertz: 25_000) : nil,
            audio: isVideo ? nil : Track.Audio(channels: 2, sampleRateHertz: 48_000),
            blob: self.digest("\(lesson)/\(name)"),
            initSizeBytes: ByteCount(bytes: 1),
            chunks: sizes.enumerated().map { index, size in
                Chunk(
                    digest: self.digest("\(lesson)/\(name)/\(index)"),
                    sizeBytes: ByteCount(bytes: size),
                    durationTicks: index == 0 ? 0 : 6_000
                )
            },
            peakBitsPerSecond: Bitrate(bitsPerSecond: rate),
            averageBitsPerSecond: Bitrate(bitsPerSecond: rate)
        )
    }

    /// Captions, a storyboard or a poster.
    static func companion(_ name: String, text: Track.Text? = nil, images: Track.Images? = nil) throws -> Track {
        Track(
            track: try #require(Track.ID(name)),
            codec: text == nil ? "image/jpeg" : "text/vtt",
            language: "und",
            timescale: 1_000,
            startTicks: 0,
            text: text,
            images: images,
            blob: self.digest("a/\(name)"),
            initSizeBytes: .zero,
            chunks: [Chunk(digest: self.digest(name), sizeBytes: ByteCount(bytes: 10), durationTicks: 0)],
            peakBitsPerSecond: .zero,
            averageBitsPerSecond: .zero
        )
    }

    static func manifest(_ lesson: String, tracks: [Track], renditions: [Rendition] = []) throws -> Manifest {
        Manifest(
            lesson: try self.lesson(lesson),
            createdAtMs: self.time(0),
            durationMs: MediaTime(milliseconds: 60_000),
            source: Manifest.Source(fileName: "\(lesson).mp4", sizeBytes: .zero, digest: self.digest(lesson)),
            tracks: tracks,
            renditions: renditions
        )
    }

    /// Four renditions and a companion track: 720p of 1,010 bytes, 480p of 410, 270p of 205 and the sound of 15, and 10
    /// for the captions with each; all in chunks of five bytes.
    static func ladder(_ lesson: String) throws -> Manifest {
        func track(_ name: String, _ size: Int64, height: Int? = nil) throws -> Track {
            let chunks = Array(repeating: Int64(5), count: Int(size / 5))
            let isVideo = height != nil
            return try self.track(lesson, name, sizes: chunks, isVideo: isVideo, height: height ?? 0, rate: size)
        }
        func rendition(_ name: String, _ tracks: String...) throws -> Rendition {
            Rendition(
                rendition: try #require(Rendition.ID(name)),
                tracks: try tracks.map { try #require(Track.ID($0)) }
            )
        }
        return try self.manifest(
            lesson,
            tracks: [
                try track("video-720p", 980, height: 720), try track("video-480p", 380, height: 480),
                try track("video-270p", 190, height: 270), try track("audio", 30), try track("audio-48k", 15),
                try track("captions", 10),
            ],
            renditions: [
                try rendition("720p", "video-720p", "audio"), try rendition("480p", "video-480p", "audio"),
                try rendition("270p", "video-270p", "audio-48k"), try rendition("audio", "audio-48k"),
            ]
        )
    }

    /// One track of four chunks of a thousand bytes.
    static func manifest(_ lesson: String) throws -> Manifest {
        let sizes: [Int64] = [1_000, 1_000, 1_000, 1_000]
        return try self.manifest(
            lesson,
            tracks: [try self.track(lesson, "video", sizes: sizes, isVideo: true, rate: 1_000)]
        )
    }

    /// A programme with one phase from `start` to `end` and these lessons in this order.
    static func programme(
        lessons: [String],
        slots: [(lesson: String, at: Int64)] = [],
        start: Int64 = 1_000,
        end: Int64 = 9_000
    ) throws -> Programme {
        let (phase, section) = (try #require(Phase.ID("p1")), try #require(Section.ID("s1")))
        let topic = try #require(Topic.ID("t1"))
        let title = Title(zh: "题", en: nil)
        return Programme(
            programme: try #require(Programme.ID("g1")),
            title: title,
            timeZone: "Asia/Shanghai",
            phases: [
                Phase(
                    phase: phase,
                    kind: .concentrated,
                    title: title,
                    startsAtMs: self.time(start),
                    endsAtMs: self.time(end),
                    hoursHundredths: .zero
                )
            ],
            sections: [
                Section(section: section, phase: phase, title: title, quotaHundredths: .zero, coursePackage: nil)
            ],
            topics: [
                Topic(
                    topic: topic,
                    section: section,
                    title: title,
                    hoursHundredths: .zero,
                    isMandatory: false,
                    oneOf: nil
                )
            ],
            lessons: try lessons.map { LessonEntry(lesson: try self.lesson($0), topic: topic, title: title) },
            timetable: try slots.map {
                TimetableSlot(
                    lesson: try self.lesson($0.lesson),
                    startsAtMs: self.time($0.at),
                    endsAtMs: self.time($0.at + 60)
                )
            },
            coursePackages: [],
            ruleSet: try self.ruleSet(title: title),
            requiredHundredths: .zero,
            accessEndsAtMs: nil
        )
    }

    private static func ruleSet(title: Title) throws -> RuleSet {
        RuleSet(
            ruleSet: try #require(RuleSet.ID("r1")),
            owner: title,
            maxRatePermille: 1_000,
            gapCloseMs: .zero,
            completionPermille: 900,
            hoursMode: .catalogue,
            minutesPerHour: 45,
            quantumHundredths: .zero,
            creditRatioPermille: 1_000,
            accountKind: "remote",
            silentAfterMinutes: 60
        )
    }

    /// A run of a lesson's track file `video`.
    static func run(_ lesson: String, _ chunks: Range<Int>) throws -> PlannedRun {
        PlannedRun(
            lesson: try self.lesson(lesson),
            blob: self.digest("\(lesson)/video"),
            chunks: chunks,
            reason: .listed,
            neededAtMs: nil
        )
    }

    static func address(_ lesson: String, _ chunk: Int) -> ChunkAddress {
        ChunkAddress(blob: self.digest("\(lesson)/video"), chunk: chunk)
    }
}
