package import CourseModel

extension Evidence {
    /// Names the evidence: the same set has the same digest, whatever its order and repetitions.
    package var digest: Digest {
        let plays = Set(self.plays).map { play in
            "\(play.play) \(play.trainee) \(play.lesson) \(play.startMs.milliseconds)\n"
        }
        let intervals = Set(self.intervals).map { interval in
            let played = interval.played
            return """
                \(interval.key) \(played.play) \(played.n) \
                \(played.mediaMs.lowerBound.milliseconds) \(played.mediaMs.upperBound.milliseconds) \
                \(played.wallMs.lowerBound.milliseconds) \(played.wallMs.upperBound.milliseconds)\n
                """
        }
        return Digest(of: Array((plays.sorted() + intervals.sorted()).joined().utf8))
    }
}
