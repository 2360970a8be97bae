/// What an H.264 track says of itself: the `avcC` of a container (ISO/IEC 14496-15 §5.3.3) or its parameter sets in
/// Annex B form.
package struct H264Configuration: Hashable, Sendable {
    package let framing: NALUnits.Framing
    package let profile: UInt8
    package let constraints: UInt8
    package let level: UInt8
    package let sequenceParameterSets: [[UInt8]]
    package let pictureParameterSets: [[UInt8]]

    /// - Returns: nil where there is no sequence parameter set.
    package init?(extradata bytes: [UInt8]) {
        if bytes.first == 1 {
            guard bytes.count >= 7 else { return nil }
            self.framing = .lengths(Int(bytes[4] & 3) + 1)
            var offset = 6
            guard let sequence = Self.sets(bytes, &offset, count: Int(bytes[5] & 31)), offset < bytes.count else {
                return nil
            }
            offset += 1
            guard let picture = Self.sets(bytes, &offset, count: Int(bytes[offset - 1])) else { return nil }
            self.sequenceParameterSets = sequence
            self.pictureParameterSets = picture
        } else {
            self.framing = .startCodes
            var sequence: [[UInt8]] = []
            var picture: [[UInt8]] = []
            let isSound = bytes.withUnsafeBytes { buffer in
                NALUnits.forEach(in: buffer, framing: .startCodes) { unit in
                    if unit[0] & 31 == 7 { sequence.append(Self.withoutTrailingZeros(unit)) }
                    if unit[0] & 31 == 8 { picture.append(Self.withoutTrailingZeros(unit)) }
                }
            }
            guard isSound else { return nil }
            self.sequenceParameterSets = sequence
            self.pictureParameterSets = picture
        }
        guard let set = self.sequenceParameterSets.first, set.count >= 4 else { return nil }
        self.profile = set[1]
        self.constraints = set[2]
        self.level = set[3]
    }

    /// Whether the configuration has a parameter set that a sample brings along.
    func has(_ unit: UnsafeRawBufferPointer) -> Bool {
        let set = Self.withoutTrailingZeros(unit)
        return self.sequenceParameterSets.contains(set) || self.pictureParameterSets.contains(set)
    }

    private static func sets(_ bytes: [UInt8], _ offset: inout Int, count: Int) -> [[UInt8]]? {
        var sets: [[UInt8]] = []
        for _ in 0..<count {
            guard offset + 2 <= bytes.count else { return nil }
            let end = offset + 2 + Int(bytes.bigEndian16(at: offset))
            guard end <= bytes.count else { return nil }
            sets.append(bytes[(offset + 2)..<end].withUnsafeBytes(Self.withoutTrailingZeros))
            offset = end
        }
        return sets
    }

    /// A unit ends with a bit that is 1; zeros after it are the stream's, and say nothing (ITU-T H.264 §7.4.1, annex B).
    private static func withoutTrailingZeros(_ unit: UnsafeRawBufferPointer) -> [UInt8] {
        let end = unit.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return Array(unit[..<end])
    }

    /// Baseline, Main and High up to level 4.2: what every browser on a school's PC decodes.
    package var isPlayable: Bool {
        [66, 77, 100].contains(self.profile) && self.level <= 42
    }

    /// For a person: which profile and level it is.
    package var name: String {
        let profile =
            switch self.profile {
            case 66: "Baseline"
            case 77: "Main"
            case 88: "Extended"
            case 100: "High"
            case 110: "High 10"
            case 122: "High 4:2:2"
            case 244: "High 4:4:4"
            default: "profile \(self.profile)"
            }
        return "H.264 \(profile) \(self.level / 10).\(self.level % 10)"
    }
}
