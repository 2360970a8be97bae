import CommandInterface
import CourseModel
import EdgeCache
import HTTPServing
import Prefetching

/// The plan as a terminal shows it.
struct PlanText {
    /// Lessons shown; the rest are counted.
    private static let lessonsMax = 40
    private static let partsMax = 5

    private let plan: EdgePlan
    private let time: LocalTime

    init(_ plan: EdgePlan) {
        self.plan = plan
        self.time = LocalTime(timeZone: plan.timeZone)
    }

    var text: String {
        self.facts.map { DisplayWidth.padded($0, columns: 11) + $1 + "\n" }.joined() + self.programmes + self.lessons
    }

    private var facts: [(String, String)] {
        let link = self.plan.link
        let rate = LinkRate.text(link.lineBytesPerSecond)
        let low = LinkRate.text(link.lineLowBytesPerSecond)
        return [
            (
                "line",
                link.isMeasured
                    ? "\(rate), nine times out of ten more than \(low)" : "not measured, taken to be \(rate)"
            ),
            ("windows", link.windows.isEmpty ? "always" : link.windows),
            ("now", self.now),
            ("cap", link.capBitsPerSecond.map(LinkRate.text) ?? "none"),
            ("rendition", link.rendition),
        ] + self.sources + (self.plan.storage.map { self.facts(of: $0) } ?? [])
    }

    /// Who is asked, in that order, and why.
    private var sources: [(String, String)] {
        self.plan.sources.map { place in
            let name = ([place.source.rawValue] + (place.edge.map { [$0.rawValue] } ?? [])).joined(separator: " ")
            let rate = place.bytesPerSecond.map { ", \(LinkRate.text($0))" } ?? ""
            return ("source", "\(name): \(place.words.text(in: .english))\(rate)")
        }
    }

    private func facts(of storage: EdgePlan.Storage) -> [(String, String)] {
        let room =
            "\(QuantityText.bytes(storage.freeBytes)) free, \(QuantityText.bytes(storage.reserveBytes)) stay free"
        let gives = storage.givesWay.prefix(Self.partsMax).map { ("", $0.words.text(in: .english)) }
        let gave = storage.gaveWay.prefix(1).map { eviction in
            let what = [eviction.lesson?.rawValue, QuantityText.bytes(eviction.sizeBytes)].compactMap(\.self)
            return ("", "gave way last \(self.text(eviction.atMs)): \(what.joined(separator: ", "))")
        }
        return [("room", room + (gives.isEmpty ? "" : "; if it is too little, these give way, in this order:"))]
            + gives + gave
    }

    private var now: String {
        let link = self.plan.link
        if link.isPaused { return "paused (lectern-edge prefetch --resume)" }
        let limit = link.limitBytesPerSecond.map { link.isOpen ? ", at most \(LinkRate.text($0))" : "" } ?? ""
        return (link.isOpen ? "open" : "closed") + (link.changesAtMs.map { " until \(self.text($0))" } ?? "") + limit
    }

    private var programmes: String {
        self.plan.programmes.filter(\.hasLessons)
            .map { "\n\($0.title.zh): \($0.words.text(in: .english))\n" }.joined()
    }

    private var lessons: String {
        guard !self.plan.lessons.isEmpty else { return "\nno lessons are listed\n" }
        var table = TextTable([
            .init("lesson"), .init("title"), .init("rendition"), .init("left", .trailing), .init("needed"),
            .init("ready"), .init("9 of 10"),
        ])
        let shown = self.plan.lessons.prefix(Self.lessonsMax)
        for item in shown {
            table.append([
                item.lesson.rawValue, DisplayWidth.prefix(of: item.title.zh, columns: 32),
                item.rendition?.rawValue ?? "–", QuantityText.bytes(item.leftBytes),
                item.neededAtMs.map(self.text) ?? "–",
                item.isHeld ? "here" : item.readyAtMs.map(self.text) ?? "–",
                item.isHeld ? "here" : item.readyLateAtMs.map(self.text) ?? "–",
            ])
        }
        let reasons = shown.map { "  \($0.lesson)\($0.isPinned ? " (pinned)" : ""): \($0.words.text(in: .english))\n" }
        let more = self.plan.lessons.count - shown.count
        return "\n" + table.text + (more > 0 ? "… and more: \(more) (--json has all)\n" : "")
            + "\nwhy:\n" + reasons.joined()
    }

    private func text(_ time: UTCTime) -> String {
        self.time.text(time, in: .english)
    }
}
