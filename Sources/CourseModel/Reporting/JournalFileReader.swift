/// Takes the signed documents of an exported journal off its front, one after the other.
package struct JournalFileReader {
    private var left: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) {
        self.left = bytes[...]
    }

    /// The first document.
    ///
    /// - Parameter originKey: the key to trust; nil to trust the one that the document brings.
    package mutating func enrolment(originKey: VerifyingKey?) throws -> Enrolment {
        let bytes = try self.take(lines: 2)
        do {
            let key = try originKey ?? SignedDocument<Enrolment>.unverifiedPayload(in: bytes).originKey
            return try SignedDocument<Enrolment>(verifying: bytes, with: key).payload
        } catch {
            throw JournalFileError.badEnrolment("\(error)")
        }
    }

    /// - Returns: nil at the end of the file.
    package mutating func report(key: VerifyingKey) throws -> SignedDocument<Report>? {
        guard !self.left.isEmpty else { return nil }
        let line = self.left.prefix { $0 != UInt8(ascii: "\n") }
        guard let header = try? CanonicalJSON.decode(Report.Header.self, from: line),
            (1...Int64.max - Int64(Report.rowsMax)).contains(header.first),
            (header.first..<header.first + Int64(Report.rowsMax)).contains(header.last)
        else { throw JournalFileError.cutOff }
        let bytes = try self.take(lines: Int(header.last - header.first) + 3)
        do {
            return try SignedDocument<Report>(verifying: bytes, with: key)
        } catch {
            throw JournalFileError.badReport(first: header.first, "\(error)")
        }
    }

    private mutating func take(lines: Int) throws -> ArraySlice<UInt8> {
        var end = self.left.startIndex
        for _ in 0..<lines {
            guard let newline = self.left[end...].firstIndex(of: UInt8(ascii: "\n")) else {
                throw JournalFileError.cutOff
            }
            end = newline + 1
        }
        defer { self.left = self.left[end...] }
        return self.left[..<end]
    }
}
