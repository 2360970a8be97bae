/// What an AAC track says of itself: its AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1).
package struct AACConfiguration: Hashable, Sendable {
    private static let sampleRates: [Int] = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    ]

    /// 2 is AAC-LC.
    package let objectType: Int
    package let sampleRateHertz: Int
    package let channels: Int
    /// The AudioSpecificConfig itself, for the track file.
    package let bytes: [UInt8]

    /// - Returns: nil where the bytes are no configuration with a known rate and channel count.
    package init?(bytes: [UInt8]) {
        guard bytes.count >= 2 else { return nil }
        var bits = BitReader(bytes)
        var type = bits.read(5)
        if type == 31 { type = 32 + bits.read(6) }
        let rateIndex = bits.read(4)
        let rate =
            rateIndex == 15 ? bits.read(24) : rateIndex < Self.sampleRates.count ? Self.sampleRates[rateIndex] : 0
        let channels = bits.read(4)
        guard !bits.isPastEnd, rate > 0, (1...7).contains(channels) else { return nil }
        self.objectType = type
        self.sampleRateHertz = rate
        self.channels = channels == 7 ? 8 : channels
        self.bytes = bytes
    }

    /// AAC-LC for a stream that carries its configuration in every sample (ADTS), as in TS.
    package init?(sampleRateHertz: Int, channels: Int) {
        guard let rateIndex = Self.sampleRates.firstIndex(of: sampleRateHertz),
            (1...6).contains(channels) || channels == 8
        else { return nil }
        let channelIndex = channels == 8 ? 7 : channels
        let bits = UInt16(2) << 11 | UInt16(rateIndex) << 7 | UInt16(channelIndex) << 3
        self.init(bytes: [UInt8(bits >> 8), UInt8(bits & 0xff)])
    }

    /// The length of the ADTS header (ISO/IEC 13818-7 §6.2) at the start of a sample.
    ///
    /// - Returns: nil where there is none, or one of another format than this.
    package func adtsHeaderBytes(_ sample: UnsafeRawBufferPointer) -> Int? {
        guard sample.count > 7, sample[0] == 0xff, sample[1] & 0xf6 == 0xf0 else { return nil }
        let rateIndex = Int(sample[2] >> 2 & 15)
        let channelIndex = Int(sample[2] & 1) << 2 | Int(sample[3] >> 6)
        let length = Int(sample[3] & 3) << 11 | Int(sample[4]) << 3 | Int(sample[5] >> 5)
        guard Int(sample[2] >> 6) + 1 == self.objectType, rateIndex < Self.sampleRates.count,
            Self.sampleRates[rateIndex] == self.sampleRateHertz,
            channelIndex == (self.channels == 8 ? 7 : self.channels), length == sample.count, sample[6] & 3 == 0
        else { return nil }
        let bytes = sample[1] & 1 == 1 ? 7 : 9
        return bytes < sample.count ? bytes : nil
    }
}

/// Reads a big-endian bit string; reads zeros past its end.
private struct BitReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isPastEnd: Bool { self.position > self.bytes.count * 8 }

    mutating func read(_ count: Int) -> Int {
        var value = 0
        for _ in 0..<count {
            let index = self.position / 8
            let bit = index < self.bytes.count ? self.bytes[index] >> (7 - self.position % 8) & 1 : 0
            value = value << 1 | Int(bit)
            self.position += 1
        }
        return value
    }
}
