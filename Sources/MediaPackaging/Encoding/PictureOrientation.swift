/// How stored pictures are turned to be displayed: a multiple of a quarter turn, mirrored or not.
enum PictureOrientation: Hashable {
    case upright, mirrored, upsideDown, mirroredUpsideDown
    case clockwise, counterclockwise, mirroredClockwise, mirroredCounterclockwise

    /// - Parameter matrix: nine numbers (ISO/IEC 14496-12 §8.3.2); any other angle counts as the nearest of these.
    init(displayMatrix matrix: UnsafePointer<Int32>?) {
        guard let matrix else {
            self = .upright
            return
        }
        let (a, b, c, d) = (Int64(matrix[0]), Int64(matrix[1]), Int64(matrix[3]), Int64(matrix[4]))
        if abs(a) + abs(d) >= abs(b) + abs(c) {
            self =
                switch (a < 0, d < 0) {
                case (false, false): .upright
                case (true, false): .mirrored
                case (false, true): .mirroredUpsideDown
                case (true, true): .upsideDown
                }
        } else {
            self =
                switch (b < 0, c < 0) {
                case (false, true): .clockwise
                case (true, false): .counterclockwise
                case (false, false): .mirroredCounterclockwise
                case (true, true): .mirroredClockwise
                }
        }
    }

    var swapsSides: Bool {
        switch self {
        case .upright, .mirrored, .upsideDown, .mirroredUpsideDown: false
        case .clockwise, .counterclockwise, .mirroredClockwise, .mirroredCounterclockwise: true
        }
    }

    /// In libavfilter's language, in this order.
    var filters: [String] {
        switch self {
        case .upright: []
        case .mirrored: ["hflip"]
        case .mirroredUpsideDown: ["vflip"]
        case .upsideDown: ["hflip", "vflip"]
        case .clockwise: ["transpose=clock"]
        case .counterclockwise: ["transpose=cclock"]
        case .mirroredClockwise: ["transpose=clock_flip"]
        case .mirroredCounterclockwise: ["transpose=cclock_flip"]
        }
    }
}
