import CourseModel
import Prefetching
import Testing

@Suite struct WatchedPlacesTests {
    private let picture: Track
    private let sound: Track
    private let lesson: Lesson.ID

    init() throws {
        let sizes = [Int64](repeating: 100, count: 40)
        self.picture = try Sample.track("a", "video", sizes: sizes, isVideo: true, rate: 500_000)
        self.sound = try Sample.track("a", "audio", sizes: sizes.map { $0 / 10 }, isVideo: false, rate: 50_000)
        self.lesson = try Sample.lesson("a")
    }

    private func runs(_ places: WatchedPlaces, held: Set<ChunkAddress> = []) -> [PlannedRun] {
        places.runs(
            track: { blob in
                [self.picture, self.sound].first { $0.blob == blob }.map { ($0, self.lesson) }
            },
            needs: LessonNeeds(programmes: [], now: .zero),
            held: { held.contains($0) }
        )
    }

    private func at(_ chunk: Int, of track: Track) -> ChunkAddress { ChunkAddress(blob: track.blob, chunk: chunk) }

    private func held(_ chunks: Range<Int>, of track: Track) -> Set<ChunkAddress> {
        Set(chunks.map { self.at($0, of: track) })
    }

    @Test("A minute after the place comes next, the sound before the picture")
    func ahead() {
        var places = WatchedPlaces()
        places.note(self.at(3, of: self.picture), at: .zero)
        places.note(self.at(3, of: self.sound), at: .zero)
        #expect(self.runs(places).map(\.blob) == [self.sound.blob, self.picture.blob])
        #expect(self.runs(places).map(\.chunks) == [4..<14, 4..<14])
    }

    @Test("With enough there nothing is wanted, and then as much as makes a minute again")
    func enough() {
        var places = WatchedPlaces()
        places.note(self.at(3, of: self.picture), at: .zero)
        #expect(self.runs(places, held: self.held(4..<9, of: self.picture)) == [])
        #expect(self.runs(places, held: self.held(4..<8, of: self.picture)).map(\.chunks) == [8..<14])
        let hole = self.held(4..<8, of: self.picture).union(self.held(10..<40, of: self.picture))
        #expect(self.runs(places, held: hole).map(\.chunks) == [8..<10])
    }

    @Test("A player that goes on is one place, a jump is another, and the end of a lesson is the end")
    func moves() {
        var places = WatchedPlaces()
        for chunk in [3, 4, 5, 7] { places.note(self.at(chunk, of: self.picture), at: .zero) }
        #expect(self.runs(places).map(\.chunks) == [8..<18])
        places.note(self.at(30, of: self.picture), at: .zero)
        #expect(Set(self.runs(places).map(\.chunks)) == [8..<18, 31..<40])
        places.note(self.at(39, of: self.sound), at: .zero)
        #expect(self.runs(places).count == 2)
    }

    @Test("Who has not asked for two minutes is forgotten, and what is no longer listed is wanted no more")
    func forgotten() throws {
        var places = WatchedPlaces()
        places.note(self.at(3, of: self.picture), at: .zero)
        places.note(ChunkAddress(blob: Sample.digest("gone"), chunk: 3), at: .seconds(1))
        places.note(self.at(3, of: self.sound), at: .seconds(121))
        #expect(self.runs(places).map(\.blob) == [self.sound.blob])
    }
}
