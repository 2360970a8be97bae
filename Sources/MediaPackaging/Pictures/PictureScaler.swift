import CLibAV

/// Makes small pictures of one video's frames: upright, with square pixels; owns two `SwsContext`s.
///
/// The same frames give the same pictures on every machine.
final class PictureScaler {
    /// How the frames of a stream become the picture that is shown.
    struct Shape {
        /// Width of a pixel to its height.
        let pixelShape: AVRational
        let orientation: Orientation

        init(_ stream: UnsafeMutablePointer<AVStream>) {
            let shape = stream.pointee.codecpar?.pointee.sample_aspect_ratio ?? AVRational(num: 1, den: 1)
            self.pixelShape = shape.num > 0 && shape.den > 0 ? shape : AVRational(num: 1, den: 1)
            self.orientation = SourceStream.orientation(of: stream)
        }
    }

    /// Slower and exact: without these, another processor's instructions give other bytes.
    private static let exact = SWS_AREA | SWS_ACCURATE_RND | SWS_BITEXACT
    /// From this height on, a video that does not name its colours has those of HDTV, as browsers take it.
    private static let hdtvLinesMin: Int32 = 720
    private static let fullRangeFormats: [AVPixelFormat] = [
        AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P,
    ]

    private let shape: Shape
    private let longSideMax: Int
    /// The first frame's; a video that changes its size in the middle keeps it.
    private var size: (width: Int, height: Int)?
    private var shrinking: OpaquePointer?
    private var recolouring: OpaquePointer?

    /// - Parameter longSideMax: pixels; even. Pictures are not made larger than the video.
    init(_ shape: Shape, longSideMax: Int) {
        self.shape = shape
        self.longSideMax = longSideMax
    }

    deinit {
        sws_freeContext(self.shrinking)
        sws_freeContext(self.recolouring)
    }

    func picture(of frame: UnsafePointer<AVFrame>) throws(PackagingError) -> SmallPicture {
        let size = self.size ?? self.size(of: frame)
        self.size = size
        // swscale changes the matrix of colours only on the way through RGB.
        let rgb = try PictureBuffer(width: size.width, height: size.height, format: AV_PIX_FMT_RGB24)
        try self.shrink(frame, into: rgb)
        let result = try PictureBuffer(width: size.width, height: size.height, format: AV_PIX_FMT_YUVJ420P)
        let (width, height) = (Int32(size.width), Int32(size.height))
        self.recolouring = sws_getCachedContext(
            self.recolouring,
            width,
            height,
            AV_PIX_FMT_RGB24,
            width,
            height,
            AV_PIX_FMT_YUVJ420P,
            Self.exact,
            nil,
            nil,
            nil
        )
        let context = try Self.usable(self.recolouring)
        try Self.scale(context, rgb.frame, height: height, lineStep: 1, into: result.frame)
        return result.picture.turned(self.shape.orientation)
    }

    /// Before it is turned.
    private func size(of frame: UnsafePointer<AVFrame>) -> (width: Int, height: Int) {
        let width = Int(frame.pointee.width) * Int(self.shape.pixelShape.num)
        let height = Int(frame.pointee.height) * Int(self.shape.pixelShape.den)
        let longSide = max(width, height)
        let coded = Int(max(frame.pointee.width, frame.pointee.height))
        let wanted = min(self.longSideMax, coded)
        let even = { (side: Int) in max(2, (side * wanted + longSide) / (2 * longSide) * 2) }
        return (even(width), even(height))
    }

    private func shrink(_ frame: UnsafePointer<AVFrame>, into buffer: PictureBuffer) throws(PackagingError) {
        let format = AVPixelFormat(frame.pointee.format)
        guard sws_isSupportedInput(format) > 0 else { throw PackagingError(.unsupportedCodec, "pixel format") }
        // The two fields of an interlaced frame are different moments: one of them is enough.
        let lineStep: Int32 = frame.pointee.interlaced_frame != 0 && frame.pointee.height >= 4 ? 2 : 1
        let height = frame.pointee.height / lineStep
        self.shrinking = sws_getCachedContext(
            self.shrinking,
            frame.pointee.width,
            height,
            format,
            buffer.frame.pointee.width,
            buffer.frame.pointee.height,
            AV_PIX_FMT_RGB24,
            Self.exact,
            nil,
            nil,
            nil
        )
        let context = try Self.usable(self.shrinking)
        let isFullRange = frame.pointee.color_range == AVCOL_RANGE_JPEG || Self.fullRangeFormats.contains(format)
        let isUnnamed = frame.pointee.colorspace == AVCOL_SPC_UNSPECIFIED
        let colours =
            isUnnamed && frame.pointee.height >= Self.hdtvLinesMin
            ? SWS_CS_ITU709 : Int32(frame.pointee.colorspace.rawValue)
        // Fails for frames that are RGB already, which need none of this.
        _ = sws_setColorspaceDetails(
            context,
            sws_getCoefficients(colours),
            isFullRange ? 1 : 0,
            sws_getCoefficients(SWS_CS_DEFAULT),
            1,
            0,
            1 << 16,
            1 << 16
        )
        try Self.scale(context, frame, height: height, lineStep: lineStep, into: buffer.frame)
    }

    private static func usable(_ context: OpaquePointer?) throws(PackagingError) -> OpaquePointer {
        guard let context else { throw PackagingError(.outOfMemory, "scaler") }
        return context
    }

    /// - Parameter lineStep: 2 to take every other line of the frame.
    private static func scale(
        _ context: OpaquePointer,
        _ frame: UnsafePointer<AVFrame>,
        height: Int32,
        lineStep: Int32,
        into result: UnsafeMutablePointer<AVFrame>
    ) throws(PackagingError) {
        let data = withUnsafeBytes(of: frame.pointee.data) { Array($0.bindMemory(to: UnsafePointer<UInt8>?.self)) }
        let strides = withUnsafeBytes(of: frame.pointee.linesize) {
            $0.bindMemory(to: Int32.self).map { $0 * lineStep }
        }
        let resultData = withUnsafeBytes(of: result.pointee.data) {
            Array($0.bindMemory(to: UnsafeMutablePointer<UInt8>?.self))
        }
        let resultStrides = withUnsafeBytes(of: result.pointee.linesize) { Array($0.bindMemory(to: Int32.self)) }
        let lines = sws_scale(context, data, strides, 0, height, resultData, resultStrides)
        guard lines == result.pointee.height else { throw PackagingError(.damaged, "scaling a picture") }
    }
}
