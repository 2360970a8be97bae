import CourseModel
import HTTPServing
import ProgressAgent

extension TechnicianPage {
    /// The sentence at the top: ready by the first day, or what stands in the way.
    var headline: (text: String, details: [String], tone: String) {
        let troubles = self.troubles
        let good = troubles.isEmpty ? "good" : "warn"
        switch Readiness(of: self.status) {
        case .noCatalogue: return (self.say("readiness.noCatalogue"), troubles, "warn")
        case .nothingListed: return (self.say("readiness.nothingListed"), troubles, "warn")
        case .held(let lessons): return (self.say("readiness.held", ["lessons": "\(lessons)"]), troubles, good)
        case .paused(let missing):
            return (self.say("readiness.paused", ["missing": "\(missing)"]), troubles, "warn")
        case .unknown(let missing):
            return (self.say("readiness.unknown", ["missing": "\(missing)"]), troubles, "warn")
        case .inTime(let readyAt, let needed, let spare):
            let text = self.say("readiness.inTime", ["time": self.text(readyAt)])
            return (text, [self.firstNeeded(needed, spare), self.assumed].compactMap(\.self) + troubles, good)
        case .late(let lessons, let by, let readyAt):
            let late = self.messages.span(by, in: self.language, rounding: .up)
            let values = ["lessons": "\(lessons)", "late": late, "time": self.text(readyAt)]
            let details = [self.say("readiness.lateDetail"), self.assumed].compactMap(\.self)
            return (self.say("readiness.late", values), details + troubles, "bad")
        }
    }

    private func firstNeeded(_ needed: UTCTime?, _ spare: UTCTime?) -> String? {
        guard let needed, let spare else { return nil }
        let text = self.messages.span(max(.zero, spare), in: self.language, rounding: .down)
        return self.say("readiness.inTimeDetail", ["time": self.text(needed), "spare": text])
    }

    /// What a forecast rests on that was made before the line was measured.
    private var assumed: String? {
        let line = self.status.line
        if line.isMeasured { return nil }
        return self.say("readiness.assumed", ["rate": LinkRate.text(line.lineBytesPerSecond)])
    }

    private var troubles: [String] {
        let origin = self.status.origin.trouble.map { self.say("trouble.origin", ["reason": $0]) }
        // While the origin does not answer at all, that lessons do not arrive either says nothing new.
        let link = origin == nil ? self.status.link.trouble.map(self.reason) : nil
        return [origin, link.map { self.say("trouble.link", ["reason": $0]) }].compactMap(\.self)
    }

    /// - Parameter trouble: what the program wrote about it.
    private func reason(_ trouble: String) -> String {
        guard let reason = self.status.link.troubleReason, reason != .other else { return trouble }
        return self.say("retry.\(reason.rawValue)")
    }

    /// First what is to come, then what it rests on.
    var figureRows: [[Model.Figure]] {
        [
            [self.verified, self.lessonsHeld, self.rate, self.next],
            [self.disk, self.origin, self.journal, self.catalogue],
        ]
    }

    private func figure(
        _ name: String,
        _ value: String,
        _ detail: String? = nil,
        tone: String = "",
        isNumber: Bool = true,
        permille: Int64? = nil
    ) -> Model.Figure {
        Model.Figure(
            label: self.say("figure.\(name)"),
            value: value,
            detail: detail,
            tone: tone,
            isNumber: isNumber,
            permille: permille
        )
    }

    private var lessonsHeld: Model.Figure {
        let releases = self.status.releases
        let late = releases.count { $0.isLate }
        let values = ["total": "\(releases.count)", "late": "\(late)"]
        return self.figure(
            "lessons",
            "\(releases.count { $0.isHeld })",
            self.say(late > 0 ? "figure.lessonsLate" : "figure.lessonsDetail", values),
            tone: late > 0 ? "bad" : ""
        )
    }

    private var verified: Model.Figure {
        let values = [
            "held": QuantityText.bytes(self.status.heldBytes), "size": QuantityText.bytes(self.status.sizeBytes),
        ]
        let percent = QuantityText.percent(permille: self.status.verifiedPermille)
        return self.figure(
            "verified",
            percent,
            self.say("figure.verifiedDetail", values),
            permille: self.status.verifiedPermille
        )
    }

    private var rate: Model.Figure {
        let link = self.status.link
        if link.isPaused { return self.figure("rate", self.say("figure.ratePaused"), tone: "warn") }
        guard link.rateBytesPerSecond > .zero, self.status.verifiedPermille < 1000 else {
            return self.figure("rate", self.say("figure.rateIdle"))
        }
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
            return self.figure("next", self.say("figure.nextNone"), isNumber: false)
        }
        let detail = self.say("figure.nextDetail", ["count": "\(missing.count)"])
        return self.figure("next", next.title.text(in: self.language), detail, isNumber: false)
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
        let value = origin.lastReachedMs.map(self.ago) ?? self.say("figure.originNever")
        let host = origin.url.split(separator: "/").dropFirst().first.map(String.init) ?? origin.url
        return self.figure("origin", value, host, tone: origin.trouble == nil ? "" : "warn")
    }

    private func ago(_ time: UTCTime) -> String {
        let minutes = max(0, self.status.asOfMs.milliseconds - time.milliseconds) / 60_000
        let (key, count) =
            switch minutes {
            case 0..<2: ("Now", minutes)
            case 2..<120: ("Minutes", minutes)
            case 120..<2_880: ("Hours", minutes / 60)
            default: ("Days", minutes / 1_440)
            }
        return self.say("figure.origin\(key)", ["count": "\(count)"])
    }

    private var journal: Model.Figure {
        let journal = self.status.journal
        let waiting = journal.lastSequence - journal.reportedThrough
        guard journal.trouble != nil else {
            let detail = self.say("figure.journalDetail", ["total": "\(journal.lastSequence)"])
            return self.figure("journal", "\(waiting)", detail)
        }
        // Without an epoch the journal was never the origin's; with one, the origin has other rows.
        let words = self.say(journal.epoch == 0 ? "figure.journalRestored" : "figure.journalForked")
        return self.figure("journal", "\(waiting)", words, tone: "bad")
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
