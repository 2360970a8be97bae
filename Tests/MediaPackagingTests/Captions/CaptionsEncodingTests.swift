import Foundation
import MediaPackaging
import Testing

@Suite struct CaptionsEncodingTests {
    /// Traditional and simplified characters, one beyond the basic plane, and some that are no letters.
    private static let text = "老师好，同學們！𠮷 — “Lesson 1” ½\r\n"

    @Test(
        "Chinese text is read the same in every encoding that captions come in",
        arguments: [
            (String.Encoding.utf8, [UInt8](), CaptionsEncoding.utf8),
            (.utf8, [0xEF, 0xBB, 0xBF], .utf8),
            (.utf16LittleEndian, [0xFF, 0xFE], .utf16LittleEndian),
            (.utf16BigEndian, [0xFE, 0xFF], .utf16BigEndian),
            (.utf16LittleEndian, [], .utf16LittleEndian),
            (.utf16BigEndian, [], .utf16BigEndian),
            (String.Encoding(rawValue: 0x8000_0632), [], .gb18030),
        ]
    )
    func encodings(encoding: String.Encoding, mark: [UInt8], expected: CaptionsEncoding) throws {
        let bytes = mark + Array(try #require(Self.text.data(using: encoding)))
        let read = try #require(CaptionsEncoding.read(bytes))
        #expect(read.text == Self.text)
        #expect(read.encoding == expected)
    }

    @Test(
        "Bytes that are no text in the encoding that they seem to have are not guessed at",
        arguments: [
            [0xEF, 0xBB, 0xBF, 0xC3], [0xFF, 0xFE, 0x41], [0xFF, 0xFE, 0x00, 0xD8], [0xFE, 0xFF, 0xDC, 0x00],
            [0x41, 0xFF, 0xFF, 0x41], [0xB4, 0x20], [0x41, 0x80], [0x00], [0x00, 0xD8, 0x41],
        ] as [[UInt8]]
    )
    func neither(bytes: [UInt8]) {
        #expect(CaptionsEncoding.read(bytes)?.text == nil)
    }

    @Test("All ideographs are read from GB18030, of two bytes and of four")
    func ideographs() throws {
        let text = String(
            String.UnicodeScalarView([0x3400...0x9FA5, 0x2_0000...0x2_A6D6].joined().compactMap(Unicode.Scalar.init))
        )
        let bytes = Array(try #require(text.data(using: String.Encoding(rawValue: 0x8000_0632))))
        #expect(try #require(CaptionsEncoding.read(bytes)).text == text)
    }
}
