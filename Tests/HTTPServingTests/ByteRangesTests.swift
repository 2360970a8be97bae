import HTTPServing
import Testing

@Suite struct ByteRangesTests {
    @Test(
        "A range of bytes is read as RFC 9110 says",
        arguments: [
            ("bytes=0-9", 0..<10), ("bytes=90-", 90..<100), ("bytes=-5", 95..<100), ("bytes=-500", 0..<100),
            ("bytes=99-99", 99..<100), ("bytes=50-9999", 50..<100), ("Bytes=0-0", 0..<1),
            ("bytes=10-99999999999999999999", 10..<100),
        ] as [(String, Range<Int64>)]
    )
    func parts(header: String, range: Range<Int64>) {
        #expect(ByteRanges.wanted(by: header, of: 100) == .part(range))
    }

    @Test(
        "What is no single range of bytes is answered with the whole",
        arguments: ["", "items=0-1", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,5-6", "bytes=+1-2"]
    )
    func whole(header: String) {
        #expect(ByteRanges.wanted(by: header, of: 100) == .whole)
    }

    @Test("A range beyond the end cannot be satisfied", arguments: ["bytes=100-", "bytes=100-200", "bytes=-0"])
    func unsatisfiable(header: String) {
        #expect(ByteRanges.wanted(by: header, of: 100) == .unsatisfiable)
    }

    @Test("Nothing of an empty file can be asked for by range", arguments: ["bytes=0-", "bytes=-1", "bytes=0-0"])
    func empty(header: String) {
        #expect(ByteRanges.wanted(by: header, of: 0) == .unsatisfiable)
    }
}
