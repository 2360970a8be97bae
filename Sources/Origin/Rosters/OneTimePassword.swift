/// A password that is handed to a person on paper and replaced at their first sign-in.
package enum OneTimePassword {
    /// Without characters that are taken for one another when read or written by hand.
    private static let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz")

    /// Three groups of four: 59 bits from the system's random numbers.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<3).map { _ in
            String((0..<4).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &generator)] })
        }.joined(separator: "-")
    }
}
