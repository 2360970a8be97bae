import MediaPackaging
import Testing

@Suite struct OrientationTests {
    @Test(
        "Each of the eight ways to turn and mirror is told from its matrix",
        arguments: [
            ([1, 0, 0, 1], []), ([-1, 0, 0, -1], ["hflip", "vflip"]), ([-1, 0, 0, 1], ["hflip"]),
            ([1, 0, 0, -1], ["vflip"]), ([0, 1, -1, 0], ["transpose=clock"]), ([0, -1, 1, 0], ["transpose=cclock"]),
            ([0, 1, 1, 0], ["transpose=cclock_flip"]), ([0, -1, -1, 0], ["transpose=clock_flip"]),
        ] as [([Int32], [String])]
    )
    func orientations(numbers: [Int32], filters: [String]) {
        let matrix = [numbers[0], numbers[1], 0, numbers[2], numbers[3], 0, 0, 0, 1].map { $0 << 16 }
        let orientation = Orientation(displayMatrix: matrix)
        #expect(orientation.filters == filters)
        #expect(orientation.swapsAxes == (numbers[0] == 0))
    }

    @Test("Any other angle is the nearest quarter, with numbers as large as there are")
    func nearest() {
        #expect(Orientation(displayMatrix: [2, 60, 0, -60, 2, 0, 0, 0, 1]).filters == ["transpose=clock"])
        #expect(Orientation(displayMatrix: [.min, 1, 0, 1, .min, 0, 0, 0, 1]).filters == ["hflip", "vflip"])
    }

    @Test("A matrix of zeros, and one cut off, leave pictures upright")
    func upright() {
        #expect(Orientation(displayMatrix: [Int32](repeating: 0, count: 9)) == .upright)
        #expect(Orientation(displayMatrix: [0, 1, 0]) == .upright)
    }
}
