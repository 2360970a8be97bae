import Foundation

/// The text of a table that an office made, saved as UTF-8 or as GB18030 (GB 18030-2022; also what older spreadsheets
/// call GBK or GB2312).
package enum TableText {
    package enum Encoding: String, Hashable, Sendable {
        case utf8 = "UTF-8"
        case gb18030 = "GB18030"
    }

    /// The Foundation encoding for Core Foundation's `kCFStringEncodingGB_18030_2000` (0x0632).
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    /// Bytes that are valid UTF-8 are UTF-8, since Chinese text in GB18030 practically never is; a byte order mark is
    /// left out.
    ///
    /// - Returns: nil for bytes that are neither.
    package static func read(_ bytes: [UInt8]) -> (text: String, encoding: Encoding)? {
        if let text = String(validating: bytes, as: UTF8.self) {
            return (text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text, .utf8)
        }
        return String(data: Data(bytes), encoding: self.gb18030).map { ($0, .gb18030) }
    }

    /// GB18030 has a code for every character.
    static func gb18030(_ text: String) -> [UInt8] {
        text.data(using: self.gb18030).map(Array.init) ?? Array(text.utf8)
    }
}
