/// How a coded picture is turned before it is shown: mirrored or turned by quarters, as its display matrix says.
package struct Orientation: Hashable, Sendable {
    /// What lies along the coded width is shown along the height.
    package let swapsAxes: Bool
    /// After the axes are swapped.
    package let flipsHorizontally: Bool
    package let flipsVertically: Bool

    package static let upright = Orientation(swapsAxes: false, flipsHorizontally: false, flipsVertically: false)

    private init(swapsAxes: Bool, flipsHorizontally: Bool, flipsVertically: Bool) {
        self.swapsAxes = swapsAxes
        self.flipsHorizontally = flipsHorizontally
        self.flipsVertically = flipsVertically
    }

    /// - Parameter matrix: nine numbers `a b u c d v x y w` (ISO/IEC 14496-12 §8.3.2), which take the point (p, q) to
    ///   (a·p + c·q, b·p + d·q). Angles that are no quarter turn become the nearest one; fewer numbers say nothing.
    package init(displayMatrix matrix: some RandomAccessCollection<Int32>) {
        let numbers = matrix.map { Int64($0) }
        guard numbers.count == 9 else {
            self = .upright
            return
        }
        let (a, b, c, d) = (numbers[0], numbers[1], numbers[3], numbers[4])
        let swapsAxes = abs(b) + abs(c) > abs(a) + abs(d)
        self.init(
            swapsAxes: swapsAxes,
            flipsHorizontally: (swapsAxes ? c : a) < 0,
            flipsVertically: (swapsAxes ? b : d) < 0
        )
    }

    /// In libavfilter's language, in this order.
    package var filters: [String] {
        switch (self.swapsAxes, self.flipsHorizontally, self.flipsVertically) {
        case (false, let horizontally, let vertically):
            (horizontally ? ["hflip"] : []) + (vertically ? ["vflip"] : [])
        case (true, true, false): ["transpose=clock"]
        case (true, false, true): ["transpose=cclock"]
        case (true, true, true): ["transpose=clock_flip"]
        case (true, false, false): ["transpose=cclock_flip"]
        }
    }
}
