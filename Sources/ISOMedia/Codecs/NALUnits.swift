/// The NAL units of one sample.
package enum NALUnits {
    /// How they follow each other.
    package enum Framing: Hashable, Sendable {
        /// A big-endian length of so many bytes before each (ISO/IEC 14496-15).
        case lengths(Int)
        /// Start codes (ITU-T H.264 Annex B).
        case startCodes
    }

    /// Calls `body` with each unit, none of them empty, without its length or start code.
    ///
    /// - Returns: false where the framing is broken: a length that reaches past the sample, or no start code.
    package static func forEach(
        in sample: UnsafeRawBufferPointer,
        framing: Framing,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        switch framing {
        case .lengths(let width): Self.walkLengths(sample, width: width, body)
        case .startCodes: Self.walkStartCodes(sample, body)
        }
    }

    private static func walkLengths(
        _ sample: UnsafeRawBufferPointer,
        width: Int,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        var offset = 0
        while offset < sample.count {
            guard offset + width <= sample.count else { return false }
            let length = sample[offset..<(offset + width)].reduce(0) { $0 << 8 | Int($1) }
            offset += width
            guard length > 0, length <= sample.count - offset else { return false }
            body(UnsafeRawBufferPointer(rebasing: sample[offset..<(offset + length)]))
            offset += length
        }
        return true
    }

    private static func walkStartCodes(
        _ sample: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) -> Bool {
        guard var start = Self.startCode(in: sample, from: 0) else { return false }
        guard sample[..<start.lowerBound].allSatisfy({ $0 == 0 }) else { return false }
        while true {
            let next = Self.startCode(in: sample, from: start.upperBound)
            var end = next?.lowerBound ?? sample.count
            while end > start.upperBound, sample[end - 1] == 0 { end -= 1 }
            if end > start.upperBound { body(UnsafeRawBufferPointer(rebasing: sample[start.upperBound..<end])) }
            guard let next else { return true }
            start = next
        }
    }

    /// The next `00 00 01` at or after `from`.
    private static func startCode(in sample: UnsafeRawBufferPointer, from: Int) -> Range<Int>? {
        var index = from
        while index + 3 <= sample.count {
            if sample[index + 2] > 1 {
                index += 3
            } else if sample[index] == 0, sample[index + 1] == 0, sample[index + 2] == 1 {
                return index..<(index + 3)
            } else {
                index += 1
            }
        }
        return nil
    }
}
