package import CourseModel

/// The tracks of a lesson that is made up, from which its manifest is made.
package struct SimulatedLesson: Sendable {
    package enum Kind: Sendable {
        case picture(height: Int)
        case sound
        case poster
    }

    /// A track file of which only sizes and digests are known.
    package struct File: Sendable {
        package let name: String
        package let kind: Kind
        package let blob: Digest
        package let chunks: [Chunk]

        package init(name: String, kind: Kind, blob: Digest, chunks: [Chunk]) {
            self.name = name
            self.kind = kind
            self.blob = blob
            self.chunks = chunks
        }
    }

    package let name: String
    package let durationMs: MediaTime
    package let files: [File]
    /// Best first: its name, and the files that it plays.
    package let renditions: [(name: String, files: [String])]

    package init(
        name: String,
        durationMs: MediaTime,
        files: [File],
        renditions: [(name: String, files: [String])]
    ) {
        self.name = name
        self.durationMs = durationMs
        self.files = files
        self.renditions = renditions
    }

    /// - Throws: `SimulationError` where a name cannot be one.
    package func manifest() throws(SimulationError) -> Manifest {
        var tracks: [Track] = []
        for file in self.files { tracks.append(try Self.track(file)) }
        var renditions: [Rendition] = []
        for rendition in self.renditions {
            var names: [Track.ID] = []
            for file in rendition.files { names.append(try Track.ID(named: file)) }
            renditions.append(Rendition(rendition: try Rendition.ID(named: rendition.name), tracks: names))
        }
        return Manifest(
            lesson: try Lesson.ID(named: self.name),
            createdAtMs: .zero,
            durationMs: self.durationMs,
            source: Manifest.Source(fileName: "\(self.name).mp4", sizeBytes: .zero, digest: Digest(of: [])),
            tracks: tracks,
            renditions: renditions
        )
    }

    private static func track(_ file: File) throws(SimulationError) -> Track {
        var (video, audio, images): (Track.Video?, Track.Audio?, Track.Images?) = (nil, nil, nil)
        switch file.kind {
        case .picture(let height):
            video = Track.Video(widthPixels: height * 16 / 9, heightPixels: height, frameRateMillihertz: 25_000)
        case .sound: audio = Track.Audio(channels: 1, sampleRateHertz: 48_000)
        case .poster:
            images = Track.Images(widthPixels: 640, heightPixels: 360, columns: 1, rows: 1, intervalTicks: 0)
        }
        let ticks = max(1, file.chunks.reduce(0) { $0 + $1.durationTicks })
        let size = file.chunks.reduce(ByteCount.zero) { $0 + $1.sizeBytes }
        let rate = Bitrate(bitsPerSecond: size.bytes * 8_000 / ticks)
        return Track(
            track: try Track.ID(named: file.name),
            codec: images != nil ? "image/jpeg" : video != nil ? "avc1.64001F" : "mp4a.40.2",
            language: "zh",
            timescale: 1_000,
            startTicks: 0,
            video: video,
            audio: audio,
            images: images,
            blob: file.blob,
            initSizeBytes: .zero,
            chunks: file.chunks,
            peakBitsPerSecond: rate,
            averageBitsPerSecond: rate
        )
    }
}

/// Something that a simulation makes up cannot be.
package struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

extension Identifier {
    init(named name: String) throws(SimulationError) {
        guard let identifier = Self(name) else { throw SimulationError("\(name) is no identifier") }
        self = identifier
    }
}
