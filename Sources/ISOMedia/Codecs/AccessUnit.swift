/// What the NAL units of one sample say about it.
package struct AccessUnit: Hashable, Sendable {
    /// Framing and unit headers are as the standard has them, and there is a picture.
    package let isSound: Bool
    /// Its picture is an instantaneous decoding refresh: decoding can start here, and nothing later looks back past it.
    /// A container's key-frame flag also stands on pictures where that is not so.
    package let isIDR: Bool
    /// It brings a parameter set that is none of the track's.
    package let changesParameters: Bool

    package init(_ sample: UnsafeRawBufferPointer, of configuration: VideoConfiguration) {
        var first: VideoConfiguration.UnitKind?
        var isSound = true
        var changesParameters = false
        let isFramed = NALUnits.forEach(in: sample, framing: configuration.framing) { unit in
            let kind = configuration.kind(of: unit)
            switch kind {
            case .refresh, .slice: first = first ?? kind
            case .parameterSet(let isKnown): changesParameters = changesParameters || !isKnown
            case .unsound: isSound = false
            case .other: break
            }
        }
        self.isSound = isFramed && isSound && first != nil
        self.isIDR = first == .refresh
        self.changesParameters = changesParameters
    }
}
