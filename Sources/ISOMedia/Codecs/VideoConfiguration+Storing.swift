/// How a track file stores the NAL units of a sample (ISO/IEC 14496-15).
extension VideoConfiguration {
    /// The bytes of the length before each stored unit.
    package var storedLengthBytes: Int {
        switch self.framing {
        case .lengths(let width): width
        case .startCodes: 4
        }
    }

    /// The units that are stored, each with its length before it: all but HEVC's parameter sets, which `hvc1` has in the
    /// decoder configuration only (§8.4.1).
    ///
    /// - Returns: where they are in the sample; nil where the sample is stored as it is.
    package func storedUnits(of sample: UnsafeRawBufferPointer) -> [Range<Int>]? {
        let (isHEVC, hasLengths) = (self.isHEVC, self.framing != .startCodes)
        guard isHEVC || !hasLengths, let base = sample.baseAddress else { return nil }
        var units: [Range<Int>] = []
        var isChanged = !hasLengths
        _ = NALUnits.forEach(in: sample, framing: self.framing) { unit in
            guard let first = unit.baseAddress else { return }
            if isHEVC, HEVCConfiguration.parameterSetTypes.contains(unit[0] >> 1 & 63) {
                isChanged = true
            } else {
                units.append((first - base)..<(first - base + unit.count))
            }
        }
        return isChanged ? units : nil
    }

    private var isHEVC: Bool { if case .hevc = self { true } else { false } }
}
