import Testing

@testable import MediaPackaging

@Suite struct PictureOrientationTests {
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
        let orientation = matrix.withUnsafeBufferPointer { PictureOrientation(displayMatrix: $0.baseAddress) }
        #expect(orientation.filters == filters)
        #expect(orientation.swapsSides == (numbers[0] == 0))
    }

    @Test("Without a matrix, and with one of zeros, pictures are upright")
    func upright() {
        #expect(PictureOrientation(displayMatrix: nil) == .upright)
        let zeros = [Int32](repeating: 0, count: 9)
        #expect(zeros.withUnsafeBufferPointer { PictureOrientation(displayMatrix: $0.baseAddress) } == .upright)
    }
}
