import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

extension OfficeFixture {
    /// Gives a school an edge that has just said what it holds: bytes, and in hours when the rest will be.
    func enrol(_ school: String, held: [String: (bytes: Int64, readyInHours: Int64?)]) throws {
        let invitations = Invitations(
            province: self.stores.province,
            keys: self.stores.keys,
            timeZone: "Asia/Shanghai"
        )
        let invitation = try invitations.invite(try #require(School.ID(school)), at: Self.now)
        let key = SigningKey()
        let request = EnrolmentRequest(code: invitation.code.grouped, edgeKey: key.verifyingKey)
        let enrolment = try invitations.enrol(request, at: Self.now).payload
        let releases = try held.sorted { $0.key < $1.key }.map { lesson, state in
            let release = try self.release(lesson)
            return Holdings.Release(
                lesson: release.lesson,
                manifest: release.manifest,
                heldBytes: ByteCount(bytes: state.bytes),
                sizeBytes: release.sizeBytes,
                readyAtMs: state.readyInHours.map { UTCTime(milliseconds: Self.now.milliseconds + $0 * 3_600_000) }
            )
        }
        try self.stores.province.keep(Self.holdings(edge: enrolment.edge, releases), receivedAtMs: Self.now)
    }

    /// Signs an officer in at the form.
    ///
    /// - Returns: the `Cookie` header of the session.
    static func signIn(_ login: String, on client: any TestClientProtocol) async throws -> HTTPFields {
        try await client.execute(
            uri: "/sign-in",
            method: .post,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            body: ByteBuffer(string: "login=\(login)&password=\(Self.password)")
        ) { response in
            #expect(response.status == .seeOther)
            let cookie = try #require(response.headers[.setCookie])
            return [.cookie: String(cookie.prefix { $0 != ";" })]
        }
    }
}
