//! The file behind the store: how it is opened, what is refused, how an older one is brought up to date.
//!
//! A file is looked at before it is changed in any way: what is no store of ours, or too new, is left as it is.

use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::study::StoreError;
use crate::study::store::{network, reviews};

/// What brings a file from one version to the next: the first makes a new file, each later one changes the one before.
/// An entry that was released is never edited.
const MIGRATIONS: [&str; 5] = [
    "
    CREATE TABLE answers (
        id         INTEGER PRIMARY KEY,
        question   TEXT NOT NULL,
        revision   INTEGER NOT NULL,
        answer     TEXT NOT NULL,      -- JSON
        is_right   INTEGER NOT NULL,
        share      REAL NOT NULL,      -- 0 to 1
        confidence INTEGER,            -- 1 to 3, null when not asked
        hints      INTEGER NOT NULL,
        took       INTEGER NOT NULL,   -- milliseconds
        at         INTEGER NOT NULL    -- milliseconds since 1970, UTC, as every time here
    ) STRICT;
    CREATE INDEX answers_by_question ON answers (question);
    CREATE TABLE labs (
        lab           TEXT PRIMARY KEY,
        solved_at     INTEGER,
        hints         INTEGER NOT NULL,
        solution_seen INTEGER NOT NULL,
        best_goals    INTEGER NOT NULL,
        goals         INTEGER NOT NULL,
        at            INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE drafts (
        lab      TEXT NOT NULL,
        document TEXT NOT NULL,
        text     TEXT NOT NULL,
        at       INTEGER NOT NULL,
        PRIMARY KEY (lab, document)
    ) STRICT;
    CREATE TABLE readings (
        lesson   TEXT PRIMARY KEY,
        block    INTEGER NOT NULL,
        line     INTEGER NOT NULL,
        furthest INTEGER NOT NULL,
        at       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE settings (
        name  TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE flags (
        question TEXT PRIMARY KEY,
        note     TEXT NOT NULL,
        at       INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE rounds (
        lab    TEXT NOT NULL,
        round  TEXT NOT NULL,
        won_at INTEGER NOT NULL,
        PRIMARY KEY (lab, round)
    ) STRICT, WITHOUT ROWID;
",
    "
    CREATE TABLE exams (
        id        TEXT PRIMARY KEY,
        exam      TEXT NOT NULL,
        begun     INTEGER NOT NULL,
        submitted INTEGER,
        record    TEXT NOT NULL        -- JSON
    ) STRICT, WITHOUT ROWID;
",
    // What was answered before there was a schedule counts for it, by the days of Greenwich; its memories are made when the file
    // is next opened.
    "
    CREATE TABLE reviews (
        answer     INTEGER PRIMARY KEY REFERENCES answers (id) ON DELETE CASCADE,
        day        INTEGER NOT NULL,   -- days since 1970, where the learner was
        kind       TEXT NOT NULL,
        took       INTEGER NOT NULL,
        grade      INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),
        quick      INTEGER NOT NULL,
        gap        INTEGER,            -- days since the card's review before, null at its first
        stability  REAL NOT NULL,
        difficulty REAL NOT NULL
    ) STRICT;
    CREATE INDEX reviews_by_kind ON reviews (kind);
    -- What `reviews` adds up to by day, kept with it.
    CREATE TABLE days (
        day       INTEGER PRIMARY KEY,
        reviews   INTEGER NOT NULL,
        right     INTEGER NOT NULL,
        asked     INTEGER NOT NULL,    -- on a later day than the one before
        recalled  INTEGER NOT NULL,    -- right of those
        took      INTEGER NOT NULL,
        stability REAL NOT NULL        -- the sum
    ) STRICT;
    CREATE TRIGGER review_is_kept AFTER INSERT ON reviews BEGIN
        INSERT INTO days VALUES (
            NEW.day, 1, NEW.grade > 1, coalesce(NEW.gap, 0) > 0, NEW.grade > 1 AND coalesce(NEW.gap, 0) > 0, NEW.took, NEW.stability
        ) ON CONFLICT (day) DO UPDATE SET
            reviews = reviews + 1, right = right + excluded.right, asked = asked + excluded.asked,
            recalled = recalled + excluded.recalled, took = took + excluded.took, stability = stability + excluded.stability;
    END;
    CREATE TRIGGER review_is_taken_back AFTER DELETE ON reviews BEGIN
        UPDATE days SET
            reviews = reviews - 1, right = right - (OLD.grade > 1), asked = asked - (coalesce(OLD.gap, 0) > 0),
            recalled = recalled - (OLD.grade > 1 AND coalesce(OLD.gap, 0) > 0), took = took - OLD.took,
            stability = stability - OLD.stability
        WHERE day = OLD.day;
        DELETE FROM days WHERE day = OLD.day AND reviews <= 0;
    END;
    -- What the reviews of a card add up to; can be made anew from them.
    CREATE TABLE cards (
        card          TEXT PRIMARY KEY,
        algorithm     TEXT NOT NULL,
        revision      INTEGER NOT NULL,
        stability     REAL NOT NULL,
        difficulty    REAL NOT NULL,
        first         INTEGER NOT NULL,
        last          INTEGER NOT NULL,
        last_at       INTEGER NOT NULL,
        reviews       INTEGER NOT NULL,
        days          INTEGER NOT NULL,
        lapses        INTEGER NOT NULL,
        is_right      INTEGER NOT NULL,
        quick         INTEGER NOT NULL,
        misconception INTEGER NOT NULL,
        tried_day     INTEGER NOT NULL,
        tried_at      INTEGER NOT NULL,
        tried_right   INTEGER NOT NULL,
        guesses       INTEGER NOT NULL,
        guesses_right INTEGER NOT NULL,
        fairly        INTEGER NOT NULL,
        fairly_right  INTEGER NOT NULL,
        sure          INTEGER NOT NULL,
        sure_right    INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE marks (
        card      TEXT PRIMARY KEY,
        suspended INTEGER NOT NULL,
        buried    INTEGER              -- the day until which
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE days_off (
        day INTEGER PRIMARY KEY
    ) STRICT;
    CREATE TABLE sittings (
        begun INTEGER NOT NULL,
        pursuit TEXT NOT NULL,
        day   INTEGER NOT NULL,
        spent INTEGER NOT NULL,        -- milliseconds
        PRIMARY KEY (begun, pursuit)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sittings_by_day ON sittings (day, pursuit, spent);
    INSERT INTO reviews
    SELECT id, max(-4371587, min(2932896, at / 86400000)), (SELECT key FROM json_each(answer)), took,
        CASE WHEN is_right = 0 THEN 1 WHEN hints > 0 OR confidence = 1 THEN 2 ELSE 3 END, 0, NULL, 1.0, 5.0
    FROM answers WHERE json_valid(answer) AND (SELECT key FROM json_each(answer)) <> 'reflection';
",
];

/// Stands in every file of ours, so that no other program's is taken for one: `IAMd` in ASCII.
const APPLICATION: i64 = 0x4941_4d64;

/// How every SQLite file begins ("Database File Format", sqlite.org).
const MAGIC: [u8; 16] = *b"SQLite format 3\0";

/// Where the file of a folder is.
pub fn path(folder: &Path) -> PathBuf {
    folder.join("progress.db")
}

/// Opens the file of `folder`, making both when they are not there. Also gives what a person should be told.
pub fn open(folder: &Path) -> Result<(Connection, Option<String>), StoreError> {
    let file = path(folder);
    let unusable = |error: std::io::Error| StoreError::Folder { folder: folder.to_owned(), message: error.to_string() };
    std::fs::create_dir_all(folder).map_err(unusable)?;
    if !is_absent_or_sqlite(&file).map_err(unusable)? {
        return Err(StoreError::Damaged { file, message: "it is no database".into() });
    }
    let network = network::file_system_of(folder);
    // No URI: a folder may be called anything. One thread: no mutex.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&file, flags).map_err(|error| open_error(&file, &error))?;
    ready(&connection, &file, network.is_some(), &MIGRATIONS)?;
    if !is_read_only(&connection) {
        reviews::bring_up_to_date(&connection).map_err(|error| open_error(&file, &error))?;
    }

    let notice = if is_read_only(&connection) {
        Some(format!("`{}` is read-only: progress is shown but cannot be saved", file.display()))
    } else {
        network.map(|kind| {
            format!(
                "the state folder `{}` is on a network file system ({kind}): saving is slower there; a folder of this \
                 machine is better (`--state DIR`)",
                folder.display()
            )
        })
    };
    Ok((connection, notice))
}

/// A database that is nowhere but in memory.
pub fn in_memory() -> Result<Connection, StoreError> {
    let file = Path::new(":memory:");
    let connection = Connection::open_in_memory().map_err(|error| open_error(file, &error))?;
    migrate(&connection, file, &MIGRATIONS)?;
    Ok(connection)
}

/// Whether the file could be opened for reading only.
pub fn is_read_only(connection: &Connection) -> bool {
    connection.is_readonly(rusqlite::MAIN_DB).unwrap_or(false)
}

/// SQLite would take a leftover log beside a damaged file into it; so the first bytes are looked at without SQLite.
fn is_absent_or_sqlite(file: &Path) -> std::io::Result<bool> {
    let mut head = Vec::with_capacity(MAGIC.len());
    match std::fs::File::open(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        other => other?.take(MAGIC.len() as u64).read_to_end(&mut head)?,
    };
    Ok(head.is_empty() || head == MAGIC)
}

/// Checks the file, then sets the connection up and brings the file up to date.
fn ready(connection: &Connection, file: &Path, network: bool, migrations: &[&str]) -> Result<(), StoreError> {
    let sql = |error: rusqlite::Error| open_error(file, &error);
    // `fullfsync` is what makes macOS write through the drive's own cache; elsewhere it does nothing.
    connection
        .execute_batch(
            "PRAGMA busy_timeout = 3000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;",
        )
        .map_err(sql)?;
    check_version(connection, file, migrations.len())?;
    set_journal(connection, if network { "delete" } else { "wal" }).map_err(sql)?;
    migrate(connection, file, migrations)
}

/// Refuses a file that is not ours, or of a newer version; says its version.
fn check_version(connection: &Connection, file: &Path, known: usize) -> Result<usize, StoreError> {
    let asked = || {
        // One transaction: another program may be making the file at this moment.
        let _snapshot = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let is_empty: bool =
            connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", (), |row| row.get(0))?;
        Ok((version, application, is_empty))
    };
    let (version, application, is_empty) = asked().map_err(|error| open_error(file, &error))?;
    let is_new = version == 0 && application == 0 && is_empty;
    match usize::try_from(version) {
        Ok(version) if is_new || (application == APPLICATION && (1..=known).contains(&version)) => Ok(version),
        Ok(version) if application == APPLICATION && version > known => Err(StoreError::Newer {
            file: file.to_owned(),
            found: i64::try_from(version).unwrap_or(i64::MAX),
            known: i64::try_from(known).unwrap_or(i64::MAX),
        }),
        _ => Err(StoreError::Damaged { file: file.to_owned(), message: "it is another program's database".into() }),
    }
}

/// Sets the journal mode where it is not set already. A file in use by another program keeps the mode that one gave it.
fn set_journal(connection: &Connection, wanted: &str) -> rusqlite::Result<()> {
    let current: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if current == wanted || is_read_only(connection) {
        return Ok(());
    }
    match connection.pragma_update_and_check(None, "journal_mode", wanted, |_| Ok(())) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        other => other,
    }
}

/// Applies the migrations that the file has not seen yet, all or none.
fn migrate(connection: &Connection, file: &Path, migrations: &[&str]) -> Result<(), StoreError> {
    if check_version(connection, file, migrations.len())? == migrations.len() {
        return Ok(());
    }
    let sql = |error: rusqlite::Error| open_error(file, &error);
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(sql)?;
    // Asked again now that nobody else can write: another program may have been first.
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(sql)?;
    for (number, migration) in (1u32..).zip(migrations).filter(|(number, _)| *number > version) {
        transaction.execute_batch(migration).map_err(sql)?;
        transaction.pragma_update(None, "user_version", number).map_err(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION).map_err(sql)?;
    transaction.commit().map_err(sql)
}

/// Why the file could not be opened.
fn open_error(file: &Path, error: &rusqlite::Error) -> StoreError {
    if is_damage(error) {
        return StoreError::Damaged { file: file.to_owned(), message: error.to_string() };
    }
    StoreError::Folder { folder: file.parent().unwrap_or(file).to_owned(), message: plain_words(error) }
}

/// Why the file could not be read.
pub fn read_error(file: PathBuf, error: &rusqlite::Error) -> StoreError {
    if is_damage(error) {
        return StoreError::Damaged { file, message: error.to_string() };
    }
    StoreError::NotRead { file, message: plain_words(error) }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    let unreadable_row = matches!(
        error,
        rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
    );
    unreadable_row || matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// What went wrong, for a person.
pub fn plain_words(error: &rusqlite::Error) -> String {
    let words = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "the file or its folder is read-only",
        Some(ErrorCode::CannotOpen) => "the file cannot be opened or made",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "another program holds the file",
        Some(ErrorCode::SystemIoFailure) => "the disk reports an error",
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => "the file is damaged",
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A later version, as a later program would bring it.
    const LATER: [&str; 6] = [
        MIGRATIONS[0],
        MIGRATIONS[1],
        MIGRATIONS[2],
        MIGRATIONS[3],
        MIGRATIONS[4],
        "ALTER TABLE settings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;",
    ];

    fn version(connection: &Connection) -> i64 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_older_file_is_brought_up_to_date_and_keeps_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let (old, _) = open(folder.path()).unwrap();
        old.execute_batch("INSERT INTO settings VALUES ('theme', 'dark')").unwrap();
        drop(old);

        let connection = Connection::open(path(folder.path())).unwrap();
        ready(&connection, &path(folder.path()), false, &LATER).unwrap();
        assert_eq!(version(&connection), 6);
        let kept: (String, i64) =
            connection.query_row("SELECT value, at FROM settings", (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(kept, ("dark".to_owned(), 0));
        ready(&connection, &path(folder.path()), false, &LATER).unwrap();
        assert_eq!(version(&connection), 6);
    }

    #[test]
    fn a_file_of_every_older_version_is_brought_up_to_date_and_its_answers_count_for_the_schedule() {
        for older in 1..MIGRATIONS.len() {
            let folder = tempfile::tempdir().unwrap();
            let file = path(folder.path());
            let connection = Connection::open(&file).unwrap();
            migrate(&connection, &file, &MIGRATIONS[..older]).unwrap();
            connection
                .execute_batch(
                    r#"INSERT INTO answers VALUES
                        (1, '03.1', 1, '{"choice":0}', 1, 1.0, 3, 0, 4000, 86400000),
                        (2, '03.2', 1, '{"choice":0}', 0, 0.0, NULL, 0, 5000, 86400001),
                        (3, '03.3', 1, '{"reflection":{"text":"","ticked":[]}}', 0, 0.5, NULL, 0, 9000, 86400002),
                        (4, '03.1', 1, '{"choice":0}', 1, 1.0, 1, 0, 6000, 259200000);
                    INSERT INTO readings VALUES ('L03', 1, 2, 3, 4)"#,
                )
                .unwrap();
            drop(connection);

            let (connection, _) = open(folder.path()).unwrap();
            assert_eq!(version(&connection), 5);
            let cards = reviews::cards(&connection).unwrap();
            let found: Vec<_> =
                cards.iter().map(|card| (card.id.as_str(), card.reviews, card.right, card.last.0)).collect();
            assert_eq!(found, [("03.1", 2, true, 3), ("03.2", 1, false, 1)], "from version {older}");
            assert!(cards.iter().all(|card| card.memory.is_some()));
            let furthest: i64 = connection.query_row("SELECT furthest FROM readings", (), |row| row.get(0)).unwrap();
            assert_eq!(furthest, 3);
        }
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _) = open(folder.path()).unwrap();
        let broken = [
            MIGRATIONS[0],
            MIGRATIONS[1],
            MIGRATIONS[2],
            MIGRATIONS[3],
            MIGRATIONS[4],
            "CREATE TABLE half (id INTEGER); CREATE TABLE answers (id INTEGER);",
        ];
        assert!(migrate(&connection, &path(folder.path()), &broken).is_err());
        assert_eq!(version(&connection), 5);
        let tables: i64 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", (), |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 0);
    }

    #[test]
    fn a_file_of_this_machine_has_a_write_ahead_log_and_one_of_the_network_has_none() {
        for (network, expected) in [(false, "wal"), (true, "delete")] {
            let folder = tempfile::tempdir().unwrap();
            let connection = Connection::open(path(folder.path())).unwrap();
            ready(&connection, &path(folder.path()), !network, &MIGRATIONS).unwrap();
            ready(&connection, &path(folder.path()), network, &MIGRATIONS).unwrap();
            let ask = |name| connection.pragma_query_value(None, name, |row| row.get::<_, String>(0));
            assert_eq!(ask("journal_mode").unwrap(), expected);
            let full: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
            let keys: i64 = connection.pragma_query_value(None, "foreign_keys", |row| row.get(0)).unwrap();
            assert_eq!((full, keys), (2, 1), "synchronous FULL, foreign keys on");
        }
    }
}
