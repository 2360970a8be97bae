import CourseModel
import Foundation
import Testing

/// kill -9, as a power cut does it, at moments that a seed chooses.
@Suite(.timeLimit(.minutes(6))) struct PowerCutTests {
    private static let killsMin = 12

    @Test(
        "Whatever was answered kept reaches the origin through two dozen power cuts of edge and origin, credited once"
    )
    func killLoop() async throws {
        let province = try await Province()
        try await province.publish("l01", seconds: 60, kilobits: 200)
        let origin = try await province.serveOrigin()
        try await province.enrol()
        let edge = try await province.serveEdge()
        try await province.succeed(.edge, "prefetch", "--wait")
        let fetched = try await province.edgeStatus().link.fetchedBytes["origin"] ?? 0

        let visitor = Visitor(site: edge.url)
        let password = try province.firstPassword(of: "wang")
        try await visitor.signIn(login: "wang", password: password, newPassword: Province.newPassword)
        let viewing = try await Viewing("l01", by: visitor)

        var random = SeededRandom(seed: 20_260)
        var kills = 0
        var keptMs: Int64 = 0
        while kills < Self.killsMin || !viewing.isAtEnd || !viewing.isAnswered {
            let victim = random.next(below: 3) == 0 ? origin : edge
            let end = Viewing.playerMs + 300 + Int64(random.next(below: 1_700))
            var killer: Task<Void, Never>?
            while Viewing.playerMs < end {
                viewing.play()
                // The blow falls while a heartbeat is under way.
                if killer == nil, end - Viewing.playerMs < 150 {
                    let delay = random.next(below: 150)
                    killer = Task {
                        try? await Task.sleep(for: .milliseconds(delay)); victim.kill9()
                    }
                }
                if let kept = await viewing.send() {
                    #expect(kept.keptMs >= keptMs, "what was kept is gone after \(kills) kills")
                    keptMs = max(keptMs, kept.keptMs)
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            await killer?.value
            if killer != nil { kills += 1 } else { victim.kill9() }
            try await victim.restart()
        }
        #expect(kills >= Self.killsMin)
        let last = try #require(await viewing.send())
        #expect(last.keptMs >= keptMs)
        #expect(last.keptMs == viewing.opened.durationMs)

        try await eventually("the origin has what was kept", within: .seconds(90)) {
            let journal = try await province.edgeStatus().journal
            let covered = try await province.coverage(of: "l01")
            return journal.reportedThrough == journal.lastSequence && covered?.isComplete == true
        }
        let covered = try #require(try await province.coverage(of: "l01")).coveredMs.milliseconds
        print("power cuts: \(kills), kept \(last.keptMs) ms, covered \(covered) ms")
        let refusals = try await province.statements().flatMap(\.refusals)
        #expect(
            (last.keptMs * 99 / 100...last.keptMs).contains(covered),
            "covered \(covered) of \(last.keptMs), refused: \(refusals)"
        )
        #expect(try await province.statements().first?.creditedHundredths == CreditHours(hundredths: 100))
        let ledger = try await Program.origin.run("ledger", "verify", "--data", province.originData)
        #expect(ledger.status == 0, "\(ledger.output)\(ledger.errors)")
        // Verified chunks were not fetched again.
        #expect(try await province.edgeStatus().link.fetchedBytes["origin"] ?? 0 == fetched)
    }
}

/// SplitMix64: the same numbers from the same seed, on every machine.
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next(below bound: Int) -> Int {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}
