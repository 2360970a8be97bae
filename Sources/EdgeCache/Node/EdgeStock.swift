import Blobs
import CourseModel
import Logging
import Prefetching
import ProgressAgent

/// What the school holds, and what brings the rest: blobs, index, shelf, and the prefetch.
struct EdgeStock: Sendable {
    let blobs: BlobDirectory
    let index: CacheIndexDatabase
    let shelf: Shelf
    let prefetch: PrefetchService
    let stocker: ShelfStocker
    let scrubber: Scrubber

    init(
        data: String,
        upstream: EdgeUpstream,
        configuration: EdgeConfiguration,
        now: @escaping @Sendable () -> UTCTime,
        logger: Logger
    ) throws {
        self.blobs = try BlobDirectory(path: "\(data)/blobs")
        self.index = try CacheIndexDatabase.open(path: "\(data)/index.sqlite", logger: logger)
        self.shelf = Shelf(held: try self.index.heldChunks())
        var options = PrefetchOptions()
        options.reserveBytes = ByteCount(bytes: Int64(configuration.reserveBytes))
        options.rendition = configuration.rendition
        options.receiveBufferBytes = configuration.receiveBufferBytes
        options.line = configuration.line
        options.windows = configuration.windows
        options.windowsText = configuration.windowsText
        options.cap = configuration.cap
        let prefetch = try PrefetchService(
            shelf: self.shelf,
            index: self.index,
            blobs: self.blobs,
            sources: upstream.sources,
            contact: upstream.contact,
            incidents: upstream.incidents,
            options: options,
            now: now,
            logger: logger
        )
        self.prefetch = prefetch
        self.scrubber = Scrubber(
            shelf: self.shelf,
            blobs: self.blobs,
            index: self.index,
            bytesPerSecond: Int64(configuration.scrubBytesPerSecond),
            days: Int64(configuration.scrubDays),
            onRot: { prefetch.fetchAgain($0, because: $1) },
            now: now,
            logger: logger
        )
        self.stocker = ShelfStocker(
            catalogue: upstream.catalogue,
            updates: upstream.follower.updates,
            keeper: ReleaseKeeper(
                sources: upstream.sources,
                blobs: self.blobs,
                shelf: self.shelf,
                incidents: upstream.incidents,
                logger: logger
            ),
            onStocked: { prefetch.shelfChanged() }
        )
    }
}

extension LessonShelf {
    /// What the agent may know of the shelf.
    ///
    /// - Parameter recheck: reads a lesson that could not be played, and gets anew what is bad.
    init(
        _ shelf: Shelf,
        addresses: PlaylistAddress,
        recheck: @escaping @Sendable (Lesson.ID) async -> Int64
    ) {
        self.init(
            programmes: { shelf.programmes },
            lesson: { lesson in
                shelf.release(of: lesson).map { release in
                    PlayableLesson(
                        lesson: lesson,
                        manifest: release.digest,
                        durationMs: release.manifest.durationMs,
                        heldPermille: Permille.of(
                            shelf.heldBytes(of: release.manifest),
                            in: shelf.sizeBytes(of: release.manifest)
                        )
                    )
                }
            },
            playlistPath: { session, lesson in
                let manifest = shelf.release(of: lesson)?.digest ?? Digest(of: [])
                return addresses.path(
                    for: session,
                    lesson: lesson,
                    manifest: manifest,
                    accessEnds: shelf.accessEnds(of: lesson)
                )
            },
            posterPath: { session, lesson in
                guard let release = shelf.release(of: lesson), let poster = release.manifest.poster else { return nil }
                let resource = ReleaseResource.picture(poster.track)
                return addresses.path(
                    to: resource,
                    for: session,
                    lesson: lesson,
                    manifest: release.digest,
                    accessEnds: shelf.accessEnds(of: lesson)
                )
            },
            recheck: recheck
        )
    }
}
