import CourseModel
import HTTPServing
import Hummingbird
import Origin
import Synchronization
import TestServing
import Testing
import Transfer

@Suite struct FigureStoreTests {
    private let fixture: OriginFixture
    private let store: FigureStore

    init() throws {
        self.fixture = try OriginFixture()
        self.store = FigureStore(folder: self.fixture.stores.folder, province: self.fixture.stores.province)
    }

    private var province: ProvinceDatabase { self.fixture.stores.province }

    /// Figures of so many counties without anybody.
    private func figures(_ date: String = "2027-07-15", title: String = "项目") throws -> DailyFigures {
        let sample = try FigureRollupTests.figures()
        return DailyFigures(
            date: date,
            revision: 0,
            asOfMs: self.fixture.now,
            programmes: sample.programmes.map {
                ProgrammeFigures(
                    programme: $0.programme,
                    title: Title(zh: title),
                    phases: $0.phases,
                    counties: $0.counties
                )
            }
        )
    }

    private func keep(_ figures: DailyFigures, sends: Bool = true) throws -> Int64? {
        try self.store.keep(figures, sends: sends) { _ in Array("table".utf8) }?.revision
    }

    @Test("Figures that say something new are the next revision; the same again is none")
    func revisions() throws {
        #expect(try self.keep(try self.figures()) == 1)
        self.fixture.advance(hours: 1)
        #expect(try self.keep(try self.figures()) == nil)
        #expect(try self.keep(try self.figures(title: "改名")) == 2)
        #expect(try self.store.dates(limit: 10).map(\.revision) == [2])
        let county = try #require(County.ID("c001"))
        #expect(try self.store.figures(of: "2027-07-15", revision: 1)?.programmes.first?.title.zh == "项目")
        let last = try #require(try self.store.figures(of: "2027-07-15", county: county))
        #expect(last.revision == 2)
        #expect(last.programmes.first?.counties.first?.groups.count == 1)
        #expect(try self.store.figures(of: "2027-07-15")?.programmes.first?.counties.first?.groups == [])
        #expect(try self.store.table(of: "2027-07-15") == Array("table".utf8))
        for nothing in ["2027-07-16", "../2027-07-15", ""] {
            #expect(try self.store.figures(of: nothing) == nil)
        }
        // The revision that had not gone out yet never does.
        #expect(try self.province.figureMessages().map(\.state) == [.superseded, .waiting])
    }

    /// What a gateway got, and did.
    private final class Gateway: Sendable {
        struct Letter: Hashable {
            let key: String
            let body: [UInt8]
        }

        let letters = Mutex<[Letter]>([])
        /// What it does with the next requests: a status, or 0 for cutting the answer off after having taken it.
        let answers: Mutex<[Int]>

        init(_ answers: [Int]) {
            self.answers = Mutex(answers)
        }

        var router: Router<BasicRequestContext> {
            let router = Router()
            router.post("/figures") { request, _ in
                let key = HTTPFields.Element.Name("Idempotency-Key").flatMap { request.headers[$0] } ?? ""
                let body = Array(buffer: try await request.body.collect(upTo: 1 << 20))
                self.letters.withLock { $0.append(Letter(key: key, body: body)) }
                let status = self.answers.withLock { $0.isEmpty ? 200 : $0.removeFirst() }
                guard status != 0 else {
                    return Response(
                        status: .ok,
                        headers: [.contentLength: "100"],
                        body: ResponseBody { _ in throw HTTPError(.internalServerError) }
                    )
                }
                return Response(status: .init(code: status))
            }
            return router
        }
    }

    @Test("A figure goes out once: tried again with the same key and bytes until it is taken, and then no more")
    func sends() async throws {
        _ = try self.keep(try self.figures())
        let gateway = Gateway([503, 0, 200])
        try await LoopbackServer.run(gateway.router) { url in
            let webhook = try FigureWebhook(url: "\(url)/figures", key: Array("0123456789abcdef".utf8))
            let sender = FigureSender(province: self.province, webhook: webhook, now: self.fixture.clock)
            #expect(try await sender.sendOne()?.state == .waiting)
            #expect(try await sender.sendOne() == nil, "it waits before it tries again")
            self.fixture.advance(hours: 1)
            #expect(try await sender.sendOne()?.state == .waiting, "an answer that was cut off is none")
            self.fixture.advance(hours: 1)
            // Another process takes over: what was noted is on the disk.
            let other = FigureSender(province: self.province, webhook: webhook, now: self.fixture.clock)
            #expect(try await other.sendOne()?.state == .sent)
            self.fixture.advance(hours: 100)
            #expect(try await other.sendOne() == nil)
            #expect(try await sender.sendOne() == nil)
        }
        let letters = gateway.letters.withLock { $0 }
        #expect(letters.count == 3)
        #expect(Set(letters).count == 1)
        #expect(letters.first?.key == "2027-07-15.1")
        let body = try CanonicalJSON.decode(DailyFigures.self, from: letters.first?.body ?? [])
        #expect(body.revision == 1)
        #expect(try self.province.figureMessages().map(\.attempts) == [3])
    }

    @Test("Figures that are not to go out leave no message")
    func keptOnly() throws {
        #expect(try self.keep(try self.figures(), sends: false) == 1)
        #expect(try self.province.figureMessages().isEmpty)
    }
}
