import CourseModel

/// The steps of the ladder: how large and how good each is.
struct RenditionPlan {
    /// A step below the source: its shorter side, and the highest rate of its picture.
    private struct Step {
        let kind: RenditionKind
        let shorterPixels: Int
        let maxBitsPerSecond: Bitrate
    }

    private static let steps = [
        Step(kind: .p480, shorterPixels: 480, maxBitsPerSecond: Bitrate(bitsPerSecond: 500_000)),
        Step(kind: .p270, shorterPixels: 270, maxBitsPerSecond: Bitrate(bitsPerSecond: 220_000)),
    ]
    /// What H.264 level 4.2 holds at 60 pictures a second, and screens in a school show.
    private static let longerPixelsMax = 1920
    private static let shorterPixelsMax = 1080
    /// The encoder's smallest block.
    private static let pixelsMin = 16
    /// A source is not encoded to more than it had, and never to less than a picture of slides needs.
    private static let sourceRates: ClosedRange<Int64> = 300_000...6_000_000
    /// Sound up to this rate needs no smaller track beside it.
    private static let smallSoundRate: Int64 = 64_000
    private static let smallSound = (id: "audio-48k", bitsPerSecond: Int64(48_000))
    private static let hevcName = "hevc"
    private static let soundRatePerChannel = Int64(64_000)
    /// Of AAC, those that every browser plays, highest first.
    private static let sampleRates = [48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000]

    private(set) var tracks: [PlannedTrack] = []
    private(set) var renditions: [Rendition] = []
    /// See `RenditionLadder`.
    private(set) var extra: Rendition.ID?

    init(_ picture: RenditionLadder.Picture?, _ sound: RenditionLadder.Sound?, _ kinds: Set<RenditionKind>) {
        let full = sound.flatMap { Self.fullSound(of: $0) }
        let small = sound.flatMap { Self.smallSound(of: $0) } ?? full
        if let picture {
            if kinds.contains(.source) {
                if picture.canBeCopied, picture.isHEVC, let copy = Self.copy(of: picture, name: Self.hevcName) {
                    self.add("\(copy.shorterPixels)p-\(Self.hevcName)", [copy.track, full])
                    self.extra = self.renditions.last?.rendition
                }
                if let source = Self.source(of: picture) { self.add("\(source.shorterPixels)p", [source.track, full]) }
            }
            for step in Self.steps where kinds.contains(step.kind) {
                guard let video = Self.video(step, of: picture) else { continue }
                self.add(step.kind.rawValue, [video, step.kind == .p480 ? full : small])
            }
            if kinds.contains(.audio) { self.add("audio", [small]) }
        } else {
            if kinds.contains(.source) || small == full { self.add("audio", [full]) }
            if kinds.contains(.audio), small != full { self.add(Self.smallSound.id, [small]) }
        }
    }

    private mutating func add(_ name: String, _ parts: [PlannedTrack?]) {
        let parts = parts.compactMap { $0 }
        guard let id = Rendition.ID(name), !parts.isEmpty else { return }
        self.tracks += parts.filter { !self.tracks.contains($0) }
        self.renditions.append(Rendition(rendition: id, tracks: parts.map(\.id)))
    }

    /// The picture as it is.
    ///
    /// - Parameter name: tells its track from an encoded one of the same size; nil where there is none.
    private static func copy(
        of picture: RenditionLadder.Picture,
        name: String? = nil
    ) -> (track: PlannedTrack, shorterPixels: Int)? {
        let shorter = min(picture.widthPixels, picture.heightPixels)
        let suffix = name.map { "-\($0)" } ?? ""
        return Track.ID("video-\(shorter)p\(suffix)").map {
            (PlannedTrack(id: $0, isVideo: true, making: .copy), shorter)
        }
    }

