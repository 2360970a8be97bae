import Testing

extension [UInt8] {
    /// Where four letters or more stand.
    func ranges(of letters: String) -> [Range<Int>] {
        let wanted = Array(letters.utf8)
        guard self.count >= wanted.count else { return [] }
        return (0...(self.count - wanted.count)).compactMap { start in
            self[start] == wanted[0] && self[start..<(start + wanted.count)].elementsEqual(wanted)
                ? start..<(start + wanted.count) : nil
        }
    }

    func number32(at offset: Int) -> UInt32 { self[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) } }

    mutating func set(_ value: UInt32, at offset: Int) {
        for index in 0..<4 { self[offset + index] = UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32(index))) }
    }

    /// Changes the edit list of each track of an MP4 (ISO/IEC 14496-12 §8.6.6, version 0, one entry).
    mutating func leaveOutFirstSecond() throws {
        let timescales = self.ranges(of: "mdhd").map { self.number32(at: $0.upperBound + 12) }
        let edits = self.ranges(of: "elst")
        try #require(edits.count == timescales.count && !edits.isEmpty)
        for (edit, timescale) in zip(edits, timescales) {
            try #require(self.number32(at: edit.upperBound + 4) == 1)
            // Times of the movie are in milliseconds.
            self.set(self.number32(at: edit.upperBound + 8) - 1000, at: edit.upperBound + 8)
            self.set(self.number32(at: edit.upperBound + 12) + timescale, at: edit.upperBound + 12)
        }
    }
}
