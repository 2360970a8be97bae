/// A picture as a JPEG file has it: full range, BT.601, half the colour samples in each direction (JFIF).
package struct SmallPicture: Hashable, Sendable {
    /// Brightness, or one of the two colour differences, line by line.
    package struct Plane: Hashable, Sendable {
        package let width: Int
        package let height: Int
        package var samples: [UInt8]

        package init(width: Int, height: Int, filledWith sample: UInt8) {
            self.width = width
            self.height = height
            self.samples = [UInt8](repeating: sample, count: width * height)
        }
    }

    /// Both even.
    package let width: Int
    package let height: Int
    /// Y', Cb and Cr.
    package var planes: [Plane]

    /// A black picture. Both sides are even.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        self.planes = [
            Plane(width: width, height: height, filledWith: 0),
            Plane(width: width / 2, height: height / 2, filledWith: 128),
            Plane(width: width / 2, height: height / 2, filledWith: 128),
        ]
    }

    /// How much there is to see, in thousandths of the brightness range: the mean difference between neighbours. Nearly 0
    /// for a black or blank picture.
    package var detail: Int {
        let luma = self.planes[0]
        var sum = 0
        for row in 1..<luma.height {
            for index in (row * luma.width + 1)..<((row + 1) * luma.width) {
                let sample = Int(luma.samples[index])
                sum += abs(sample - Int(luma.samples[index - 1])) + abs(sample - Int(luma.samples[index - luma.width]))
            }
        }
        return sum * 1000 / (255 * 2 * (luma.width - 1) * (luma.height - 1))
    }

    package func turned(_ orientation: Orientation) -> SmallPicture {
        guard orientation != .upright else { return self }
        var result =
            orientation.swapsAxes
            ? SmallPicture(width: self.height, height: self.width)
            : SmallPicture(width: self.width, height: self.height)
        for index in self.planes.indices { result.planes[index] = self.planes[index].turned(orientation) }
        return result
    }

    /// Copies a picture into this one, in which it has room. Both offsets are even.
    package mutating func place(_ picture: SmallPicture, x: Int, y: Int) {
        self.planes[0].place(picture.planes[0], x: x, y: y)
        for index in 1...2 { self.planes[index].place(picture.planes[index], x: x / 2, y: y / 2) }
    }
}

extension SmallPicture.Plane {
    fileprivate func turned(_ orientation: Orientation) -> Self {
        var result = orientation.swapsAxes ? Self(width: self.height, height: self.width, filledWith: 0) : self
        for y in 0..<self.height {
            for x in 0..<self.width {
                var (column, row) = orientation.swapsAxes ? (y, x) : (x, y)
                if orientation.flipsHorizontally { column = result.width - 1 - column }
                if orientation.flipsVertically { row = result.height - 1 - row }
                result.samples[row * result.width + column] = self.samples[y * self.width + x]
            }
        }
        return result
    }

    fileprivate mutating func place(_ other: Self, x: Int, y: Int) {
        for row in 0..<other.height {
            let start = (y + row) * self.width + x
            let line = other.samples[(row * other.width)..<((row + 1) * other.width)]
            self.samples.replaceSubrange(start..<(start + other.width), with: line)
        }
    }
}