    /// The picture as every browser plays it, at its own size.
    private static func source(of picture: RenditionLadder.Picture) -> (track: PlannedTrack, shorterPixels: Int)? {
        if picture.canBeCopied, !picture.isHEVC { return Self.copy(of: picture) }
        let size = Self.size(of: picture, shorterPixelsMax: Self.shorterPixelsMax)
        let shorter = min(size.width, size.height)
        let rate = min(
            max(picture.averageBitsPerSecond.bitsPerSecond, Self.sourceRates.lowerBound),
            Self.sourceRates.upperBound
        )
        let making = PlannedTrack.Making.encodedPicture(
            PlannedTrack.Picture(
                kind: .source,
                widthPixels: size.width,
                heightPixels: size.height,
                maxBitsPerSecond: Bitrate(bitsPerSecond: rate)
            )
        )
        return Track.ID("video-\(shorter)p").map {
            (PlannedTrack(id: $0, isVideo: true, making: making), shorter)
        }
    }

    /// - Returns: nil where it would be no smaller than the source.
    private static func video(_ step: Step, of picture: RenditionLadder.Picture) -> PlannedTrack? {
        let whole = Self.size(of: picture, shorterPixelsMax: Self.shorterPixelsMax)
        let size = Self.size(of: picture, shorterPixelsMax: step.shorterPixels)
        guard min(size.width, size.height) < min(whole.width, whole.height),
            let id = Track.ID("video-\(step.kind.rawValue)")
        else { return nil }
        let made = PlannedTrack.Picture(
            kind: step.kind,
            widthPixels: size.width,
            heightPixels: size.height,
            maxBitsPerSecond: step.maxBitsPerSecond
        )
        return PlannedTrack(id: id, isVideo: true, making: .encodedPicture(made))
    }

    /// The largest even size of the picture's shape that is within the bounds and no larger than the picture.
    private static func size(
        of picture: RenditionLadder.Picture,
        shorterPixelsMax: Int
    ) -> (width: Int, height: Int) {
        let shorter = min(picture.widthPixels, picture.heightPixels)
        let longer = max(picture.widthPixels, picture.heightPixels)
        // A fraction, so that a side that is not scaled comes out exactly.
        let (scaled, whole) =
            [(1, 1), (shorterPixelsMax, shorter), (Self.longerPixelsMax, longer)]
            .min { $0.0 * $1.1 < $1.0 * $0.1 } ?? (1, 1)
        func even(_ pixels: Int) -> Int {
            max(Self.pixelsMin, min((pixels * scaled + whole) / (2 * whole), pixels / 2) * 2)
        }
        return (even(picture.widthPixels), even(picture.heightPixels))
    }

    private static func fullSound(of sound: RenditionLadder.Sound) -> PlannedTrack? {
        let channels = min(2, sound.channels)
        let rate = min(
            Self.soundRatePerChannel * Int64(channels),
            max(Self.smallSound.bitsPerSecond, sound.averageBitsPerSecond.bitsPerSecond)
        )
        let made = PlannedTrack.Sound(
            kind: .source,
            channels: channels,
            sampleRateHertz: Self.sampleRate(of: sound),
            bitsPerSecond: Bitrate(bitsPerSecond: rate)
        )
        return Track.ID("audio").map {
            PlannedTrack(id: $0, isVideo: false, making: sound.canBeCopied ? .copy : .encodedSound(made))
        }
    }

    /// - Returns: nil where the full sound is small already.
    private static func smallSound(of sound: RenditionLadder.Sound) -> PlannedTrack? {
        guard let full = Self.fullSound(of: sound) else { return nil }
        let rate =
            switch full.making {
            case .encodedSound(let made): made.bitsPerSecond
            default: sound.averageBitsPerSecond
            }
        guard rate.bitsPerSecond > Self.smallSoundRate else { return nil }
        let made = PlannedTrack.Sound(
            kind: .audio,
            channels: 1,
            sampleRateHertz: Self.sampleRate(of: sound),
            bitsPerSecond: Bitrate(bitsPerSecond: Self.smallSound.bitsPerSecond)
        )
        return Track.ID(Self.smallSound.id).map { PlannedTrack(id: $0, isVideo: false, making: .encodedSound(made)) }
    }

    /// The source's, or the next lower one that AAC has.
    private static func sampleRate(of sound: RenditionLadder.Sound) -> Int {
        Self.sampleRates.first { $0 <= sound.sampleRateHertz } ?? Self.sampleRates[Self.sampleRates.count - 1]
    }
}
