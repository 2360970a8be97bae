import TestNumbers

/// One way in which a file goes wrong; the same for the same seed and file.
enum Mutation: String, CaseIterable {
    case flippedBytes, cutOff, splicedRange, editedSize, repeatedRange, lostRange, zeroedRange, editedNumber

    /// Headers and sample tables are at one of the two ends of most files; half of all places are there.
    private static let endBytes = 8192
    /// A range that is lost, repeated or zeroed, from a byte to several sectors.
    private static let rangeBytesMax = 16_384
    private static let numbers: [UInt32] = [0, 1, 7, 8, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff, 0x1_0000]

    /// - Returns: the kind, and the changed bytes.
    static func apply(seed: UInt64, to bytes: [UInt8]) -> (kind: Mutation, bytes: [UInt8]) {
        var random = SeededNumbers(seed: seed)
        let kind = Self.allCases[Int.random(in: 0..<Self.allCases.count, using: &random)]
        var changed = bytes
        // Two things rarely go wrong at once; sometimes they do.
        for _ in 0..<(Int.random(in: 0..<8, using: &random) == 0 ? 2 : 1) where changed.count >= 16 {
            kind.apply(to: &changed, &random)
        }
        return (kind, changed)
    }

    private func apply(to bytes: inout [UInt8], _ random: inout SeededNumbers) {
        let place = Self.place(in: bytes, &random)
        let end = min(bytes.count, place + Int.random(in: 1...Self.rangeBytesMax, using: &random))
        switch self {
        case .flippedBytes:
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                bytes[Self.place(in: bytes, &random)] ^= UInt8.random(in: 1...255, using: &random)
            }
        case .cutOff: bytes.removeSubrange(place...)
        case .splicedRange:
            let source = Int.random(in: 0...(bytes.count - (end - place)), using: &random)
            bytes.replaceSubrange(place..<end, with: Array(bytes[source..<(source + end - place)]))
        case .editedSize:
            let sizes = Self.sizes(in: bytes)
            let offset = sizes.randomElement(using: &random) ?? min(place, bytes.count - 4)
            bytes.replaceNumber(at: offset, with: Self.number(beside: bytes, offset, &random))
        case .repeatedRange: bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
        case .lostRange: bytes.removeSubrange(place..<end)
        case .zeroedRange: for index in place..<end { bytes[index] = 0 }
        case .editedNumber:
            let offset = min(place, bytes.count - 4)
            bytes.replaceNumber(at: offset, with: Self.number(beside: bytes, offset, &random))
        }
    }

    private static func place(in bytes: [UInt8], _ random: inout SeededNumbers) -> Int {
        let end = min(Self.endBytes, bytes.count)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return Int.random(in: 0..<end, using: &random)
        case 1: return Int.random(in: (bytes.count - end)..<bytes.count, using: &random)
        default: return Int.random(in: 0..<bytes.count, using: &random)
        }
    }

    /// Where sizes stand: before the four letters of a box or a RIFF chunk's name, and after the long ID of an EBML element.
    private static func sizes(in bytes: [UInt8]) -> [Int] {
        var sizes: [Int] = []
        for index in 4..<max(4, bytes.count - 8) {
            let isName = bytes[index..<(index + 4)].allSatisfy { (0x61...0x7a).contains($0) }
            if isName { sizes.append(index - 4) }
            let isElement =
                bytes[index] == 0x1f && bytes[index + 1] == 0x43 || bytes[index] == 0x16 && bytes[index + 1] == 0x54
            if isElement { sizes.append(index + 4) }
        }
        return sizes
    }

    private static func number(beside bytes: [UInt8], _ offset: Int, _ random: inout SeededNumbers) -> UInt32 {
        let present = bytes[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let near = [present &+ 1, present &- 1, present &+ 8, present << 1, present >> 1, present.byteSwapped]
        return (Self.numbers + near).randomElement(using: &random) ?? 0
    }
}

extension [UInt8] {
    fileprivate mutating func replaceNumber(at offset: Int, with number: UInt32) {
        for index in 0..<4 { self[offset + index] = UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32(index))) }
    }
}
