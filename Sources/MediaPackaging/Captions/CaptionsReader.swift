import CourseModel

/// Reads a file of captions: SubRip, WebVTT or SubStation Alpha, told apart by what is in it.
package enum CaptionsReader {
    /// Captions of 12 hours have less than 1 MB.
    private static let fileBytesMax: Int64 = 8 << 20

    static func read(_ file: CaptionsFile) throws(PackagingError) -> (ReadCues, CaptionsEncoding) {
        let source: SourceFile
        do {
            source = try SourceFile(path: file.path)
        } catch {
            throw PackagingError(error.reason, "\(file.name): \(error.detail)")
        }
        guard source.sizeBytes > 0 else { throw PackagingError(.empty, file.name) }
        guard source.sizeBytes <= Self.fileBytesMax else {
            throw PackagingError(.badCaptions, "\(file.name): more than \(Self.fileBytesMax >> 20) MiB")
        }
        guard let (text, encoding) = CaptionsEncoding.read(try source.read(at: 0, count: Int(source.sizeBytes))) else {
            throw PackagingError(.badCaptions, "\(file.name): neither UTF-8 nor UTF-16 nor GB18030")
        }
        do {
            return (try Self.cues(of: text), encoding)
        } catch {
            throw PackagingError(.badCaptions, "\(file.name), line \(error.line): \(error.what)")
        }
    }

    package static func cues(of text: String) throws(CaptionsFault) -> ReadCues {
        let lines = try CaptionsLine.lines(of: text)
        guard let first = lines.first(where: { !$0.isBlank }) else { throw CaptionsFault(line: 1, "the file is blank") }
        if first.text == "WEBVTT" || first.text.hasPrefix("WEBVTT ") || first.text.hasPrefix("WEBVTT\t") {
            return try WebVTTReader.read(Array(lines[(first.number - 1)...]))
        }
        // A script may have remarks before its first section.
        return try first.text.hasPrefix("[") || first.text.hasPrefix(";")
            ? SubStationReader.read(lines) : SubRipReader.read(lines)
    }
}
