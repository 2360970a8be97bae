import CourseModel
import Foundation
import Testing
import Transfer

/// A county's edge between the province and its schools.
@Suite(.timeLimit(.minutes(3))) struct ParentTests {
    @Test("Two schools fetch through their county: the origin sends each byte once, and is not needed for the rest")
    func parent() async throws {
        let county = try await County()
        for school in [County.school, "s001", "s002"] { try await county.enrol(school) }
        try await county.setAddress()
        try await county.setParent()
        try await county.serve(County.school)
        try await county.serve("s001")
        let late = try await county.serve("s002")
        for school in ["s001", "s002"] { try await county.waitForParent(of: school) }
        #expect(try await late.stop() == 0)
        try await county.province.publish("l01", seconds: 6)
        try await county.waitUntilHeld(by: "s001")
        try await county.waitUntilHeld(by: County.school)
        let (own, school) = (try await county.status(of: County.school), try await county.status(of: "s001"))
        #expect(school.link.fetchedBytes == ["parent": school.sizeBytes])
        // What the county has chosen, and what its schools have, come once.
        #expect(own.link.fetchedBytes == ["origin": own.sizeBytes])
        #expect(own.sizeBytes == school.sizeBytes)

        // The catalogue, too, comes from the parent while the origin is away.
        county.origin.kill9()
        try await late.restart()
        try await county.waitUntilHeld(by: "s002")
        let other = try await county.status(of: "s002")
        #expect(other.link.fetchedBytes == ["parent": other.sizeBytes])
        #expect(other.sizeBytes == school.sizeBytes && other.incidentsTotal == 0)
        #expect(try await county.stop() == [0, 0, 0])
    }

    @Test(
        "Strangers and requests used again are refused; a peer gets what is held, a child all of it; a parent that lies is named"
    )
    func whoMayAsk() async throws {
        let county = try await County()
        for school in [County.school, "s001"] { try await county.enrol(school) }
        let tamper = try await Tamper(before: county.url)
        try await county.setAddress(tamper.url)
        for school in [County.school, "s001"] {
            try await county.serve(school)
            try await county.run(school, "prefetch", "--pause")
        }
        try await county.province.publish("l01", seconds: 6)
        let line = TransferConnection()
        let here = try county.edge(of: County.school)
        let track = try #require(try county.track())
        let path = "/v1/blobs/\(track.blob)"
        func ask(_ request: TransferRequest) async throws -> TransferResponse {
            try await line.data(for: request, sizeMax: 32 << 20)
        }
        func ask(at path: String) async throws -> TransferResponse {
            try await ask(county.request(path, signedBy: "s001", to: here))
        }
        try await eventually("the school is a peer, and the lesson is listed") {
            let releases = try await county.status(of: County.school).releases.count
            return try await ask(at: "/v1/catalogue").status == 200 && releases == 1
        }

        let refused = [
            TransferRequest(url: county.url + path),
            try county.request(path, signedBy: County.school, to: here),
            try county.request(path, signedBy: "s001", to: nil),
            try county.request(path, signedBy: "s001", to: "e0000000000000000"),
            try county.request(path, signedBy: "s001", to: here, signedPath: "/v1/catalogue"),
            try county.request(path, signedBy: "s001", to: here, ageMs: 700_000),
        ]
        for request in refused { #expect(try await ask(request).status == 401) }
        #expect(try await ask(at: path).status == 404)
        #expect(try await county.status(of: County.school).link.fetchedBytes.isEmpty)

        try await county.setParent()
        try await eventually("the school is a child, and gets what is fetched for it") {
            try await ask(at: path).status == 200
        }
        let answer = try await ask(at: path)
        #expect(Digest(of: answer.body) == track.blob)
        let fetched = try await county.status(of: County.school).link.fetchedBytes
        #expect(fetched == ["origin": track.sizeBytes.bytes])

        try await county.waitForParent(of: "s001")
        try tamper.begin("flip")
        try await county.run("s001", "prefetch", "--resume")
        try await county.waitUntilHeld(by: "s001")
        let status = try await county.status(of: "s001")
        #expect(status.incidents.contains { $0.kind == "chunkRefused" && $0.reason.contains("from the parent e") })
        #expect((status.link.fetchedBytes["origin"] ?? 0) > 0)
        #expect(try await county.run("s001", "plan").contains("sent wrong bytes"))
        #expect(try await county.stop() == [0, 0])
        #expect(try await county.origin.stop() == 0)
    }
}
