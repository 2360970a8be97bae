import CourseModel
import HTTPServing
import Hummingbird

/// Opens what an edge sealed for the origin and another one carried: who carried it is nobody, who signed it counts.
package struct SealedIntake: Sendable {
    private let opening: OpeningKey
    private let province: ProvinceDatabase

    package init(keys: OriginKeys, province: ProvinceDatabase) {
        self.opening = keys.opening
        self.province = province
    }

    /// - Parameter claimed: whose document it says it is.
    /// - Returns: the signed document, not verified, and the edge with whose key it is to be verified.
    /// - Throws: `Problem` 400 `sealed-refused`.
    func open<Payload: DocumentPayload>(
        _ request: Request,
        as type: Payload.Type,
        claimed: (Payload) -> Edge.ID
    ) async throws -> (bytes: [UInt8], edge: EdgeRecord) {
        let body = try await request.body.collect(upTo: Sealing.sizeMax(of: type))
        guard let bytes = self.opening.open(Array(buffer: body), as: type),
            let payload = try? SignedDocument<Payload>.unverifiedPayload(in: bytes),
            let edge = try self.province.edge(claimed(payload))
        else {
            throw Problem(.badRequest, "sealed-refused", "this was not sealed for this origin by an edge of its own")
        }
        return (bytes, edge)
    }
}
