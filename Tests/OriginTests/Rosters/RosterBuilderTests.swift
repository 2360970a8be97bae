import CourseModel
import Origin
import Testing

@Suite struct RosterBuilderTests {
    @Test("A school's roster is the same bytes until something changes, then the next version")
    func versions() throws {
        let fixture = try OriginFixture()
        try fixture.importPeople()
        let builder = RosterBuilder(province: fixture.stores.province, key: fixture.stores.keys.signing)
        let school = try #require(School.ID("s001"))
        let first = try #require(try builder.roster(of: school, at: fixture.now))
        #expect(first.payload.version == 1)
        #expect(first.payload.accounts.map(\.login) == ["zhao", "wang"])

        fixture.advance(hours: 5)
        #expect(try builder.roster(of: school, at: fixture.now) == first)

        let change = PasswordChange(
            person: try #require(Person.ID("t001")),
            passwordVerifier: "new",
            atMs: AgentTime(milliseconds: 1)
        )
        try fixture.stores.province.applyPasswordChange(change)
        let second = try #require(try builder.roster(of: school, at: fixture.now))
        #expect(second.payload.version == 2)
        #expect(second.payload.issuedAtMs == fixture.now)
        #expect(second.payload.accounts.last?.passwordVerifier == "new")

        let (neighbour, absent) = (try #require(School.ID("s002")), try #require(School.ID("s009")))
        let other = try #require(try builder.roster(of: neighbour, at: fixture.now))
        #expect(other.payload.version == 1)
        #expect(try builder.roster(of: absent, at: fixture.now) == nil)
        let verified = try SignedDocument<Roster>(verifying: second.bytes, with: fixture.stores.keys.verifying)
        #expect(verified == second)
    }
}
