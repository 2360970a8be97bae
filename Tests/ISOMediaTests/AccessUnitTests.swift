import ISOMedia
import Testing

@Suite struct AccessUnitTests {
    private static let parameterSet: [UInt8] = [0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9]
    /// `avcC` with four bytes of length before each unit.
    private static let extradata: [UInt8] =
        [1, 0x64, 0, 0x1f, 0xff, 0xe1, 0, 6] + parameterSet + [1, 0, 2, 0x68, 0xeb]

    private static func unit(_ sample: [UInt8], extradata: [UInt8] = Self.extradata) throws -> AccessUnit {
        let configuration = try #require(H264Configuration(extradata: extradata))
        return sample.withUnsafeBytes { AccessUnit($0, of: .h264(configuration)) }
    }

    @Test("A configuration says profile, level and framing, in both forms")
    func configuration() throws {
        let stored = try #require(H264Configuration(extradata: Self.extradata))
        #expect(stored.name == "H.264 High 3.1" && stored.isPlayable && stored.framing == .lengths(4))
        let stream = try #require(H264Configuration(extradata: [0, 0, 0, 1] + Self.parameterSet))
        #expect(stream.framing == .startCodes && stream.sequenceParameterSets == stored.sequenceParameterSets)
        for count in 0..<19 { #expect(H264Configuration(extradata: Array(Self.extradata.prefix(count))) == nil) }
    }

    @Test("Only an IDR slice makes an IDR picture, whatever comes before it")
    func idr() throws {
        #expect(try Self.unit([0, 0, 0, 2, 0x09, 0x10, 0, 0, 0, 3, 0x65, 0x88, 0x80]).isIDR)
        let recoveryPoint = try Self.unit([0, 0, 0, 2, 0x06, 0x06, 0, 0, 0, 3, 0x41, 0x9a, 0x00])
        #expect(recoveryPoint.isSound && !recoveryPoint.isIDR)
        #expect(try Self.unit([0, 0, 1, 0x65, 0x88], extradata: [0, 0, 1] + Self.parameterSet).isIDR)
    }

    @Test("A parameter set of the track's own changes nothing; another one does")
    func parameters() throws {
        let slice: [UInt8] = [0, 0, 0, 2, 0x65, 0x88]
        #expect(try !Self.unit([0, 0, 0, 6] + Self.parameterSet + slice).changesParameters)
        #expect(try Self.unit([0, 0, 0, 6] + Self.parameterSet.dropLast() + [0xd8] + slice).changesParameters)
        #expect(try !Self.unit([0, 0, 0, 2, 0x68, 0xeb] + slice).changesParameters)
        // Zeros at the end are no part of it.
        #expect(try !Self.unit([0, 0, 0, 4, 0x68, 0xeb, 0, 0] + slice).changesParameters)
        #expect(try Self.unit([0, 0, 0, 2, 0x68, 0xec] + slice).changesParameters)
    }

    @Test(
        "Bytes without a picture, or with lengths that do not fit, are not sound",
        arguments: [
            [], [0, 0, 0, 0], [0, 0, 0, 9, 0x65], [0, 0, 0, 1, 0xe5], [0, 0, 0, 1, 0x09], [0, 0, 0, 1, 0x00],
            [0, 0, 0],
            [0, 0, 0, 1, 0x65, 0, 0],
        ] as [[UInt8]]
    )
    func unsound(sample: [UInt8]) throws {
        #expect(try !Self.unit(sample).isSound)
    }
}
