import CourseModel
import Foundation
import MediaPackaging
import Testing

/// `Tests/Tools/check-cmaf` finds what it is there to find.
@Suite struct CheckerTests {
    /// One thing made wrong in a lesson that is right, and what must be found.
    struct Fault: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let finding: String

        init(_ file: String, _ old: String, _ new: String, _ finding: String) {
            self.file = file
            self.old = old
            self.new = new
            self.finding = finding
        }

        var testDescription: String { "\(self.file): \(self.finding)" }
    }

    private static let inPlaylists = [
        Fault("master.m3u8", "#EXT-X-INDEPENDENT-SEGMENTS\n", "", "no EXT-X-INDEPENDENT-SEGMENTS"),
        Fault("master.m3u8", "DEFAULT=YES", "DEFAULT=NO", "0 defaults"),
        Fault("master.m3u8", "LANGUAGE=\"und\",", "", "without LANGUAGE"),
        Fault("master.m3u8", "CHANNELS=\"1\"", "CHANNELS=\"2\"", "CHANNELS 2, its decoder 1"),
        Fault("master.m3u8", ",AVERAGE-BANDWIDTH=", ",AVERAGE-BANDWIDTH=1", "AVERAGE-BANDWIDTH 1"),
        Fault("master.m3u8", ":BANDWIDTH=", ":BANDWIDTH=1", "BANDWIDTH 1"),
        Fault("master.m3u8", "avc1.64000C", "avc1.64001F", "decoder configurations"),
        Fault("master.m3u8", "RESOLUTION=320x180", "RESOLUTION=180x320", "displayed (320, 180)"),
        Fault("master.m3u8", "FRAME-RATE=25.000", "FRAME-RATE=25.100", "average 25.000"),
        Fault("master.m3u8", ",CLOSED-CAPTIONS=NONE", "", "CLOSED-CAPTIONS None"),
        Fault("master.m3u8", "AUDIO=\"audio\"", "AUDIO=\"sound\"", "no group sound"),
        Fault("video-180p.m3u8", "#EXT-X-ENDLIST", "", "no #EXT-X-ENDLIST"),
        Fault("video-180p.m3u8", "#EXT-X-PLAYLIST-TYPE:VOD", "", "no #EXT-X-PLAYLIST-TYPE:VOD"),
        Fault("video-180p.m3u8", "#EXT-X-VERSION:7", "#EXT-X-VERSION:5", "version 5"),
        Fault("video-180p.m3u8", "TARGETDURATION:6", "TARGETDURATION:7", "target duration 7"),
        Fault("video-180p.m3u8", "#EXTINF:6.000000", "#EXTINF:6.000100", "EXTINF 6.0001"),
        Fault("video-180p.m3u8", "\nvideo-180p/0", "\n/video-180p/0", "is not relative"),
    ]

    /// Bytes in hexadecimal.
    private static let inBytes = [
        Fault("video-180p/init.mp4", "636d6663", "636d6600", "no CMAF brand"),
        Fault("video-180p/init.mp4", "69736f360000020069736f36", "69736f350000020069736f35", "no brand iso6"),
        Fault("video-180p/init.mp4", "0140000000b40000", "0140000000000000", "tkhd has no size"),
        Fault("video-180p/init.mp4", "0000320000000000", "0000320000000009", "mdhd has duration 9"),
        Fault("video-180p/init.mp4", "7472657800", "7472657a00", "no trex"),
        Fault("audio/init.mp4", "03808080250000", "03808080250001", "ES_ID 1"),
        Fault("audio/init.mp4", "0000bb8000000000", "0001bb8000000000", "48000 Hz with time scale 113536"),
        Fault("video-180p/1.m4s", "6d736468000000006d736468", "787878780000000078787878", "without msdh"),
        Fault("video-180p/1.m4s", "0a0000000100000001", "0a0000000100000002", "sample description 2"),
        Fault("video-180p/1.m4s", "0002000a", "0000000a", "do not count from the moof"),
        Fault("video-180p/1.m4s", "00012d110000071c", "00012d120000071c", "starts at 77074"),
        Fault("video-180p/1.m4s", "6588", "4188", "does not start with an IDR picture"),
        Fault("video-180p/1.m4s", "000014c402000000", "000014c401010000", "does not start with a sync sample"),
        Fault("video-180p/1.m4s", "6d646174000014c0", "6d646174000014c1", "do not fit the mdat"),
        Fault("../video-180p.mp4", "6d7364686d736978", "6d73646800000000", "without msix"),
        Fault("../video-180p.mp4", "90000000", "80000000", "access point 80000000"),
        Fault("../video-180p.mp4", "00012c0090000000", "00012c0190000000", "its sidx says 76801"),
    ]

    @Test("A fault in a playlist is found", arguments: Self.inPlaylists)
    func playlist(fault: Fault) async throws {
        try await Self.check(fault, old: Data(fault.old.utf8), new: Data(fault.new.utf8))
    }

    @Test("A fault in an init segment, a segment or a segment index is found", arguments: Self.inBytes)
    func bytes(fault: Fault) async throws {
        try await Self.check(fault, old: Self.bytes(fault.old), new: Self.bytes(fault.new))
    }

    private static func bytes(_ hexadecimal: String) -> Data {
        let digits = Array(hexadecimal)
        return Data(
            stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
        )
    }

    private static func check(_ fault: Fault, old: Data, new: Data) async throws {
        let packaged = try await PackagedFolder(.bFrames)
        let master = try packaged.export()
        let file = URL(filePath: master).deletingLastPathComponent().appending(path: fault.file).standardized
        var data = try Data(contentsOf: file)
        let range = try #require(data.firstRange(of: old), "\(fault.file) has no \(fault.old)")
        data.replaceSubrange(range, with: new)
        try data.write(to: file)
        let result = try Program.run(["python3", PackagedFolder.checker, master] + packaged.mediaPaths)
        #expect(result.status == 1 && result.output.contains(fault.finding), "\(result.output)")
    }

    @Test("What ffmpeg's usual HLS command writes does not pass")
    func usualCommand() async throws {
        let folder = try TemporaryFolder()
        try Program.check(
            ["ffmpeg", "-v", "error", "-i", try await SampleMedia.bFrames.path, "-c", "copy", "-f", "hls"]
                + ["-hls_time", "6", "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod"]
                + ["-master_pl_name", "master.m3u8", "\(folder.path)/media.m3u8"]
        )
        let result = try Program.run(["python3", PackagedFolder.checker, "\(folder.path)/master.m3u8"])
        #expect(result.status == 1)
        for finding in [
            "no EXT-X-INDEPENDENT-SEGMENTS", "no CMAF brand", "2 tracks in one file", "an edit list",
            "sample description None", "showing at", "CODECS []", "AVERAGE-BANDWIDTH None", "FRAME-RATE None",
        ] {
            #expect(result.output.contains(finding), "\(finding) is not among: \(result.output)")
        }
    }

    @Test("A checker that is given nothing, or no playlist, does not say that all is well")
    func wrongUse() throws {
        #expect(try Program.run(["python3", PackagedFolder.checker]).status == 2)
        #expect(try Program.run(["python3", PackagedFolder.checker, "/nowhere/master.m3u8"]).status == 1)
    }
}
