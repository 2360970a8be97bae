package import Prefetching

/// When schools are ready, and what the origin sends for it: one row for each way in which a county or a province may be
/// set up.
package struct ReadinessTable: Sendable {
    /// One way to set a county up.
    package struct Way: Sendable {
        package let name: String
        package let hasParent: Bool
        package let windows: [LinkWindow]
    }

    package struct Row: Sendable {
        package let way: Way
        /// Sorted; those that were not ready are not in it.
        package let readyAfter: [Duration]
        package let schools: Int
        /// Schools of which some lesson was not there when it was needed.
        package let lateSchools: Int
        package let lateLessons: Int
        /// Lessons of all schools, by rendition.
        package let renditions: [String: Int]
        package let originBytes: Int64
        /// Bytes a second, over five minutes.
        package let originPeak: Int64

        /// Until when so many of a thousand schools were ready; nil where they were not.
        package func ready(permille: Int) -> Duration? {
            let place = max(0, (self.schools * permille + 999) / 1_000 - 1)
            return place < self.readyAfter.count ? self.readyAfter[place] : nil
        }
    }

    /// Around the clock and by night, without and with an edge at the county.
    package static var ways: [Way] {
        let nights = LinkWindow(days: Set(0..<7), minutes: 1_320..<1_830)
        return [("always", [LinkWindow]()), ("22:00–06:30", [nights])].flatMap { name, windows in
            [false, true].map { Way(name: name, hasParent: $0, windows: windows) }
        }
    }

    package private(set) var rows: [Row] = []

    /// - Parameters:
    ///   - counties: how many schools each has.
    ///   - setting: of every county; its seed, its schools and what a way says are replaced.
    ///   - progress: called after each county.
    package init(
        counties: [Int],
        setting: CountySetting,
        progress: (_ way: Way, _ counties: Int) -> Void = { _, _ in }
    ) throws {
        let course = try RunScaleCourse(firstDay: setting.firstDay, seed: setting.seed)
        for way in Self.ways {
            var gathering = Gathering()
            for (number, schools) in counties.enumerated() {
                var county = setting
                county.schools = schools
                county.hasParent = way.hasParent
                county.windows = way.windows
                county.seed = setting.seed &* 7_919 &+ UInt64(number)
                var run = CountyRun(county, course: course)
                gathering.add(run.run())
                progress(way, number + 1)
            }
            self.rows.append(gathering.row(way))
        }
    }

    /// Counties of a province, from 30 schools to 300, as many schools as there are to be.
    package static func counties(_ count: Int, schools: Int, seed: UInt64) -> [Int] {
        var random = SplitMix64(state: seed)
        let weights = (0..<count).map { _ in Int.random(in: 30...300, using: &random) }
        let sum = weights.reduce(0, +)
        var sizes = weights.map { $0 * schools / sum }
        let rest = schools - sizes.reduce(0, +)
        for place in 0..<rest { sizes[place % count] += 1 }
        return sizes
    }
}

/// What comes of the counties of one row.
private struct Gathering {
    private var schools: [CountyRun.School] = []
    private var originBytes: [Int64] = []

    mutating func add(_ result: CountyRun.Result) {
        self.schools += result.schools
        let missing = result.originBytes.count - self.originBytes.count
        if missing > 0 { self.originBytes += Array(repeating: 0, count: missing) }
        for (step, bytes) in result.originBytes.enumerated() { self.originBytes[step] += bytes }
    }

    func row(_ way: ReadinessTable.Way) -> ReadinessTable.Row {
        let seconds = CountyRun.step.components.seconds
        return ReadinessTable.Row(
            way: way,
            readyAfter: self.schools.compactMap(\.readyAfter).sorted(),
            schools: self.schools.count,
            lateSchools: self.schools.count { $0.lateLessons > 0 },
            lateLessons: self.schools.reduce(0) { $0 + $1.lateLessons },
            renditions: self.schools.reduce(into: [:]) { $0.merge($1.renditions, uniquingKeysWith: +) },
            originBytes: self.originBytes.reduce(0, +),
            originPeak: (self.originBytes.max() ?? 0) / seconds
        )
    }
}
