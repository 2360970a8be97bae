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
        migrator.registerMigration("003 times, decisions, appeals, rule sets") { db in
            try db.execute(sql: Self.times)
            try db.execute(sql: Self.decisions)
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

    private static let times = """
        ALTER TABLE boot ADD COLUMN startMs INTEGER;         -- agent time of its first row; NULL: not known
        ALTER TABLE boot ADD COLUMN endMs INTEGER;           -- the last agent time that its rows tell
        -- Anchors that fit what the origin itself remembers, and that tell more than the one kept before them.
        CREATE TABLE anchor (
            edge TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            agentMs INTEGER NOT NULL,
            originMs INTEGER NOT NULL,
            PRIMARY KEY (edge, epoch, sequence),
            FOREIGN KEY (edge, epoch, sequence) REFERENCES journalRow
        ) STRICT, WITHOUT ROWID;
        UPDATE boot SET startMs = (
            SELECT json_extract(text, '$.started.agentMs') FROM journalRow AS r
            WHERE r.edge = boot.edge AND r.epoch = boot.epoch AND r.sequence = boot.sequence);
        UPDATE boot SET endMs = startMs;
        INSERT INTO anchor (edge, epoch, sequence, agentMs, originMs)
            SELECT edge, epoch, sequence, json_extract(text, '$.anchor.agentMs'), json_extract(text, '$.anchor.originMs')
            FROM journalRow
            WHERE text LIKE '{"anchor":%' AND json_extract(text, '$.anchor.originMs') <= receivedAtMs
                AND typeof(json_extract(text, '$.anchor.originMs') - json_extract(text, '$.anchor.agentMs')) = 'integer';
        """

    private static let decisions = """
        ALTER TABLE entry ADD COLUMN account TEXT;           -- what the hours are booked to; NULL: of an earlier version
        -- By which rules credit was judged, and since when: the last row of a programme is in force.
        CREATE TABLE ruleSet (
            number INTEGER PRIMARY KEY,
            programme TEXT NOT NULL,
            digest TEXT NOT NULL,                -- names the rule set
            document TEXT NOT NULL,              -- `RuleSet` as canonical JSON
            validFromMs INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ruleSetByProgramme ON ruleSet (programme);
        -- What a trainee or an officer does not agree with.
        CREATE TABLE appeal (
            number INTEGER PRIMARY KEY,
            trainee TEXT NOT NULL,
            programme TEXT NOT NULL,
            lesson TEXT,                         -- NULL: the hours as a whole
            text TEXT NOT NULL,
            filedBy TEXT NOT NULL,               -- the trainee, or an officer
            filedAtMs INTEGER NOT NULL,
            source TEXT UNIQUE,                  -- the journal row that says so; NULL: filed at the origin
            isUpheld INTEGER CHECK (isUpheld IN (0, 1)),     -- NULL while it is open
            answer TEXT,
            answeredBy TEXT,
            answeredAtMs INTEGER,
            CHECK ((isUpheld IS NULL) = (answer IS NULL) AND (answer IS NULL) = (answeredBy IS NULL)
                AND (answeredBy IS NULL) = (answeredAtMs IS NULL))
        ) STRICT;
        CREATE INDEX appealByTrainee ON appeal (trainee);
        CREATE INDEX appealOpen ON appeal (number) WHERE isUpheld IS NULL;
        CREATE TRIGGER appealIsAnsweredOnce BEFORE UPDATE ON appeal WHEN OLD.isUpheld IS NOT NULL BEGIN
            SELECT RAISE(ABORT, 'an appeal is answered once');
        END;
        -- What one officer proposes and one of another level decides.
        CREATE TABLE proposal (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('adjustment', 'void', 'late')),
            trainee TEXT NOT NULL,
            programme TEXT NOT NULL,
            subject TEXT NOT NULL,               -- section or item; viewing session; phase
            hundredths INTEGER CHECK ((kind = 'adjustment') = (hundredths IS NOT NULL) AND hundredths IS NOT 0),
            reason TEXT NOT NULL,
            appeal INTEGER REFERENCES appeal,
            proposer TEXT NOT NULL,
            proposerLevel TEXT NOT NULL,
            proposedAtMs INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'cosigned', 'declined', 'withdrawn')),
            decider TEXT,
            deciderLevel TEXT,
            decidedAtMs INTEGER,
            answer TEXT,
            entry INTEGER REFERENCES entry,      -- of a cosigned adjustment
            CHECK ((state = 'open') = (decider IS NULL) AND (decider IS NULL) = (decidedAtMs IS NULL)),
            CHECK (state IN ('open', 'withdrawn') OR (decider IS NOT proposer AND deciderLevel IS NOT proposerLevel)),
            CHECK ((kind = 'adjustment' AND state = 'cosigned') = (entry IS NOT NULL))
        ) STRICT;
        CREATE INDEX proposalByTrainee ON proposal (trainee);
        CREATE INDEX proposalOpen ON proposal (number) WHERE state = 'open';
        CREATE TRIGGER proposalIsDecidedOnce BEFORE UPDATE ON proposal WHEN OLD.state <> 'open' BEGIN
            SELECT RAISE(ABORT, 'a proposal is decided once');
        END;
        CREATE TRIGGER proposalIsNotDeleted BEFORE DELETE ON proposal BEGIN
            SELECT RAISE(ABORT, 'a proposal is never deleted');
        END;
        """
}
