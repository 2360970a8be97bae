import CourseModel
import MediaPackaging
import Testing

@Suite struct RenditionLadderTests {
    private static func picture(
        _ width: Int,
        _ height: Int,
        kilobits: Int64 = 2000,
        isCopied: Bool = true,
        isHEVC: Bool = false
    ) -> RenditionLadder.Picture {
        RenditionLadder.Picture(
            widthPixels: width,
            heightPixels: height,
            averageBitsPerSecond: Bitrate(bitsPerSecond: kilobits * 1000),
            canBeCopied: isCopied,
            isHEVC: isHEVC
        )
    }

    private static func sound(
        kilobits: Int64 = 128,
        channels: Int = 2,
        rate: Int = 48_000,
        isCopied: Bool = true
    ) -> RenditionLadder.Sound {
        RenditionLadder.Sound(
            channels: channels,
            sampleRateHertz: rate,
            averageBitsPerSecond: Bitrate(bitsPerSecond: kilobits * 1000),
            canBeCopied: isCopied
        )
    }

    private static func ladder(
        _ picture: RenditionLadder.Picture?,
        _ sound: RenditionLadder.Sound?,
        _ kinds: Set<RenditionKind> = Set(RenditionKind.allCases)
    ) -> RenditionLadder {
        RenditionLadder(picture: picture, sound: sound, kinds: kinds)
    }

    private static func text(_ ladder: RenditionLadder) -> [String] {
        ladder.renditions.map { "\($0.rendition): \($0.tracks.map(\.rawValue).joined(separator: " "))" }
    }

    private static func making(_ id: String, in ladder: RenditionLadder) -> PlannedTrack.Making? {
        ladder.tracks.first { $0.id.rawValue == id }?.making
    }

    private static func size(_ id: String, in ladder: RenditionLadder) -> [Int] {
        guard case .encodedPicture(let picture)? = Self.making(id, in: ladder) else { return [] }
        return [picture.widthPixels, picture.heightPixels]
    }

