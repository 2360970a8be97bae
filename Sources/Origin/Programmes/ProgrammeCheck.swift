import CourseModel

/// Whether what a programme says fits together.
struct ProgrammeCheck {
    /// What makes the programme unusable.
    private(set) var problems: [String] = []
    /// What is allowed, but looks like a mistake.
    private(set) var warnings: [String] = []

    private let programme: Programme

    init(_ programme: Programme) {
        self.programme = programme
        self.checkNames()
        self.checkPhases()
        self.checkSections()
        self.checkTimetable()
        self.checkHours()
        self.problems += OrganisationCheck.problems(of: programme)
    }

    private mutating func checkNames() {
        self.checkUnique("phase", self.programme.phases.map(\.phase.rawValue))
        self.checkUnique("section", self.programme.sections.map(\.section.rawValue))
        self.checkUnique("topic", self.programme.topics.map(\.topic.rawValue))
        self.checkUnique("lesson", self.programme.lessons.map(\.lesson.rawValue))
        self.checkUnique("course package", self.programme.coursePackages.map(\.coursePackage.rawValue))
        self.checkUnique("subject", self.programme.subjects)
        // Both are what hours are booked for, so that one name means one of them.
        let items = self.programme.phases.flatMap { $0.items ?? [] }.map(\.item.rawValue)
        self.checkUnique("section or item", self.programme.sections.map(\.section.rawValue) + items)
    }

    private mutating func checkUnique(_ kind: String, _ names: [String]) {
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            self.problems.append("\(kind) '\(name)' is there twice")
        }
    }

    private mutating func checkPhases() {
        if self.programme.phases.isEmpty { self.problems.append("a programme has at least one phase") }
        for phase in self.programme.phases where phase.startsAtMs >= phase.endsAtMs {
            self.problems.append("phase '\(phase.phase)' ends before it starts")
        }
        for phase in self.programme.phases {
            let items = (phase.items ?? []).reduce(CreditHours.zero) { $0 + $1.hoursHundredths }
            if items > phase.hoursHundredths {
                self.problems.append("the items of phase '\(phase.phase)' exceed its hours")
            }
        }
        for (phase, next) in zip(self.programme.phases, self.programme.phases.dropFirst())
        where next.startsAtMs < phase.endsAtMs {
            self.problems.append(
                "phase '\(next.phase)' starts before '\(phase.phase)' ends: phases are listed in order, and do not overlap"
            )
        }
        if let access = self.programme.accessEndsAtMs, let last = self.programme.phases.last, access < last.endsAtMs {
            self.problems.append("accessEnds lies before the end of phase '\(last.phase)'")
        }
    }

    private mutating func checkSections() {
        let phases = Set(self.programme.phases.map(\.phase))
        let packages = Set(self.programme.coursePackages.map(\.coursePackage))
        for section in self.programme.sections {
            if !phases.contains(section.phase) {
                self.problems.append("section '\(section.section)' names phase '\(section.phase)', which is not there")
            }
            if let package = section.coursePackage, !packages.contains(package) {
                self.problems.append("section '\(section.section)' names package '\(package)', which is not there")
            }
            if let selection = section.selection, selection.startsAtMs >= selection.endsAtMs {
                self.problems.append("the selection of section '\(section.section)' ends before it starts")
            }
            self.checkTopics(of: section)
        }
    }

    private mutating func checkTopics(of section: Section) {
        let topics = self.programme.topics.filter { $0.section == section.section }
        let groups = Dictionary(grouping: topics.filter { $0.oneOf != nil }) { $0.oneOf ?? "" }
        for topic in topics where topic.isMandatory && topic.oneOf != nil {
            self.problems.append("topic '\(topic.topic)' is both mandatory and one of '\(topic.oneOf ?? "")'")
        }
        for (group, members) in groups.sorted(by: { $0.key < $1.key }) where members.count < 2 {
            self.problems.append("one-of group '\(group)' of section '\(section.section)' has only one topic")
        }
        let mandatory = topics.filter(\.isMandatory).reduce(CreditHours.zero) { $0 + $1.hoursHundredths }
        if mandatory > section.quotaHundredths {
            self.problems.append("the mandatory topics of section '\(section.section)' exceed its quota")
        }
        let free = topics.filter { $0.oneOf == nil }.reduce(CreditHours.zero) { $0 + $1.hoursHundredths }
        let reachable = groups.values.compactMap { $0.map(\.hoursHundredths).max() }.reduce(free) { $0 + $1 }
        if reachable < section.quotaHundredths {
            self.warnings.append(
                """
                the topics of section '\(section.section)' come to \(DecimalHours.text(of: reachable)) hours, its quota \
                is \(DecimalHours.text(of: section.quotaHundredths)): nobody can fill it yet
                """
            )
        }
    }

    private mutating func checkTimetable() {
        let lessons = Set(self.programme.lessons.map(\.lesson))
        for slot in self.programme.timetable {
            if !lessons.contains(slot.lesson) {
                self.problems.append("the timetable names lesson '\(slot.lesson)', which is not there")
            }
            if slot.startsAtMs >= slot.endsAtMs {
                self.problems.append("a timetable slot of lesson '\(slot.lesson)' ends before it starts")
            }
            let isInPhase = self.programme.phases.contains {
                $0.startsAtMs <= slot.startsAtMs && slot.endsAtMs <= $0.endsAtMs
            }
            if !isInPhase {
                self.problems.append("a timetable slot of lesson '\(slot.lesson)' lies in no phase")
            }
        }
    }

    private mutating func checkHours() {
        let offered = self.programme.phases.reduce(CreditHours.zero) { $0 + $1.hoursHundredths }
        if self.programme.requiredHundredths > offered {
            self.problems.append(
                """
                requiredHours is \(DecimalHours.text(of: self.programme.requiredHundredths)), but the phases offer only \
                \(DecimalHours.text(of: offered))
                """
            )
        }
        let rules = self.programme.ruleSet
        if let cap = rules.caps?.programmeHundredths, cap < self.programme.requiredHundredths {
            self.problems.append("programmeHours of the caps is less than requiredHours")
        }
        let table = rules.hoursTable ?? []
        if (rules.hoursMode == .table) == table.isEmpty {
            self.problems.append("hoursTable belongs to hoursMode table, and to that alone")
        }
        let rises = zip(table, table.dropFirst()).allSatisfy {
            $0.fromMinutes < $1.fromMinutes && $0.hundredths <= $1.hundredths
        }
        if !rises {
            self.problems.append("hoursTable is not in rising order")
        }
        if self.programme.ruleSet.quantumHundredths == .zero {
            self.problems.append("quantumHours of the rule set is 0")
        }
    }
}
