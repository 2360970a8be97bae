import CourseModel
import Foundation
import Testing

/// A school behind 2 Mbit/s, in network namespaces of its own (`Tests/Tools/line`).
@Suite(.timeLimit(.minutes(4))) struct NarrowLineTests {
    /// Headers of Ethernet, IP and TCP with time stamps: 1448 of 1514 bytes are what was asked for.
    private static let wireBytesPerThousand: Int64 = 1_046

    @Test(
        "Over 2 Mbit/s, cut and healed and with two power cuts, a release comes over the line once",
        .enabled(if: NarrowLine.isAble(), NarrowLine.need)
    )
    func prefetchOverTheLine() async throws {
        try await NarrowLine.with(rate: "2mbit") { try await Self.prefetch(over: $0) }
    }

    private static func prefetch(over line: NarrowLine) async throws {
        let school = line.prefix(.school)
        let begun = try await line.school(seconds: 30, kilobits: 1_000) { Province.quick }
        let (province, edge) = (begun.province, begun.edge)

        func wait(forPermille permille: Int64) async throws {
            try await eventually("\(permille) permille is held", within: .seconds(90)) {
                try await province.edgeStatus(prefix: school).verifiedPermille >= permille
            }
        }
        try await wait(forPermille: 200)
        edge.kill9()
        try edge.restartUnasked()
        try await wait(forPermille: 400)
        try await line.cut()
        try await Task.sleep(for: .seconds(4))
        try await line.heal()
        try await wait(forPermille: 600)
        edge.kill9()
        try edge.restartUnasked()
        try await wait(forPermille: 600)
        try await province.succeed(.edge, "prefetch", "--wait", prefix: school)

        let status = try await province.edgeStatus(prefix: school)
        #expect(status.verifiedPermille == 1000)
        let size = status.sizeBytes
        let sent = try await line.sentBytes() - begun.sentBefore
        // Two power cuts and a break cost what was under way: the line's queue and the sockets' buffers, each time.
        let underWay: Int64 = 3 * 65_536
        print("narrow line: a release of \(size) bytes took \(sent) bytes on the wire")
        #expect(sent <= size * 102 / 100 * Self.wireBytesPerThousand / 1_000 + underWay, "\(sent) for \(size)")
        #expect(try await edge.stop() == 0)
        #expect(try await begun.origin.stop() == 0)
    }
}
