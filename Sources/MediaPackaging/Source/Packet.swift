import CLibAV
import Glibc

/// A coded sample; owns an `AVPacket`.
final class Packet {
    /// A century in microseconds.
    private static let timeMax: UInt64 = 3_200_000_000_000_000

    let pointer: UnsafeMutablePointer<AVPacket>

    init() throws(PackagingError) {
        self.pointer = try LibraryCall.allocated(av_packet_alloc(), "packet")
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVPacket>? = self.pointer
        av_packet_free(&pointer)
    }

    /// Another packet with the same content, which both hold without a copy.
    func sharing() throws(PackagingError) -> Packet {
        let packet = try Packet()
        try LibraryCall.check(av_packet_ref(packet.pointer, self.pointer), or: .outOfMemory, "packet")
        return packet
    }

    var streamIndex: Int32 { self.pointer.pointee.stream_index }
    var sizeBytes: Int { Int(self.pointer.pointee.size) }
    var isCorrupt: Bool { self.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// When it is shown, in the time base of its stream; nil where the container does not say.
    var presentation: Int64? { Self.time(self.pointer.pointee.pts) }
    /// When it is decoded; MKV does not say for some.
    var decode: Int64? { Self.time(self.pointer.pointee.dts) }
    /// How long it is shown; 0 where the container does not say.
    var duration: Int64 { Self.time(self.pointer.pointee.duration).map { max(0, $0) } ?? 0 }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.pointer.pointee.data, count: self.sizeBytes)
    }

    func hasSideData(_ type: AVPacketSideDataType) -> Bool {
        av_packet_get_side_data(self.pointer, type, nil) != nil
    }

    /// Forgets the first bytes of the sample, e.g. an ADTS header.
    func dropFirst(_ count: Int) {
        guard let data = self.pointer.pointee.data, count <= self.sizeBytes else { return }
        self.pointer.pointee.data = data + count
        self.pointer.pointee.size -= Int32(count)
    }

    /// - Returns: nil, too, for a time that no real file has, so that sums of times cannot overflow.
    static func time(_ value: Int64) -> Int64? {
        value == lectern_av_no_timestamp() || value.magnitude > Self.timeMax ? nil : value
    }
}
