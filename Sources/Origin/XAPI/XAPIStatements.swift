package import CourseModel
package import CreditLedger
package import Crediting
import Foundation

/// What a trainee watched and earned, as statements of the Experience API with its video profile v1.0.3.
///
/// A function of what is never edited: rows of a school's journal and entries of the ledger. So a statement never
/// changes, and its identifier follows from the row or entry; exporting twice says nothing new.
package struct XAPIStatements: Sendable {
    /// What statements say of a lesson.
    package struct LessonFacts: Hashable, Sendable {
        let title: Title
        let durationMs: MediaTime
        /// Share of the lesson that makes it complete.
        let completionPermille: Int64
        /// It is a lesson of these, in ascending order.
        let programmes: [Programme.ID]
    }

    private let home: XAPIHome
    private let programmes: [Programme.ID: Programme]
    private let lessons: [Lesson.ID: LessonFacts]

    package init(home: XAPIHome, programmes: [Programme], durations: [Lesson.ID: MediaTime]) {
        self.home = home
        self.programmes = Dictionary(programmes.map { ($0.programme, $0) }) { first, _ in first }
        var lessons: [Lesson.ID: LessonFacts] = [:]
        for programme in programmes.sorted(by: { $0.programme < $1.programme }) {
            for entry in programme.lessons {
                guard let durationMs = durations[entry.lesson] else { continue }
                let known = lessons[entry.lesson]
                lessons[entry.lesson] = LessonFacts(
                    title: known?.title ?? entry.title,
                    durationMs: durationMs,
                    completionPermille: known?.completionPermille ?? programme.ruleSet.completionPermille,
                    programmes: (known?.programmes ?? []) + [programme.programme]
                )
            }
        }
        self.lessons = lessons
    }

    /// Of each viewing session its beginning, and one `paused` for each interval that its journal has.
    ///
    /// - Parameter evidence: of one trainee. A lesson without a release is left out: the profile wants its length.
    package func viewing(_ evidence: Evidence) -> [XAPIStatement] {
        let intervals = Dictionary(grouping: evidence.intervals, by: \.played.play)
        return evidence.plays.sorted { $0.play < $1.play }.flatMap { play -> [XAPIStatement] in
            guard let facts = self.lessons[play.lesson] else { return [] }
            let played = (intervals[play.play] ?? []).sorted { $0.key < $1.key }
            return [self.beginning(of: play, facts)] + self.pauses(of: play, played, facts)
        }
    }

    /// Grants and adjustments; a reversal voids what it takes back.
    ///
    /// - Parameter entries: of one trainee, in the order in which they were posted.
    package func ledger(_ entries: [LedgerEntry]) -> [XAPIStatement] {
        entries.compactMap { entry in
            guard let number = entry.number else { return nil }
            switch entry.kind {
            case .grant, .adjustment: return self.earned(entry, number)
            case .reversal: return entry.supersedes.map { self.voided($0, by: number, entry) }
            }
        }
    }
}

// MARK: - Viewing

extension XAPIStatements {
    private func beginning(of play: Evidence.Play, _ facts: LessonFacts) -> XAPIStatement {
        XAPIStatement(
            id: self.home.statementID("viewing/\(play.play)"),
            actor: self.home.actor(play.trainee),
            verb: XAPIVocabulary.initialized,
            object: self.video(play.lesson, facts),
            context: self.context(of: play, facts),
            timestamp: Self.time(play.startMs.milliseconds)
        )
    }

