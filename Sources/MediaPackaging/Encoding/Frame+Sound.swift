import CLibAV

extension Frame {
    /// The planes of sound as libavutil takes them.
    func withPlanes<Value>(_ body: (UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Value) -> Value {
        let planes = UnsafeMutableRawPointer(self.pointer.pointee.extended_data)
        return body(planes?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self))
    }

    /// The same sound without its first samples.
    func droppingSamples(_ count: Int) throws(PackagingError) -> Frame {
        let rest = try self.emptySound(samples: self.samples - count)
        try LibraryCall.check(
            av_samples_copy(
                rest.pointer.pointee.extended_data,
                self.pointer.pointee.extended_data,
                0,
                Int32(count),
                rest.pointer.pointee.nb_samples,
                self.pointer.pointee.ch_layout.nb_channels,
                AVSampleFormat(self.pointer.pointee.format)
            ),
            or: .damaged,
            "sound"
        )
        return rest
    }

    /// Silence of the same format.
    func silence(samples: Int) throws(PackagingError) -> Frame {
        let silence = try self.emptySound(samples: samples)
        try LibraryCall.check(
            av_samples_set_silence(
                silence.pointer.pointee.extended_data,
                0,
                silence.pointer.pointee.nb_samples,
                self.pointer.pointee.ch_layout.nb_channels,
                AVSampleFormat(self.pointer.pointee.format)
            ),
            or: .damaged,
            "silence"
        )
        return silence
    }

    private func emptySound(samples: Int) throws(PackagingError) -> Frame {
        let frame = try Frame()
        frame.pointer.pointee.format = self.pointer.pointee.format
        frame.pointer.pointee.sample_rate = self.pointer.pointee.sample_rate
        frame.pointer.pointee.nb_samples = Int32(samples)
        try LibraryCall.check(
            av_channel_layout_copy(&frame.pointer.pointee.ch_layout, &self.pointer.pointee.ch_layout),
            or: .outOfMemory,
            "sound"
        )
        try LibraryCall.check(av_frame_get_buffer(frame.pointer, 0), or: .outOfMemory, "sound")
        return frame
    }
}
