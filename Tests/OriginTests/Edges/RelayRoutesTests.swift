import CourseModel
import Hummingbird
import HummingbirdTesting
import Origin
import Testing

/// What one edge carries for another.
extension EdgeRoutesTests {
    @Test("Holdings that another edge carries are taken, whoever carries them; what was not sealed is refused")
    func carriedHoldings() async throws {
        let (carrier, carrierKey) = try self.fixture.enrol("s002")
        let document = try SignedDocument(signing: try self.holdings(number: 3), with: self.key)
        let sealed = try self.fixture.stores.keys.opening.sealingKey.seal(document)
        let forged = try self.fixture.stores.keys.opening.sealingKey.seal(
            SignedDocument(signing: try self.holdings(number: 4), with: SigningKey())
        )
        let path = "/v1/relay/holdings"
        try await self.visit { client in
            let request = EdgeRequest(edge: carrier, method: "POST", path: path, atMs: self.fixture.now)
            let credentials = try SignedDocument(signing: request, with: carrierKey).bytes
            let headers: HTTPFields = [.authorization: "\(EdgeRequest.scheme) \(Base64URL.text(of: credentials))"]
            func send(_ body: [UInt8]) async throws -> HTTPResponse.Status {
                try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
                    .status
            }
            #expect(try await send(document.bytes) == .badRequest)
            #expect(try await send(forged) == .badRequest)
            #expect(try self.fixture.stores.province.latestHoldings().isEmpty)
            #expect(try await send(sealed) == .noContent)
            // A second time is harmless.
            #expect(try await send(sealed) == .noContent)
        }
        #expect(try self.fixture.stores.province.latestHoldings()[self.edge]?.holdings.number == 3)
    }
}