    private func pauses(
        of play: Evidence.Play,
        _ intervals: [Evidence.Interval],
        _ facts: LessonFacts
    ) -> [XAPIStatement] {
        var seen = PlayedIntervals()
        var segments: [Range<MediaTime>] = []
        return intervals.map { interval in
            let mediaMs = interval.played.mediaMs
            seen.insert(mediaMs.clamped(to: .zero..<facts.durationMs))
            if let last = segments.last, last.upperBound == mediaMs.lowerBound {
                segments[segments.count - 1] = last.lowerBound..<mediaMs.upperBound
            } else {
                segments.append(mediaMs)
            }
            return XAPIStatement(
                id: self.home.statementID("played/\(interval.key)"),
                actor: self.home.actor(play.trainee),
                verb: XAPIVocabulary.paused,
                object: self.video(play.lesson, facts),
                result: XAPIStatement.Result(extensions: [
                    XAPIVocabulary.time: .seconds(milliseconds: mediaMs.upperBound.milliseconds),
                    XAPIVocabulary.progress: .number(Self.share(seen.total, of: facts.durationMs)),
                    XAPIVocabulary.segments: .text(segments.map(Self.segment).joined(separator: "[,]")),
                ]),
                context: self.context(of: play, facts),
                timestamp: Self.time(interval.played.wallMs.upperBound.milliseconds)
            )
        }
    }

    private func video(_ lesson: Lesson.ID, _ facts: LessonFacts) -> XAPIStatement.Object {
        var name = ["zh-CN": facts.title.zh]
        name["en"] = facts.title.en
        return .activity(id: self.home.lesson(lesson), type: XAPIVocabulary.video, name: name)
    }

    private func context(of play: Evidence.Play, _ facts: LessonFacts) -> XAPIStatement.Context {
        XAPIStatement.Context(
            category: [XAPIVocabulary.videoProfile],
            parent: facts.programmes.map { self.home.programme($0) },
            extensions: [
                XAPIVocabulary.length: .seconds(milliseconds: facts.durationMs.milliseconds),
                XAPIVocabulary.session: .text(
                    NameUUID.version4Shaped("\(self.home.url)|\(play.play)").uuidString.lowercased()
                ),
                XAPIVocabulary.threshold: .number(Double(facts.completionPermille) / 1_000),
            ]
        )
    }

    /// With three decimals, as the profile has it: `0.000[.]12.000`.
    private static func segment(_ mediaMs: Range<MediaTime>) -> String {
        "\(Self.seconds(mediaMs.lowerBound))[.]\(Self.seconds(mediaMs.upperBound))"
    }

    private static func seconds(_ time: MediaTime) -> String {
        let thousandths = String(time.milliseconds % 1_000)
        return "\(time.milliseconds / 1_000)." + String(repeating: "0", count: 3 - thousandths.count) + thousandths
    }

    /// Rounded down to three decimals: 1 is the whole lesson.
    private static func share(_ seen: MediaTime, of durationMs: MediaTime) -> Double {
        guard durationMs > .zero else { return 0 }
        return Double(Int128(seen.milliseconds) * 1_000 / Int128(durationMs.milliseconds)) / 1_000
    }

    private static func time(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

// MARK: - Hours

extension XAPIStatements {
    private func earned(_ entry: LedgerEntry, _ number: Int64) -> XAPIStatement {
        let section = self.programmes[entry.programme]?.sections.first { $0.section.rawValue == entry.item }
        var name = ["zh-CN": section?.title.zh ?? entry.item]
        name["en"] = section?.title.en
        return XAPIStatement(
            id: self.home.statementID("entry/\(number)"),
            actor: self.home.actor(entry.trainee),
            verb: XAPIVocabulary.earned,
            object: .activity(
                id: self.home.item(entry.item, of: entry.programme),
                type: XAPIVocabulary.module,
                name: name
            ),
            result: XAPIStatement.Result(extensions: [
                self.home.hours: .number(Double(entry.hundredths.hundredths) / 100)
            ]),
            context: XAPIStatement.Context(
                category: [],
                parent: [self.home.programme(entry.programme)],
                extensions: [self.home.rules: .text(entry.rules.hexadecimal)]
            ),
            timestamp: entry.postedAtMs.map { Self.time($0.milliseconds) }
        )
    }

    private func voided(_ superseded: Int64, by number: Int64, _ entry: LedgerEntry) -> XAPIStatement {
        XAPIStatement(
            id: self.home.statementID("entry/\(number)"),
            actor: self.home.actor(entry.trainee),
            verb: XAPIVocabulary.voided,
            object: .statement(self.home.statementID("entry/\(superseded)")),
            timestamp: entry.postedAtMs.map { Self.time($0.milliseconds) }
        )
    }
}
