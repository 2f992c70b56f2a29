//! Whether a file is one of the bot's, and of which time: decided by its tables and columns.

use std::collections::BTreeMap;

use rusqlite::Connection;

/// Changes of schema that the bot ever had.
const MIGRATIONS: [&str; 15] = [
    "2025-06-29-add-game-tables",
    "2025-06-29-add-pissing-contest-tables",
    "2025-06-30-add-user-images",
    "2025-06-30-add-gallery-locks",
    "2025-06-30-add-yapper-metrics-tables",
    "2025-06-30-add-bong-stats-tables",
    "2025-07-01-add-image-recheck-tracking",
    "2025-07-01-add-image-sharing-metadata",
    "2025-07-01-add-room-support",
    "2025-07-01-update-heist-schema",
    "2025-07-01-add-video-room-support",
    "2025-07-01-add-room-id-to-economy-tables",
    "2025-07-02-add-room-id-to-user-bladder",
    "2025-07-02-fix-sign-spinning-room-id",
    "2025-07-03-add-room-id-to-user-active-hours",
];

/// The tables of a file, each with its columns.
pub(super) type Form = BTreeMap<String, Vec<String>>;

/// Reads the tables; SQLite's own left out.
pub(super) fn form(connection: &Connection) -> rusqlite::Result<Form> {
    let mut names = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite#_%' ESCAPE '#'")?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut form = Form::new();
    for name in names {
        let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let columns = columns.query_map([&name], |row| row.get::<_, String>(0))?;
        let columns = columns.map(|column| column.map(|column| column.to_lowercase())).collect::<Result<_, _>>()?;
        form.insert(name.to_lowercase(), columns);
    }
    Ok(form)
}

/// What the file has had that no version we know has: a number, or a change of schema.
pub(super) fn unknown_version(connection: &Connection, form: &Form) -> rusqlite::Result<Option<String>> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version != 0 {
        return Ok(Some(format!("schema version {version}")));
    }
    if !form.get("migrations").is_some_and(|columns| columns.iter().any(|column| column == "filename")) {
        return Ok(None);
    }
    let mut names = connection.prepare("SELECT CAST(filename AS TEXT) FROM migrations WHERE filename IS NOT NULL")?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let unknown = names.into_iter().find(|name| !MIGRATIONS.contains(&name.strip_suffix(".js").unwrap_or(name)));
    Ok(unknown.map(|name| format!("migration {name}")))
}

/// By what a variant of the economy is told that no released bot used, if the file has it.
pub(super) fn variant(form: &Form) -> Option<&'static str> {
    let has =
        |table: &str, column: &str| form.get(table).is_some_and(|columns| columns.iter().any(|name| name == column));
    let marks = [
        ("user_economy", "last_heist", "user_economy.last_heist"),
        ("user_economy", "heist_count", "user_economy.heist_count"),
        ("heist_events", "difficulty", "heist_events.difficulty"),
        ("coin_flip_challenges", "target", "coin_flip_challenges.target"),
        ("pissing_contest_challenges", "target", "pissing_contest_challenges.target"),
    ];
    marks.into_iter().find(|(table, column, _)| has(table, column)).map(|(.., told)| told)
}
