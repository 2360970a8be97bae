import CLibAV

/// What a picture is like before it is filtered.
struct PictureFormat: Hashable {
    let widthPixels: Int
    let heightPixels: Int
    let pixelFormat: Int32
    /// The width of a pixel to its height.
    let pixelWidth: Int
    let pixelHeight: Int
    let colours: PictureColours
    let orientation: Orientation
    let isInterlaced: Bool

    init(
        _ frame: Frame,
        of stream: UnsafeMutablePointer<AVStream>,
        orientation: Orientation,
        isInterlaced: Bool
    ) {
        let content = frame.pointer.pointee
        self.widthPixels = Int(content.width)
        self.heightPixels = Int(content.height)
        self.pixelFormat = content.format
        let shape = av_guess_sample_aspect_ratio(nil, stream, frame.pointer)
        let isTold = shape.num > 0 && shape.den > 0
        self.pixelWidth = isTold ? Int(shape.num) : 1
        self.pixelHeight = isTold ? Int(shape.den) : 1
        self.colours = PictureColours(content)
        self.orientation = orientation
        self.isInterlaced = isInterlaced
    }

    /// The size it is displayed in: upright, with square pixels.
    var displaySize: (width: Int, height: Int) {
        let width = max(1, (self.widthPixels * self.pixelWidth + self.pixelHeight / 2) / self.pixelHeight)
        return self.orientation.swapsAxes ? (self.heightPixels, width) : (width, self.heightPixels)
    }
}

/// Which filters make pictures of one format into pictures for the encoder: progressive, upright, of one size, with square
/// pixels, 8 bit, 4:2:0 and limited range.
struct PictureFilters {
    /// What differs no more than by rounding to even sizes is stretched; anything else gets black bars.
    private static let roundingPixels = 2

    let format: PictureFormat
    let widthPixels: Int
    let heightPixels: Int
    let colours: PictureColours
    /// Of the times that go in.
    let timescale: Int64

    /// In libavfilter's language.
    var description: String {
        let format = self.format
        let source =
            "buffer=video_size=\(format.widthPixels)x\(format.heightPixels):pix_fmt=\(format.pixelFormat)"
            + ":time_base=1/\(self.timescale):pixel_aspect=\(format.pixelWidth)/\(format.pixelHeight)"
        // The deinterlacer takes no picture smaller than this.
        let isDeinterlaced = format.isInterlaced && format.widthPixels >= 3 && format.heightPixels >= 4
        return
            ([source] + (isDeinterlaced ? ["bwdif=mode=send_frame:deint=interlaced"] : [])
            + format.orientation.filters + self.sizing + ["format=yuv420p", "setsar=1", "buffersink"])
            .joined(separator: ",")
    }

    private var sizing: [String] {
        let shown = self.format.displaySize
        let isSquare = self.format.pixelWidth == self.format.pixelHeight
        let isCropped =
            isSquare && (0...1).contains(shown.width - self.widthPixels)
            && (0...1).contains(shown.height - self.heightPixels)
        if isCropped {
            let isWhole = shown.width == self.widthPixels && shown.height == self.heightPixels
            let crop = isWhole ? [] : ["crop=\(self.widthPixels):\(self.heightPixels):0:0:exact=1"]
            return crop + (self.isPlain ? [] : [self.scale(self.widthPixels, self.heightPixels)])
        }
        let fit = self.fit(shown)
        let scale = self.scale(fit.width, fit.height)
        if fit.width == self.widthPixels, fit.height == self.heightPixels { return [scale] }
        let left = (self.widthPixels - fit.width) / 4 * 2
        let top = (self.heightPixels - fit.height) / 4 * 2
        return [scale, "format=yuv420p", "pad=\(self.widthPixels):\(self.heightPixels):\(left):\(top)"]
    }

    /// No conversion of pixels or colours is needed.
    private var isPlain: Bool {
        self.format.pixelFormat == AV_PIX_FMT_YUV420P.rawValue && !self.format.colours.isFullRange
            && self.format.colours.filterName == self.colours.filterName
    }

    private func scale(_ width: Int, _ height: Int) -> String {
        let range = self.format.colours.isFullRange ? "full" : "limited"
        // The sharpest for small text.
        return "scale=w=\(width):h=\(height):flags=lanczos+accurate_rnd"
            + ":in_color_matrix=\(self.format.colours.filterName):out_color_matrix=\(self.colours.filterName)"
            + ":in_range=\(range):out_range=limited"
    }

    /// The largest even size of the picture's shape that fits; the whole where only rounding tells them apart.
    private func fit(_ shown: (width: Int, height: Int)) -> (width: Int, height: Int) {
        let width = (self.heightPixels * shown.width + shown.height / 2) / shown.height
        let height = (self.widthPixels * shown.height + shown.width / 2) / shown.width
        let tolerance = max(Self.roundingPixels, max(self.widthPixels, self.heightPixels) / 50)
        if abs(width - self.widthPixels) <= tolerance || abs(height - self.heightPixels) <= tolerance {
            return (self.widthPixels, self.heightPixels)
        }
        return width < self.widthPixels
            ? (max(2, width / 2 * 2), self.heightPixels) : (self.widthPixels, max(2, height / 2 * 2))
    }
}
