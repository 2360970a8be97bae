package import CourseModel

extension Evidence {
    /// Names the evidence: the same set has the same digest, whatever its order and repetitions.
    package var digest: Digest {
        let rooms = CollectiveViewing.united(self.rooms).map { room in
            let events = Set(room.events).map { event in
                let bytes = (try? CanonicalJSON.encode(event.event)) ?? []
                return "\(event.key) \(String(decoding: bytes, as: UTF8.self))\n"
            }
            return (["\(room.room)\n"] + events.sorted() + Self.lines(room.plays, room.intervals)).joined()
        }
        let own = Self.lines(self.plays, self.intervals)
        let rulings =
            self.voided.map { "void \($0)\n" }
            + self.approvals.map { "late \($0.programme) \($0.phase) \($0.receivedUntilMs.milliseconds)\n" }
        return Digest(of: Array((own + rooms.sorted() + rulings.sorted()).joined().utf8))
    }

    private static func lines(_ plays: [Play], _ intervals: [Interval]) -> [String] {
        let plays = Set(plays).map { play in
            "\(play.play) \(play.trainee) \(play.lesson) \(play.startMs.milliseconds)\n"
        }
        return plays.sorted() + Set(intervals).map(Self.line).sorted()
    }

    /// What nothing is known of is not in it, so that evidence without it keeps its name.
    private static func line(_ interval: Interval) -> String {
        let played = interval.played
        let unserved = (played.unservedMs ?? []).map { "!\($0.lowerBound.milliseconds)-\($0.upperBound.milliseconds)" }
        let proof =
            [played.evidence?.rawValue, played.heardMs.map { "@\($0.milliseconds)" }].compactMap { $0 } + unserved
        let times = [interval.beganMs?.earliestMs, interval.beganMs?.latestMs, interval.receivedAtMs].compactMap { $0 }
        return """
            \(interval.key) \(played.play) \(played.n) \
            \(played.mediaMs.lowerBound.milliseconds) \(played.mediaMs.upperBound.milliseconds) \
            \(played.wallMs.lowerBound.milliseconds) \(played.wallMs.upperBound.milliseconds)\
            \((proof + times.map { "~\($0.milliseconds)" }).map { " \($0)" }.joined())\n
            """
    }
}
