import CourseModel
import HTTPServing
import Prefetching

extension TechnicianPage {
    /// The line, and what of it the prefetch has.
    var facts: [Model.Fact] {
        let link = self.plan.link
        let line = [
            "rate": LinkRate.text(link.lineBytesPerSecond), "low": LinkRate.text(link.lineLowBytesPerSecond),
        ]
        return [
            self.fact("line", self.say(link.isMeasured ? "plan.lineMeasured" : "plan.lineAssumed", line)),
            self.fact("windows", link.windows.isEmpty ? self.say("plan.windowsNone") : link.windows),
            self.fact("now", self.now),
            self.fact("cap", link.capBitsPerSecond.map(LinkRate.text) ?? self.say("plan.capNone")),
            self.fact("rendition", self.say("plan.setting.\(link.rendition)")),
            self.fact("source", self.source),
        ] + (self.plan.storage.map { [self.fact("storage", self.text(of: $0))] } ?? [])
    }

    private func text(of storage: EdgePlan.Storage) -> String {
        let values = [
            "free": QuantityText.bytes(storage.freeBytes), "reserve": QuantityText.bytes(storage.reserveBytes),
        ]
        let gives = storage.givesWay.first.map {
            self.say("plan.storageGives", ["what": $0.words.text(in: self.language)])
        }
        let gave = storage.gaveWay.first.map {
            self.say("plan.storageGave", ["time": self.text($0.atMs), "bytes": QuantityText.bytes($0.sizeBytes)])
        }
        return [self.say("plan.storageText", values), gives, gave].compactMap(\.self)
            .joined(separator: self.language == .chinese ? "；" : "; ")
    }

    /// Who is asked first now.
    private var source: String {
        let asked = self.plan.sources.first { $0.reason == .asked }
        let kind = self.say("source.\((asked?.source ?? .origin).rawValue)")
        return asked?.edge.map { "\(kind) \($0)" } ?? kind
    }

    var courses: [Model.Course] {
        self.plan.programmes.filter(\.hasLessons).map { course in
            let tone =
                switch course.admission.verdict {
                case .held: "good"
                case .inTime: ""
                case .late: "bad"
                }
            return Model.Course(
                title: course.title.text(in: self.language),
                words: course.words.text(in: self.language),
                tone: tone
            )
        }
    }

    func wishes(for release: EdgeStatus.Release) -> [Model.Wish] {
        let item = self.plan.lessons.first { $0.lesson == release.lesson }
        let order: [LessonWish] = release.isHeld ? [] : item?.order == .first ? [.usual] : [.first]
        return (order + [item?.isPinned == true ? .unpin : .pin]).map { wish in
            Model.Wish(
                action: "/technician/lessons/\(release.lesson)/\(wish.rawValue)",
                id: "\(wish.rawValue)-\(release.lesson)",
                label: self.say("wish.\(wish.rawValue)")
            )
        }
    }

    private var now: String {
        let link = self.plan.link
        let until = link.changesAtMs.map { ["time": self.text($0)] }
        if link.isPaused { return self.say("figure.ratePaused") }
        guard link.isOpen else { return until.map { self.say("plan.closedUntil", $0) } ?? self.say("plan.closed") }
        let limit = link.limitBytesPerSecond.map { self.say("plan.limited", ["rate": LinkRate.text($0)]) }
        let state = until.map { self.say("plan.openUntil", $0) } ?? self.say("plan.open")
        return [state, limit].compactMap(\.self).joined(separator: self.language == .chinese ? "，" : ", ")
    }

    private func fact(_ name: String, _ value: String) -> Model.Fact {
        Model.Fact(label: self.say("plan.\(name)"), value: value)
    }
}
