/// A rate in bits per second.
package struct Bitrate: Quantity {
    package let bitsPerSecond: Int64

    package init(bitsPerSecond: Int64) {
        self.bitsPerSecond = bitsPerSecond
    }

    package init(wholeNumber: Int64) { self.init(bitsPerSecond: wholeNumber) }
    package var wholeNumber: Int64 { self.bitsPerSecond }
}
