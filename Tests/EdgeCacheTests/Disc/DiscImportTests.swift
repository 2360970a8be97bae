import Blobs
import CourseModel
import EdgeCache
import Foundation
import HTTPServing
import Prefetching
import ProgressAgent
import Testing
import Transfer

/// Two edges that nobody's line reaches: one holds a lesson, the other gets it on a disc.
@Suite(.timeLimit(.minutes(2))) struct DiscImportTests {
    private let county: OfflineEdge
    private let school: OfflineEdge
    private let disc: DiscFolder

    init() throws {
        let key = SigningKey()
        let sample = try SampleLesson("l01", hasCompanions: true)
        self.county = try OfflineEdge(sample: sample, originKey: key)
        self.school = try OfflineEdge(sample: sample, originKey: key, isEmpty: true)
        self.disc = DiscFolder(path: "\(self.county.data)/disc")
        let export = try DiscExport(data: self.county.data)
        let plan = try export.plan(.everything, rendition: .auto, discSizeBytes: nil, now: SampleStatus.now)
        _ = try export.write(plan, to: self.disc, page: { _, _ in "" }, progress: { _ in })
    }

    private func take(_ disc: DiscFolder, with control: EdgeControl) async throws -> DiscImportResult {
        try await DiscImport(disc: disc, control: control).run { _, _ in }
    }

    /// Changes the file of a track on the disc.
    private func alter(_ name: String, _ change: (inout Data) -> Void) throws {
        let blob = try self.county.sample.track(name).blob
        let url = URL(filePath: "\(self.disc.blobsPath)/\(blob.hexadecimal.prefix(2))/\(blob)")
        var bytes = try Data(contentsOf: url)
        change(&bytes)
        try bytes.write(to: url)
    }

    @Test(
        "An edge that has nothing but its enrolment holds the lesson after the disc, and counts the bytes as the disc's"
    )
    func everything() async throws {
        try await self.school.run { control in
            let before = try await control.status()
            #expect(before.catalogue == nil && before.releases.isEmpty)
            let result = try await self.take(self.disc, with: control)
            #expect(result.isSound && result.catalogueRefusal == nil && result.documents == 1)
            #expect(result.takenBytes == self.county.manifest.sizeBytes)
            let after = try await control.status()
            #expect(after.catalogue?.version == 4 && after.releases.allSatisfy(\.isHeld))
            #expect(after.link.fetchedBytes == ["disc": self.county.manifest.sizeBytes])
            #expect(after.incidentsTotal == 0)
        }
        let blobs = BlobDirectory(reading: "\(self.school.data)/blobs")
        for track in self.county.manifest.tracks {
            #expect(try blobs.read(track.blob, sizeMax: 1 << 20) == self.county.sample.files[track.track])
        }
    }

    @Test("A second time nothing is taken, and nothing is read of what is held")
    func again() async throws {
        try await self.school.run { control in
            _ = try await self.take(self.disc, with: control)
            let again = try await self.take(self.disc, with: control)
            #expect(again.isSound && again.takenChunks == 0 && again.documents == 0)
        }
    }

    @Test(
        "Of a damaged disc the good chunks are taken; those that are altered or cut off are named and left to the line"
    )
    func damaged() async throws {
        // Chunk 2 of the picture begins at 4,900; the sound ends within its last chunk.
        try self.alter("video") { $0[5_000] ^= 1 }
        try self.alter("audio") { $0.removeLast(100) }
        try await self.school.run { control in
            let result = try await self.take(self.disc, with: control)
            #expect(result.wrongChunks == 1 && result.unreadableChunks == 1 && !result.isSound)
            let chunks = self.county.manifest.tracks.reduce(0) { $0 + $1.chunks.count }
            #expect(result.takenChunks == chunks - 2)
            let status = try await control.status()
            let lacking = ByteCount(bytes: 3_000 + 5_001)
            #expect(status.heldBytes == self.county.manifest.sizeBytes - lacking)
            #expect(status.incidents.map(\.kind) == [.chunkRefused])
            #expect(status.incidents.first?.reason.contains("disc") == true)
        }
    }

    @Test("A manifest that was altered is refused, and nothing of its lesson is taken")
    func alteredManifest() async throws {
        let catalogue = try #require(try self.disc.catalogueBytes())
        let entry = try SignedDocument<Catalogue>.unverifiedPayload(in: catalogue).releases[0]
        let path = "\(self.disc.blobsPath)/\(entry.manifest.hexadecimal.prefix(2))/\(entry.manifest)"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[10] ^= 1
        try bytes.write(to: URL(filePath: path))
        try await self.school.run { control in
            let result = try await self.take(self.disc, with: control)
            #expect(result.documents == 0 && result.takenChunks == 0)
            #expect(try await control.status().releases.isEmpty)
        }
    }

    @Test("A disc of another province is refused as a whole, with the reason")
    func anotherOrigin() async throws {
        let stranger = try OfflineEdge(isEmpty: true)
        try await stranger.run { control in
            let result = try await self.take(self.disc, with: control)
            #expect(result.catalogueRefusal?.contains("unknown key") == true)
            #expect(result.documents == 0 && result.takenChunks == 0)
            #expect(try await control.status().catalogue == nil)
        }
    }

    @Test("Without the edge's token nothing is taken; with it, what is no document or no chunk is refused")
    func boundary() async throws {
        let stray = try SignedDocument(signing: self.county.manifest, with: SigningKey()).bytes
        try await self.school.run { control in
            _ = try await self.take(self.disc, with: control)
            let url = try #require(try ControlFile.read(data: self.school.data)).url
            let connection = TransferConnection()
            for path in ["/v1/documents", "/v1/stock", "/v1/blobs/\(self.county.manifest.tracks[0].blob)/chunks/0"] {
                let request = TransferRequest(method: .post, url: url + path, body: stray)
                #expect(try await connection.data(for: request, sizeMax: 4_096).status == 401, "\(path)")
            }
            let token = try #require(try ControlFile.read(data: self.school.data)).token
            let headers = ["Authorization": "Bearer \(token)"]
            let blob = self.county.manifest.tracks[0].blob
            for (path, body, status) in [
                ("/v1/documents", stray, 400), ("/v1/documents", [1, 2, 3], 400),
                ("/v1/blobs/\(blob)/chunks/0", [1, 2, 3], 400), ("/v1/blobs/\(blob)/chunks/99", [1], 404),
                ("/v1/blobs/\(Digest(of: stray))/chunks/0", [1], 404), ("/v1/blobs/x/chunks/0", [1], 404),
            ] {
                let request = TransferRequest(method: .post, url: url + path, headers: headers, body: body)
                #expect(try await connection.data(for: request, sizeMax: 4_096).status == status, "\(path)")
            }
        }
    }

    @Test("A folder without a catalogue is no disc")
    func noDisc() async throws {
        let empty = try TemporaryFolder()
        #expect(try DiscFolder.discs(in: empty.path).isEmpty)
        try await self.school.run { control in
            await #expect(throws: DiscImportError.noDisc(empty.path)) {
                try await self.take(DiscFolder(path: empty.path), with: control)
            }
        }
    }

    @Test("A request names what is lacking, is found again on the disc, and another file in its folder is passed over")
    func requests() async throws {
        try await self.county.run { control in
            let status = try await control.status()
            let whole = try #require(DiscRequest(of: status))
            #expect(whole.lessons.isEmpty && whole.catalogueVersion == 4)
            try whole.write(on: self.disc)
        }
        try Data("没有".utf8).write(to: URL(filePath: "\(self.disc.requestsPath)/readme.json"))
        #expect(DiscRequest.requests(on: self.disc).map(\.edge.rawValue) == ["e1"])
        try await self.school.run { control in
            let status = try await control.status()
            #expect(DiscRequest(of: status) == nil)
        }
    }
}
