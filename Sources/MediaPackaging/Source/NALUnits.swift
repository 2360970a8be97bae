/// The NAL units of one H.264 sample.
enum NALUnits {
    /// Calls `body` with each unit, none of them empty, without its length or start code.
    ///
    /// - Returns: false where the framing is broken: a length that reaches past the sample, or no start code.
    static func forEach(
        in sample: UnsafeRawBufferPointer,
        framing: H264Configuration.Framing,
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

/// What the NAL units of one H.264 sample say about it.
struct AccessUnit: Hashable {
    /// Framing and unit headers are as the standard has them, and there is a picture.
    let isSound: Bool
    /// Its picture is an instantaneous decoding refresh: decoding can start here, and nothing later looks back past it.
    /// A container's key-frame flag also stands on pictures where that is not so.
    let isIDR: Bool
    /// It brings a sequence parameter set that is none of the track's.
    let changesParameters: Bool

    init(_ sample: UnsafeRawBufferPointer, of configuration: H264Configuration) {
        var firstSlice: UInt8?
        var isSound = true
        var changesParameters = false
        let isFramed = NALUnits.forEach(in: sample, framing: configuration.framing) { unit in
            let type = unit[0] & 31
            if unit[0] & 0x80 != 0 || type == 0 || type > 21 { isSound = false }
            if firstSlice == nil, (1...5).contains(type) { firstSlice = type }
            if type == 7, !configuration.sequenceParameterSets.contains(where: { $0.elementsEqual(unit) }) {
                changesParameters = true
            }
        }
        self.isSound = isFramed && isSound && firstSlice != nil
        self.isIDR = firstSlice == 5
        self.changesParameters = changesParameters
    }
}
