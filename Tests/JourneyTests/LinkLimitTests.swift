import CourseModel
import Foundation
import Testing

/// The cap and the windows, as the wire sees them.
@Suite(.timeLimit(.minutes(5))) struct LinkLimitTests {
    private static let capBitsPerSecond: Int64 = 500_000

    @Test(
        "On the wire no ten seconds are above the cap, and none of the lesson comes after its window",
        .enabled(if: NarrowLine.isAble(), NarrowLine.need)
    )
    func capAndWindow() async throws {
        try await NarrowLine.with(rate: "2mbit") { try await Self.prefetch(over: $0) }
    }

    private static func prefetch(over line: NarrowLine) async throws {
        let school = line.prefix(.school)
        var end: Int64 = 0
        let begun = try await line.school(seconds: 60, kilobits: 1_500) {
            // A window has whole minutes: one that ends in 45 to 105 seconds.
            end = Int64(Date.now.timeIntervalSince1970 + 105) / 60 * 60
            return [
                "LECTERN_LINK_WINDOWS": "daily \(Self.clock(end - 3_600))-\(Self.clock(end))",
                "LECTERN_LINK_CAP_BITS_PER_SECOND": "\(Self.capBitsPerSecond)",
                "LECTERN_PREFETCH_RENDITION": "source",
            ]
        }
        let (province, edge) = (begun.province, begun.edge)
        try await eventually("something is held", within: .seconds(30)) {
            try await province.edgeStatus(prefix: school).heldBytes > 0
        }
        let rates = try await Self.rates(over: line, until: end - 4)
        let cap = Double(Self.capBitsPerSecond) / 8
        let (most, mean) = (rates.max() ?? 0, rates.reduce(0, +) / Double(max(1, rates.count)))
        print("link cap \(Int(cap)) B/s: most in any ten seconds \(Int(most)), mean \(Int(mean)) B/s on the wire")
        #expect(rates.count > 20)
        #expect(most <= 1.02 * cap)
        #expect(mean >= 0.95 * cap)

        try await Task.sleep(for: .seconds(max(0, Double(end) - Date.now.timeIntervalSince1970)))
        let atEnd = try await line.sentBytes()
        let held = try await province.edgeStatus(prefix: school).heldBytes
        try await Task.sleep(for: .seconds(10))
        let sent = try await line.sentBytes() - atEnd
        print("link window: \(sent) bytes on the wire in ten seconds after it")
        let status = try await province.edgeStatus(prefix: school)
        #expect(status.heldBytes == held)
        #expect(status.verifiedPermille < 1_000)
        // Documents go on.
        #expect(sent < 20_000)
        let plan = try await province.succeed(.edge, "plan", prefix: school)
        #expect(plan.contains("closed until"), "\(plan)")
        #expect(try await edge.stop() == 0)
        #expect(try await begun.origin.stop() == 0)
    }

    /// Bytes a second on the wire, over every ten seconds, begun a few times a second.
    ///
    /// Reading the count takes a moment, in which it goes on: a time is the longest that can have been between two counts.
    private static func rates(over line: NarrowLine, until end: Int64) async throws -> [Double] {
        var samples: [(before: Double, bytes: Int64, after: Double)] = []
        while Date.now.timeIntervalSince1970 < Double(end) {
            let before = Date.now.timeIntervalSince1970
            let bytes = try await line.sentBytes()
            samples.append((before, bytes, Date.now.timeIntervalSince1970))
            try await Task.sleep(for: .milliseconds(200))
        }
        return samples.compactMap { first in
            guard let last = samples.first(where: { $0.before >= first.after + 10 }) else { return nil }
            return Double(last.bytes - first.bytes) / (last.after - first.before)
        }
    }

    /// A time of the day at the school, which is eight hours east of Greenwich.
    private static func clock(_ seconds: Int64) -> String {
        let minutes = (seconds / 60 + 480) % 1_440
        return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
}
