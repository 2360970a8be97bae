import CLibAV

/// A decoded picture or piece of sound; owns an `AVFrame`.
final class Frame {
    let pointer: UnsafeMutablePointer<AVFrame>

    init() throws(PackagingError) {
        self.pointer = try LibraryCall.allocated(av_frame_alloc(), "frame")
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVFrame>? = self.pointer
        av_frame_free(&pointer)
    }

    /// Another frame with the same content, which both hold without a copy.
    func sharing() throws(PackagingError) -> Frame {
        let frame = try Frame()
        try LibraryCall.check(av_frame_ref(frame.pointer, self.pointer), or: .outOfMemory, "frame")
        return frame
    }

    /// Its time as decoding found it, in the time base of its stream; nil where the container does not say.
    var time: Int64? { Packet.time(self.pointer.pointee.best_effort_timestamp) }
    /// In the time base of its stream; 0 where nobody says.
    var duration: Int64 { Packet.time(self.pointer.pointee.pkt_duration).map { max(0, $0) } ?? 0 }
    var isKey: Bool { self.pointer.pointee.key_frame != 0 }
    var samples: Int { Int(self.pointer.pointee.nb_samples) }
    var sampleRateHertz: Int { Int(self.pointer.pointee.sample_rate) }

    /// Decoding went wrong somewhere in it, or in what it was made from.
    var isDamaged: Bool {
        self.pointer.pointee.decode_error_flags != 0 || self.pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
    }
}
