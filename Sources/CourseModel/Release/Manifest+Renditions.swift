extension Manifest {
    package func rendition(_ id: Rendition.ID) -> Rendition? {
        self.renditions.first { $0.rendition == id }
    }

    /// What a school needs to play one rendition: its tracks, and the companion tracks (captions, poster, storyboard),
    /// which belong to no rendition and go with each of them.
    ///
    /// - Parameter rendition: nil, or one that the manifest lacks, stands for the best.
    /// - Returns: in the manifest's order.
    package func tracks(playing rendition: Rendition.ID?) -> [Track] {
        let chosen = rendition.flatMap(self.rendition) ?? self.renditions.first
        let others = Set(self.renditions.flatMap(\.tracks)).subtracting(chosen?.tracks ?? [])
        return self.tracks.filter { !others.contains($0.track) }
    }

    /// The same release with some of its renditions only, and all its tracks.
    package func with(renditions: [Rendition]) -> Manifest {
        Manifest(
            lesson: self.lesson,
            createdAtMs: self.createdAtMs,
            durationMs: self.durationMs,
            source: self.source,
            tracks: self.tracks,
            renditions: renditions,
            repairedGaps: self.repairedGaps
        )
    }
}
