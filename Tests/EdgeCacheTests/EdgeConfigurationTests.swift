import Configuration
import CourseModel
import EdgeCache
import Prefetching
import Testing

@Suite struct EdgeConfigurationTests {
    private func configuration(_ values: [AbsoluteConfigKey: ConfigValue]) throws -> EdgeConfiguration {
        try EdgeConfiguration(reader: ConfigReader(provider: InMemoryProvider(values: values)))
    }

    @Test("What a technician set is read, and without settings the line is the prefetch's at any time")
    func read() throws {
        let standard = try self.configuration([:])
        #expect(standard.windows == [])
        #expect(standard.cap == nil)
        #expect(standard.rendition == .auto)
        let set = try self.configuration([
            "link.windows": "daily 22:00-06:00 50%", "link.capBitsPerSecond": 500_000, "prefetch.rendition": "270p",
        ])
        #expect(set.windows == [LinkWindow(days: Set(0..<7), minutes: 1_320..<1_800, share: .permille(500))])
        #expect(set.windowsText == "daily 22:00-06:00 50%")
        #expect(set.cap == Bitrate(bitsPerSecond: 500_000))
        #expect(set.rendition == .p270)
    }

    @Test("A setting that means nothing is refused, and the refusal says what to write")
    func refused() {
        #expect {
            try self.configuration(["prefetch.rendition": "240p"])
        } throws: {
            "\($0)" == "prefetch.rendition is '240p': write one of auto, source, 480p, 270p, audio"
        }
        #expect {
            try self.configuration(["link.windows": "at night"])
        } throws: {
            "\($0)".contains("link.windows is 'at night': write e.g. mon-fri")
        }
    }
}
