//! What the catalogue of the database knows: relations, their columns, and which of those names a room.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, PgConnection, Row};

/// A table, a partition or a view.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// Its name.
    pub(crate) name: String,
    /// Whether it is a view.
    pub(crate) is_view: bool,
    /// Whether it is a part of another.
    pub(crate) is_partition: bool,
    /// Its columns, in order.
    pub(crate) columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// Its type, domains as they are.
    pub(crate) kind: String,
    /// Whether a row has to give a value.
    pub(crate) is_needed: bool,
    /// Whether it can be written at all.
    pub(crate) is_written: bool,
}

impl Relation {
    /// The column that says to which room a row belongs.
    pub(crate) fn room_column(&self) -> Option<&str> {
        if self.name == "rooms" {
            return Some("id");
        }
        let names_a_room = |column: &&Column| ["room_id", "scope"].contains(&column.name.as_str());
        self.columns.iter().find(names_a_room).map(|column| column.name.as_str())
    }
}

/// All relations of the schema, in the order in which rows can be put into them.
pub(crate) async fn relations(session: &mut PgConnection) -> Vec<Relation> {
    let mut found = BTreeMap::new();
    let statement = "SELECT c.relname::text, c.relkind = 'v', c.relispartition, a.attname::text,
                            format_type(a.atttypid, a.atttypmod),
                            a.attnotnull AND NOT a.atthasdef AND a.attidentity = '',
                            a.attidentity = '' AND a.attgenerated = ''
                     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                     ORDER BY c.relname, a.attnum";
    for row in sqlx::query(AssertSqlSafe(statement)).fetch_all(session).await.unwrap() {
        let name: String = row.get(0);
        let relation = found.entry(name.clone()).or_insert_with(|| Relation {
            name,
            is_view: row.get(1),
            is_partition: row.get(2),
            columns: Vec::new(),
        });
        let (name, kind) = (row.get(3), row.get(4));
        relation.columns.push(Column { name, kind, is_needed: row.get(5), is_written: row.get(6) });
    }
    // What others refer to comes first.
    let first = ["users", "heist_events", "raffles"];
    let mut relations: Vec<Relation> = found.into_values().collect();
    relations.sort_by_key(|relation| !first.contains(&relation.name.as_str()));
    relations
}
