//! What stands in `fleet.toml` for a room, as JSON has it.

use std::fs;
use std::io;
use std::path::Path;

use dazza_shared::names::RoomName;
use serde_json::Value;
use toml::Table;

/// The tables that a room's settings come from.
#[derive(Debug)]
pub(crate) struct Tables {
    own: Table,
    defaults: Table,
}

/// The tables of `room` in the file at `config`; `None` when it has no such room.
///
/// # Errors
///
/// The file cannot be read, or is not TOML.
pub(crate) fn tables(config: &Path, room: &RoomName) -> io::Result<Option<Tables>> {
    let mut file: Table = fs::read_to_string(config)?.parse().map_err(io::Error::other)?;
    let mut taken = |name: &str| match file.remove(name) {
        Some(toml::Value::Table(table)) => table,
        _ => Table::new(),
    };
    let (mut rooms, defaults) = (taken("rooms"), taken("defaults"));
    let own = rooms.remove(room.as_str());
    Ok(own.and_then(|own| Some(Tables { own: own.as_table()?.clone(), defaults })))
}

impl Tables {
    /// What the room's own table says of a key.
    pub(crate) fn own(&self, key: &str) -> Option<Value> {
        at(&self.own, key)
    }

    /// What counts, unless it is the built-in default.
    pub(crate) fn meant(&self, key: &str) -> Option<Value> {
        self.own(key).or_else(|| at(&self.defaults, key))
    }
}

fn at(table: &Table, key: &str) -> Option<Value> {
    let (first, rest) = key.split_once('.').unwrap_or((key, ""));
    let found = table.get(first)?;
    match rest {
        "" => serde_json::to_value(found).ok(),
        rest => at(found.as_table()?, rest),
    }
}
