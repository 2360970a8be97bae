import CourseModel
import CreditLedger
import HTTPServing
import Origin
import Testing

@Suite struct OriginStatusTests {
    private let fixture: OriginFixture
    private let status: OriginStatus

    init() throws {
        self.fixture = try OriginFixture()
        try self.fixture.importPeople()
        self.status = OriginStatus(
            stores: self.fixture.stores,
            ledger: try SQLiteLedger(path: self.fixture.file("ledger.sqlite")),
            reports: ReportTally(),
            now: self.fixture.clock
        )
    }

    @Test("A school at which nobody watches is silent only when it does not even say what it holds")
    func holdingsBreakTheSilence() async throws {
        let (edge, _) = try self.fixture.enrol()
        #expect(try await self.silentSchools() == "0")
        self.fixture.advance(hours: 25)
        #expect(try await self.silentSchools() == "1")
        let holdings = Holdings(
            edge: edge,
            number: 1,
            atMs: self.fixture.now,
            catalogueVersion: 1,
            softwareVersion: "0.1.0",
            rateBytesPerSecond: .zero,
            isPaused: false,
            diskFreeBytes: .zero,
            refusals: 0,
            releases: []
        )
        #expect(try self.fixture.stores.province.keep(holdings, receivedAtMs: self.fixture.now))
        #expect(try await self.silentSchools() == "0")
        self.fixture.advance(hours: 25)
        #expect(try await self.silentSchools() == "1")
    }

    private func silentSchools() async throws -> Substring? {
        let lines = await self.status.metrics().text.split(separator: "\n")
        return try #require(lines.first { $0.hasPrefix("lectern_origin_silent_schools ") }).split(separator: " ").last
    }
}
