import MediaPackaging
import Testing

@Suite struct SmallPictureTests {
    /// The corners in reading order have the brightness 1, 2, 3 and 4.
    private static var corners: SmallPicture {
        var picture = SmallPicture(width: 6, height: 4)
        for (index, place) in [0, 5, 18, 23].enumerated() { picture.planes[0].samples[place] = UInt8(index + 1) }
        return picture
    }

    @Test(
        "A display matrix turns and mirrors a picture as ffmpeg's filters do",
        arguments: [
            ("as it is", [1, 0, 0, 0, 1, 0, 0, 0, 0], [1, 2, 3, 4]),
            ("a quarter clockwise", [0, 1, 0, -1, 0, 0, 0, 0, 0], [3, 1, 4, 2]),
            ("a half", [-1, 0, 0, 0, -1, 0, 0, 0, 0], [4, 3, 2, 1]),
            ("a quarter the other way", [0, -1, 0, 1, 0, 0, 0, 0, 0], [2, 4, 1, 3]),
            ("mirrored", [-1, 0, 0, 0, 1, 0, 0, 0, 0], [2, 1, 4, 3]),
            ("head over heels", [1, 0, 0, 0, -1, 0, 0, 0, 0], [3, 4, 1, 2]),
            ("mirrored at its diagonal", [0, 1, 0, 1, 0, 0, 0, 0, 0], [1, 3, 2, 4]),
            ("two degrees clockwise", [60, 2, 0, -2, 60, 0, 0, 0, 0], [1, 2, 3, 4]),
            ("a matrix cut off", [0, 1, 0], [1, 2, 3, 4]),
        ] as [(String, [Int32], [UInt8])]
    )
    func turned(name: String, matrix: [Int32], corners: [UInt8]) {
        let turned = Self.corners.turned(Orientation(displayMatrix: matrix))
        let luma = turned.planes[0]
        let size = [turned.width, turned.height]
        #expect(size == (matrix[0] == 0 && matrix.count == 9 ? [4, 6] : [6, 4]))
        let places = [0, luma.width - 1, luma.width * (luma.height - 1), luma.width * luma.height - 1]
        #expect(places.map { luma.samples[$0] } == corners, "\(name)")
        #expect(turned.planes[1].samples.count == turned.width * turned.height / 4)
    }

    @Test("A black or blank picture has no detail, writing has some, and more of it has more")
    func detail() {
        var picture = SmallPicture(width: 160, height: 90)
        #expect(picture.detail == 0)
        picture.planes[0].samples = picture.planes[0].samples.map { _ in 200 }
        #expect(picture.detail == 0)
        for index in stride(from: 4000, to: 6000, by: 7) { picture.planes[0].samples[index] = 20 }
        let little = picture.detail
        for index in stride(from: 7000, to: 9000, by: 5) { picture.planes[0].samples[index] = 20 }
        #expect(little > 0 && picture.detail > little)
    }
}
