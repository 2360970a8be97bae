package import CourseModel
package import Crypto
import Foundation

/// The number of a resident identity card (GB 11643-1999): 17 digits and a check character.
///
/// It is never kept: `fingerprint` is.
package struct IDCardNumber: Hashable, Sendable {
    /// What is kept of a number: enough to find a person again and to show them which card, not to learn it.
    package struct Fingerprint: Hashable, Sendable {
        package let hash: CourseModel.Digest
        package let lastFour: String
    }

    private let characters: String

    /// - Returns: nil for text that is no such number: another length, an impossible date of birth, or a wrong check
    ///   character.
    package init?(_ text: String) {
        let characters = text.uppercased()
        let bytes = Array(characters.utf8)
        guard bytes.count == 18, bytes.dropLast().allSatisfy({ (48...57).contains($0) }) else { return nil }
        let digits = bytes.dropLast().map { Int($0) - 48 }
        let year = digits[6..<10].reduce(0) { $0 * 10 + $1 }
        let (month, day) = (digits[10] * 10 + digits[11], digits[12] * 10 + digits[13])
        guard (1900...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        guard bytes[17] == Array("10X98765432".utf8)[sum % 11] else { return nil }
        self.characters = characters
    }

    /// - Parameter key: of the province; without it, the hash of so few possible numbers could be turned back.
    package func fingerprint(key: SymmetricKey) -> Fingerprint {
        let code = HMAC<SHA256>.authenticationCode(for: Array(self.characters.utf8), using: key)
        let hash = CourseModel.Digest(hexadecimal: Hexadecimal.text(of: code)) ?? CourseModel.Digest(of: [])
        return Fingerprint(hash: hash, lastFour: String(self.characters.suffix(4)))
    }
}
