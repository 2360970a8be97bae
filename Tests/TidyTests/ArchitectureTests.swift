import Foundation
import Testing

@Suite struct ArchitectureTests {
    /// The arrows of `ARCHITECTURE.md`, section 2: what a target may import of ours.
    private static let arrows: [String: Set<String>] = [
        "CourseModel": [],
        "Crediting": ["CourseModel"],
        "ISOMedia": [],
        "Prefetching": ["CourseModel"],
        "Blobs": ["CPositionedReads", "CourseModel"],
        "Transfer": ["CLibCurl", "CourseModel"],
        "MediaPackaging": ["CLibAV", "CLibAVFilter", "CourseModel", "ISOMedia"],
        "CommandInterface": [],
        "HTTPServing": ["Blobs", "CZlib", "CourseModel"],
        "CreditLedger": ["CourseModel", "Crediting"],
        "ProgressAgent": ["Blobs", "CourseModel", "Crediting", "HTTPServing", "Transfer"],
        "EdgeCache": [
            "Blobs", "CourseModel", "Crediting", "HTTPServing", "ISOMedia", "Prefetching", "ProgressAgent", "Transfer",
        ],
        "Origin": [
            "Blobs", "CourseModel", "CreditLedger", "Crediting", "HTTPServing", "MediaPackaging", "Prefetching",
            "Transfer",
        ],
        "OriginCommand": [
            "CommandInterface", "CourseModel", "CreditLedger", "Crediting", "HTTPServing", "MediaPackaging", "Origin",
        ],
        "EdgeCommand": ["CommandInterface", "CourseModel", "EdgeCache", "HTTPServing", "Prefetching", "ProgressAgent"],
        "AgentCommand": ["CommandInterface", "CourseModel", "HTTPServing", "ProgressAgent"],
        "Simulation": [
            "Blobs", "CourseModel", "CreditLedger", "Crediting", "EdgeCache", "Origin", "Prefetching", "ProgressAgent",
            "Transfer",
        ],
        "SimulateCommand": ["CommandInterface", "CourseModel", "Simulation"],
    ]

    private static let clibraries: Set<String> = ["CLibAV", "CLibAVFilter", "CLibCurl", "CPositionedReads", "CZlib"]

    @Test("Every import follows an arrow of the architecture")
    func importsFollowArrows() throws {
        let ours = Set(Self.arrows.keys).union(Self.clibraries)
        for file in try SourceTree.swiftFiles(in: "Sources") {
            let allowed = try #require(Self.arrows[file.target], "\(file.target) is not in the architecture")
            let strays = file.imports.intersection(ours).subtracting(allowed)
            #expect(strays.isEmpty, "\(file.path) imports \(strays.sorted())")
        }
    }

    @Test("The arrows form no circle")
    func noCircle() {
        var left = Self.arrows
        while !left.isEmpty {
            let free = left.filter { $0.value.subtracting(Self.clibraries).isDisjoint(with: left.keys) }.map(\.key)
            guard !free.isEmpty else {
                Issue.record("a circle among \(left.keys.sorted())")
                return
            }
            for target in free { left[target] = nil }
        }
    }

    @Test("Every folder under Sources is a target of the architecture, and ARCHITECTURE.md names it")
    func everyFolderIsDescribed() throws {
        let sources = SourceTree.root.appending(path: "Sources").path
        let folders = Set(try FileManager.default.contentsOfDirectory(atPath: sources)).filter { !$0.hasPrefix(".") }
        #expect(folders == Set(Self.arrows.keys).union(Self.clibraries))
        let text = try String(contentsOf: SourceTree.root.appending(path: "ARCHITECTURE.md"), encoding: .utf8)
        for folder in folders.sorted() where !folder.hasSuffix("Command") {
            #expect(text.contains("`\(folder)`"), "ARCHITECTURE.md does not describe \(folder)")
        }
    }

    @Test(
        "The pure targets do no I/O, start no task and read no clock",
        arguments: ["CourseModel", "Crediting", "ISOMedia", "Prefetching"]
    )
    func pureTargetsArePure(target: String) throws {
        let allowed: Set<String> = ["CourseModel", "Crypto", "FoundationEssentials"]
        let forbidden = [
            "Date(", "Date.now", ".now()", "ContinuousClock", "SuspendingClock", "clock_gettime", "Task {", "Task(",
            "Task.", "TaskGroup", "async ", "await ", "SystemRandomNumberGenerator", "FileManager", "FileHandle",
            "ProcessInfo", "URLSession", "Thread", "DispatchQueue", "Mutex",
        ]
        for file in try SourceTree.swiftFiles(in: "Sources") where file.target == target {
            #expect(file.imports.isSubset(of: allowed), "\(file.path) imports \(file.imports.subtracting(allowed))")
            for line in file.code {
                let found = forbidden.filter { line.contains($0) }
                #expect(found.isEmpty, "\(file.path): \(line)")
            }
        }
    }
}
