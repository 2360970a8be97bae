import Blobs
import CourseModel
import EdgeCache
import Foundation
import HTTPServing
import Prefetching
import Testing

@Suite struct DiscExportTests {
    private let edge: OfflineEdge
    private let target: TemporaryFolder
    private var disc: DiscFolder { DiscFolder(path: "\(self.target.path)/disc") }

    init() throws {
        self.edge = try OfflineEdge(sample: SampleLesson("l01", hasCompanions: true, hasLow: true))
        self.target = try TemporaryFolder()
    }

    @discardableResult
    private func export(
        _ selection: DiscSelection = .everything,
        rendition: RenditionPreference = .auto,
        discSizeBytes: ByteCount? = nil
    ) throws -> DiscExportResult {
        let export = try DiscExport(data: self.edge.data)
        let now = SampleStatus.now
        let plan = try export.plan(selection, rendition: rendition, discSizeBytes: discSizeBytes, now: now)
        let pages = try Pages(folders: [EdgeResources.folder])
        let page = DiscPage(pages: pages, export: export, discs: plan.discs.count, now: now)
        var told = ByteCount.zero
        let result = try export.write(plan, to: self.disc, page: page.text) { told += $0 }
        if result.leftOut.isEmpty { #expect(told == plan.sizeBytes) }
        return result
    }

    private func damage(_ name: String) throws {
        let track = try self.edge.sample.track(name)
        let path = "\(self.edge.data)/blobs/\(track.blob.hexadecimal.prefix(2))/\(track.blob)"
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[6_000] ^= 1
        try bytes.write(to: URL(filePath: path))
    }

    @Test(
        "A disc has the catalogue, the manifest and the track files of the best rendition that is held, byte for byte"
    )
    func contents() throws {
        let result = try self.export()
        #expect(result.discs.map(\.folder) == [self.disc.path] && result.leftOut.isEmpty)
        let catalogue = try Data(contentsOf: URL(filePath: "\(self.edge.data)/documents/catalogue.json"))
        #expect(try self.disc.catalogueBytes() == Array(catalogue))
        let release = try SignedDocument<Catalogue>.unverifiedPayload(in: Array(catalogue)).releases[0]
        #expect(self.disc.document(Manifest.self, release.manifest) != nil)
        for (name, isThere) in [
            ("video", true), ("audio", true), ("captions-zh", true), ("poster", true), ("low", false),
        ] {
            let track = try self.edge.sample.track(name)
            let bytes = try self.disc.blobs.read(track.blob, sizeMax: 1 << 20)
            #expect(bytes == (isThere ? self.edge.sample.files[track.track] : nil), "\(name)")
        }
    }

    @Test("A lower rendition can be asked for, and one that is not held whole is passed over")
    func renditions() throws {
        let blobs = try BlobDirectory(path: "\(self.edge.data)/blobs")
        try blobs.remove(try self.edge.sample.track("video").blob)
        #expect(try self.export().discs[0].lessons[0].rendition?.rawValue == "r1")
        try blobs.remove(try self.edge.sample.track("low").blob)
        let result = try self.export()
        #expect(result.discs.isEmpty)
        #expect(result.leftOut.map(\.reason) == [.notHeld])
    }

    @Test("What had gone bad here is not written on a disc, and the disc says what it lacks")
    func damaged() throws {
        try self.damage("video")
        let result = try self.export()
        #expect(result.leftOut.map(\.reason) == [.damaged])
        #expect(result.discs[0].lessons.isEmpty)
        #expect(!self.disc.blobs.isWhole(try self.edge.sample.track("video").blob))
        let files = try #require(FileManager.default.enumerator(atPath: self.disc.path)).compactMap { $0 as? String }
        #expect(!files.contains { $0.hasSuffix(".tmp") }, "\(files)")
    }

    @Test("What is on the disc and right is not written again; what is wrong is")
    func again() throws {
        try self.export()
        let track = try self.edge.sample.track("audio")
        func path(_ name: String) throws -> String {
            let blob = try self.edge.sample.track(name).blob
            return "\(self.disc.blobsPath)/\(blob.hexadecimal.prefix(2))/\(blob)"
        }
        func number(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path(name))[.systemFileNumber] as? Int
        }
        let video = try number("video")
        var bytes = try Data(contentsOf: URL(filePath: path("audio")))
        bytes[0] ^= 1
        try bytes.write(to: URL(filePath: path("audio")))
        try self.export()
        #expect(try number("video") == video)
        #expect(try self.disc.blobs.read(track.blob, sizeMax: 1 << 20) == self.edge.sample.files[track.track])
    }

    @Test("A set that is divided has a folder for each disc, and says what no disc can take")
    func divided() throws {
        let result = try self.export(discSizeBytes: ByteCount(bytes: 3_000_000))
        #expect(result.discs.map(\.folder) == [self.disc.path])
        let tooSmall = try self.export(discSizeBytes: ByteCount(bytes: 1_200_000))
        #expect(tooSmall.leftOut.map(\.reason) == [.tooLarge])
        #expect(try DiscFolder.discs(in: self.disc.path).map(\.path) == [self.disc.path])
        #expect(self.disc.disc(3).name == "disc-03")
    }

    @Test("A lesson or programme that is not listed is an error; one that only a request names is passed over")
    func unknown() throws {
        let other = try #require(Lesson.ID("l99"))
        #expect(throws: DiscExportError.unknownLesson(other)) { try self.export(.lessons([other])) }
        let programme = try #require(Programme.ID("p9"))
        #expect(throws: DiscExportError.unknownProgramme(programme, known: [])) {
            try self.export(.programmes([programme]))
        }
        let result = try self.export(.requested([other, self.edge.manifest.lesson]))
        #expect(result.discs[0].lessons.map(\.lesson) == [self.edge.manifest.lesson])
    }

    @Test("The index tells in both languages what is on the disc, and escapes what it is told")
    func index() throws {
        try self.export()
        let text = try String(contentsOfFile: self.disc.indexPath, encoding: .utf8)
        for words in ["lang=\"zh-CN\"", "lang=\"en\"", "第一中学", "l01", "0:18", "Disc 1 of 1", "第 1 张，共 1 张"] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("{{") && !text.contains("disc."))
    }
}
