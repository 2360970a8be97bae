import CLibAV
import CourseModel

extension PackagingReport {
    /// What is reported of a source; it need not stay open for that.
    struct Container {
        let name: String
        let streams: [Stream]
        let warnings: [Warning]

        /// - Parameter used: the numbers of the streams that tracks are made of.
        init(_ source: MediaSource, used: [Int32]) {
            self.name = source.containerName
            self.streams = source.streams.map { Stream($0, isUsed: used.contains($0.pointee.index)) }
            self.warnings = PackagingReport.warnings(source, used: used)
        }
    }
}

extension PackagingReport.Source {
    init(_ file: Manifest.Source, _ container: PackagingReport.Container) {
        self.init(
            fileName: file.fileName,
            sizeBytes: file.sizeBytes,
            digest: file.digest,
            container: container.name,
            streams: container.streams
        )
    }
}

extension PackagingReport.Stream {
    init(_ stream: UnsafeMutablePointer<AVStream>, isUsed: Bool) {
        let parameters = stream.pointee.codecpar.pointee
        self.init(
            index: Int(stream.pointee.index),
            kind: av_get_media_type_string(parameters.codec_type).map { String(cString: $0) } ?? "unknown",
            codec: SourceStream.name(of: parameters),
            language: LanguageTag.bcp47(container: SourceStream.language(of: stream)),
            isUsed: isUsed
        )
    }
}

extension PackagingReport {
    private static func warnings(_ source: MediaSource, used: [Int32]) -> [Warning] {
        source.streams.filter { !used.contains($0.pointee.index) }.compactMap { stream in
            let facts = Stream(stream, isUsed: false)
            let isCover = stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
            let detail = "stream \(facts.index): \(facts.codec), \(facts.language)"
            return switch facts.kind {
            case "audio": Warning(.otherSound, detail)
            case "video" where !isCover: Warning(.otherPicture, detail)
            default: nil
            }
        }
    }

    static func warnings(planned: RenditionLadder, kept: RenditionLadder) -> [Warning] {
        planned.renditions.filter { !kept.renditions.contains($0) }
            .map { Warning(.renditionDropped, $0.rendition.rawValue) }
    }
}
