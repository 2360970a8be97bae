/// What the NAL units of one H.264 sample say about it.
package struct AccessUnit: Hashable, Sendable {
    /// Framing and unit headers are as the standard has them, and there is a picture.
    package let isSound: Bool
    /// Its picture is an instantaneous decoding refresh: decoding can start here, and nothing later looks back past it.
    /// A container's key-frame flag also stands on pictures where that is not so.
    package let isIDR: Bool
    /// It brings a sequence parameter set that is none of the track's.
    package let changesParameters: Bool

    package init(_ sample: UnsafeRawBufferPointer, of configuration: H264Configuration) {
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
