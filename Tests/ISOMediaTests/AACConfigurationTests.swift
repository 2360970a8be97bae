import ISOMedia
import Testing

@Suite struct AACConfigurationTests {
    @Test("An AudioSpecificConfig says object type, rate and channels")
    func specific() throws {
        let stereo = try #require(AACConfiguration(bytes: [0x11, 0x90]))
        #expect(stereo.objectType == 2 && stereo.sampleRateHertz == 48_000 && stereo.channels == 2)
        let rare = try #require(AACConfiguration(bytes: [0x17, 0x80, 0x18, 0xed, 0x88]))
        #expect(rare.sampleRateHertz == 12_763 && rare.channels == 1)
    }

    @Test("Too few bytes, a reserved rate or no channels are no configuration")
    func none() {
        for bytes in [[], [0x11], [0x16, 0x90], [0x11, 0x80], [0x17, 0x80, 0x18]] as [[UInt8]] {
            #expect(AACConfiguration(bytes: bytes) == nil, "\(bytes)")
        }
        #expect(AACConfiguration(sampleRateHertz: 44_000, channels: 2) == nil)
        #expect(AACConfiguration(sampleRateHertz: 44_100, channels: 7) == nil)
    }

    @Test("An ADTS header of the track's own format is found; that of another is not")
    func header() throws {
        let configuration = try #require(AACConfiguration(sampleRateHertz: 48_000, channels: 2))
        #expect(configuration.bytes == [0x11, 0x90])
        let sample: [UInt8] = [0xff, 0xf1, 0x4c, 0x80, 0x01, 0x3f, 0xfc, 0x21, 0x00]
        #expect(sample.withUnsafeBytes { configuration.adtsHeaderBytes($0) } == 7)
        for (index, value) in [(0, 0xfe), (2, 0x50), (3, 0x40), (5, 0x5f), (6, 0xfd)] as [(Int, UInt8)] {
            var other = sample
            other[index] = value
            #expect(other.withUnsafeBytes { configuration.adtsHeaderBytes($0) } == nil, "byte \(index)")
        }
    }
}
