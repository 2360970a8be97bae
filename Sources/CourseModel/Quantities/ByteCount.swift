/// A number of bytes.
package struct ByteCount: Quantity {
    package let bytes: Int64

    package init(bytes: Int64) {
        self.bytes = bytes
    }

    package init(wholeNumber: Int64) { self.init(bytes: wholeNumber) }
    package var wholeNumber: Int64 { self.bytes }
}
