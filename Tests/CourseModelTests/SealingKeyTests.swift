import CourseModel
import Testing

@Suite struct SealingKeyTests {
    private let opening = OpeningKey()
    private let document: SignedDocument<Report>

    init() throws {
        let report = Report(
            edge: try #require(Edge.ID("e1")),
            epoch: 1,
            first: 1,
            previousDigest: ChainDigest.beforeFirst,
            rows: [#"{"sequence":1,"started":{"agentMs":1,"clockMs":1,"softwareVersion":"0"}}"#]
        )
        self.document = try SignedDocument(signing: report, with: SigningKey())
    }

    @Test("What is sealed is opened by its key, byte for byte, and is another thing each time")
    func opens() throws {
        let sealed = try self.opening.sealingKey.seal(self.document)
        #expect(try sealed != self.opening.sealingKey.seal(self.document))
        #expect(self.opening.open(sealed, as: Report.self) == self.document.bytes)
        let again = try OpeningKey(seed: self.opening.seed)
        #expect(again.open(sealed, as: Report.self) == self.document.bytes)
        #expect(sealed.count == self.document.bytes.count + 48)
        #expect(!sealed.contains(Array("softwareVersion".utf8)))
    }

    @Test("Another key, another type, and altered, cut or long bytes open nothing")
    func refuses() throws {
        let sealed = try self.opening.sealingKey.seal(self.document)
        #expect(OpeningKey().open(sealed, as: Report.self) == nil)
        #expect(self.opening.open(sealed, as: Holdings.self) == nil)
        for place in [0, 31, 32, sealed.count - 1] {
            var altered = sealed
            altered[place] ^= 1
            #expect(self.opening.open(altered, as: Report.self) == nil, "\(place)")
        }
        for length in [0, 31, 32, 47, sealed.count - 1] {
            #expect(self.opening.open(Array(sealed[..<length]), as: Report.self) == nil, "\(length)")
        }
        let long = sealed + Array(repeating: 0, count: Report.sizeMax)
        #expect(self.opening.open(long, as: Report.self) == nil)
    }

    @Test("A key is 32 bytes as base64url in JSON")
    func coding() throws {
        let key = self.opening.sealingKey
        let text = try CanonicalJSON.encode(key)
        #expect(try CanonicalJSON.decode(SealingKey.self, from: text) == key)
        #expect(text.count == 45)
        #expect(SealingKey(bytes: [1, 2, 3]) == nil)
        #expect(throws: DecodingError.self) { try CanonicalJSON.decode(SealingKey.self, from: Array(#""abc""#.utf8)) }
    }
}
