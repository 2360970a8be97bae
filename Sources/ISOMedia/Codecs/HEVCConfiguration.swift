/// What an HEVC track says of itself: the `hvcC` of a container (ISO/IEC 14496-15 §8.3.3) or its parameter sets in
/// Annex B form.
package struct HEVCConfiguration: Hashable, Sendable {
    /// `general_profile_space` to `general_level_idc`: 12 bytes, the same in `hvcC` and in a sequence parameter set
    /// (ITU-T H.265 §7.3.3).
    private static let profileBytes = 12
    private static let sequenceParameterSet: UInt8 = 33
    /// Video, sequence and picture parameter sets.
    static let parameterSetTypes: ClosedRange<UInt8> = 32...34

    package let framing: NALUnits.Framing
    /// All of them, whatever their type.
    package let parameterSets: [[UInt8]]
    private let profile: [UInt8]

    /// - Returns: nil where a parameter set is missing of any of the three kinds.
    package init?(extradata bytes: [UInt8]) {
        if bytes.first == 1 {
            guard let arrays = Self.arrays(in: bytes[...]) else { return nil }
            self.framing = .lengths(Int(bytes[21] & 3) + 1)
            self.parameterSets = arrays.flatMap(\.units)
            self.profile = Array(bytes[1..<(1 + Self.profileBytes)])
        } else {
            var sets: [[UInt8]] = []
            let isSound = bytes.withUnsafeBytes { buffer in
                NALUnits.forEach(in: buffer, framing: .startCodes) { unit in
                    if Self.parameterSetTypes.contains(unit[0] >> 1 & 63) { sets.append(Array(unit)) }
                }
            }
            guard isSound, let set = sets.first(where: Self.isSequenceParameterSet) else { return nil }
            let profile = Self.payload(of: set).dropFirst(1).prefix(Self.profileBytes)
            guard profile.count == Self.profileBytes else { return nil }
            self.framing = .startCodes
            self.parameterSets = sets
            self.profile = Array(profile)
        }
        let types = Set(self.parameterSets.map { $0[0] >> 1 & 63 })
        guard Self.parameterSetTypes.allSatisfy(types.contains) else { return nil }
    }

    /// Main and Main 10 up to level 5.1: 4:2:0, at most 2160p.
    package var isPlayable: Bool {
        // By number, or by the flags of the two (ITU-T H.265 annex A.3).
        let isMain = [1, 2].contains(self.profile[0] & 0xdf) || self.profile[1] & 0x60 != 0
        return isMain && self.level <= 153
    }

    /// For a person: which profile and level it is.
    package var name: String {
        let profile =
            switch self.profile[0] & 31 {
            case 1: "Main"
            case 2: "Main 10"
            case 3: "Main Still Picture"
            default: "profile \(self.profile[0] & 31)"
            }
        return "HEVC \(profile) \(self.level / 30).\(self.level % 30 / 3)"
    }

    /// RFC 6381 and ISO/IEC 14496-15 Annex E: profile space and number, compatibility flags from the last to the first,
    /// tier and level, and the constraint bytes without zeros at their end.
    package var codec: String {
        let space = ["", "A", "B", "C"][Int(self.profile[0] >> 6)]
        let flags = self.profile.bigEndian32(at: 1)
        var reversed: UInt32 = 0
        for bit in 0..<UInt32(32) where flags >> bit & 1 == 1 { reversed |= 1 << (31 - bit) }
        let tier = self.profile[0] & 0x20 == 0 ? "L" : "H"
        let constraints = self.profile[5..<11]
        let end = constraints.lastIndex { $0 != 0 }.map { $0 + 1 } ?? constraints.startIndex
        var parts = ["hvc1", "\(space)\(self.profile[0] & 31)", Self.hexadecimal(reversed), "\(tier)\(self.level)"]
        parts += constraints[..<end].map { Self.hexadecimal($0) }
        return parts.joined(separator: ".")
    }

    private static func hexadecimal(_ number: some BinaryInteger) -> String {
        String(number, radix: 16, uppercase: true)
    }

    private var level: Int { Int(self.profile[11]) }

    /// The arrays of an `hvcC`: where each begins, and its units.
    ///
    /// - Returns: nil where the bytes end before they do.
    static func arrays(in bytes: ArraySlice<UInt8>) -> [(start: Int, units: [[UInt8]])]? {
        let end = bytes.endIndex
        var offset = bytes.startIndex + 23
        guard offset <= end else { return nil }
        var arrays: [(start: Int, units: [[UInt8]])] = []
        for _ in 0..<bytes[offset - 1] {
            guard offset + 3 <= end else { return nil }
            var units: [[UInt8]] = []
            let start = offset
            let count = Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            offset += 3
            for _ in 0..<count {
                guard offset + 2 <= end else { return nil }
                let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
                guard length > 0, offset + 2 + length <= end else { return nil }
                units.append(Array(bytes[(offset + 2)..<(offset + 2 + length)]))
                offset += 2 + length
            }
            arrays.append((start, units))
        }
        return arrays
    }

    private static func isSequenceParameterSet(_ unit: [UInt8]) -> Bool {
        unit.count > 2 && unit[0] >> 1 & 63 == Self.sequenceParameterSet
    }

    /// What follows the header of a unit, without the bytes that keep it from looking like a start code.
    private static func payload(of unit: [UInt8]) -> [UInt8] {
        var payload: [UInt8] = []
        var zeros = 0
        for byte in unit.dropFirst(2).prefix(2 * Self.profileBytes) {
            if zeros >= 2, byte == 3 {
                zeros = 0
            } else {
                payload.append(byte)
                zeros = byte == 0 ? zeros + 1 : 0
            }
        }
        return payload
    }
}
