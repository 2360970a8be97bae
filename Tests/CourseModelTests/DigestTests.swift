import CourseModel
import Testing

@Suite struct DigestTests {
    @Test("The digest of 'abc' is the one FIPS 180-4 gives")
    func knownDigest() {
        let digest = Digest(of: Array("abc".utf8))
        #expect(digest.hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(hexadecimal: digest.hexadecimal) == digest)
        #expect(digest.bytes.count == 32)
    }

    @Test("Only 64 lower-case hexadecimal digits name a digest")
    func malformedDigests() {
        let good = String(repeating: "a", count: 64)
        #expect(Digest(hexadecimal: good) != nil)
        #expect(Digest(hexadecimal: good.uppercased()) == nil)
        #expect(Digest(hexadecimal: String(good.dropLast())) == nil)
        #expect(Digest(hexadecimal: String(good.dropLast()) + "g") == nil)
    }

    @Test("Hexadecimal text of an odd length stands for no bytes")
    func oddHexadecimal() {
        #expect(Hexadecimal.bytes(of: "abc") == nil)
        #expect(Hexadecimal.bytes(of: "00ff") == [0, 255])
    }
}
