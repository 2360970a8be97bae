import CourseModel
import Crediting
import Testing

@Suite struct CreditExplanationTests {
    @Test("The example of the format is answered to the letter")
    func example() throws {
        let question = """
            {"maxRatePermille":1000,"lessons":[{"lesson":"l1","durationMs":600000}],\
            "plays":[{"play":"p1","trainee":"u1","lesson":"l1","startMs":0}],\
            "intervals":[{"edge":"e1","epoch":1,"sequence":1,"play":"p1","n":0,"mediaMs":[0,10000],"wallMs":[0,10000]}],\
            "sections":[{"quota":1200,"topics":{"t1":200},"mandatory":["t1"],"oneOf":[["t1","t2"]],"done":["t1"]}]}
            """
        let answer = """
            {"coverage":[{"lesson":"l1","playedMs":[[0,10000]],"totalMs":10000,"trainee":"u1"}],\
            "decisions":[{"countedMs":10000,"edge":"e1","epoch":1,"reason":"OK","sequence":1}],\
            "sections":[{"countedHundredths":200}]}
            """
        #expect(try Self.answer(question) == answer)
    }

    @Test("Lines are sorted by their keys, whatever order the file has")
    func sorted() throws {
        let question = """
            {"lessons":[{"lesson":"l2","durationMs":5},{"lesson":"l1","durationMs":600000}],
            "plays":[{"play":"p2","trainee":"u2","lesson":"l2","startMs":0},
            {"play":"p1","trainee":"u1","lesson":"l1","startMs":0},{"play":"p3","trainee":"u1","lesson":"l2","startMs":50}],
            "intervals":[
            {"edge":"e2","epoch":1,"sequence":1,"play":"p3","n":0,"mediaMs":[0,10],"wallMs":[50,60]},
            {"edge":"e1","epoch":2,"sequence":9,"play":"p2","n":0,"mediaMs":[0,10],"wallMs":[0,10]},
            {"edge":"e1","epoch":1,"sequence":10,"play":"p1","n":0,"mediaMs":[0,10],"wallMs":[0,10]},
            {"edge":"e1","epoch":1,"sequence":9,"play":"p1","n":1,"mediaMs":[0,100],"wallMs":[10,20]}]}
            """
        let answer = """
            {"coverage":[{"lesson":"l1","playedMs":[[0,10]],"totalMs":10,"trainee":"u1"},\
            {"lesson":"l2","playedMs":[[0,5]],"totalMs":5,"trainee":"u1"},\
            {"lesson":"l2","playedMs":[[0,5]],"totalMs":5,"trainee":"u2"}],\
            "decisions":[{"countedMs":0,"edge":"e1","epoch":1,"reason":"RATE","sequence":9},\
            {"countedMs":10,"edge":"e1","epoch":1,"reason":"OK","sequence":10},\
            {"countedMs":10,"edge":"e1","epoch":2,"reason":"OK","sequence":9},\
            {"countedMs":10,"edge":"e2","epoch":1,"reason":"OK","sequence":1}],"sections":[]}
            """
        #expect(try Self.answer(question) == answer)
    }

    @Test("A fork is an error that names the row")
    func fork() throws {
        let question = """
            {"lessons":[{"lesson":"l1","durationMs":600000}],
            "plays":[{"play":"p1","trainee":"u1","lesson":"l1","startMs":0}],
            "intervals":[{"edge":"e1","epoch":1,"sequence":4,"play":"p1","n":0,"mediaMs":[0,10],"wallMs":[0,10]},
            {"edge":"e1","epoch":1,"sequence":4,"play":"p1","n":0,"mediaMs":[0,11],"wallMs":[0,10]}]}
            """
        let key = IntervalKey(edge: try #require(Edge.ID("e1")), epoch: 1, sequence: 4)
        #expect(throws: EvidenceFault.fork(key)) { try Self.answer(question) }
    }

    @Test(
        "A file that cannot be meant is refused",
        arguments: [
            #""lessons":[{"lesson":"l1","durationMs":-1}],"plays":[],"intervals":[]"#,
            #""lessons":[{"lesson":"l1","durationMs":1},{"lesson":"l1","durationMs":2}],"plays":[],"intervals":[]"#,
            #""lessons":[],"plays":[{"play":"p1","trainee":"u1","lesson":"l1","startMs":0}],"intervals":[]"#,
            #""lessons":[],"plays":[],"intervals":[],"maxRatePermille":-1"#,
            #""lessons":[],"plays":[],"intervals":[],"sections":[{"quota":-1,"topics":{},"mandatory":[],"oneOf":[],"done":[]}]"#,
            #""lessons":[],"plays":[],"intervals":[{"edge":"e","epoch":1,"sequence":1,"play":"p","n":0,"mediaMs":[9,1],"wallMs":[0,1]}]"#,
            #""lessons":[],"plays":[],"intervals":[{"edge":"e","epoch":1,"sequence":1,"play":"p","n":0,"mediaMs":[0,1],"wallMs":[0,1]}]"#,
            #""lessons":[],"plays":[]"#,
        ]
    )
    func refused(fields: String) {
        #expect(throws: (any Error).self) { try Self.answer("{\(fields)}") }
    }

    @Test("A hundred thousand intervals of one trainee are explained in seconds")
    func manyIntervals() throws {
        var world = World()
        for play in 0..<100 {
            try world.play("p\(play)", startMs: Int64(play) * 7_000_000)
            for n in 0..<1_000 {
                let begin = Int64(n) * 7_000
                let wall = Int64(play) * 7_000_000 + begin
                try world.interval("p\(play)", media: begin..<(begin + 6_500), wall: wall..<(wall + 6_500), n: Int64(n))
            }
        }
        let started = ContinuousClock.now
        #expect(try world.covered().count == 1_000)
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    private static func answer(_ question: String) throws -> String {
        let question = try CanonicalJSON.decode(CreditQuestion.self, from: Array(question.utf8))
        return String(decoding: try CanonicalJSON.encode(try CreditExplanation(of: question)), as: UTF8.self)
    }
}
