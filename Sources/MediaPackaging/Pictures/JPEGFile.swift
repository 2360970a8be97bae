import CLibAV

/// JPEG files (baseline, ITU-T T.81) of small pictures.
enum JPEGFile {
    /// Coarser and coarser: what libavcodec calls qscale, of 1 to 31.
    private static let quantizers: [Int32] = [3, 4, 5, 6, 8, 10, 13, 17, 23, 31]

    /// The pictures at the best quality, the same for all, at which they have together no more than so many bytes; at the
    /// worst there is where even that has more.
    ///
    /// The same pictures give the same bytes.
    static func encode(_ pictures: [SmallPicture], bytesMax: Int) throws(PackagingError) -> [[UInt8]] {
        var fitting: [[UInt8]]?
        var (finest, coarsest) = (0, Self.quantizers.count - 1)
        while finest < coarsest {
            let middle = (finest + coarsest) / 2
            let files = try Self.encode(pictures, quantizer: Self.quantizers[middle])
            if files.reduce(0, { $0 + $1.count }) <= bytesMax {
                (fitting, coarsest) = (files, middle)
            } else {
                finest = middle + 1
            }
        }
        if let fitting { return fitting }
        return try Self.encode(pictures, quantizer: Self.quantizers[coarsest])
    }

    private static func encode(_ pictures: [SmallPicture], quantizer: Int32) throws(PackagingError) -> [[UInt8]] {
        try pictures.map { picture throws(PackagingError) in try Self.encode(picture, quantizer: quantizer) }
    }

    private static func encode(_ picture: SmallPicture, quantizer: Int32) throws(PackagingError) -> [UInt8] {
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG) else {
            throw PackagingError(.unfitOutput, "no JPEG encoder")
        }
        var context: UnsafeMutablePointer<AVCodecContext>? = try LibraryCall.allocated(
            avcodec_alloc_context3(codec),
            "encoder"
        )
        defer { avcodec_free_context(&context) }
        guard let context else { return [] }
        context.pointee.width = Int32(picture.width)
        context.pointee.height = Int32(picture.height)
        context.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        context.pointee.color_range = AVCOL_RANGE_JPEG
        context.pointee.time_base = AVRational(num: 1, den: 1)
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT
        // The plain transform, whose result does not depend on the processor.
        context.pointee.dct_algo = FF_DCT_INT
        context.pointee.global_quality = quantizer * FF_QP2LAMBDA
        try LibraryCall.check(avcodec_open2(context, codec, nil), or: .unfitOutput, "open JPEG encoder")

        let buffer = try PictureBuffer(width: picture.width, height: picture.height, format: AV_PIX_FMT_YUVJ420P)
        buffer.picture = picture
        buffer.frame.pointee.quality = quantizer * FF_QP2LAMBDA
        buffer.frame.pointee.pts = 0
        let packet = try Packet()
        try LibraryCall.check(avcodec_send_frame(context, buffer.frame), or: .unfitOutput, "encode JPEG")
        try LibraryCall.check(avcodec_send_frame(context, nil), or: .unfitOutput, "encode JPEG")
        try LibraryCall.check(avcodec_receive_packet(context, packet.pointer), or: .unfitOutput, "encode JPEG")
        return Array(packet.bytes)
    }
}
