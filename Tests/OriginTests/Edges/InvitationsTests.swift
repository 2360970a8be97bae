import CourseModel
import Foundation
import Origin
import Testing

@Suite struct InvitationsTests {
    private let fixture: OriginFixture
    private let school: School.ID

    init() throws {
        self.fixture = try OriginFixture()
        self.school = try #require(School.ID("s001"))
        try self.fixture.importPeople()
    }

    private func enrol(_ code: InvitationCode, _ key: SigningKey) throws -> SignedDocument<Enrolment> {
        let request = EnrolmentRequest(code: code.grouped.lowercased(), edgeKey: key.verifyingKey)
        return try self.fixture.invitations.enrol(request, at: self.fixture.now)
    }

    @Test("A code makes a school's edge, and tells it whom to trust")
    func enrols() throws {
        let code = try self.fixture.invitations.invite(self.school, at: self.fixture.now).code
        let key = SigningKey()
        let document = try self.enrol(code, key)
        let enrolment = document.payload
        #expect(enrolment.school == self.school)
        #expect(enrolment.schoolName.zh == "第一小学")
        #expect(enrolment.countyName.zh == "测试县")
        #expect(enrolment.edgeKey == key.verifyingKey)
        #expect(enrolment.epoch == 1)
        #expect(code.fits(enrolment.originKey))
        _ = try SignedDocument<Enrolment>(verifying: document.bytes, with: enrolment.originKey)
        #expect(try self.fixture.stores.province.edge(enrolment.edge)?.key == key.verifyingKey)
    }

    @Test("A lost answer can be asked for again, even after the code has expired; another key gets nothing")
    func lostAnswer() throws {
        let code = try self.fixture.invitations.invite(self.school, validityHours: 2, at: self.fixture.now).code
        let key = SigningKey()
        let first = try self.enrol(code, key)
        self.fixture.advance(hours: 3)
        #expect(try self.enrol(code, key).bytes == first.bytes)
        #expect(throws: InvitationError.refused) { try self.enrol(code, SigningKey()) }
        #expect(try self.fixture.stores.province.edges().count == 1)
    }

    @Test("A code expires; one that was never given out is refused")
    func expiry() throws {
        let code = try self.fixture.invitations.invite(self.school, validityHours: 2, at: self.fixture.now).code
        self.fixture.advance(hours: 2)
        #expect(throws: InvitationError.expired) { try self.enrol(code, SigningKey()) }
        let invented = InvitationCode(secret: Array(0..<10), originKey: self.fixture.stores.keys.verifying)
        #expect(throws: InvitationError.refused) { try self.enrol(invented, SigningKey()) }
        #expect(try self.fixture.stores.province.edges().isEmpty)
    }

    @Test("Only the code's digest is on the disk")
    func digestOnly() throws {
        let code = try self.fixture.invitations.invite(self.school, at: self.fixture.now).code
        for name in try FileManager.default.subpathsOfDirectory(atPath: self.fixture.path)
        where name.hasPrefix("province") {
            let bytes = try Data(contentsOf: URL(filePath: self.fixture.file(name)))
            #expect(bytes.range(of: Data(code.characters.utf8)) == nil)
            #expect(bytes.range(of: Data(code.grouped.utf8)) == nil)
        }
    }

    @Test("A school that does not exist is refused, with those that do")
    func unknownSchool() throws {
        let error = #expect(throws: ProvinceError.self) {
            try self.fixture.invitations.invite(try #require(School.ID("s009")), at: self.fixture.now)
        }
        #expect(error?.description.contains("s001, s002") == true)
    }

    @Test("Ten wrong codes from one address, and it has to wait; another address does not")
    func throttle() {
        let throttle = EnrolmentThrottle()
        for _ in 0..<EnrolmentThrottle.refusalsMax {
            #expect(throttle.waitMs(for: "10.0.0.1", at: self.fixture.now) == nil)
            throttle.refused("10.0.0.1", at: self.fixture.now)
        }
        #expect(throttle.waitMs(for: "10.0.0.1", at: self.fixture.now) == EnrolmentThrottle.windowMs)
        #expect(throttle.waitMs(for: "10.0.0.2", at: self.fixture.now) == nil)
        self.fixture.advance(hours: 1)
        #expect(throttle.waitMs(for: "10.0.0.1", at: self.fixture.now) == nil)
    }
}
