/// A set of whole numbers as the half-open stretches that it consists of: sorted, none empty, no two overlap or touch.
package struct StretchSet: Hashable, Sendable {
    package private(set) var stretches: [Range<Int64>] = []

    package init() {}

    private init(_ stretches: [Range<Int64>]) {
        self.stretches = stretches
    }

    /// How many numbers are in it, at most `Int64.max`.
    package var total: Int64 {
        var sum: Int128 = 0
        for stretch in self.stretches {
            sum += Int128(stretch.upperBound) - Int128(stretch.lowerBound)
        }
        return Int64(clamping: sum)
    }

    package mutating func insert(_ stretch: Range<Int64>) {
        guard !stretch.isEmpty else { return }
        let first = self.firstIndex(endingAtOrAfter: stretch.lowerBound)
        var lower = stretch.lowerBound
        var upper = stretch.upperBound
        var end = first
        while end < self.stretches.count, self.stretches[end].lowerBound <= upper {
            lower = min(lower, self.stretches[end].lowerBound)
            upper = max(upper, self.stretches[end].upperBound)
            end += 1
        }
        self.stretches.replaceSubrange(first..<end, with: CollectionOfOne(lower..<upper))
    }

    func contains(_ stretch: Range<Int64>) -> Bool {
        let index = self.firstIndex(endingAtOrAfter: stretch.upperBound)
        return index < self.stretches.count && self.stretches[index].lowerBound <= stretch.lowerBound
    }

    /// The parts of a stretch that are not in the set, in ascending order.
    package func gaps(in stretch: Range<Int64>) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var position = stretch.lowerBound
        var index = self.firstIndex(endingAtOrAfter: position)
        while index < self.stretches.count, self.stretches[index].lowerBound < stretch.upperBound {
            let taken = self.stretches[index]
            if position < taken.lowerBound { gaps.append(position..<taken.lowerBound) }
            position = max(position, taken.upperBound)
            index += 1
        }
        if position < stretch.upperBound { gaps.append(position..<stretch.upperBound) }
        return gaps
    }

    /// The set with every hole of at most `holeMax` between two stretches filled.
    func closingHoles(upTo holeMax: Int64) -> StretchSet {
        var closed: [Range<Int64>] = []
        for stretch in self.stretches {
            if let last = closed.last, Int128(stretch.lowerBound) - Int128(last.upperBound) <= Int128(holeMax) {
                closed[closed.count - 1] = last.lowerBound..<stretch.upperBound
            } else {
                closed.append(stretch)
            }
        }
        return StretchSet(closed)
    }

    /// Binary search: stretches are sorted by their ends too.
    private func firstIndex(endingAtOrAfter position: Int64) -> Int {
        var low = 0
        var high = self.stretches.count
        while low < high {
            let middle = low + (high - low) / 2
            if self.stretches[middle].upperBound < position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
