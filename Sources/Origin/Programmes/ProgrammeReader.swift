import CourseModel
import Yams

/// Reads the keys of a programme's YAML, without judging what they say together.
struct ProgrammeReader {
    private let top: YAMLMapping
    private let time: CivilTime
    private let isRehearsal: Bool

    init(_ node: Node, isRehearsal: Bool, log: YAMLProblemLog) throws(YAMLProblem) {
        let keys: Set<String> = [
            "programme", "title", "timeZone", "requiredHours", "accessEnds", "subjects", "coursePackages", "phases",
            "sections", "timetable", "ruleSet", "selection", "grouping",
        ]
        self.top = try YAMLMapping(node, path: "", keys: keys, log: log)
        let zone = try self.top.text("timeZone")
        guard let time = CivilTime(timeZone: zone) else {
            throw self.top.problem("timeZone", "'\(zone)' is no time zone; write e.g. Asia/Shanghai")
        }
        self.time = time
        self.isRehearsal = isRehearsal
    }

    func programme() throws(YAMLProblem) -> Programme {
        let sections = self.sections()
        let phases = self.phases()
        let organisation = OrganisationReader(top: self.top, time: self.time)
        return Programme(
            programme: try self.top.identifier("programme"),
            title: try self.top.title("title"),
            timeZone: try self.top.text("timeZone"),
            subjects: self.top.texts("subjects", max: ProgrammeImport.subjectsMax),
            phases: phases,
            sections: sections.map(\.section),
            topics: sections.flatMap(\.topics).map(\.topic),
            lessons: sections.flatMap(\.topics).flatMap(\.lessons),
            timetable: self.timetable(),
            coursePackages: self.coursePackages(),
            ruleSet: try RuleSetReader(top: self.top, time: self.time, isRehearsal: self.isRehearsal).ruleSet(
                dayOf: phases.first?.startsAtMs
            ),
            requiredHundredths: try self.top.hours("requiredHours"),
            accessEndsAtMs: self.top.has("accessEnds") ? try self.instant("accessEnds", of: self.top) : nil,
            selection: try organisation.selection(),
            grouping: try organisation.grouping()
        )
    }

    private func instant(_ key: String, of mapping: YAMLMapping) throws(YAMLProblem) -> UTCTime {
        let text = try mapping.text(key)
        guard let instant = self.time.instant(text) else {
            throw mapping.problem(key, "'\(text)' is no time; write e.g. 2027-07-15T08:00 or 2027-07-15")
        }
        return instant
    }

    private func phases() -> [Phase] {
        let keys: Set<String> = ["phase", "kind", "title", "starts", "ends", "hours", "items"]
        return self.top.list("phases", max: ProgrammeImport.phasesMax, keys: keys) { item throws(YAMLProblem) in
            guard let kind = Phase.Kind(rawValue: try item.text("kind")) else {
                throw item.problem("kind", "concentrated or dispersed is expected")
            }
            return Phase(
                phase: try item.identifier("phase"),
                kind: kind,
                title: try item.title("title"),
                startsAtMs: try self.instant("starts", of: item),
                endsAtMs: try self.instant("ends", of: item),
                hoursHundredths: try item.hours("hours"),
                items: item.has("items") ? self.phaseItems(item) : nil
            )
        }
    }

    private func phaseItems(_ phase: YAMLMapping) -> [PhaseItem] {
        phase.list("items", max: ProgrammeImport.itemsMax, keys: ["item", "title", "hours"]) {
            item throws(YAMLProblem) in
            PhaseItem(
                item: try item.identifier("item"),
                title: try item.title("title"),
                hoursHundredths: try item.hours("hours")
            )
        }
    }

    private func coursePackages() -> [CoursePackage] {
        self.top.list("coursePackages", max: ProgrammeImport.phasesMax, keys: ["coursePackage", "title"]) {
            item throws(YAMLProblem) in
            CoursePackage(coursePackage: try item.identifier("coursePackage"), title: try item.title("title"))
        }
    }

    private typealias ReadTopic = (topic: Topic, lessons: [LessonEntry])
    private typealias ReadSection = (section: Section, topics: [ReadTopic])

    private func sections() -> [ReadSection] {
        let keys: Set<String> = [
            "section", "phase", "title", "quotaHours", "coursePackage", "selectionStarts", "selectionEnds", "topics",
        ]
        return self.top.list("sections", max: ProgrammeImport.sectionsMax, keys: keys) { item throws(YAMLProblem) in
            let section = Section(
                section: try item.identifier("section"),
                phase: try item.identifier("phase"),
                title: try item.title("title"),
                quotaHundredths: try item.hours("quotaHours"),
                coursePackage: item.has("coursePackage") ? try item.identifier("coursePackage") : nil,
                selection: try self.selection(item)
            )
            return (section, self.topics(of: section.section, item))
        }
    }

    private func selection(_ section: YAMLMapping) throws(YAMLProblem) -> SelectionWindow? {
        guard section.has("selectionStarts") || section.has("selectionEnds") else { return nil }
        return SelectionWindow(
            startsAtMs: try self.instant("selectionStarts", of: section),
            endsAtMs: try self.instant("selectionEnds", of: section)
        )
    }

    private func topics(of section: Section.ID, _ item: YAMLMapping) -> [ReadTopic] {
        let keys: Set<String> = ["topic", "title", "hours", "mandatory", "oneOf", "lessons"]
        return item.list("topics", max: ProgrammeImport.topicsMax, keys: keys) { item throws(YAMLProblem) in
            let topic = Topic(
                topic: try item.identifier("topic"),
                section: section,
                title: try item.title("title"),
                hoursHundredths: try item.hours("hours"),
                isMandatory: try item.boolean("mandatory", default: false),
                oneOf: item.has("oneOf") ? try item.text("oneOf") : nil
            )
            let lessons = item.list("lessons", max: ProgrammeImport.lessonsMax, keys: ["lesson", "title"]) {
                item throws(YAMLProblem) in
                LessonEntry(
                    lesson: try item.identifier("lesson"),
                    topic: topic.topic,
                    title: try item.title("title")
                )
            }
            if lessons.isEmpty { item.complain("lessons", "a topic has at least one lesson") }
            return (topic, lessons)
        }
    }

    private func timetable() -> [TimetableSlot] {
        let keys: Set<String> = ["lesson", "starts", "ends"]
        return self.top.list("timetable", max: ProgrammeImport.slotsMax, keys: keys) { item throws(YAMLProblem) in
            TimetableSlot(
                lesson: try item.identifier("lesson"),
                startsAtMs: try self.instant("starts", of: item),
                endsAtMs: try self.instant("ends", of: item)
            )
        }
    }
}
