/// The picture that stands for a lesson before it plays.
package struct Poster: Hashable, Sendable {
    /// A quarter of a second of a school's line.
    package static let bytesMax = 60_000

    package let width: Int
    package let height: Int
    /// JPEG.
    package let file: [UInt8]

    /// - Parameter smaller: the same, for a picture so restless that it would have more bytes than allowed.
    package init(_ picture: SmallPicture, orSmaller smaller: SmallPicture) throws(PackagingError) {
        var chosen = picture
        var files = try JPEGFile.encode([picture], bytesMax: Self.bytesMax)
        if files[0].count > Self.bytesMax {
            chosen = smaller
            files = try JPEGFile.encode([smaller], bytesMax: Self.bytesMax)
        }
        self.width = chosen.width
        self.height = chosen.height
        self.file = files[0]
    }
}
