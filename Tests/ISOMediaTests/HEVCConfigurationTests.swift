import ISOMedia
import Testing

@Suite struct HEVCConfigurationTests {
    private static let video: [UInt8] = [0x40, 0x01, 0x0c, 0x01]
    private static let picture: [UInt8] = [0x44, 0x01, 0xc1, 0x72]
    /// Main profile, main tier, level 3.1, as x265 writes it.
    private static let profile: [UInt8] = [0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93]
    /// With the bytes that keep zeros from looking like a start code.
    private static let sequence: [UInt8] =
        [0x42, 0x01, 0x01, 0x01, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 3, 0, 0, 3, 0, 93, 0xa0, 0x02]

    private static func stored(_ profile: [UInt8] = Self.profile) -> [UInt8] {
        var bytes: [UInt8] = [1] + profile + [0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 3]
        for set in [Self.video, Self.sequence, Self.picture] {
            bytes += [set[0] >> 1, 0, 1, 0, UInt8(set.count)] + set
        }
        return bytes
    }

    private static func unit(_ sample: [UInt8], extradata: [UInt8] = Self.stored()) throws -> AccessUnit {
        let configuration = try #require(HEVCConfiguration(extradata: extradata))
        return sample.withUnsafeBytes { AccessUnit($0, of: .hevc(configuration)) }
    }

    @Test("A configuration says profile, level and framing, in both forms")
    func configuration() throws {
        let stored = try #require(HEVCConfiguration(extradata: Self.stored()))
        #expect(stored.name == "HEVC Main 3.1" && stored.isPlayable && stored.framing == .lengths(4))
        #expect(stored.codec == "hvc1.1.6.L93.90" && stored.parameterSets.count == 3)
        let code: [UInt8] = [0, 0, 0, 1]
        let stream = try #require(
            HEVCConfiguration(extradata: code + Self.video + code + Self.sequence + code + Self.picture)
        )
        #expect(stream.framing == .startCodes && stream.codec == stored.codec && stream.name == stored.name)
        #expect(stream.parameterSets == stored.parameterSets)
        #expect(HEVCConfiguration(extradata: code + Self.video + code + Self.sequence) == nil)
        for count in 0..<Self.stored().count {
            #expect(HEVCConfiguration(extradata: Array(Self.stored().prefix(count))) == nil)
        }
    }

    @Test(
        "The codec is named as ISO/IEC 14496-15 Annex E has it",
        arguments: [
            ([0x01, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93], "hvc1.1.6.L93.B0", true),
            ([0x02, 0x20, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 120], "hvc1.2.4.L120.B0", true),
            ([0x61, 0x60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 153], "hvc1.A1.6.H153", true),
            ([0x04, 0x08, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93], "hvc1.4.10.L93.B0", false),
            ([0x01, 0x60, 0, 0, 1, 0x90, 0x0c, 0, 0, 0, 1, 180], "hvc1.1.80000006.L180.90.C.0.0.0.1", false),
        ] as [([UInt8], String, Bool)]
    )
    func codec(profile: [UInt8], codec: String, isPlayable: Bool) throws {
        let configuration = try #require(HEVCConfiguration(extradata: Self.stored(profile)))
        #expect(configuration.codec == codec && configuration.isPlayable == isPlayable)
    }

    @Test("Only the two kinds of IDR pictures are starts; CRA and BLA pictures are not")
    func idr() throws {
        for type in 0..<UInt8(64) {
            let unit = try Self.unit([0, 0, 0, 3, type << 1, 1, 0x80])
            #expect(unit.isIDR == [19, 20].contains(type), "type \(type)")
            #expect(unit.isSound == ((0...9).contains(type) || (16...21).contains(type)), "type \(type)")
        }
        #expect(try Self.unit([0, 0, 0, 2, 70, 1, 0, 0, 0, 3, 38, 1, 0x80]).isIDR)
        #expect(try !Self.unit([0, 0, 0, 3, 38, 0, 0x80]).isSound)
        #expect(try !Self.unit([0, 0, 0, 1, 38]).isSound)
    }

    @Test("A parameter set of the track's own changes nothing; another one does")
    func parameters() throws {
        let slice: [UInt8] = [0, 0, 0, 3, 38, 1, 0x80]
        for set in [Self.video, Self.sequence, Self.picture] {
            let length: [UInt8] = [0, 0, 0, UInt8(set.count)]
            #expect(try !Self.unit(length + set + slice).changesParameters)
            #expect(try Self.unit(length + set.dropLast() + [0x55] + slice).changesParameters)
        }
    }

    @Test("Parameter sets are left out of a sample, start codes become lengths, and nothing else changes")
    func stored() throws {
        func unit(_ bytes: [UInt8]) -> [UInt8] { [0, 0, 0, UInt8(bytes.count)] + bytes }
        let (delimiter, message, slice): ([UInt8], [UInt8], [UInt8]) = ([70, 1, 0x50], [78, 1, 5], [38, 1, 0x80])
        let configuration = VideoConfiguration.hevc(try #require(HEVCConfiguration(extradata: Self.stored())))
        let sample = [delimiter, Self.video, Self.sequence, Self.picture, message, slice].flatMap { unit($0) }
        let units = try #require(sample.withUnsafeBytes { configuration.storedUnits(of: $0) })
        #expect(units.map { Array(sample[$0]) } == [delimiter, message, slice])
        #expect((unit(delimiter) + unit(slice)).withUnsafeBytes { configuration.storedUnits(of: $0) } == nil)
        let code: [UInt8] = [0, 0, 1]
        let sets = code + Self.video + code + Self.sequence + code + Self.picture
        let stream = VideoConfiguration.hevc(try #require(HEVCConfiguration(extradata: sets)))
        let coded = [0] + code + delimiter + [0] + sets + code + message + code + slice
        let kept = try #require(coded.withUnsafeBytes { stream.storedUnits(of: $0) })
        #expect(kept.map { Array(coded[$0]) } == [delimiter, message, slice] && stream.storedLengthBytes == 4)
    }
}
