import CourseModel

/// What must hold of every run, whatever happens: looked at while it runs.
///
/// Every byte of a chunk that comes is entered, and every reason for which bytes may come again; one that comes without a
/// reason breaks a rule.
struct FaultRules {
    /// Guarantees allow a second; a sync takes up to 20 ms here.
    private static let keptWithin: Duration = .milliseconds(1_200)
    /// The mean over any so long is held to the cap.
    private static let capSpan: Duration = .seconds(10)
    /// How long a run may go on when somebody waits for another chunk.
    private static let makeWayWithin: Duration = .seconds(1)

    private let course: SmallCourse
    private let cap: ByteCount?
    private let pieceMax: Int
    private(set) var broken: [String] = []
    private(set) var deliveredBytes: Int64 = 0
    private var delivered: [ChunkAddress: Int64] = [:]
    /// Bytes that may come more often than once, with a reason.
    private var allowed: [ChunkAddress: Int64] = [:]
    /// What is there of a chunk that is not held.
    private var present: [ChunkAddress: Int64] = [:]
    private var verifiedAt: [ChunkAddress: Duration] = [:]
    /// Chunks of which something else than what came last may be on the disk: they came altered, or a power cut went by.
    private var muddled: Set<ChunkAddress> = []
    /// Held chunks that the disk has spoiled, which nobody may know yet.
    private(set) var spoiled: Set<ChunkAddress> = []
    private var lately: [(at: Duration, bytes: Int)] = []
    private var outsideAllowed = 0

    init(course: SmallCourse, cap: ByteCount?, pieceMax: Int) {
        self.course = course
        self.cap = cap
        self.pieceMax = pieceMax
    }

    mutating func breaks(_ what: String) { self.broken.append(what) }

    /// Distinct bytes that came.
    var contentBytes: Int64 { self.delivered.keys.reduce(0) { $0 + self.course.size(of: $1) } }
    /// Of those that came, the bytes that had come before.
    var repeatedBytes: Int64 { self.delivered.reduce(0) { $0 + max(0, $1.value - self.course.size(of: $1.key)) } }
}

// MARK: - Bytes on the line

extension FaultRules {
    /// Some bytes of a chunk came.
    mutating func came(_ count: Int64, of address: ChunkAddress, isHeld: Bool, at now: Duration) {
        self.deliveredBytes += count
        self.delivered[address, default: 0] += count
        self.present[address, default: 0] += count
        if isHeld { self.breaks("\(count) bytes of a chunk came that is held: \(self.name(address))") }
        let size = self.course.size(of: address)
        let sum = self.delivered[address, default: 0]
        let limit = size + self.allowed[address, default: 0]
        if sum > limit {
            self.breaks("\(sum) bytes of \(self.name(address)) came, of \(size); \(limit) have a reason")
        }
        if self.present[address, default: 0] >= size, self.verifiedAt[address] == nil { self.verifiedAt[address] = now }
    }

    /// A piece came: counts against the cap.
    mutating func tookPiece(_ count: Int, at now: Duration) {
        guard let cap else { return }
        self.lately.removeAll { now - $0.at >= Self.capSpan }
        self.lately.append((now, count))
        let sum = self.lately.reduce(0) { $0 + $1.bytes }
        // A program that is started again knows nothing of what the one before it took.
        let most = cap.bytes * 10 * 102 / 100 + Int64(2 * self.pieceMax)
        if Int64(sum) > most { self.breaks("\(sum) bytes came in 10 s with a cap of \(cap.bytes) a second") }
    }

    /// A piece of a run came while the schedule has the line closed.
    mutating func tookOutsideWindow() {
        self.outsideAllowed -= 1
        if self.outsideAllowed < 0 { self.breaks("a run took bytes outside of the link windows") }
    }

    /// The clock was set: the piece that is just coming may lie outside of a window now.
    mutating func clockJumped() { self.outsideAllowed = 1 }

    /// A piece of a run came; somebody has waited for another chunk for so long, and it was not tried yet.
    mutating func ranAlthoughAwaited(_ address: ChunkAddress, for time: Duration) {
        // What came altered rests for a while.
        if time > Self.makeWayWithin, !self.muddled.contains(address) {
            self.breaks("a run goes on while \(self.name(address)) is waited for")
        }
    }
}

// MARK: - Reasons to fetch again

extension FaultRules {
    /// All that is there of a chunk is of no use: it was altered, is stale, or could not be marked.
    mutating func lost(_ address: ChunkAddress) {
        self.allowed[address, default: 0] += self.present[address, default: 0]
        self.present[address] = 0
        self.verifiedAt[address] = nil
        self.muddled.insert(address)
    }

    /// Some bytes that came of a chunk were not looked at.
    mutating func dropped(_ bytes: Int64, of address: ChunkAddress) {
        self.allowed[address, default: 0] += bytes
        self.present[address, default: 0] -= bytes
        self.verifiedAt[address] = nil
    }

    /// The same of all chunks of a stretch that are not held.
    mutating func lost(_ chunks: Range<Int>, of track: Track, isHeld: (ChunkAddress) -> Bool) {
        for chunk in chunks {
            let address = ChunkAddress(blob: track.blob, chunk: chunk)
            if !isHeld(address), self.present[address, default: 0] > 0 { self.lost(address) }
        }
    }

    /// The program died: nothing that was marked may be lost, and of the rest no more than the guarantees say.
    mutating func died(byPowerCut: Bool, at now: Duration) {
        for (address, bytes) in self.present where bytes > 0 {
            if let time = self.verifiedAt[address] {
                if now - time > Self.keptWithin { self.breaks("\(self.name(address)) came whole and is not held") }
                self.lost(address)
            } else if byPowerCut || self.muddled.contains(address) {
                self.lost(address)
            } else {
                // What has come is told from what has not by its zeros.
                let zeros = self.course.zeros(before: bytes, of: address)
                self.allowed[address, default: 0] += zeros
                self.present[address] = bytes - zeros
            }
        }
    }

    /// A chunk is held now.
    mutating func kept(_ address: ChunkAddress, at now: Duration) {
        if let time = self.verifiedAt[address], now - time > Self.keptWithin {
            self.breaks("\(self.name(address)) waited for \(now - time) to be marked")
        }
        self.present[address] = nil
        self.verifiedAt[address] = nil
        self.spoiled.remove(address)
        self.muddled.remove(address)
    }

    mutating func spoil(_ address: ChunkAddress) {
        self.muddled.insert(address)
        guard self.spoiled.insert(address).inserted else { return }
        self.allowed[address, default: 0] += self.course.size(of: address)
    }

    func name(_ address: ChunkAddress) -> String {
        let track = self.course.track(address.blob)?.track.rawValue ?? "?"
        let lesson = self.course.lesson(of: address.blob)?.rawValue ?? "?"
        return "\(lesson)/\(track)/\(address.chunk)"
    }
}