    @Test("A lesson in HD gets itself, two smaller pictures, and its sound alone")
    func wholeLadder() {
        let ladder = Self.ladder(Self.picture(1280, 720), Self.sound())
        #expect(
            Self.text(ladder) == [
                "720p: video-720p audio", "480p: video-480p audio", "270p: video-270p audio-48k", "audio: audio-48k",
            ]
        )
        #expect(
            ladder.tracks.map(\.id.rawValue) == ["video-720p", "video-480p", "video-270p", "audio", "audio-48k"]
        )
        #expect(Self.making("video-720p", in: ladder) == .copy && Self.making("audio", in: ladder) == .copy)
        #expect(Self.size("video-480p", in: ladder) == [854, 480])
        #expect(Self.size("video-270p", in: ladder) == [480, 270])
    }

    @Test("A copy of HEVC is one more rendition, beside one of its size for every browser, however their rates compare")
    func copiedHEVC() {
        let ladder = Self.ladder(Self.picture(1280, 720, isHEVC: true), Self.sound(), [.source, .p480])
        let renditions = ["720p-hevc: video-720p-hevc audio", "720p: video-720p audio", "480p: video-480p audio"]
        #expect(Self.text(ladder) == renditions)
        #expect(Self.making("video-720p-hevc", in: ladder) == .copy)
        #expect(Self.size("video-720p", in: ladder) == [1280, 720])
        let rates = ["video-720p-hevc": 1000, "video-720p": 1500, "video-480p": 400, "audio": 100]
        let measured = rates.compactMap { id, kilobits in
            Track.ID(id).map { ($0, Bitrate(bitsPerSecond: Int64(kilobits) * 1000)) }
        }
        #expect(Self.text(ladder.kept(Dictionary(uniqueKeysWithValues: measured))) == renditions)
        let uncopied = Self.ladder(Self.picture(1280, 720, isCopied: false, isHEVC: true), Self.sound(), [.source])
        #expect(Self.text(uncopied) == ["720p: video-720p audio"])
    }

    @Test("Nothing is scaled up, and no step has the size of the source")
    func neverScaledUp() {
        #expect(Self.text(Self.ladder(Self.picture(854, 480), nil)) == ["480p: video-480p", "270p: video-270p"])
        #expect(Self.text(Self.ladder(Self.picture(480, 270), nil)) == ["270p: video-270p"])
        #expect(Self.text(Self.ladder(Self.picture(320, 180), nil)) == ["180p: video-180p"])
        let odd = Self.ladder(Self.picture(641, 481, isCopied: false), nil)
        #expect(Self.text(odd) == ["480p: video-480p", "270p: video-270p"])
        #expect(Self.size("video-480p", in: odd) == [640, 480])
    }

    @Test("A picture filmed on its side is called by its shorter side")
    func portrait() {
        let ladder = Self.ladder(Self.picture(720, 1280, isCopied: false), nil)
        #expect(Self.text(ladder) == ["720p: video-720p", "480p: video-480p", "270p: video-270p"])
        #expect(Self.size("video-720p", in: ladder) == [720, 1280])
        #expect(Self.size("video-270p", in: ladder) == [270, 480])
    }

    @Test(
        "What is encoded at the source's size is even, and fits a school's screens",
        arguments: [
            ([3840, 2160], [1920, 1080], "1080p"), ([2160, 3840], [1080, 1920], "1080p"),
            ([3840, 1080], [1920, 540], "540p"), ([333, 251], [332, 250], "250p"), ([1, 1], [16, 16], "16p"),
            ([1920, 1080], [1920, 1080], "1080p"), ([4096, 2160], [1920, 1012], "1012p"),
        ]
    )
    func encodedSize(source: [Int], made: [Int], name: String) {
        let ladder = Self.ladder(Self.picture(source[0], source[1], isCopied: false), nil, [.source])
        #expect(Self.text(ladder) == ["\(name): video-\(name)"])
        #expect(Self.size("video-\(name)", in: ladder) == made)
    }

    @Test("A step that is no smaller than the source as encoded is left out")
    func panorama() {
        let ladder = Self.ladder(Self.picture(7680, 1080, isCopied: false), nil)
        #expect(Self.text(ladder) == ["270p: video-270p"])
        #expect(Self.size("video-270p", in: ladder) == [1920, 270])
    }

    @Test("An encoded source gets the rate it had, within bounds", arguments: [(100, 300), (900, 900), (40_000, 6000)])
    func sourceRate(source: Int64, made: Int64) {
        let ladder = Self.ladder(Self.picture(1280, 720, kilobits: source, isCopied: false), nil, [.source])
        guard case .encodedPicture(let picture)? = Self.making("video-720p", in: ladder) else {
            Issue.record("not encoded")
            return
        }
        #expect(picture.kind == .source && picture.maxBitsPerSecond == Bitrate(bitsPerSecond: made * 1000))
    }

    @Test("Small sound has no smaller track beside it")
    func smallSound() {
        let ladder = Self.ladder(Self.picture(1280, 720), Self.sound(kilobits: 64))
        #expect(Self.text(ladder).last == "audio: audio" && ladder.tracks.count == 4)
        #expect(Self.text(ladder)[2] == "270p: video-270p audio")
        let mono = Self.ladder(nil, Self.sound(kilobits: 700, channels: 1, isCopied: false))
        #expect(Self.text(mono) == ["audio: audio"])
    }

    @Test(
        "Encoded sound has at most two channels, a rate that AAC has, and no more bits than the source",
        arguments: [
            (kilobits: Int64(448), channels: 6, rate: 48_000, made: [2, 48_000, 128]),
            (kilobits: 96, channels: 2, rate: 44_100, made: [2, 44_100, 96]),
            (kilobits: 12, channels: 1, rate: 8000, made: [1, 8000, 48]),
            (kilobits: 4608, channels: 2, rate: 96_000, made: [2, 48_000, 128]),
            (kilobits: 60, channels: 1, rate: 37_800, made: [1, 32_000, 60]),
            (kilobits: 60, channels: 1, rate: 6000, made: [1, 8000, 60]),
        ]
    )
    func encodedSound(kilobits: Int64, channels: Int, rate: Int, made: [Int]) {
        let sound = Self.sound(kilobits: kilobits, channels: channels, rate: rate, isCopied: false)
        guard case .encodedSound(let found)? = Self.making("audio", in: Self.ladder(nil, sound)) else {
            Issue.record("not encoded")
            return
        }
        #expect([found.channels, found.sampleRateHertz, Int(found.bitsPerSecond.bitsPerSecond / 1000)] == made)
    }

    @Test("A lesson without a picture gets its sound, and a smaller one where that is worth it")
    func soundOnly() {
        #expect(Self.text(Self.ladder(nil, Self.sound())) == ["audio: audio", "audio-48k: audio-48k"])
        #expect(Self.text(Self.ladder(nil, Self.sound(kilobits: 48))) == ["audio: audio"])
    }

    @Test("Only what is wanted is made; where that is nothing, the source is")
    func wanted() {
        let picture = Self.picture(1280, 720)
        #expect(Self.text(Self.ladder(picture, Self.sound(), [.p270])) == ["270p: video-270p audio-48k"])
        #expect(Self.text(Self.ladder(picture, Self.sound(), [.p480])) == ["480p: video-480p audio"])
        #expect(Self.text(Self.ladder(picture, Self.sound(), [.source])) == ["720p: video-720p audio"])
        #expect(Self.text(Self.ladder(picture, nil, [.audio])) == ["720p: video-720p"])
        #expect(Self.text(Self.ladder(Self.picture(320, 180), nil, [.p480])) == ["180p: video-180p"])
        #expect(Self.text(Self.ladder(picture, nil, [])) == ["720p: video-720p"])
    }

    @Test("A rendition that did not come out well below the next better one goes, with the tracks only it played")
    func kept() {
        let ladder = Self.ladder(Self.picture(1280, 720), Self.sound())
        func kept(_ kilobits: [String: Int64]) -> [String] {
            var averages: [Track.ID: Bitrate] = [:]
            for track in ladder.tracks {
                averages[track.id] = Bitrate(bitsPerSecond: (kilobits[track.id.rawValue] ?? 0) * 1000)
            }
            let kept = ladder.kept(averages)
            #expect(Set(kept.tracks.map(\.id)) == Set(kept.renditions.flatMap(\.tracks)))
            return kept.renditions.map(\.rendition.rawValue)
        }
        let usual: [String: Int64] = ["video-720p": 2000, "video-480p": 450, "audio": 128, "audio-48k": 48]
        #expect(kept(usual.merging(["video-270p": 200]) { $1 }) == ["720p", "480p", "270p", "audio"])
        #expect(kept(usual.merging(["video-270p": 440]) { $1 }) == ["720p", "480p", "audio"])
        #expect(kept(usual.merging(["video-720p": 500, "video-270p": 90]) { $1 }) == ["720p", "270p", "audio"])
        #expect(kept(usual.merging(["video-720p": 100, "video-270p": 150]) { $1 }) == ["720p", "audio"])
    }
}
