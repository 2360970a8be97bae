import CLibAV

/// What a decoder must know of a track; owns an `AVCodecParameters`.
final class CodecParameters {
    let pointer: UnsafeMutablePointer<AVCodecParameters>

    /// A copy.
    init(_ parameters: UnsafePointer<AVCodecParameters>?) throws(PackagingError) {
        self.pointer = try LibraryCall.allocated(avcodec_parameters_alloc(), "parameters")
        try LibraryCall.check(avcodec_parameters_copy(self.pointer, parameters), or: .unfitOutput, "copy parameters")
    }

    /// Those of an encoder that is open.
    init(encoder: UnsafePointer<AVCodecContext>) throws(PackagingError) {
        self.pointer = try LibraryCall.allocated(avcodec_parameters_alloc(), "parameters")
        try LibraryCall.check(avcodec_parameters_from_context(self.pointer, encoder), or: .outOfMemory, "parameters")
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVCodecParameters>? = self.pointer
        avcodec_parameters_free(&pointer)
    }

    /// The decoder configuration, e.g. an `avcC`, parameter sets in Annex B form or an AudioSpecificConfig.
    var extradata: [UInt8] {
        Array(
            UnsafeBufferPointer(start: self.pointer.pointee.extradata, count: Int(self.pointer.pointee.extradata_size))
        )
    }

    /// Gives a decoder configuration to parameters that have none, as of a stream that carries it in every sample.
    func setMissingExtradata(_ bytes: [UInt8]) throws(PackagingError) {
        guard self.pointer.pointee.extradata_size == 0 else { return }
        guard let data = av_mallocz(bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else {
            throw PackagingError(.outOfMemory, "parameters")
        }
        data.copyMemory(from: bytes, byteCount: bytes.count)
        av_free(self.pointer.pointee.extradata)
        self.pointer.pointee.extradata = data.assumingMemoryBound(to: UInt8.self)
        self.pointer.pointee.extradata_size = Int32(bytes.count)
    }
}
