import CourseModel
import Prefetching
import Testing

@Suite struct SourceChooserTests {
    private let blob = Sample.digest("l01/video")
    private let other = Sample.digest("l02/video")
    private let parent: Source
    private let peers: [Source]

    init() throws {
        self.parent = .parent(try #require(Edge.ID("county")))
        self.peers = try ["one", "two"].map { .peer(try #require(Edge.ID($0))) }
    }

    private func chooser(_ order: String = SourceOrder.usual, hasParent: Bool = true) throws -> SourceChooser {
        var chooser = SourceChooser(order: try #require(SourceOrder(order)), seed: 7)
        chooser.follow(parent: hasParent ? self.parent.edge : nil, peers: self.peers.compactMap(\.edge))
        return chooser
    }

    /// A megabyte in so many milliseconds.
    private func measure(_ source: Source, _ milliseconds: Int, _ chooser: inout SourceChooser, at now: Duration) {
        chooser.brought(ByteCount(bytes: 1_000_000), in: .milliseconds(milliseconds), from: source, at: now)
    }

    @Test("Without neighbours the origin is asked, until it has been tried")
    func alone() throws {
        var chooser = SourceChooser(order: try #require(SourceOrder(SourceOrder.usual)), seed: 1)
        #expect(chooser.choose(for: self.blob, at: .zero) == .origin)
        chooser.failed(.line(retryAfter: .seconds(60)), .origin, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .zero) == .origin)
        #expect(chooser.choose(for: self.blob, except: [.origin], at: .zero) == nil)
    }

    @Test("The parent goes first; where it fails it rests, longer each time, until it answers again")
    func parentRests() throws {
        var chooser = try self.chooser(hasParent: true)
        #expect(chooser.choose(for: self.blob, at: .zero) == self.parent)
        chooser.failed(.line(retryAfter: nil), self.parent, at: .zero)
        // Its line is dead, and nothing is known of the origin's: no peer.
        #expect(chooser.choose(for: self.blob, at: .seconds(4)) == .origin)
        #expect(chooser.choose(for: self.blob, at: .seconds(5)) == self.parent)
        for _ in 0..<8 { chooser.failed(.line(retryAfter: nil), self.parent, at: .zero) }
        #expect(chooser.choose(for: self.blob, at: .seconds(100)) == .origin)
        #expect(chooser.choose(for: self.blob, at: .seconds(300)) == self.parent)
        chooser.succeeded(self.parent)
        chooser.failed(.line(retryAfter: nil), self.parent, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(5)) == self.parent)
        chooser.failed(.line(retryAfter: .seconds(30)), self.parent, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(29)) == .origin)
    }

    @Test("Who sent wrong bytes is left alone for hours, and the reason is kept")
    func altered() throws {
        var chooser = try self.chooser()
        chooser.failed(.wrongBytes, self.parent, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(5 * 3_600)) == .origin)
        #expect(chooser.standings(at: .seconds(60)).first { $0.source == self.parent }?.reason == .altered)
        #expect(chooser.choose(for: self.blob, at: .seconds(6 * 3_600)) == self.parent)
    }

    @Test("What a source does not have is asked of the next one for a minute, everything else of it as before")
    func notHeld() throws {
        var chooser = try self.chooser()
        chooser.failed(.notHeld(self.blob), self.parent, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(59)) == .origin)
        #expect(chooser.choose(for: self.other, at: .seconds(59)) == self.parent)
        #expect(chooser.choose(for: self.blob, at: .seconds(60)) == self.parent)
    }

    @Test("A peer is tried once the line up is known, and kept only while it brings more")
    func peersAreMeasured() throws {
        var chooser = try self.chooser(hasParent: false)
        #expect(chooser.choose(for: self.blob, at: .zero) == .origin)
        #expect(chooser.standings(at: .zero).map(\.reason) == [.unmeasured, .unmeasured, .asked])
        self.measure(.origin, 4_000, &chooser, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .zero) == self.peers[0])
        #expect(chooser.bytesMax(of: self.peers[0], at: .zero) == ByteCount(bytes: 1 << 20))
        self.measure(self.peers[0], 5_000, &chooser, at: .zero)
        #expect(chooser.bytesMax(of: self.peers[0], at: .zero) == nil)
        #expect(chooser.choose(for: self.blob, at: .zero) == self.peers[1])
        self.measure(self.peers[1], 100, &chooser, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .zero) == self.peers[1])
        #expect(chooser.standings(at: .zero).map(\.source) == [self.peers[1], self.peers[0], .origin])
        #expect(chooser.standings(at: .zero).map(\.reason) == [.asked, .slower, .next])
        // The slow one does not come in where the fast one lacks something.
        chooser.failed(.notHeld(self.blob), self.peers[1], at: .zero)
        #expect(chooser.choose(for: self.blob, at: .zero) == .origin)
        // Half an hour later nothing is known of the lines any more.
        #expect(chooser.choose(for: self.other, at: .seconds(1_800)) == .origin)
        self.measure(.origin, 4_000, &chooser, at: .seconds(1_800))
        #expect(chooser.choose(for: self.other, at: .seconds(1_800)) != .origin)
    }

    @Test("A peer is asked when nothing else answers, however slow it is")
    func peersAlone() throws {
        var chooser = try self.chooser()
        self.measure(self.parent, 100, &chooser, at: .zero)
        self.measure(self.peers[0], 9_000, &chooser, at: .zero)
        self.measure(self.peers[1], 9_500, &chooser, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .zero) == self.parent)
        chooser.failed(.line(retryAfter: nil), self.parent, at: .zero)
        chooser.failed(.line(retryAfter: nil), .origin, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(1)) == self.peers[0])
        #expect(chooser.choose(for: self.blob, except: [self.peers[0]], at: .seconds(1)) == self.peers[1])
        #expect(chooser.choose(for: self.blob, except: Set(self.peers), at: .seconds(1)) == .origin)
        #expect(chooser.choose(for: self.blob, except: Set(self.peers + [.origin]), at: .seconds(1)) == nil)
    }

    @Test("The settings' order is kept, and an origin that fails makes way for the parent")
    func order() throws {
        var chooser = try self.chooser("origin, parent")
        #expect(chooser.standings(at: .zero).map(\.source) == [.origin, self.parent])
        #expect(chooser.choose(for: self.blob, at: .zero) == .origin)
        chooser.failed(.line(retryAfter: nil), .origin, at: .zero)
        #expect(chooser.choose(for: self.blob, at: .seconds(1)) == self.parent)
        #expect(chooser.choose(for: self.blob, at: .seconds(5)) == .origin)
    }

    @Test("Another neighbourhood keeps what is known of those that stay")
    func follow() throws {
        var chooser = try self.chooser()
        chooser.failed(.wrongBytes, self.parent, at: .zero)
        chooser.follow(parent: self.parent.edge, peers: [])
        #expect(chooser.choose(for: self.blob, at: .seconds(1)) == .origin)
        chooser.follow(parent: nil, peers: [])
        chooser.failed(.wrongBytes, self.parent, at: .zero)
        chooser.follow(parent: self.parent.edge, peers: [])
        #expect(chooser.choose(for: self.blob, at: .seconds(1)) == self.parent)
    }

    @Test("An order is read, the origin added, and nonsense refused")
    func orders() {
        #expect(SourceOrder("peer,origin")?.kinds == [.peer, .origin])
        #expect(SourceOrder(" parent ")?.kinds == [.parent, .origin])
        for wrong in ["", "disc", "parent, parent", "parent peer", "parent,,peer", "county"] {
            #expect(SourceOrder(wrong) == nil, "\(wrong)")
        }
    }
}
