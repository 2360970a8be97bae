/// One encoding of a lesson: the tracks that play together.
package struct Rendition: Hashable, Sendable, Codable {
    package typealias ID = Identifier<Rendition>

    package let rendition: ID
    /// Its video track, if any, and its audio track, if any; at least one.
    package let tracks: [Track.ID]

    package init(rendition: ID, tracks: [Track.ID]) {
        self.rendition = rendition
        self.tracks = tracks
    }
}
