import CourseModel
import Foundation
import Testing

/// A school whose own line to the province is dead, while its county's is not.
@Suite(.timeLimit(.minutes(3))) struct RelayTests {
    private struct Reported: Decodable {
        struct Line: Decodable {
            let lesson: String
            let viewingSessions: Int
        }

        let reported: [Line]
    }

    @Test(
        "What a school reports while nobody reaches the province arrives through its county, unread, and is acknowledged"
    )
    func carried() async throws {
        let county = try await County()
        try await county.province.publish("l01", seconds: 6)
        let line = try await Tamper(before: county.province.originURL)
        try await county.enrol(County.school)
        try await county.enrol("s001", at: line.url)
        try await county.setAddress()
        try await county.setParent()
        try await county.serve(County.school)
        let school = try await county.serve("s001")
        try await county.waitForParent(of: "s001")
        try await county.waitUntilHeld(by: "s001")
        let visitor = Visitor(site: school.url)
        let password = try county.province.firstPassword(of: "wang")
        try await visitor.signIn(login: "wang", password: password, newPassword: Province.newPassword)

        // The school's line goes first, so that nothing of what follows takes it.
        line.leave()
        county.origin.kill9()
        _ = try await Viewing("l01", by: visitor)
        let folder = "\(county.data(of: County.school))/relay/\(try county.edge(of: "s001"))"
        func carried() throws -> [Data] {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("report-") }
                .map { try Data(contentsOf: URL(filePath: "\(folder)/\($0)")) }
        }
        try await eventually("the county carries reports") { try !carried().isEmpty }
        for report in try carried() { #expect(report.firstRange(of: Data("l01".utf8)) == nil) }

        try await county.origin.restart()
        try await eventually("the viewing session is at the origin", within: .seconds(60)) {
            try await county.province.ask("/v1/statements/\(Province.trainee)", as: Reported.self).reported
                .contains { $0.lesson == "l01" && $0.viewingSessions == 1 }
        }
        try await eventually("the school knows that all is there", within: .seconds(60)) {
            let journal = try await county.status(of: "s001").journal
            return journal.reportedThrough == journal.lastSequence
        }
        #expect(try carried().isEmpty)
        #expect(try await county.stop() == [0, 0])
        #expect(try await county.origin.stop() == 0)
    }
}
