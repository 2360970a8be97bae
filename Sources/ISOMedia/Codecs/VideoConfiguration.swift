/// What a video track says of itself, in either of the codecs that are copied.
package enum VideoConfiguration: Hashable, Sendable {
    case h264(H264Configuration)
    case hevc(HEVCConfiguration)

    package var framing: NALUnits.Framing {
        switch self {
        case .h264(let configuration): configuration.framing
        case .hevc(let configuration): configuration.framing
        }
    }

    package var isPlayable: Bool {
        switch self {
        case .h264(let configuration): configuration.isPlayable
        case .hevc(let configuration): configuration.isPlayable
        }
    }

    /// For a person: codec, profile and level.
    package var name: String {
        switch self {
        case .h264(let configuration): configuration.name
        case .hevc(let configuration): configuration.name
        }
    }

    /// What a NAL unit is for, by its header.
    enum UnitKind: Hashable {
        /// Part of a picture that decoding can start at, and that nothing later looks back past.
        case refresh
        case slice
        /// Without it the samples cannot be decoded; one that the configuration has already changes nothing.
        case parameterSet(isKnown: Bool)
        case other
        /// The standard has no such unit.
        case unsound
    }

    /// - Parameter unit: not empty.
    func kind(of unit: UnsafeRawBufferPointer) -> UnitKind {
        switch self {
        case .h264(let configuration): Self.kind(of: unit, configuration)
        case .hevc(let configuration): Self.kind(of: unit, configuration)
        }
    }

    /// ITU-T H.264 table 7-1.
    private static func kind(of unit: UnsafeRawBufferPointer, _ configuration: H264Configuration) -> UnitKind {
        guard unit[0] & 0x80 == 0 else { return .unsound }
        return switch unit[0] & 31 {
        case 0, 22...: .unsound
        case 5: .refresh
        case 1...4: .slice
        case 7, 8: .parameterSet(isKnown: configuration.has(unit))
        default: .other
        }
    }

    /// ITU-T H.265 table 7-1. Decoding can start at a CRA or BLA picture as well, but what is shown before it cannot be
    /// decoded then, so only IDR pictures count.
    private static func kind(of unit: UnsafeRawBufferPointer, _ configuration: HEVCConfiguration) -> UnitKind {
        guard unit.count >= 2, unit[0] & 0x80 == 0, unit[1] & 7 != 0 else { return .unsound }
        return switch unit[0] >> 1 {
        case 19, 20: .refresh
        case 0...9, 16...18, 21: .slice
        case HEVCConfiguration.parameterSetTypes:
            .parameterSet(isKnown: configuration.parameterSets.contains { $0.elementsEqual(unit) })
        case 10...15, 22...31, 41...47: .unsound
        default: .other
        }
    }
}
