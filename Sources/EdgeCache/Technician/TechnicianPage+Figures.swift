import CourseModel
import HTTPServing

extension TechnicianPage {
    /// The sentence at the top: ready by the first day, or what stands in the way.
    var headline: (text: String, detail: String?, tone: String) {
        let trouble = self.trouble
        switch Readiness(of: self.status) {
        case .noCatalogue: return (self.say("readiness.noCatalogue"), trouble, "warn")
        case .nothingListed: return (self.say("readiness.nothingListed"), trouble, "warn")
        case .held(let lessons):
            return (self.say("readiness.held", ["lessons": "\(lessons)"]), trouble, trouble == nil ? "good" : "warn")
        case .paused(let missing):
            return (self.say("readiness.paused", ["missing": "\(missing)"]), trouble, "warn")
        case .unknown(let missing):
            return (self.say("readiness.unknown", ["missing": "\(missing)"]), trouble, "warn")
        case .inTime(let readyAt, let needed):
            let detail = needed.map { self.say("readiness.inTimeDetail", ["time": self.text($0)]) }
            let text = self.say("readiness.inTime", ["time": self.text(readyAt)])
            return (text, trouble ?? detail, trouble == nil ? "good" : "warn")
        case .late(let lessons, let readyAt):
            let text = self.say("readiness.late", ["lessons": "\(lessons)", "time": self.text(readyAt)])
            return (text, trouble ?? self.say("readiness.lateDetail"), "bad")
        }
    }

    private var trouble: String? {
        if let reason = self.status.origin.trouble { return self.say("trouble.origin", ["reason": reason]) }
        return self.status.link.trouble.map { self.say("trouble.link", ["reason": $0]) }
    }

    var figures: [Model.Figure] {
        [self.verified, self.rate, self.next, self.disk, self.origin, self.journal, self.catalogue]
    }

    private func figure(_ name: String, _ value: String, _ detail: String? = nil, tone: String = "") -> Model.Figure {
        Model.Figure(label: self.say("figure.\(name)"), value: value, detail: detail, tone: tone)
    }

    private var verified: Model.Figure {
        let values = [
            "held": QuantityText.bytes(self.status.heldBytes), "size": QuantityText.bytes(self.status.sizeBytes),
        ]
        let percent = QuantityText.percent(permille: self.status.verifiedPermille)
        return self.figure("verified", percent, self.say("figure.verifiedDetail", values))
    }

    private var rate: Model.Figure {
        let link = self.status.link
        if link.isPaused { return self.figure("rate", self.say("figure.ratePaused"), tone: "warn") }
        guard link.rateBytesPerSecond > .zero else { return self.figure("rate", self.say("figure.rateIdle")) }
        let detail = link.fetching.map { self.say("figure.fetching", ["lesson": self.title(of: $0)]) }
        return self.figure("rate", LinkRate.text(link.rateBytesPerSecond), detail)
    }

    /// The lesson that will be here first, after the one that is being fetched.
    private var next: Model.Figure {
        let missing = self.status.releases.filter { !$0.isHeld }
        let waiting = missing.filter { $0.lesson != self.status.link.fetching }
        let order = { (release: EdgeStatus.Release) in
            release.readyAtMs ?? release.neededAtMs ?? UTCTime(milliseconds: .max)
        }
        guard let next = waiting.min(by: { (order($0), $0.lesson) < (order($1), $1.lesson) }) else {
            return self.figure("next", self.say("figure.nextNone"))
        }
        let detail = self.say("figure.nextDetail", ["count": "\(missing.count)"])
        return self.figure("next", next.title.text(in: self.language), detail)
    }

    private var disk: Model.Figure {
        let free = QuantityText.bytes(self.status.diskFreeBytes)
        let missing = self.status.sizeBytes - self.status.heldBytes
        if missing > self.status.diskFreeBytes {
            let detail = self.say("figure.diskShort", ["bytes": QuantityText.bytes(missing)])
            return self.figure("disk", free, detail, tone: "bad")
        }
        return self.figure("disk", free, tone: self.status.diskFreeBytes < EdgeStatus.diskFreeMin ? "warn" : "")
    }

    private var origin: Model.Figure {
        let origin = self.status.origin
        let value = origin.lastReachedMs.map(self.text) ?? self.say("figure.originNever")
        return self.figure("origin", value, origin.url, tone: origin.trouble == nil ? "" : "warn")
    }

    private var journal: Model.Figure {
        let journal = self.status.journal
        let waiting = journal.lastSequence - journal.reportedThrough
        let detail = journal.trouble ?? self.say("figure.journalDetail", ["total": "\(journal.lastSequence)"])
        return self.figure("journal", "\(waiting)", detail, tone: journal.trouble == nil ? "" : "bad")
    }

    private var catalogue: Model.Figure {
        guard let catalogue = self.status.catalogue else {
            return self.figure("catalogue", self.say("figure.catalogueNone"), tone: "warn")
        }
        let key = catalogue.isExpired ? "figure.catalogueExpired" : "figure.catalogueUntil"
        let detail =
            catalogue.isStocked
            ? self.say(key, ["time": self.text(catalogue.expiresAtMs)]) : self.say("figure.cataloguePartial")
        return self.figure(
            "catalogue",
            self.say("figure.catalogueVersion", ["version": "\(catalogue.version)"]),
            detail,
            tone: catalogue.isExpired || !catalogue.isStocked ? "warn" : ""
        )
    }

    private func title(of lesson: Lesson.ID) -> String {
        self.status.releases.first { $0.lesson == lesson }?.title.text(in: self.language) ?? lesson.rawValue
    }
}
