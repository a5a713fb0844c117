//! The file behind the store: how it is opened, what is refused, how an older one is brought up to date.
//!
//! A file is looked at before it is changed in any way: what is no store of ours, or too new, is left as it is.

use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::study::StoreError;
use crate::study::store::network;

/// What brings a file from one version to the next: the first makes a new file, each later one changes the one before.
/// An entry that was released is never edited.
const MIGRATIONS: [&str; 3] = [
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
    const LATER: [&str; 4] =
        [MIGRATIONS[0], MIGRATIONS[1], MIGRATIONS[2], "ALTER TABLE settings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;"];

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
        assert_eq!(version(&connection), 4);
        let kept: (String, i64) =
            connection.query_row("SELECT value, at FROM settings", (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(kept, ("dark".to_owned(), 0));
        ready(&connection, &path(folder.path()), false, &LATER).unwrap();
        assert_eq!(version(&connection), 4);
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, _) = open(folder.path()).unwrap();
        let broken = [
            MIGRATIONS[0],
            MIGRATIONS[1],
            MIGRATIONS[2],
            "CREATE TABLE half (id INTEGER); CREATE TABLE answers (id INTEGER);",
        ];
        assert!(migrate(&connection, &path(folder.path()), &broken).is_err());
        assert_eq!(version(&connection), 3);
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
