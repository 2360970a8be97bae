import Simulation
import Testing

@Suite struct ProgressRunTests {
    @Test("In fifty counties every minute that was acknowledged is counted once, whatever happens on its way")
    func fiftySeeds() async throws {
        var campaign = Campaign<ProgressRun.Result>()
        for seed in UInt64(1)...50 {
            campaign.add(try await ProgressRun(seed: seed).run(in: RunFolder.unused()))
        }
        for run in campaign.failed {
            Issue.record(
                "seed \(run.seed): \(run.broken); script/simulate progress --first \(run.seed) --seeds 1 --trace"
            )
        }
        #expect(campaign.missing.isEmpty)
    }

    @Test("The same seed is the same run")
    func repeats() async throws {
        let one = try await ProgressRun(seed: 3).run(in: RunFolder.unused())
        let other = try await ProgressRun(seed: 3).run(in: RunFolder.unused())
        let another = try await ProgressRun(seed: 4).run(in: RunFolder.unused())
        #expect(one.hash == other.hash)
        #expect(one.hash != another.hash)
    }

    /// The first seed that finds each.
    private static let findings: [ProgressSabotage: UInt64] = [
        .losesLastCommit: 2, .forgetsToReport: 1, .paysDouble: 15, .inventsHours: 1,
    ]

    @Test("A rule that is broken on purpose is found", arguments: ProgressSabotage.allCases)
    func findsSabotage(_ sabotage: ProgressSabotage) async throws {
        let seed = try #require(Self.findings[sabotage])
        let run = try await ProgressRun(seed: seed, sabotage: sabotage).run(in: RunFolder.unused())
        #expect(!run.broken.isEmpty)
    }
}
