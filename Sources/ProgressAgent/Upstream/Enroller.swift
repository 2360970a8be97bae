import CourseModel
package import Transfer

/// Makes this computer a school's edge: trades a one-time code for an identity.
///
/// The code carries a fingerprint of the origin's key; an origin with another key is refused, whoever answers.
package struct Enroller: Sendable {
    private let connection: TransferConnection

    package init(connection: TransferConnection) {
        self.connection = connection
    }

    /// - Parameters:
    ///   - originURL: e.g. `https://lectern.example.edu.cn`.
    ///   - code: as the technician typed it.
    /// - Throws: `EnrolmentError`, or what the line or the disk threw.
    package func enrol(originURL: String, code text: String, into folder: IdentityFolder) async throws -> EdgeIdentity {
        guard let code = InvitationCode(typed: text) else { throw EnrolmentError.noCode }
        guard try !folder.isEnrolled else { throw EnrolmentError.alreadyEnrolled }
        let url = String(originURL.reversed().drop { $0 == "/" }.reversed())
        let key = try folder.key()
        let request = EnrolmentRequest(code: code.characters, edgeKey: key.verifyingKey)
        let response = try await self.connection.data(
            for: TransferRequest(
                method: .post,
                url: "\(url)/v1/enrolments",
                headers: ["Content-Type": "application/json"],
                body: try CanonicalJSON.encode(request)
            ),
            sizeMax: Enrolment.sizeMax
        )
        if let interception = Interception(response) { throw interception }
        guard response.status == 201 else {
            throw EnrolmentError.refused(OriginProblem(response))
        }
        let document = try Self.verified(response.body, code: code, key: key.verifyingKey)
        try folder.save(document, originURL: url)
        return EdgeIdentity(enrolment: document.payload, originURL: url, key: key)
    }

    private static func verified(
        _ bytes: [UInt8],
        code: InvitationCode,
        key: VerifyingKey
    ) throws -> SignedDocument<Enrolment> {
        let originKey = try SignedDocument<Enrolment>.unverifiedPayload(in: bytes).originKey
        guard code.fits(originKey) else { throw EnrolmentError.wrongOrigin }
        let document = try SignedDocument<Enrolment>(verifying: bytes, with: originKey)
        guard document.payload.edgeKey == key else { throw EnrolmentError.wrongOrigin }
        return document
    }
}

/// Why a computer did not become a school's edge.
package enum EnrolmentError: Error, CustomStringConvertible {
    case noCode
    case alreadyEnrolled
    case wrongOrigin
    case refused(OriginProblem)

    package var description: String {
        switch self {
        case .noCode: "that is no invitation code: it has six groups of four letters and digits"
        case .alreadyEnrolled:
            """
            this data folder is enrolled already: use another --data folder for another school; to enrol this one anew, \
            stop the program and move its identity/ away first
            """
        case .wrongOrigin:
            "whoever answered is not the origin that made the code: check the address, and tell the province"
        case .refused(let problem): "the origin refused the code: \(problem)"
        }
    }
}
