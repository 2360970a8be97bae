import CourseModel
package import HTTPServing
import Hummingbird
import Logging

/// `POST /v1/reports`: a school's journal, batch by batch.
package struct ReportController: Sendable {
    private let intake: ReportIntake
    private let tally: ReportTally

    package init(intake: ReportIntake, tally: ReportTally) {
        self.intake = intake
        self.tally = tally
    }

    package func addRoutes(to routes: EdgeRoutes<EdgeRecord>) {
        routes.post("/v1/reports") { request, context, edge in
            let body = try await request.body.collect(upTo: Report.sizeMax)
            let receipt: SignedDocument<Receipt>
            do {
                receipt = try await self.intake.take(Array(buffer: body), from: edge)
            } catch let refusal as ReportRefusal {
                context.logger.warning(
                    "report refused",
                    metadata: ["edge": "\(edge.edge)", "reason": "\(refusal)"]
                )
                throw Problem(.badRequest, "report-refused", "\(refusal)")
            }
            self.tally.count(receipt.payload.outcome)
            return Self.answer(receipt, to: edge, logger: context.logger)
        }
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
