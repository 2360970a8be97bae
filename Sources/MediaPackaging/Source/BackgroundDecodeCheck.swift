import CLibAV
import Dispatch
import Synchronization

/// Sees that single pictures can be decoded, on other threads, while the source is read on.
///
/// Which fault is told does not depend on how fast the threads are: that of the first picture that has one.
final class BackgroundDecodeCheck: Sendable {
    /// Decoding takes most of the time of packaging a copy; more decoders would take more memory.
    private static let decoders = 2
    /// Pictures that wait or are decoded; then reading waits, too.
    private static let picturesMax = 4

    private let lanes: [Lane]
    private let isShown: Bool
    private let outcomes: Mutex<Outcomes>
    private let room = DispatchSemaphore(value: picturesMax)
    private let pending = DispatchGroup()
    private let checked = Atomic(0)

    /// - Parameter pictures: is offered what is decoded, at its time in the source; not to be used by others until `finish`
    ///   has returned.
    init(_ stream: UnsafeMutablePointer<AVStream>, pictures: PictureBuilder?) throws(PackagingError) {
        var lanes: [Lane] = []
        for _ in 0..<Self.decoders {
            lanes.append(Lane(try DecodeCheck(stream, isShown: pictures != nil)))
        }
        self.lanes = lanes
        self.isShown = pictures != nil
        self.outcomes = Mutex(Outcomes(pictures: Handed(pictures)))
    }

    /// Lets a picture be decoded.
    ///
    /// - Parameters:
    ///   - packet: stays the caller's.
    ///   - fault: what is thrown if it cannot be.
    /// - Throws: the fault of a picture before, where it is known by now.
    func check(_ packet: Packet, timeMs: Int64, or fault: PackagingError) throws(PackagingError) {
        self.room.wait()
        let handed: Handed<Packet>
        do throws(PackagingError) {
            if let fault = self.outcomes.withLock({ $0.fault }) { throw fault }
            handed = Handed(try packet.sharing())
        } catch {
            self.room.signal()
            throw error
        }
        let number = self.checked.add(1, ordering: .relaxed).oldValue
        let lane = self.lanes[number % self.lanes.count]
        lane.queue.async(group: self.pending) {
            let frame = lane.decoder.value.frame(of: handed.value)
            let done = self.outcomes.withLock {
                $0.add(Outcome(frame, timeMs: timeMs, fault: fault, isShown: self.isShown), number: number)
            }
            for _ in 0..<done { self.room.signal() }
        }
    }

    /// Waits until all pictures are decoded.
    ///
    /// - Throws: the fault of the first that has one.
    func finish() throws(PackagingError) {
        self.pending.wait()
        if let fault = self.outcomes.withLock({ $0.fault }) { throw fault }
    }

    /// A decoder and its thread.
    private struct Lane: Sendable {
        let queue = DispatchQueue(label: "decode check", qos: .userInitiated)
        let decoder: Handed<DecodeCheck>

        init(_ decoder: DecodeCheck) {
            self.decoder = Handed(decoder)
        }
    }

    private struct Outcome: Sendable {
        /// nil where nobody looks at it.
        let frame: Handed<Frame?>
        let timeMs: Int64
        /// nil where the picture can be decoded.
        let fault: PackagingError?

        init(_ frame: Frame?, timeMs: Int64, fault: PackagingError, isShown: Bool) {
            self.frame = Handed(isShown ? frame : nil)
            self.timeMs = timeMs
            self.fault = frame == nil ? fault : nil
        }
    }

    /// Takes up what the lanes find in the order of the pictures.
    private struct Outcomes: Sendable {
        let pictures: Handed<PictureBuilder?>
        private(set) var fault: PackagingError?
        private var next = 0
        /// Those that came before an earlier one.
        private var early: [Int: Outcome] = [:]

        init(pictures: Handed<PictureBuilder?>) {
            self.pictures = pictures
        }

        /// - Returns: how many pictures are done with.
        mutating func add(_ outcome: Outcome, number: Int) -> Int {
            self.early[number] = outcome
            let first = self.next
            while let outcome = self.early.removeValue(forKey: self.next) {
                self.next += 1
                guard self.fault == nil else { continue }
                self.fault = outcome.fault
                if let frame = outcome.frame.value {
                    self.pictures.value?.offer(frame.pointer, atMs: outcome.timeMs)
                }
            }
            return self.next - first
        }
    }
}

/// Something that one thread at a time uses: whoever hands it on forgets it, or waits.
struct Handed<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }
}
