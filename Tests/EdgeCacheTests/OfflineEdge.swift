import Blobs
import Configuration
import CourseModel
import EdgeCache
import HTTPServing
import Logging
import ProgressAgent
import Testing

/// An enrolled edge whose origin does not answer, with one lesson on its disk, or with nothing.
struct OfflineEdge {
    let folder: TemporaryFolder
    let sample: SampleLesson

    var data: String { self.folder.path }
    var manifest: Manifest { self.sample.manifest }

    /// - Parameters:
    ///   - sample: the lesson that the catalogue lists.
    ///   - isEmpty: nothing has come yet, not even a catalogue.
    init(sample: SampleLesson? = nil, originKey: SigningKey = SigningKey(), isEmpty: Bool = false) throws {
        self.folder = try TemporaryFolder()
        self.sample = try sample ?? SampleLesson("l01")
        try Self.enrol(self.folder.path, originKey: originKey)
        if isEmpty { return }
        let blobs = try BlobDirectory(path: "\(self.folder.path)/blobs")
        let index = try CacheIndexDatabase(path: "\(self.folder.path)/index.sqlite")
        for track in self.manifest.tracks {
            _ = try blobs.write(try #require(self.sample.files[track.track]))
            for chunk in track.chunks.indices { try index.markHeld(blob: track.blob, chunk: chunk) }
        }
        let document = try SignedDocument(signing: self.manifest, with: originKey)
        _ = try blobs.write(document.bytes)
        try self.saveCatalogue(listing: document, signedWith: originKey)
    }

    /// Runs the edge on a free port while something is done with it.
    func run(_ body: @Sendable (EdgeControl) async throws -> Void) async throws {
        let server = try EdgeServer(
            data: self.data,
            listen: try #require(ListenAddress("127.0.0.1:0")),
            configuration: try EdgeConfiguration(reader: ConfigReader(provider: InMemoryProvider(values: [:]))),
            logger: Logger(label: "edge") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await server.run() }
            try await body(try await EdgeControl.whenRunning(data: self.data, within: .seconds(60)))
            group.cancelAll()
        }
    }

    private static func enrol(_ data: String, originKey: SigningKey) throws {
        let identity = IdentityFolder(data: data)
        let enrolment = Enrolment(
            edge: try #require(Edge.ID("e1")),
            edgeKey: try identity.key().verifyingKey,
            school: try #require(School.ID("s001")),
            schoolName: Title(zh: "第一中学"),
            county: try #require(County.ID("c001")),
            countyName: Title(zh: "某县"),
            epoch: 1,
            originKey: originKey.verifyingKey,
            timeZone: "Asia/Shanghai",
            issuedAtMs: SampleStatus.now
        )
        // Nobody listens on the discard port.
        try identity.save(SignedDocument(signing: enrolment, with: originKey), originURL: "http://127.0.0.1:9")
    }

    private func saveCatalogue(listing document: SignedDocument<Manifest>, signedWith key: SigningKey) throws {
        let catalogue = Catalogue(
            version: 4,
            issuedAtMs: UTCTime(milliseconds: 1),
            expiresAtMs: UTCTime(milliseconds: 2),
            programmes: [],
            releases: [
                Catalogue.ReleaseEntry(
                    lesson: self.manifest.lesson,
                    manifest: document.digest,
                    manifestSizeBytes: ByteCount(bytes: Int64(document.bytes.count)),
                    sizeBytes: self.manifest.sizeBytes,
                    durationMs: self.manifest.durationMs
                )
            ]
        )
        try DurableFile.makeFolder("\(self.data)/documents")
        let bytes = try SignedDocument(signing: catalogue, with: key).bytes
        try DurableFile.write(bytes, to: "\(self.data)/documents/catalogue.json")
    }
}
