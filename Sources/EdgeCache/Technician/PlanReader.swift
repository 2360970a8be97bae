import Blobs
import CourseModel
import Prefetching

/// Puts together what this school fetches, and why.
package struct PlanReader: Sendable {
    private let prefetch: PrefetchService
    private let shelf: Shelf
    private let words: PlanWords

    package init(prefetch: PrefetchService, shelf: Shelf, words: PlanWords) {
        self.prefetch = prefetch
        self.shelf = shelf
        self.words = words
    }

    package var plan: EdgePlan {
        let link = self.prefetch.linkState
        let outlook = self.prefetch.outlook
        let programmes = self.shelf.programmes
        let titles = Dictionary(programmes.flatMap(\.lessons).map { ($0.lesson, $0.title) }) { first, _ in first }
        let wishes = self.prefetch.wishes
        return EdgePlan(
            asOfMs: self.prefetch.line.now,
            timeZone: self.prefetch.timeZone,
            link: link,
            sources: self.prefetch.sources.standings.map { standing in
                EdgePlan.Place(
                    source: standing.source.kind,
                    edge: standing.source.edge,
                    bytesPerSecond: standing.bytesPerSecond,
                    reason: standing.reason,
                    words: self.words.words(of: standing)
                )
            },
            storage: try? self.storage(titles),
            lessons: outlook.entries.map { entry in
                EdgePlan.Item(
                    entry,
                    title: titles[entry.lesson],
                    isPinned: wishes.pinned.contains(entry.lesson),
                    isPaused: link.isPaused,
                    words: self.words
                )
            },
            programmes: zip(programmes, outlook.admissions).map {
                EdgePlan.Course(title: $0.title, admission: $1, words: self.words.words(of: $1))
            }
        )
    }

    private func storage(_ titles: [Lesson.ID: Title]) throws -> EdgePlan.Storage {
        var parts: [EdgePlan.Storage.Part] = []
        for candidate in try self.prefetch.evictionOrder.candidates {
            var size = candidate.sizeBytes
            if let last = parts.last, (last.lesson, last.reason) == (candidate.lesson, candidate.reason) {
                size += last.sizeBytes
                parts.removeLast()
            }
            parts.append(
                EdgePlan.Storage.Part(
                    lesson: candidate.lesson,
                    sizeBytes: size,
                    reason: candidate.reason,
                    words: self.words.words(
                        of: candidate.reason,
                        lesson: candidate.lesson.map { titles[$0] ?? Title(zh: $0.rawValue) },
                        size
                    )
                )
            )
        }
        return EdgePlan.Storage(
            freeBytes: try self.prefetch.keeper.blobs.freeBytes,
            reserveBytes: self.prefetch.options.reserveBytes,
            givesWay: Array(parts.prefix(EdgePlan.Storage.partsMax)),
            gaveWay: try self.prefetch.keeper.index.evictions
        )
    }
}

extension EdgePlan.Item {
    init(_ entry: PrefetchOutlook.Entry, title: Title?, isPinned: Bool, isPaused: Bool, words: PlanWords) {
        self.init(
            lesson: entry.lesson,
            title: title ?? Title(zh: entry.lesson.rawValue),
            rendition: entry.choice.rendition,
            sizeBytes: entry.sizeBytes,
            leftBytes: entry.leftBytes,
            order: entry.need.reason,
            isPinned: isPinned,
            neededAtMs: entry.need.neededAtMs,
            readyAtMs: isPaused ? nil : entry.readyAtMs,
            readyLateAtMs: isPaused ? nil : entry.readyLateAtMs,
            choice: entry.choice.reason,
            limit: entry.choice.limit,
            words: words.words(of: entry)
        )
    }
}
