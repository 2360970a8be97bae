import CourseModel
import EdgeCache
import Testing

@Suite struct RetryTests {
    @Test("Every failure of the line is counted by its reason, and said until something comes again")
    func reasons() async throws {
        let folder = try ScratchFolder()
        let lesson = try MadeUpLesson("l01", seed: 9, chunks: 4, chunkBytes: 50_000)
        let faults: [RangeOrigin.Fault] = [
            .status(503), .cut(after: 60_000), .cut(after: 10), .page, .alter(at: 190_000), .status(404),
        ]
        let origin = RangeOrigin([lesson], faults: faults)
        try await origin.run { url in
            try await SchoolEdge(data: folder.path, originURL: url, lessons: [lesson]).run { edge in
                try await eventually("the lesson") { edge.isWhole(lesson) }
                let expected: [RetryReason: Int64] = [
                    .refused: 1, .cut: 2, .intercepted: 1, .wrongBytes: 1, .absent: 1,
                ]
                #expect(edge.service.report.retries == expected)
                #expect(try edge.index.retries(since: .zero) == expected)
                #expect(edge.service.report.trouble == nil)
            }
            // A restart counts anew, the month does not.
            let again = try SchoolEdge(data: folder.path, originURL: url, lessons: [lesson])
            #expect(again.service.report.retries == [:])
            #expect(try again.index.retries(since: .zero)[.cut] == 2)
        }
        let nowhere = try ScratchFolder()
        let gone = try SchoolEdge(data: nowhere.path, originURL: "http://127.0.0.1:1", lessons: [lesson])
        try await gone.run { edge in
            try await eventually("the trouble") { edge.service.report.trouble?.reason == .unreachable }
            #expect(edge.service.report.forecasts.count == 1, "what the line is taken to bring gives a forecast")
        }
    }
}
