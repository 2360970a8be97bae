import CourseModel
package import HTTPServing

/// Makes a day's figures and keeps them, with their table in Chinese.
package struct FigureMaker: Sendable {
    package let store: FigureStore
    private let reader: FigureReader
    private let table: FigureTable
    private let sends: Bool

    /// - Parameters:
    ///   - timeZone: Of the province, IANA name.
    ///   - sends: whether figures go out to a webhook.
    package init(store: FigureStore, reader: FigureReader, messages: Messages, timeZone: String, sends: Bool) {
        self.store = store
        self.reader = reader
        self.table = FigureTable(messages: messages, language: .chinese, timeZone: timeZone)
        self.sends = sends
    }

    /// - Returns: the revision that was made; nil where the date's last one says the same.
    package func make(_ date: String) async throws -> DailyFigures? {
        try self.store.keep(
            try await self.reader.figures(of: date, revision: 0),
            sends: self.sends,
            table: self.table.bytes
        )
    }

    /// Figures as of now, which are not kept.
    package func provisional(_ date: String) async throws -> DailyFigures {
        try await self.reader.figures(of: date, revision: 0)
    }

    /// Of these figures, in Chinese.
    package func table(of figures: DailyFigures) -> [UInt8] { self.table.bytes(of: figures) }
}
