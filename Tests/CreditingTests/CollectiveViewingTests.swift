import CourseModel
import Crediting
import TestNumbers
import Testing

@Suite struct CollectiveViewingTests {
    @Test("Everybody who was there from the start to the end has the whole lesson, the leader too")
    func whole() throws {
        let room = try RoomWorld.whole()
        for person in ["u1", "u2"] {
            let share = try room.share(of: person)
            #expect(share.countedMs == 600_000 && share.refusedMs.isEmpty, "\(person)")
        }
        #expect(try room.share(of: "u3").countedMs == 0)
    }

    @Test("Who comes late or leaves early has what was shown meanwhile, and who comes again both parts")
    func lateAndEarly() throws {
        var room = try RoomWorld.whole()
        try room.sign(["late"], .enters, at: 100_000)
        try room.sign(["early", "again"], .enters, at: 0)
        try room.sign(["late", "early", "again"], .isHere, at: 210_000)
        try room.sign(["early", "again"], .leaves, at: 300_000)
        try room.sign(["again"], .enters, at: 390_000)
        try room.sign(["late", "again"], .isHere, at: 410_000)
        #expect(try room.share(of: "late").countedMs == 500_000)
        #expect(try room.share(of: "early").countedMs == 300_000)
        #expect(try room.share(of: "again").countedMs == 510_000)
    }

    @Test("A roll call that is missed takes the stretch between the sign before and the sign after it")
    func missed() throws {
        var room = try RoomWorld.whole()
        try room.sign(["first", "last", "both"], .enters, at: 0)
        try room.sign(["last"], .isHere, at: 210_000)
        try room.sign(["first"], .isHere, at: 410_000)
        let first = try room.share(of: "first")
        #expect(first.countedMs == 190_000 && first.refusedMs == [.idle: 410_000])
        let last = try room.share(of: "last")
        #expect(last.countedMs == 210_000 && last.refusedMs == [.idle: 390_000])
        #expect(try room.share(of: "both").refusedMs == [.idle: 600_000])
    }

    @Test("The end of the room lets nobody off a roll call that others answered, though there was time left for it")
    func endedInACall() throws {
        var room = try RoomWorld()
        try room.sign(["u2", "u3"], .enters, at: 0)
        try room.call(1, at: 200_000, answeredBy: ["u1", "u2", "u3"])
        try room.call(2, at: 580_000, answeredBy: ["u1", "u2"])
        try room.show(0..<600_000)
        try room.close(at: 600_000)
        try room.confirm(at: 600_001)
        #expect(try room.share(of: "u2").countedMs == 600_000)
        #expect(try room.share(of: "u3").refusedMs == [.idle: 390_000])
    }

    @Test("Without the second roll call, or without anybody's answer to it, nothing counts", arguments: [true, false])
    func oneRollCall(called: Bool) throws {
        var room = try RoomWorld()
        try room.sign(["u2"], .enters, at: 0)
        try room.call(1, at: 200_000, answeredBy: ["u1", "u2"])
        if called { try room.call(2, at: 590_000, answeredBy: []) }
        try room.show(0..<600_000)
        try room.close(at: 600_000)
        try room.confirm(at: 600_001)
        #expect(try room.share(of: "u2").refusedMs == [.unsigned: 600_000])
    }

    @Test(
        "The leader confirms after the end and within a day",
        arguments: [(600_000, true), (87_000_000, true), (87_000_001, false), (599_999, false)] as [(Int64, Bool)]
    )
    func confirmation(atMs: Int64, counts: Bool) throws {
        var room = try RoomWorld()
        try room.sign(["u2"], .enters, at: 0)
        try room.call(1, at: 200_000, answeredBy: ["u1", "u2"])
        try room.call(2, at: 400_000, answeredBy: ["u1", "u2"])
        try room.show(0..<600_000)
        try room.close(at: 600_000)
        try room.confirm(at: 600_000, by: "u2")
        #expect(try room.share(of: "u2").countedMs == 0, "somebody else's confirmation is none")
        try room.confirm(at: atMs)
        #expect(try room.share(of: "u2").countedMs == (counts ? 600_000 : 0))
    }

    @Test("A room that is kept open does not move the time for its confirmation")
    func closedLate() throws {
        var room = try RoomWorld.whole()
        let all = room.viewing.events
        room = try RoomWorld()
        try room.sign(["u2"], .enters, at: 0)
        try room.call(1, at: 200_000, answeredBy: ["u1", "u2"])
        try room.call(2, at: 400_000, answeredBy: ["u1", "u2"])
        try room.show(0..<600_000)
        try room.close(at: 90_000_000)
        try room.confirm(at: 90_000_000)
        #expect(try room.share(of: "u2").countedMs == 0)
        #expect(all.count == room.viewing.events.count)
    }

