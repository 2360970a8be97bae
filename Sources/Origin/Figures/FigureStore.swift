import Blobs
package import CourseModel

/// The daily figures that were made: a folder of files for each revision, and their names in `province.sqlite`.
///
/// Files come first and the name after them; what has no name is written anew.
package struct FigureStore: Sendable {
    private static let fileSizeMax = FigureWebhook.bodySizeMax
    static let tableName = "figures.csv"
    static let summaryName = "summary.json"

    private let path: String
    private let province: ProvinceDatabase

    package init(folder: OriginFolder, province: ProvinceDatabase) {
        self.path = folder.figuresPath
        self.province = province
    }

    /// Keeps figures unless the last revision of their date says the same.
    ///
    /// - Parameters:
    ///   - sends: whether they are to go out.
    ///   - table: makes the table of the figures.
    /// - Returns: the revision that was kept; nil where nothing is new.
    package func keep(
        _ figures: DailyFigures,
        sends: Bool,
        table: (DailyFigures) -> [UInt8]
    ) throws -> DailyFigures? {
        let digest = try figures.digest()
        let last = try self.province.figures(of: figures.date).last
        guard last?.digest != digest else {
            try self.province.looked(at: figures.date, figures.asOfMs)
            return nil
        }
        let kept = DailyFigures(
            date: figures.date,
            revision: (last?.revision ?? 0) + 1,
            asOfMs: figures.asOfMs,
            programmes: figures.programmes
        )
        let folder = self.folder(kept.date, kept.revision)
        try DurableFile.makeFolder(folder)
        try DurableFile.write(table(kept), to: "\(folder)/\(Self.tableName)")
        for county in kept.counties {
            try DurableFile.write(try CanonicalJSON.encode(kept.of(county)), to: Self.file(folder, county))
        }
        let summary = try CanonicalJSON.encode(kept.summary)
        try DurableFile.write(summary, to: "\(folder)/\(Self.summaryName)")
        try DurableFile.syncFolder(of: folder)
        try self.province.keep(
            FigureRecord(date: kept.date, revision: kept.revision, asOfMs: kept.asOfMs, digest: digest),
            message: sends ? summary : nil
        )
        return kept
    }

    /// What was made, the newest first.
    package func dates(limit: Int) throws -> [FigureRecord] {
        try self.province.latestFigures(limit: limit)
    }

    /// - Parameters:
    ///   - revision: nil for the last.
    ///   - county: nil for every county and school, without study groups.
    /// - Returns: nil where there is none.
    package func figures(of date: String, revision: Int64? = nil, county: County.ID? = nil) throws -> DailyFigures? {
        guard let record = try self.record(date, revision) else { return nil }
        let folder = self.folder(record.date, record.revision)
        let path = county.map { Self.file(folder, $0) } ?? "\(folder)/\(Self.summaryName)"
        guard let bytes = try DurableFile.read(path, sizeMax: Self.fileSizeMax) else { return nil }
        return try CanonicalJSON.decode(DailyFigures.self, from: bytes)
    }

    /// The table of everything, as it was written on that day.
    package func table(of date: String, revision: Int64? = nil) throws -> [UInt8]? {
        guard let record = try self.record(date, revision) else { return nil }
        let path = "\(self.folder(record.date, record.revision))/\(Self.tableName)"
        return try DurableFile.read(path, sizeMax: Self.fileSizeMax)
    }

    /// Only what is in the database becomes part of a path.
    private func record(_ date: String, _ revision: Int64?) throws -> FigureRecord? {
        try self.province.figures(of: date).last { revision == nil || $0.revision == revision }
    }

    private func folder(_ date: String, _ revision: Int64) -> String { "\(self.path)/\(date).r\(revision)" }

    private static func file(_ folder: String, _ county: County.ID) -> String { "\(folder)/county-\(county).json" }
}

/// That figures were made.
package struct FigureRecord: Hashable, Sendable {
    package let date: String
    package let revision: Int64
    package let asOfMs: UTCTime
    /// Of what they say.
    package let digest: Digest
}
