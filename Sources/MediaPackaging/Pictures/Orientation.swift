/// How a coded picture is turned before it is shown: mirrored or turned by quarters, as its display matrix says.
package struct Orientation: Hashable, Sendable {
    /// What lies along the coded width is shown along the height.
    package let swapsAxes: Bool
    package let flipsHorizontally: Bool
    package let flipsVertically: Bool

    package static let upright = Orientation(swapsAxes: false, flipsHorizontally: false, flipsVertically: false)

    private init(swapsAxes: Bool, flipsHorizontally: Bool, flipsVertically: Bool) {
        self.swapsAxes = swapsAxes
        self.flipsHorizontally = flipsHorizontally
        self.flipsVertically = flipsVertically
    }

    /// - Parameter matrix: nine numbers `a b u c d v x y w` (ISO/IEC 14496-12 §8.3.2), which take the point (p, q) to
    ///   (a·p + c·q, b·p + d·q). Angles that are no quarter turn become the nearest one.
    package init(displayMatrix matrix: [Int32]) {
        guard matrix.count == 9 else {
            self = .upright
            return
        }
        let swapsAxes = matrix[1].magnitude > matrix[0].magnitude
        self.init(
            swapsAxes: swapsAxes,
            flipsHorizontally: matrix[swapsAxes ? 3 : 0] < 0,
            flipsVertically: matrix[swapsAxes ? 1 : 4] < 0
        )
    }
}
