import CLibAV

/// Room for an uncompressed picture; owns an `AVFrame`.
final class PictureBuffer {
    let frame: UnsafeMutablePointer<AVFrame>

    init(width: Int, height: Int, format: AVPixelFormat) throws(PackagingError) {
        self.frame = try LibraryCall.allocated(av_frame_alloc(), "frame")
        self.frame.pointee.width = Int32(width)
        self.frame.pointee.height = Int32(height)
        self.frame.pointee.format = format.rawValue
        try LibraryCall.check(av_frame_get_buffer(self.frame, 0), or: .outOfMemory, "picture")
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = self.frame
        av_frame_free(&frame)
    }

    /// The picture in it, where its format is `AV_PIX_FMT_YUVJ420P`.
    var picture: SmallPicture {
        get {
            var picture = SmallPicture(width: Int(self.frame.pointee.width), height: Int(self.frame.pointee.height))
            for index in 0..<3 {
                let plane = picture.planes[index]
                for (row, line) in self.lines(index).enumerated() {
                    let start = row * plane.width
                    picture.planes[index].samples.replaceSubrange(start..<(start + plane.width), with: line)
                }
            }
            return picture
        }
        set {
            for index in 0..<3 {
                let plane = newValue.planes[index]
                for (row, line) in self.lines(index).enumerated() {
                    let start = row * plane.width
                    _ = line.update(fromContentsOf: plane.samples[start..<(start + plane.width)])
                }
            }
        }
    }

    private func lines(_ plane: Int) -> [UnsafeMutableBufferPointer<UInt8>] {
        let (width, height) = (Int(self.frame.pointee.width), Int(self.frame.pointee.height))
        let (data, stride) =
            switch plane {
            case 0: (self.frame.pointee.data.0, self.frame.pointee.linesize.0)
            case 1: (self.frame.pointee.data.1, self.frame.pointee.linesize.1)
            default: (self.frame.pointee.data.2, self.frame.pointee.linesize.2)
            }
        guard let data else { return [] }
        return (0..<(plane == 0 ? height : height / 2)).map { row in
            UnsafeMutableBufferPointer(start: data + row * Int(stride), count: plane == 0 ? width : width / 2)
        }
    }
}
