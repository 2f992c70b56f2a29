//! Rows in which every column that can hold junk holds it, so that nothing in a file can make an import fail.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// When everything happens.
const AT: i64 = 1_751_598_245_000;

/// Adds a row for each kind of junk to every table: one of nothing else, and one that is sane where it must be.
pub(crate) fn fill(connection: &Connection) {
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migrations' ORDER BY name";
    let mut tables = connection.prepare(tables).unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    connection.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
    for table in tables {
        let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
        let columns: Vec<String> = columns.query_map([&table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let places = vec!["?"; columns.len()].join(", ");
        let statement = format!("INSERT OR IGNORE INTO \"{table}\" VALUES ({places})");
        for (nth, junk) in kinds().into_iter().enumerate() {
            let nth = i64::try_from(nth).unwrap() + 1;
            let row = columns.iter().map(|column| sane(column, nth).unwrap_or_else(|| junk.clone()));
            connection.execute(&statement, params_from_iter(row)).unwrap();
            // Some tables bar this, which is well.
            connection.execute(&statement, params_from_iter(columns.iter().map(|_| junk.clone()))).ok();
        }
    }
}

fn kinds() -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_owned());
    vec![
        Value::Integer(i64::MAX),
        Value::Integer(i64::MIN),
        Value::Integer(-1),
        Value::Integer(999_999_999_999_999),
        Value::Real(1e300),
        Value::Real(-1e-300),
        Value::Real(f64::INFINITY),
        text(""),
        text(&"x".repeat(20_000)),
        text("{\"a\": \"\\u0000 \\ud800\", \"b\": 1e999}"),
        text("{\"a\": 1e300, \"b\": \"\\\\u0000\"}"),
        text("[object Object]"),
        text("nul \0 in it \\N \t\r\n"),
        text("Ünïcödé İ ẞ 𝔘 \u{202e}"),
        Value::Blob(vec![0, 1, 0xff, 0xfe]),
    ]
}

/// What a column must hold for there to be a row at all, or nothing.
fn sane(column: &str, nth: i64) -> Option<Value> {
    let text = |text: String| Some(Value::Text(text));
    match column {
        "id" | "heist_id" | "session_id" | "message_id" => Some(Value::Integer(nth)),
        "username" | "challenger" | "from_user" => text(format!("Nan{nth}")),
        "challenged" | "to_user" => text(format!("Bev{nth}")),
        "url" => text(format!("https://a.example/{nth}.png")),
        "event_type" => text("join".to_owned()),
        "achievement_level" => text("bronze".to_owned()),
        "date" => text("2025-07-04".to_owned()),
        "timestamp" | "first_seen" | "last_seen" | "last_used" | "session_start" | "session_end" => {
            Some(Value::Integer(AT + nth))
        }
        _ if column.ends_with("_at") || column.ends_with("_time") => Some(Value::Integer(AT + nth)),
        _ => None,
    }
}
