import CLibAV
import CourseModel

extension PackagingReport.Source {
    /// - Parameter used: the numbers of the streams that tracks are made of.
    init(_ file: Manifest.Source, _ source: MediaSource, used: [Int32]) {
        self.init(
            fileName: file.fileName,
            sizeBytes: file.sizeBytes,
            digest: file.digest,
            container: source.containerName,
            streams: source.streams.map { PackagingReport.Stream($0, isUsed: used.contains($0.pointee.index)) }
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
