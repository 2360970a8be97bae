package import CourseModel
package import HTTPServing
package import Hummingbird
import Logging

/// `POST /v1/enrolments`: a new edge trades its one-time code for an identity.
package struct EnrolmentController: Sendable {
    private let invitations: Invitations
    private let throttle = EnrolmentThrottle()
    private let now: @Sendable () -> UTCTime

    package init(invitations: Invitations, now: @escaping @Sendable () -> UTCTime) {
        self.invitations = invitations
        self.now = now
    }

    package func addRoutes(to router: Router<WebContext>) {
        router.post("/v1/enrolments") { request, context in try await self.enrol(request, context) }
    }

    private func enrol(_ request: Request, _ context: WebContext) async throws -> Response {
        let now = self.now()
        let address = context.remoteAddress ?? "unknown"
        let body = try await request.decode(as: EnrolmentRequest.self, context: context)
        do {
            let document = try self.invitations.enrol(body, at: now)
            context.logger.info(
                "edge enrolled",
                metadata: ["edge": "\(document.payload.edge)", "school": "\(document.payload.school)"]
            )
            return DocumentResponse.of(document, status: .created)
        } catch let error as InvitationError {
            // A right code is always taken: behind one proxy a whole province is one address.
            if let wait = self.throttle.waitMs(for: address, at: now) { throw Self.tooManyTries(waitMs: wait) }
            self.throttle.refused(address, at: now)
            context.logger.notice("enrolment refused", metadata: ["address": "\(address)", "reason": "\(error)"])
            throw Self.problem(error)
        }
    }

    private static func tooManyTries(waitMs: Int64) -> Problem {
        Problem(
            .tooManyRequests,
            "too-many-tries",
            "too many wrong codes came from this address: wait, and type the code again",
            headers: [.retryAfter: "\(waitMs / 1000 + 1)"]
        )
    }

    private static func problem(_ error: InvitationError) -> Problem {
        switch error {
        case .refused:
            Problem(
                .forbidden,
                "invitation-refused",
                "this code is not known here, or was used already: ask the province for a new one"
            )
        case .expired:
            Problem(.forbidden, "invitation-expired", "this code has expired: ask the province for a new one")
        }
    }
}
