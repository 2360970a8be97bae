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
        "What is no range of bytes is answered with the whole",
        arguments: [
            "", "items=0-1", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=+1-2", "bytes=1 0-20", "bytes=,",
            "bytes=0-1,x", "bytes=0-1,5-2", "bytes", "bytes:0-1", "bytes=0--1", "bytes=0-1-2",
        ]
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

    @Test(
        "Ranges that lie apart are parts in the order asked for; those that touch are one",
        arguments: [
            ("bytes=0-9,500-509", [0..<10, 500..<510]), ("bytes=500-509,0-9", [500..<510, 0..<10]),
            ("bytes=0-9 , 500-509,", [0..<10, 500..<510]), ("bytes=-10,0-9", [990..<1000, 0..<10]),
            ("bytes=0-9,2000-,500-509", [0..<10, 500..<510]),
            ("bytes=0-99,50-199,500-509", [0..<200, 500..<510]), ("bytes=500-509,0-9,10-19", [500..<510, 0..<20]),
        ] as [(String, [Range<Int64>])]
    )
    func several(header: String, parts: [Range<Int64>]) {
        #expect(ByteRanges.wanted(by: header, of: 1_000) == .parts(parts))
    }

    @Test(
        "Ranges that come to one are one part, without a multipart answer",
        arguments: [
            ("bytes=0-9,5-19", 0..<20), ("bytes=0-9,20-29", 0..<30), ("bytes=0-,0-,0-", 0..<1000),
            ("bytes=2000-,0-9", 0..<10), ("bytes=0-9,0-9", 0..<10),
        ] as [(String, Range<Int64>)]
    )
    func joined(header: String, part: Range<Int64>) {
        #expect(ByteRanges.wanted(by: header, of: 1_000) == .part(part))
    }

    @Test("More ranges than any player asks for are not read")
    func tooMany() {
        let ranges: [String] = stride(from: 0, to: 3_400, by: 200).map { "\($0)-\($0)" }
        let few = ranges.prefix(16).joined(separator: ",")
        let parts: [Range<Int64>] = stride(from: 0, to: 3_200, by: 200).map { $0..<($0 + 1) }
        #expect(ByteRanges.wanted(by: "bytes=\(few)", of: 10_000) == .parts(parts))
        let all = ranges.joined(separator: ",")
        #expect(ByteRanges.wanted(by: "bytes=\(all)", of: 10_000) == .whole)
        let thousands = Array(repeating: "0-", count: 5_000).joined(separator: ",")
        #expect(ByteRanges.wanted(by: "bytes=\(thousands)", of: 10_000) == .whole)
    }
}
