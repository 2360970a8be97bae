import CLibAV
import ISOMedia

extension Packet {
    /// The sample as a track file stores it.
    ///
    /// - Returns: this packet where that is as it is, else another, without times.
    func stored(_ video: VideoConfiguration) throws(PackagingError) -> Packet {
        let (sample, width) = (self.bytes, video.storedLengthBytes)
        guard let units = video.storedUnits(of: sample) else { return self }
        let size = units.reduce(0) { $0 + width + $1.count }
        let packet = try Packet()
        try LibraryCall.check(av_new_packet(packet.pointer, Int32(size)), or: .outOfMemory, "sample")
        let stored = UnsafeMutableRawBufferPointer(start: packet.pointer.pointee.data, count: size)
        var offset = 0
        for unit in units {
            for place in 0..<width {
                stored[offset + place] = UInt8(truncatingIfNeeded: unit.count >> (8 * (width - 1 - place)))
            }
            offset += width
            UnsafeMutableRawBufferPointer(rebasing: stored[offset..<(offset + unit.count)])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: sample[unit]))
            offset += unit.count
        }
        return packet
    }
}