    @Test("One who is on the leader's list alone needs the school's countersignature, and so do many people")
    func countersignature() throws {
        var listed = try RoomWorld()
        try listed.sign(["u2"], .enters, by: .leader, at: 0)
        try listed.call(1, at: 200_000, answeredBy: ["u1", "u2"])
        try listed.call(2, at: 400_000, answeredBy: ["u1", "u2"])
        try listed.show(0..<600_000)
        try listed.close(at: 600_000)
        try listed.confirm(at: 600_000)
        #expect(try listed.share(of: "u2").refusedMs == [.unsigned: 600_000])
        try listed.confirm(at: 600_001, by: "u1", as: .school)
        #expect(try listed.share(of: "u2").countedMs == 0, "the leader does not countersign")
        try listed.confirm(at: 600_002, by: "k1", as: .school)
        #expect(try listed.share(of: "u2").countedMs == 600_000)

        var many = try RoomWorld.whole(with: ["u2", "u3", "u4"])
        #expect(try many.share(of: "u3", rule: RoomWorld.rule(peopleAloneMax: 4)).countedMs == 600_000)
        #expect(try many.share(of: "u3", rule: RoomWorld.rule(peopleAloneMax: 3)).countedMs == 0)
        try many.confirm(at: 700_000, by: "k1", as: .school)
        #expect(try many.share(of: "u3", rule: RoomWorld.rule(peopleAloneMax: 3)).countedMs == 600_000)
    }

    @Test("By the timetable only what lies in the lesson's slot counts, a tolerance before and after it")
    func strictSchedule() throws {
        let slot = TimetableSlot(
            lesson: try #require(Lesson.ID("l1")),
            startsAtMs: UTCTime(milliseconds: 160_000),
            endsAtMs: UTCTime(milliseconds: 340_000)
        )
        let room = try RoomWorld.whole()
        let strict = try room.share(of: "u2", rule: RoomWorld.rule(strictSchedule: true), timetable: [slot])
        #expect(strict.countedMs == 300_000 && strict.refusedMs == [.window: 300_000])
        let nowhere = try room.share(of: "u2", rule: RoomWorld.rule(strictSchedule: true))
        #expect(nowhere.refusedMs == [.window: 600_000])
    }

    @Test(
        "Who is in the room and at a seat at once is paid once, whichever began first",
        arguments: ["a-seat", "z-seat"]
    )
    func roomAndSeat(seat: String) throws {
        let room = try RoomWorld.whole()
        var world = World()
        try world.play(seat, trainee: "u2", lesson: "other")
        try world.interval(seat, media: 0..<300_000, wall: 100_000..<400_000)
        let share = try room.share(of: "u2", beside: world)
        #expect(share.countedMs == 600_000, "\(share)")
        #expect(share.refusedMs == [.conflict: 300_000])
    }

    @Test("What the projector was not served nobody in the room has, and class C must be one of the rule's")
    func evidenceOfTheRoom() throws {
        let room = try RoomWorld.whole()
        func rule(_ classes: [EvidenceClass]) -> RuleSet.Evidence {
            RuleSet.Evidence(classes: classes, countsUnrecorded: true, bufferedMinutesMax: 30, bufferedPermilleMax: 0)
        }
        #expect(try room.share(of: "u2", evidence: rule([.served, .roster])).countedMs == 600_000)
        #expect(try room.share(of: "u2", evidence: rule([.served])).refusedMs == [.unserved: 600_000])
        let strict = RuleSet.Evidence(
            classes: [.served, .roster],
            countsUnrecorded: false,
            bufferedMinutesMax: 30,
            bufferedPermilleMax: 0
        )
        #expect(try room.share(of: "u2", evidence: strict).countedMs == 0)
    }

    @Test("Two different events of one name are a fork")
    func fork() throws {
        var room = try RoomWorld.whole()
        let first = try #require(room.viewing.events.first)
        let forged = RoomEvent(
            room: first.event.room,
            atMs: AgentTime(milliseconds: 7),
            change: first.event.change
        )
        var viewing = room.viewing
        viewing.events.append(CollectiveViewing.Event(key: first.key, event: forged))
        try room.close(at: 1)
        #expect(throws: EvidenceFault.fork(first.key)) {
            try Playback(of: Evidence(rooms: [viewing]), rate: PaymentRate(maxRatePermille: 1_000))
        }
    }
}
