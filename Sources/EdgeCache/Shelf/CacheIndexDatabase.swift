package import CourseModel
package import GRDB

/// Which chunks this school has verified, and what came over the line: the file `index.sqlite`.
///
/// It can be lost: what it says is then found again by reading the blobs. A chunk is marked held only after its bytes
/// are on the disk.
package struct CacheIndexDatabase: Sendable {
    package let writer: any DatabaseWriter

    /// Opens the index and brings its schema up to date.
    package init(path: String) throws {
        var configuration = Configuration()
        // A program that has just stopped may still be writing its last pages back.
        configuration.busyMode = .timeout(5)
        self.writer = try DatabasePool(path: path, configuration: configuration)
        // Opening in WAL mode lowers it to NORMAL, and a mark lost to a power cut costs fetching its chunk again.
        try self.writer.barrierWriteWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Self.migrator.migrate(self.writer)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 held chunks, traffic, settings") { db in
            try db.execute(
                sql: """
                    -- A chunk whose bytes are on the disk and have the digest that the manifest names.
                    CREATE TABLE heldChunk (
                        blob TEXT NOT NULL,     -- digest of the track file
                        chunk INTEGER NOT NULL CHECK (chunk >= 0),
                        PRIMARY KEY (blob, chunk)
                    ) STRICT, WITHOUT ROWID;
                    -- Bytes fetched in one minute.
                    CREATE TABLE traffic (
                        minute INTEGER NOT NULL,   -- minutes since 1970, UTC
                        source TEXT NOT NULL,      -- origin
                        bytes INTEGER NOT NULL CHECK (bytes >= 0),
                        PRIMARY KEY (minute, source)
                    ) STRICT, WITHOUT ROWID;
                    -- What the technician chose, and numbers that must not go back.
                    CREATE TABLE setting (
                        name TEXT NOT NULL PRIMARY KEY,
                        value INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
        migrator.registerMigration("002 wishes") { db in
            try db.execute(
                sql: """
                    -- What a technician wants kept.
                    CREATE TABLE pinned (
                        lesson TEXT NOT NULL PRIMARY KEY
                    ) STRICT, WITHOUT ROWID;
                    -- What a technician wants before all else; the latest wish goes before the earlier ones.
                    CREATE TABLE first (
                        place INTEGER PRIMARY KEY AUTOINCREMENT,
                        lesson TEXT NOT NULL UNIQUE
                    ) STRICT;
                    """
            )
        }
        migrator.registerMigration("003 quarters of an hour, retries", migrate: Self.countQuarters)
        migrator.registerMigration("004 evictions") { db in
            try db.execute(
                sql: """
                    -- What gave way for want of room, for people to see.
                    CREATE TABLE eviction (
                        number INTEGER PRIMARY KEY AUTOINCREMENT,
                        atMs INTEGER NOT NULL,
                        lesson TEXT,            -- NULL where nothing lists it
                        bytes INTEGER NOT NULL,
                        reason TEXT NOT NULL
                    ) STRICT;
                    """
            )
        }
        return migrator
    }
}

// MARK: - Holdings

extension CacheIndexDatabase {
    /// Marks a chunk held; durable when it returns.
    package func markHeld(blob: Digest, chunk: Int) throws {
        try self.markHeld(blob: blob, chunks: CollectionOfOne(chunk))
    }

    /// Marks chunks held, all or none; durable when it returns.
    package func markHeld(blob: Digest, chunks: some Sequence<Int>) throws {
        try self.writer.write { db in
            let statement = try db.cachedStatement(
                sql: "INSERT OR IGNORE INTO heldChunk (blob, chunk) VALUES (?, ?)"
            )
            for chunk in chunks {
                try statement.execute(arguments: [blob.hexadecimal, chunk])
            }
        }
    }

    /// Marks chunks no longer held: their bytes were found wrong, or gone.
    package func unmarkHeld(blob: Digest) throws {
        try self.writer.write { db in
            try db.execute(sql: "DELETE FROM heldChunk WHERE blob = ?", arguments: [blob.hexadecimal])
        }
    }

    /// Marks one chunk no longer held.
    package func unmarkHeld(blob: Digest, chunk: Int) throws {
        try self.writer.write { db in
            try db.execute(
                sql: "DELETE FROM heldChunk WHERE blob = ? AND chunk = ?",
                arguments: [blob.hexadecimal, chunk]
            )
        }
    }

    package func heldChunks() throws -> [Digest: Set<Int>] {
        try self.writer.read { db in
            var held: [Digest: Set<Int>] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT blob, chunk FROM heldChunk") {
                guard let blob = Digest(hexadecimal: row[0]) else { continue }
                held[blob, default: []].insert(row[1])
            }
            return held
        }
    }
}
