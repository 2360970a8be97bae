import CourseModel
import Hummingbird

/// Whether a program can do its work, for whoever watches over it.
package struct HealthReport: Sendable {
    package enum Status: String, Sendable, Encodable {
        case ok
        /// Works, but somebody should look: the line is cut, the disk is nearly full.
        case degraded
        /// Cannot work; answered with 503.
        case failing
    }

    package let status: Status
    /// Sentences, for people.
    package let troubles: [String]

    package init(status: Status = .ok, troubles: [String] = []) {
        self.status = status
        self.troubles = troubles
    }

    package static let ok = Self()

    private struct Content: Encodable {
        let status: Status
        let troubles: [String]
        let program: String
        let softwareVersion: String
    }

    func response(program: String) throws -> Response {
        let content = Content(
            status: self.status,
            troubles: self.troubles,
            program: program,
            softwareVersion: SoftwareVersion.text
        )
        return try JSONResponse.of(content, status: self.status == .failing ? .serviceUnavailable : .ok)
    }
}
