import CourseModel
import GRDB

/// Who there is in the province: counties, schools, people, officers, edges and what they hold. The file
/// `province.sqlite`.
///
/// Every method is one transaction, and durable when it returns. Several processes may have the file open.
package struct ProvinceDatabase: Sendable {
    package static let fileName = "province.sqlite"

    let writer: any DatabaseWriter

    /// Opens the database and brings its schema up to date.
    package init(path: String) throws {
        var configuration = Configuration()
        // A command may import a roster while the server writes.
        configuration.busyMode = .timeout(20)
        self.writer = try DatabasePool(path: path, configuration: configuration)
        // Opening in WAL mode lowers it to NORMAL, and an edge that was told it is enrolled must be known after a
        // power cut.
        try self.writer.barrierWriteWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try Self.migrator.migrate(self.writer)
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001 counties, schools, people, officers, edges") { db in
            try db.execute(sql: Self.peopleSchema)
            try db.execute(sql: Self.edgesSchema)
        }
        migrator.registerMigration("002 parents and peers") { db in
            try db.execute(sql: Self.neighboursSchema)
        }
        migrator.registerMigration("003 study groups") { db in
            try db.execute(sql: Self.studyGroupsSchema)
        }
        migrator.registerMigration("004 officers of cities and schools") { db in
            try db.execute(sql: Self.officersSchema)
        }
        migrator.registerMigration("005 proposals of groups, daily figures") { db in
            try db.execute(sql: Self.groupsSchema)
            try db.execute(sql: Self.figuresSchema)
        }
        return migrator
    }

    private static let peopleSchema = """
        CREATE TABLE county (
            county TEXT NOT NULL PRIMARY KEY,
            nameZh TEXT NOT NULL,
            nameEn TEXT
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE school (
            school TEXT NOT NULL PRIMARY KEY,
            county TEXT NOT NULL REFERENCES county,
            nameZh TEXT NOT NULL,
            nameEn TEXT,
            rosterVersion INTEGER NOT NULL DEFAULT 0,    -- of the last roster that was issued
            rosterDigest TEXT,                           -- of its accounts
            rosterIssuedAtMs INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX schoolByCounty ON school (county);
        -- Someone who signs in at a school.
        CREATE TABLE person (
            person TEXT NOT NULL PRIMARY KEY,
            school TEXT NOT NULL REFERENCES school,
            role TEXT NOT NULL CHECK (role IN ('trainee', 'technician')),
            login TEXT NOT NULL COLLATE NOCASE,
            name TEXT NOT NULL,
            idCardHash TEXT UNIQUE,                      -- HMAC-SHA-256 of the number; the number is not kept
            idCardLastFour TEXT,
            passwordVerifier TEXT NOT NULL,
            mustChangePassword INTEGER NOT NULL CHECK (mustChangePassword IN (0, 1)),
            passwordChangedAtMs INTEGER NOT NULL DEFAULT 0,  -- as the school's agent tells the time; 0: never
            UNIQUE (school, login)
        ) STRICT, WITHOUT ROWID;
        -- A person's place in a programme.
        CREATE TABLE registration (
            person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
            programme TEXT NOT NULL,
            document TEXT NOT NULL,                      -- `Registration` as canonical JSON
            PRIMARY KEY (person, programme)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE officer (
            login TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,
            name TEXT NOT NULL,
            county TEXT REFERENCES county,               -- NULL: the whole province
            passwordVerifier TEXT NOT NULL,
            mustChangePassword INTEGER NOT NULL CHECK (mustChangePassword IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        """

    private static let edgesSchema = """
        CREATE TABLE edge (
            edge TEXT NOT NULL PRIMARY KEY,
            school TEXT NOT NULL REFERENCES school,
            key TEXT NOT NULL,                           -- Ed25519 public key, base64url
            epoch INTEGER NOT NULL CHECK (epoch > 0),
            enrolledAtMs INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX edgeBySchool ON edge (school);
        -- A one-time code; the code itself is not kept.
        CREATE TABLE invitation (
            codeDigest TEXT NOT NULL PRIMARY KEY,
            school TEXT NOT NULL REFERENCES school,
            createdAtMs INTEGER NOT NULL,
            expiresAtMs INTEGER NOT NULL,
            edge TEXT REFERENCES edge                    -- who used it; NULL: nobody yet
        ) STRICT, WITHOUT ROWID;
        -- The last holdings that each edge sent.
        CREATE TABLE holdings (
            edge TEXT NOT NULL PRIMARY KEY REFERENCES edge,
            number INTEGER NOT NULL,
            receivedAtMs INTEGER NOT NULL,
            document TEXT NOT NULL                       -- `Holdings` as canonical JSON
        ) STRICT, WITHOUT ROWID;
        """

    private static let studyGroupsSchema = """
        CREATE TABLE studyGroup (
            studyGroup TEXT NOT NULL PRIMARY KEY,
            programme TEXT NOT NULL,
            name TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE registration ADD COLUMN studyGroup TEXT REFERENCES studyGroup;
        ALTER TABLE registration ADD COLUMN isLeader INTEGER NOT NULL DEFAULT 0 CHECK (isLeader IN (0, 1));
        CREATE INDEX registrationByStudyGroup ON registration (studyGroup) WHERE studyGroup IS NOT NULL;
        """

    private static let officersSchema = """
        ALTER TABLE officer ADD COLUMN school TEXT REFERENCES school;  -- NULL: of no single school
        ALTER TABLE officer ADD COLUMN city TEXT;                      -- its name; NULL: of no city
        -- The counties of a city's officer.
        CREATE TABLE officerCounty (
            login TEXT NOT NULL COLLATE NOCASE REFERENCES officer,
            county TEXT NOT NULL REFERENCES county,
            PRIMARY KEY (login, county)
        ) STRICT, WITHOUT ROWID;
        """

    private static let neighboursSchema = """
        ALTER TABLE school ADD COLUMN edgeURL TEXT;      -- where its edge is reached by others; NULL: it is not
        ALTER TABLE school ADD COLUMN parent TEXT REFERENCES school;   -- NULL: its county's
        ALTER TABLE county ADD COLUMN parent TEXT REFERENCES school;   -- NULL: none
        -- The last neighbourhood that each edge was sent.
        CREATE TABLE neighbourhood (
            edge TEXT NOT NULL PRIMARY KEY REFERENCES edge,
            digest TEXT NOT NULL,                        -- of what it says, without the time
            issuedAtMs INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}

/// The database contradicts itself, or was written by a newer version.
package struct ProvinceDatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
    package let table: String
    package let column: String

    package var description: String {
        "province.sqlite: column \(self.column) of \(self.table) holds something this version cannot read"
    }
}

extension Row {
    /// The identifier in a column.
    func identifier<Subject>(_ column: String, of table: String) throws -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(self[column] as String) else {
            throw ProvinceDatabaseError(table: table, column: column)
        }
        return identifier
    }

    /// The title in the columns `nameZh` and `nameEn`.
    var title: Title { Title(zh: self["nameZh"], en: self["nameEn"]) }
}
