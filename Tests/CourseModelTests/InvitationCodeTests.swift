import CourseModel
import Testing

@Suite struct InvitationCodeTests {
    private let origin = SigningKey().verifyingKey

    @Test("A code read back as a person types it is the same code")
    func typedBack() throws {
        let code = InvitationCode(secret: [UInt8](0..<10), originKey: self.origin)
        #expect(code.grouped.count == 29)
        #expect(InvitationCode(typed: code.grouped.lowercased()) == code)
        #expect(InvitationCode(typed: " \(code.characters)\n") == code)
        #expect(InvitationCode(typed: code.grouped.replacing("0", with: "o").replacing("1", with: "l")) == code)
    }

    @Test("A code fits the origin that made it and no other")
    func fitsItsOrigin() {
        let code = InvitationCode(secret: [UInt8](repeating: 7, count: 10), originKey: self.origin)
        #expect(code.fits(self.origin))
        #expect(!code.fits(SigningKey().verifyingKey))
    }

    @Test("Other lengths and other letters are no code", arguments: ["", "ABCD", "UUUU-UUUU-UUUU-UUUU-UUUU-UUUU"])
    func noCode(text: String) {
        #expect(InvitationCode(typed: text) == nil)
    }

    @Test("Different secrets give different codes")
    func secretsDiffer() {
        let codes = (0..<200).map { byte in
            InvitationCode(secret: [UInt8](repeating: UInt8(byte), count: 10), originKey: self.origin).characters
        }
        #expect(Set(codes).count == 200)
    }
}
