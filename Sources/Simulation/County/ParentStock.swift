/// What a county's edge has fetched for its schools: each chunk once over the county's exit, the first time that a school
/// asks for it.
struct ParentStock: Sendable {
    private let course: RunScaleCourse
    /// Bit n is chunk n; by track.
    private var held: [UInt64]
    private var begun: [Int: Int64] = [:]
    private var exitLeft: Int64 = 0
    /// By the origin, in this step.
    private(set) var sentBytes: Int64 = 0

    init(_ course: RunScaleCourse) {
        self.course = course
        self.held = Array(repeating: 0, count: course.chunks.count)
    }

    /// A step begins, in which the exit can bring so many bytes.
    mutating func begin(exitBytes: Int64) {
        self.exitLeft = exitBytes
        self.sentBytes = 0
    }

    /// - Returns: whether it has a chunk now.
    mutating func give(track: Int, chunk: Int) -> Bool {
        if self.held[track] & (1 << UInt64(chunk)) != 0 { return true }
        let key = track * 64 + chunk
        let missing = self.course.chunks[track][chunk] - self.begun[key, default: 0]
        let taken = min(missing, self.exitLeft)
        self.exitLeft -= taken
        self.sentBytes += taken
        guard taken == missing else {
            self.begun[key, default: 0] += taken
            return false
        }
        self.begun[key] = nil
        self.held[track] |= 1 << UInt64(chunk)
        return true
    }
}
