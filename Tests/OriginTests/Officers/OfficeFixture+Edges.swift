import CourseModel
import HTTPServing
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

extension OfficeFixture {
    /// What an edge says of a lesson of a thousand bytes; times in hours from now.
    struct SaidLesson {
        var held: Int64
        var ready: Int64?
        var readyLate: Int64?
        var rendition: String?
        var help: [Holdings.Help] = []
    }

    /// Gives a school an edge that has just said what it holds: bytes, and in hours when the rest will be.
    func enrol(_ school: String, held: [String: (bytes: Int64, readyInHours: Int64?)]) throws {
        try self.enrol(school, lessons: held.mapValues { SaidLesson(held: $0.bytes, ready: $0.readyInHours) })
    }

    /// Gives a school an edge that has just said this of its lessons.
    func enrol(_ school: String, lessons: [String: SaidLesson], isPaused: Bool = false) throws {
        let invitations = Invitations(
            province: self.stores.province,
            keys: self.stores.keys,
            timeZone: "Asia/Shanghai"
        )
        let invitation = try invitations.invite(try #require(School.ID(school)), at: Self.now)
        let key = SigningKey()
        let request = EnrolmentRequest(code: invitation.code.grouped, edgeKey: key.verifyingKey)
        let enrolment = try invitations.enrol(request, at: Self.now).payload
        func time(_ hours: Int64) -> UTCTime { UTCTime(milliseconds: Self.now.milliseconds + hours * 3_600_000) }
        let releases = try lessons.sorted { $0.key < $1.key }.map { lesson, state in
            let release = try self.release(lesson)
            return Holdings.Release(
                lesson: release.lesson,
                manifest: release.manifest,
                heldBytes: ByteCount(bytes: state.held),
                sizeBytes: release.sizeBytes,
                readyAtMs: state.ready.map(time),
                readyLateAtMs: state.readyLate.map(time),
                rendition: state.rendition.flatMap { Rendition.ID($0) },
                help: state.help
            )
        }
        let holdings = Self.holdings(edge: enrolment.edge, releases, isPaused: isPaused)
        try self.stores.province.keep(holdings, receivedAtMs: Self.now)
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
