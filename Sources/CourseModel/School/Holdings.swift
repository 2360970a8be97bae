/// What a school has verified, and how it is doing: sent by the edge, signed, whole each time.
package struct Holdings: DocumentPayload {
    package static let documentType = "holdings"
    package static let sizeMax = 4 << 20

    /// What would make a lesson come in time that would be late.
    package enum Help: String, Hashable, Sendable, Codable, CaseIterable {
        /// More hours, a larger share, or no cap: the line itself would bring enough.
        case widerWindow
        /// Smaller renditions than the setting asks for.
        case lowerRendition
        /// A county's edge that is nearer than the origin: the line itself brings too little.
        case parent
        /// A disc: the line itself brings too little.
        case disc
    }

    package struct Release: Hashable, Sendable, Codable {
        package let lesson: Lesson.ID
        package let manifest: Digest
        /// Of the rendition that the school chose and of what goes with it, as is `sizeBytes`.
        package let heldBytes: ByteCount
        package let sizeBytes: ByteCount
        /// When it will be held, as the edge forecasts it, half of the times; nil when held already, or when there is no
        /// telling.
        package let readyAtMs: UTCTime?
        /// The same nine times out of ten; nil also from an edge that does not say.
        package let readyLateAtMs: UTCTime?
        /// The rendition that the school chose; nil where the release has none, or from an edge that fetches all.
        package let rendition: Rendition.ID?
        /// What would help, the most useful first; nil where it comes in time, and from an edge that does not say.
        package let help: [Help]?

        package init(
            lesson: Lesson.ID,
            manifest: Digest,
            heldBytes: ByteCount,
            sizeBytes: ByteCount,
            readyAtMs: UTCTime?,
            readyLateAtMs: UTCTime? = nil,
            rendition: Rendition.ID? = nil,
            help: [Help] = []
        ) {
            self.lesson = lesson
            self.manifest = manifest
            self.heldBytes = heldBytes
            self.sizeBytes = sizeBytes
            self.readyAtMs = readyAtMs
            self.readyLateAtMs = readyLateAtMs
            self.rendition = rendition
            self.help = help.isEmpty ? nil : help
        }
    }

    package let edge: Edge.ID
    /// Goes up with every one sent; a lower one is ignored.
    package let number: Int64
    package let atMs: UTCTime
    package let catalogueVersion: Int64
    package let softwareVersion: String
    package let rateBytesPerSecond: ByteCount
    package let isPaused: Bool
    package let diskFreeBytes: ByteCount
    /// Chunks, documents and catalogues refused since the edge was installed.
    package let refusals: Int64
    package let releases: [Release]

    package init(
        edge: Edge.ID,
        number: Int64,
        atMs: UTCTime,
        catalogueVersion: Int64,
        softwareVersion: String,
        rateBytesPerSecond: ByteCount,
        isPaused: Bool,
        diskFreeBytes: ByteCount,
        refusals: Int64,
        releases: [Release]
    ) {
        self.edge = edge
        self.number = number
        self.atMs = atMs
        self.catalogueVersion = catalogueVersion
        self.softwareVersion = softwareVersion
        self.rateBytesPerSecond = rateBytesPerSecond
        self.isPaused = isPaused
        self.diskFreeBytes = diskFreeBytes
        self.refusals = refusals
        self.releases = releases
    }
}
