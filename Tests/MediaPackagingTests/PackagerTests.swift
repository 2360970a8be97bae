import CourseModel
import Foundation
import MediaPackaging
import Testing

@Suite struct PackagerTests {
    @Test("Every kind of source becomes track files", arguments: SampleMedia.good)
    func packages(sample: SampleMedia) async throws {
        let folder = try TemporaryFolder()
        let lesson = try Packager().package(file: try await sample.path, into: folder.path, language: nil) { _, _ in }
        for (track, path) in lesson.tracks {
            let file = try TrackFile(path: path)
            #expect(file.chunks == track.chunks && file.blob == track.blob && file.codec == track.codec)
        }
    }
}
