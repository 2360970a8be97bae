import GRDB

/// The tables of `ledger.sqlite`. A migration that was released is never edited.
enum LedgerSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 journals, evidence, entries") { db in
            try db.execute(sql: Self.journals)
            try db.execute(sql: Self.evidence)
            try db.execute(sql: Self.entries)
        }
        migrator.registerMigration("002 evidence classes, rooms") { db in
            try db.execute(sql: Self.rooms)
        }
        return migrator
    }

    private static let journals = """
        -- One incarnation of an edge's journal, as far as it was reported.
        CREATE TABLE journal (
            edge TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            through INTEGER NOT NULL CHECK (through >= 0),
            digest BLOB NOT NULL CHECK (length(digest) = 32),   -- of the chain, after the row `through`
            lastReportAtMs INTEGER NOT NULL,
            forkedAtMs INTEGER,                  -- NULL unless it has two futures; then nothing more is taken
            forkSequence INTEGER,                -- of the first row that differs
            forkText TEXT,                       -- that row as it was reported the second time
            PRIMARY KEY (edge, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE journalRow (
            edge TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            text TEXT NOT NULL,                  -- byte for byte as it stands at the school
            digest BLOB NOT NULL CHECK (length(digest) = 32),   -- of the chain, after this row
            receivedAtMs INTEGER NOT NULL,
            PRIMARY KEY (edge, epoch, sequence),
            FOREIGN KEY (edge, epoch) REFERENCES journal
        ) STRICT, WITHOUT ROWID;
        -- An unbroken time line: the rows from an agent's start to the next one.
        CREATE TABLE boot (
            edge TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,           -- of its first row; 0 for rows before any start
            offsetMs INTEGER,                    -- UTC less agent time, by its first anchor
            PRIMARY KEY (edge, epoch, sequence),
            FOREIGN KEY (edge, epoch) REFERENCES journal
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE passwordChange (
            number INTEGER PRIMARY KEY,          -- in order of arrival
            edge TEXT NOT NULL,
            person TEXT NOT NULL,
            verifier TEXT NOT NULL,
            atMs INTEGER NOT NULL,
            isApplied INTEGER NOT NULL DEFAULT 0 CHECK (isApplied IN (0, 1))
        ) STRICT;
        CREATE INDEX passwordChangeWaiting ON passwordChange (number) WHERE isApplied = 0;
        """

    private static let evidence = """
        CREATE TABLE viewing (
            edge TEXT NOT NULL,
            play TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            trainee TEXT NOT NULL,
            lesson TEXT NOT NULL,
            startMs INTEGER NOT NULL CHECK (startMs >= 0),      -- agent time
            isStranger INTEGER NOT NULL CHECK (isStranger IN (0, 1)),   -- not of this school when it was reported
            PRIMARY KEY (edge, play),
            FOREIGN KEY (edge, epoch, sequence) REFERENCES journalRow
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX viewingByTrainee ON viewing (trainee);
        -- `play` refers to no table: an interval of an unknown viewing session is kept.
        CREATE TABLE playedInterval (
            edge TEXT NOT NULL,
            play TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            n INTEGER NOT NULL,
            mediaBeginMs INTEGER NOT NULL CHECK (mediaBeginMs >= 0),
            mediaEndMs INTEGER NOT NULL CHECK (mediaEndMs >= mediaBeginMs),
            wallBeginMs INTEGER NOT NULL CHECK (wallBeginMs >= 0),      -- agent time
            wallEndMs INTEGER NOT NULL CHECK (wallEndMs >= wallBeginMs),
            PRIMARY KEY (edge, play, epoch, sequence),
            FOREIGN KEY (edge, epoch, sequence) REFERENCES journalRow
        ) STRICT, WITHOUT ROWID;
        """

    private static let rooms = """
        ALTER TABLE viewing ADD COLUMN room TEXT;                -- the collective viewing; NULL: the trainee's own
        CREATE INDEX viewingByRoom ON viewing (edge, room) WHERE room IS NOT NULL;
        ALTER TABLE playedInterval ADD COLUMN evidence TEXT;     -- `A` or `B`; NULL: what was served is not recorded
        ALTER TABLE playedInterval ADD COLUMN unserved TEXT;     -- media that was not served, as in the row; NULL: none
        ALTER TABLE playedInterval ADD COLUMN heardMs INTEGER;   -- agent time; only of `B`
        -- What happened in collective viewings; only what people of the school did.
        CREATE TABLE roomEvent (
            edge TEXT NOT NULL,
            room TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            event TEXT NOT NULL,                 -- `RoomEvent` as canonical JSON
            PRIMARY KEY (edge, room, epoch, sequence),
            FOREIGN KEY (edge, epoch, sequence) REFERENCES journalRow
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE roomPerson (
            person TEXT NOT NULL,
            edge TEXT NOT NULL,
            room TEXT NOT NULL,
            PRIMARY KEY (person, edge, room)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX roomPersonByRoom ON roomPerson (edge, room);
        """

    private static let entries = """
        CREATE TABLE entry (
            number INTEGER PRIMARY KEY,
            trainee TEXT NOT NULL,
            programme TEXT NOT NULL,
            item TEXT NOT NULL,
            generation INTEGER NOT NULL CHECK (generation >= 1),
            kind TEXT NOT NULL CHECK (kind IN ('grant', 'reversal', 'adjustment')),
            hundredths INTEGER NOT NULL CHECK (
                CASE kind WHEN 'grant' THEN hundredths > 0 WHEN 'reversal' THEN hundredths < 0 ELSE hundredths <> 0 END
            ),
            rules TEXT NOT NULL,                 -- digest
            input TEXT NOT NULL,                 -- digest
            reason TEXT NOT NULL,
            actor TEXT NOT NULL,
            cosigner TEXT CHECK ((kind = 'adjustment') = (cosigner IS NOT NULL) AND cosigner IS NOT actor),
            supersedes INTEGER REFERENCES entry,
            postedAtMs INTEGER NOT NULL,
            UNIQUE (trainee, programme, item, generation, kind)
        ) STRICT;
        CREATE TRIGGER entryIsNotEdited BEFORE UPDATE ON entry BEGIN
            SELECT RAISE(ABORT, 'an entry of the ledger is never edited');
        END;
        CREATE TRIGGER entryIsNotDeleted BEFORE DELETE ON entry BEGIN
            SELECT RAISE(ABORT, 'an entry of the ledger is never deleted');
        END;
        -- REPLACE deletes without asking the trigger above.
        CREATE TRIGGER entryIsNotReplaced BEFORE INSERT ON entry WHEN EXISTS (
            SELECT 1 FROM entry WHERE number = NEW.number OR (trainee = NEW.trainee AND programme = NEW.programme
                AND item = NEW.item AND generation = NEW.generation AND kind = NEW.kind)
        ) BEGIN
            SELECT RAISE(ABORT, 'an entry of the ledger is never replaced');
        END;
        -- What the last settlement found, ready to be shown.
        CREATE TABLE statement (
            trainee TEXT NOT NULL,
            programme TEXT NOT NULL,
            document TEXT NOT NULL,              -- `Statement` as canonical JSON
            basis TEXT NOT NULL,                 -- digest
            PRIMARY KEY (trainee, programme)
        ) STRICT, WITHOUT ROWID;
        -- Trainees to be settled. Marking one again gives a new mark, and no mark is ever given twice.
        CREATE TABLE due (
            mark INTEGER PRIMARY KEY AUTOINCREMENT,
            trainee TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,      -- `basis`: by what credit was judged last
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
