//! Puts a row into any table that the catalogue knows, so that no new table can be forgotten.

use super::catalogue::{Column, Relation};

/// Values that a rule of the table asks for; `#` stands for the room's own mark.
const PARTICULAR: &[(&str, &str, &str)] = &[
    ("opt_outs", "kind", "'quotes'"),
    ("user_events", "event_type", "'join'"),
    ("heist_events", "state", "'completed'"),
    ("heist_participants", "heist_id", "(SELECT max(id) FROM heist_events WHERE room_id = '@')"),
    ("raffle_entries", "raffle_id", "(SELECT max(id) FROM raffles WHERE room_id = '@')"),
    ("coin_flip_challenges", "status", "'completed'"),
    ("coin_flip_challenges", "challenged", "'other#'"),
    ("muggings", "status", "'open'"),
    ("muggings", "victim", "'other#'"),
    ("pissing_contest_challenges", "status", "'completed'"),
    ("pissing_contest_challenges", "challenged", "'other#'"),
    ("pissing_contest_records", "record_type", "'distance'"),
    ("raffles", "status", "'drawn'"),
    ("moderation_actions", "action", "'kick'"),
    ("chat_achievements", "achievement_level", "'gold'"),
    ("audit_log", "actor_kind", "'player'"),
    ("economy_transactions", "transaction_type", "'give'"),
    ("crime_types", "success_rate", "0.5"),
];

/// A statement that puts a row of `room` into `relation`; `mark` keeps it apart from others.
pub(crate) fn insert(relation: &Relation, room: &str, mark: &str) -> String {
    let is_given = |column: &&Column| {
        column.is_written && (column.is_needed || names_a_room(column) || is_keyed(relation, column))
    };
    let columns: Vec<&Column> = relation.columns.iter().filter(is_given).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(|column| value(relation, column, room, mark)).collect();
    format!("INSERT INTO \"{}\" ({}) VALUES ({})", relation.name, names.join(", "), values.join(", "))
}

fn names_a_room(column: &Column) -> bool {
    ["room_id", "scope", "source_room"].contains(&column.name.as_str())
}

fn is_keyed(relation: &Relation, column: &Column) -> bool {
    PARTICULAR.iter().any(|(table, name, _)| *table == relation.name && *name == column.name)
}

fn value(relation: &Relation, column: &Column, room: &str, mark: &str) -> String {
    let particular = PARTICULAR.iter().find(|(table, name, _)| *table == relation.name && *name == column.name);
    if let Some((_, _, value)) = particular {
        return value.replace('#', mark).replace('@', room);
    }
    if names_a_room(column) || (relation.name == "rooms" && column.name == "id") {
        return format!("'{room}'");
    }
    match column.kind.as_str() {
        "uname" => format!("'gaz{mark}'"),
        "text" => format!("'x{mark}'"),
        "bigint" | "integer" | "smallint" | "real" => "1".to_owned(),
        "timestamp with time zone" => "now()".to_owned(),
        "date" => "current_date".to_owned(),
        "interval" => "interval '1 hour'".to_owned(),
        "boolean" => "false".to_owned(),
        "jsonb" => "'{}'".to_owned(),
        "bytea" => format!("decode(md5('{mark}'), 'hex')"),
        "text[]" => "ARRAY['a', 'b']".to_owned(),
        other => panic!("what goes into {}.{}, a {other}?", relation.name, column.name),
    }
}
