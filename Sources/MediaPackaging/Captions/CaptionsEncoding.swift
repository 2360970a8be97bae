import Glibc

/// How the text of a captions file was encoded.
package enum CaptionsEncoding: String, Hashable, Sendable, Codable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"

    /// A byte order mark says what follows it. Without one, bytes with zeros among them can only be UTF-16, and which of the
    /// two is told by where the zeros are; bytes that are valid UTF-8 are UTF-8, since Chinese text in GB18030 practically
    /// never is; all others are GB18030, of which GBK and GB2312 are parts.
    ///
    /// - Returns: nil for bytes that are not valid in the encoding that they seem to have.
    package static func read(_ bytes: [UInt8]) -> (text: String, encoding: CaptionsEncoding)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Self.utf8.text(of: bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return Self.utf16LittleEndian.text(of: bytes.dropFirst(2)) }
        if bytes.starts(with: [0xFE, 0xFF]) { return Self.utf16BigEndian.text(of: bytes.dropFirst(2)) }
        guard !bytes.contains(0) else {
            let odd = bytes.indices.count { bytes[$0] == 0 && !$0.isMultiple(of: 2) }
            let even = bytes.indices.count { bytes[$0] == 0 && $0.isMultiple(of: 2) }
            return (odd > even ? Self.utf16LittleEndian : Self.utf16BigEndian).text(of: bytes[...])
        }
        return Self.utf8.text(of: bytes[...]) ?? Self.gb18030.text(of: bytes[...])
    }

    private func text(of bytes: ArraySlice<UInt8>) -> (text: String, encoding: CaptionsEncoding)? {
        let text: String? =
            switch self {
            case .utf8: String(validating: bytes, as: UTF8.self)
            case .utf16LittleEndian: Self.utf16(bytes) { UInt16($0) | UInt16($1) << 8 }
            case .utf16BigEndian: Self.utf16(bytes) { UInt16($0) << 8 | UInt16($1) }
            case .gb18030: Self.gb18030(bytes)
            }
        return text.map { ($0, self) }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, _ unit: (UInt8, UInt8) -> UInt16) -> String? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { unit(bytes[$0], bytes[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }

    private static func gb18030(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes of GB18030 become at most three of UTF-8, one becomes one, and four become four.
        var output = [CChar](repeating: 0, count: 2 * bytes.count + 4)
        let count = input.withUnsafeMutableBufferPointer { from in
            output.withUnsafeMutableBufferPointer { to -> Int? in
                var (source, target) = (from.baseAddress, to.baseAddress)
                var (left, room) = (from.count, to.count)
                guard iconv(converter, &source, &left, &target, &room) != -1, left == 0 else { return nil }
                return to.count - room
            }
        }
        return count.flatMap { String(validating: output[..<$0].map { UInt8(bitPattern: $0) }, as: UTF8.self) }
    }
}
