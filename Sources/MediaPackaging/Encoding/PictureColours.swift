import CLibAV

/// What the numbers of a picture mean as colours (ITU-T H.273).
struct PictureColours: Hashable {
    /// Known in any case: where the source does not say, what players assume for its size.
    let matrix: AVColorSpace
    let primaries: AVColorPrimaries
    let transfer: AVColorTransferCharacteristic
    let isFullRange: Bool

    /// Players take pictures from this height on for BT.709, smaller ones for BT.601.
    private static let highDefinitionHeight: Int32 = 720

    init(_ parameters: AVCodecParameters) {
        self.init(
            matrix: parameters.color_space,
            primaries: parameters.color_primaries,
            transfer: parameters.color_trc,
            range: parameters.color_range,
            format: AVPixelFormat(parameters.format),
            heightPixels: parameters.height
        )
    }

    init(_ frame: AVFrame) {
        self.init(
            matrix: frame.colorspace,
            primaries: frame.color_primaries,
            transfer: frame.color_trc,
            range: frame.color_range,
            format: AVPixelFormat(frame.format),
            heightPixels: frame.height
        )
    }

    private init(
        matrix: AVColorSpace,
        primaries: AVColorPrimaries,
        transfer: AVColorTransferCharacteristic,
        range: AVColorRange,
        format: AVPixelFormat,
        heightPixels: Int32
    ) {
        let assumed = heightPixels >= Self.highDefinitionHeight ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M
        self.matrix = Self.filterName(of: matrix) == nil ? assumed : matrix
        self.primaries = primaries
        self.transfer = transfer
        let isAlwaysFull = [
            AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P,
            AV_PIX_FMT_GRAY8,
        ].contains(format)
        self.isFullRange = range == AVCOL_RANGE_JPEG || (range != AVCOL_RANGE_MPEG && isAlwaysFull)
    }

    /// As libavfilter's scaler calls the matrix.
    var filterName: String { Self.filterName(of: self.matrix) ?? "bt709" }

    private static func filterName(of matrix: AVColorSpace) -> String? {
        switch matrix {
        case AVCOL_SPC_BT709: "bt709"
        case AVCOL_SPC_FCC: "fcc"
        case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M: "bt601"
        case AVCOL_SPC_SMPTE240M: "smpte240m"
        case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: "bt2020"
        default: nil
        }
    }
}
