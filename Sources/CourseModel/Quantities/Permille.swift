/// Thousandths of a whole.
package enum Permille {
    /// How many thousandths of `whole` `part` is, from 0 to 1000, rounded down: 1000 only when nothing is missing. Of
    /// nothing, 0.
    package static func of(_ part: ByteCount, in whole: ByteCount) -> Int64 {
        guard whole > .zero else { return 0 }
        let (high, low) = min(max(part, .zero), whole).bytes.multipliedFullWidth(by: 1000)
        return whole.bytes.dividingFullWidth((high, low)).quotient
    }
}
