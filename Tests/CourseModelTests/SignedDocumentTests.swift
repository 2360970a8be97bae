import CourseModel
import Testing

@Suite struct SignedDocumentTests {
    private let key = SigningKey()
    private let catalogue = Catalogue(
        version: 3,
        issuedAtMs: UTCTime(milliseconds: 1_000),
        expiresAtMs: UTCTime(milliseconds: 2_000),
        programmes: [],
        releases: []
    )

    @Test("A signed document is its payload, a newline, a signature line and a newline")
    func form() throws {
        let document = try SignedDocument(signing: self.catalogue, with: self.key)
        let lines = document.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(lines.count == 3)
        #expect(
            String(decoding: lines[0], as: UTF8.self)
                == #"{"expiresAtMs":2000,"issuedAtMs":1000,"programmes":[],"releases":[],"version":3}"#
        )
        #expect(lines[2].isEmpty)
        let read = try SignedDocument<Catalogue>(verifying: document.bytes, with: self.key.verifyingKey)
        #expect(read == document)
    }

    @Test("No single changed byte passes")
    func everyChangedByteIsNoticed() throws {
        let document = try SignedDocument(signing: self.catalogue, with: self.key)
        for index in document.bytes.indices {
            var altered = document.bytes
            altered[index] ^= 1
            #expect(throws: DocumentError.self, "byte \(index)") {
                try SignedDocument<Catalogue>(verifying: altered, with: self.key.verifyingKey)
            }
        }
    }

    @Test("A document of one type is not taken for another, even with the right key")
    func typesAreNotMixed() throws {
        let document = try SignedDocument(signing: self.catalogue, with: self.key)
        #expect(throws: DocumentError.wrongType("catalogue")) {
            try SignedDocument<Roster>(verifying: document.bytes, with: self.key.verifyingKey)
        }
    }

    @Test("Another key's document is refused and the key is named")
    func otherKey() throws {
        let stranger = SigningKey()
        let document = try SignedDocument(signing: self.catalogue, with: stranger)
        #expect(throws: DocumentError.unknownKey(stranger.verifyingKey.keyID)) {
            try SignedDocument<Catalogue>(verifying: document.bytes, with: self.key.verifyingKey)
        }
    }

    @Test("What is cut off, empty or too large is no document")
    func malformed() throws {
        let document = try SignedDocument(signing: self.catalogue, with: self.key)
        for length in [0, 1, document.bytes.count / 2, document.bytes.count - 1] {
            #expect(throws: DocumentError.notADocument) {
                try SignedDocument<Catalogue>(verifying: document.bytes.prefix(length), with: self.key.verifyingKey)
            }
        }
        let request = [UInt8](repeating: UInt8(ascii: "x"), count: EdgeRequest.sizeMax + 1)
        #expect(throws: DocumentError.tooLarge(request.count)) {
            try SignedDocument<EdgeRequest>(verifying: request, with: self.key.verifyingKey)
        }
    }

    @Test("The bytes do not depend on who writes them: the same payload and key give the same document")
    func deterministic() throws {
        let once = try SignedDocument(signing: self.catalogue, with: self.key)
        let again = try SignedDocument(signing: self.catalogue, with: SigningKey(seed: self.key.seed))
        #expect(once.digest == again.digest)
    }
}
