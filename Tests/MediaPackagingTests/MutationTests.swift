import Foundation
import Testing

/// The program that packages what may go wrong; built beside the tests.
enum TrialProgram {
    static var path: String {
        let tests = Bundle.allBundles.lazy.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
        return URL(filePath: tests ?? CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "MutationRunner").path
    }
}

/// `script/mutate` runs more of them, also with the address sanitizer.
@Suite struct MutationTests {
    /// Seeds that once found something; `Mutation` must not change, or they find nothing.
    private static let kept: [(name: String, seed: UInt64)] = [
        // A picture and a failure at once, from a decoder with threads.
        ("avi", 161)
    ]

    @Test("What once crashed or hung does not any more", arguments: Self.kept)
    func staysFixed(name: String, seed: UInt64) async throws {
        let file = try await OddInput.named(name).path
        let result = try Program.run([TrialProgram.path, "run", "--count", "1", "--seed", "\(seed)", file])
        #expect(result.status == 0, "\(result.output)")
    }

    @Test("However a file is damaged, packaging ends in time, in bounded memory, with a sound result or a reason")
    func mutations() async throws {
        var paths: [String] = []
        for input in OddInput.small { paths.append(try await input.path) }
        let given = ProcessInfo.processInfo.environment
        let runner = given["LECTERN_MUTATION_RUNNER"] ?? TrialProgram.path
        let options = (given["LECTERN_MUTATION_OPTIONS"] ?? "--count 200 --seed 1").split(separator: " ").map(
            String.init
        )
        let result = try Program.run([runner, "run"] + options + paths)
        if given["LECTERN_MUTATION_OPTIONS"] != nil { print(result.output) }
        #expect(result.status == 0, "\(result.output)")
    }
}
