import CourseModel
package import HTTPServing
import Hummingbird
import Logging

/// `POST /v1/reports`: a school's journal, batch by batch; `POST /v1/relay/report`: the same, sealed and carried by
/// another edge.
package struct ReportController: Sendable {
    private let intake: ReportIntake
    private let sealed: SealedIntake
    private let tally: ReportTally

    package init(intake: ReportIntake, sealed: SealedIntake, tally: ReportTally) {
        self.intake = intake
        self.sealed = sealed
        self.tally = tally
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.post("/v1/reports") { request, context, edge in
            let body = try await request.body.collect(upTo: Report.sizeMax)
            return try await self.take(Array(buffer: body), from: edge, logger: context.logger)
        }
        routes.post("/v1/relay/report") { request, context, _ in
            let (bytes, edge) = try await self.sealed.open(request, as: Report.self) { $0.header.edge }
            return try await self.take(bytes, from: edge, logger: context.logger)
        }
    }

    private func take(_ bytes: [UInt8], from edge: EdgeRecord, logger: Logger) async throws -> Response {
        let receipt: SignedDocument<Receipt>
        do {
            receipt = try await self.intake.take(bytes, from: edge)
        } catch let refusal as ReportRefusal {
            logger.warning("report refused", metadata: ["edge": "\(edge.edge)", "reason": "\(refusal)"])
            throw Problem(.badRequest, "report-refused", "\(refusal)")
        }
        self.tally.count(receipt.payload.outcome)
        return Self.answer(receipt, to: edge, logger: logger)
    }

    private static func answer(_ receipt: SignedDocument<Receipt>, to edge: EdgeRecord, logger: Logger) -> Response {
        let status: HTTPResponse.Status
        switch receipt.payload.outcome {
        case .append, .replay: status = .ok
        case .gap: status = .conflict
        case .fork:
            status = .conflict
            logger.error(
                "journal has two futures: nothing more is taken in this epoch",
                metadata: ["edge": "\(edge.edge)", "school": "\(edge.school)", "epoch": "\(edge.epoch)"]
            )
        }
        return DocumentResponse.of(receipt, status: status)
    }
}
