import GRDB

/// The tables of `journal.sqlite`. Migrations are frozen once released.
enum JournalSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 incarnations, rows, viewing sessions, passwords") { db in
            try db.execute(sql: self.incarnations)
            try db.execute(sql: self.rows)
            try db.execute(sql: self.viewings)
            try db.execute(sql: self.passwords)
        }
        migrator.registerMigration("002 what was served, rooms") { db in
            try db.execute(sql: self.served)
            try db.execute(sql: self.rooms)
        }
        migrator.registerMigration("003 when the origin last answered") { db in
            // UTC, by the origin's clock; NULL until it has answered.
            try db.execute(sql: "ALTER TABLE incarnation ADD COLUMN receivedAtMs INTEGER")
        }
        migrator.registerMigration("004 when the agent last started") { db in
            // Agent time; NULL before its first start with this.
            try db.execute(sql: "ALTER TABLE incarnation ADD COLUMN startedMs INTEGER")
        }
        return migrator
    }

    private static let incarnations = """
        -- One life of this journal on one disk; rows go into the last one.
        CREATE TABLE incarnation (
            number INTEGER PRIMARY KEY CHECK (number >= 1),
            token TEXT NOT NULL,              -- what the file `incarnation` beside this database says
            nextToken TEXT,                   -- what it is about to say, while it is being replaced
            inode INTEGER,                    -- of that file; NULL while it is being replaced
            edge TEXT,                        -- whom the origin granted this epoch; NULL until then
            epoch INTEGER CHECK (epoch >= 1),
            acknowledged INTEGER NOT NULL DEFAULT 0 CHECK (acknowledged >= 0),
            trouble TEXT,                     -- why nothing more of it is reported; NULL while all is well
            CHECK ((edge IS NULL) = (epoch IS NULL)),
            UNIQUE (edge, epoch)
        ) STRICT;
        """

    private static let rows = """
        -- Appended to, never edited.
        CREATE TABLE journalRow (
            incarnation INTEGER NOT NULL REFERENCES incarnation (number),
            sequence INTEGER NOT NULL CHECK (sequence >= 1),
            text TEXT NOT NULL,               -- the row as canonical JSON, as it is reported
            digest TEXT NOT NULL,             -- of the chain after this row, hexadecimal
            play TEXT,                        -- the viewing session it belongs to, if any
            agentMs INTEGER NOT NULL,         -- the latest agent time in it
            PRIMARY KEY (incarnation, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX journalRow_play ON journalRow (play) WHERE play IS NOT NULL;
        CREATE TRIGGER journalRow_noGap BEFORE INSERT ON journalRow
        WHEN NEW.sequence <> 1 + COALESCE((SELECT MAX(sequence) FROM journalRow WHERE incarnation = NEW.incarnation), 0)
        BEGIN SELECT RAISE(ABORT, 'a journal has no gaps'); END;
        CREATE TRIGGER journalRow_noUpdate BEFORE UPDATE ON journalRow
        BEGIN SELECT RAISE(ABORT, 'a journal is not edited'); END;
        CREATE TRIGGER journalRow_noDelete BEFORE DELETE ON journalRow
        BEGIN SELECT RAISE(ABORT, 'a journal is not edited'); END;
        """

    private static let viewings = """
        -- Viewing sessions, and of each what was played but is not a row yet.
        CREATE TABLE viewing (
            play TEXT NOT NULL PRIMARY KEY,
            trainee TEXT NOT NULL,
            lesson TEXT NOT NULL,
            manifest TEXT NOT NULL,           -- digest of the release that is played
            durationMs INTEGER NOT NULL CHECK (durationMs >= 0),
            startMs INTEGER NOT NULL,         -- agent time
            endedMs INTEGER,                  -- agent time; NULL while it may go on
            offsetMs INTEGER NOT NULL,        -- the player's clock plus this is agent time
            heardMs INTEGER NOT NULL,         -- agent time of the last heartbeat
            positionMs INTEGER NOT NULL,      -- where the player stood then
            keptMs INTEGER NOT NULL,          -- media time of all that was kept
            acceptance TEXT NOT NULL,         -- JSON of `HeartbeatAcceptance`: next beat, open interval
            hasOpen INTEGER NOT NULL          -- 1 while something was played that is not a row yet
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX viewing_trainee ON viewing (trainee, lesson, startMs);
        CREATE INDEX viewing_live ON viewing (trainee) WHERE endedMs IS NULL;
        CREATE INDEX viewing_open ON viewing (heardMs) WHERE hasOpen = 1;
        """

    private static let served = """
        -- Media time that was handed to the session, as JSON ranges; NULL where nobody here serves media.
        ALTER TABLE viewing ADD COLUMN servedMs TEXT;
        """

    private static let rooms = """
        ALTER TABLE viewing ADD COLUMN room TEXT;     -- the collective viewing; NULL: the trainee's own
        CREATE INDEX viewing_room ON viewing (room) WHERE room IS NOT NULL;
        ALTER TABLE journalRow ADD COLUMN room TEXT;  -- the collective viewing that the row is an event of, if any
        CREATE INDEX journalRow_room ON journalRow (room) WHERE room IS NOT NULL;
        CREATE TABLE room (
            room TEXT NOT NULL PRIMARY KEY,
            studyGroup TEXT NOT NULL,
            lesson TEXT NOT NULL,
            leader TEXT NOT NULL,
            openedMs INTEGER NOT NULL,        -- agent time
            closedMs INTEGER,                 -- agent time; NULL while it is open
            plan TEXT NOT NULL                -- JSON of `RollCallPlan`: shown to nobody
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX room_opened ON room (openedMs);
        -- Who entered.
        CREATE TABLE roomPerson (
            person TEXT NOT NULL,
            room TEXT NOT NULL,
            PRIMARY KEY (person, room)
        ) STRICT, WITHOUT ROWID;
        """

    private static let passwords = """
        -- Passwords chosen here. One holds until the roster brings another than those it replaced.
        CREATE TABLE passwordChange (
            number INTEGER PRIMARY KEY,
            person TEXT NOT NULL,
            verifier TEXT NOT NULL,
            replaced TEXT NOT NULL            -- the verifier that was good until then
        ) STRICT;
        CREATE INDEX passwordChange_person ON passwordChange (person);
        """
}
