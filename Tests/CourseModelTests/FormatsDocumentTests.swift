import CourseModel
import Foundation
import Testing

/// The worked examples of `docs/formats.md` are what the code reads and writes.
@Suite struct FormatsDocumentTests {
    /// RFC 8032 §7.1, test 1.
    private static let seed = Hexadecimal.bytes(of: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")

    @Test("The catalogue of the worked example verifies, and signing it again gives the same payload and name")
    func catalogue() throws {
        let key = try SigningKey(seed: try #require(Self.seed))
        let bytes = try Self.example("catalogue")
        let document = try SignedDocument<Catalogue>(verifying: bytes, with: key.verifyingKey)
        #expect(document.payload.version == 1)
        #expect(try document.payload.encodedPayload() == Array(bytes.prefix(98)))
        #expect(try Self.text().contains(document.digest.hexadecimal))
        #expect(try Self.text().contains(Base64URL.text(of: key.verifyingKey.bytes)))
    }

    @Test("The report of the worked example verifies, and its rows have the chain that it says")
    func report() throws {
        let key = try SigningKey(seed: try #require(Self.seed))
        let document = try SignedDocument<Report>(verifying: try Self.example("report"), with: key.verifyingKey)
        let rows = try document.payload.journalRows()
        #expect(rows.map(\.sequence) == [1, 2])
        let first = ChainDigest.next(after: ChainDigest.beforeFirst, row: Array(document.payload.rows[0].utf8))
        #expect(try Self.text().contains(first.hexadecimal))
        let written = try rows.map { String(decoding: try CanonicalJSON.encode($0), as: UTF8.self) }
        #expect(written == document.payload.rows)
    }

    @Test("The receipt of the worked example verifies, and has the chain digest of the report that it answers")
    func receipt() throws {
        let key = try SigningKey(seed: try #require(Self.seed))
        let bytes = try Self.example("receipt")
        let receipt = try SignedDocument<Receipt>(verifying: bytes, with: key.verifyingKey).payload
        let report = try SignedDocument<Report>(verifying: try Self.example("report"), with: key.verifyingKey)
        #expect(receipt.through == report.payload.header.last)
        #expect(receipt.digest == report.payload.header.lastDigest)
        #expect(bytes.starts(with: try receipt.encodedPayload()))
    }

    private static func text() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/formats.md"), encoding: .utf8)
    }

    /// The bytes of the code block behind the mark `<!-- example: NAME -->`.
    private static func example(_ name: String) throws -> [UInt8] {
        let mark = try #require(try self.text().range(of: "<!-- example: \(name) -->\n```\n"))
        let rest = try self.text()[mark.upperBound...]
        let end = try #require(rest.range(of: "```"))
        return Array(rest[..<end.lowerBound].utf8)
    }
}
