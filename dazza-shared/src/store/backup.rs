//! What a backup holds: counted in the very snapshot that it is taken of, and compared before its restoring counts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::{Connection, Store, StoreError, Tx};

/// What a database held at one moment, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The last change of schema that it has had; 0 for none.
    pub schema_version: i64,
    /// The rooms that it knows.
    pub rooms: Vec<String>,
    /// The rows of each table, all of its partitions together.
    pub rows: BTreeMap<String, i64>,
    /// Sums of money by what they are of. Unit: dollars.
    pub sums: BTreeMap<String, i64>,
}

/// The database as it is at one moment, for as long as this lives.
#[derive(Debug)]
pub struct Snapshot {
    tx: Tx<'static>,
    id: String,
}

/// Sums of money that a backup keeps, each with the query that makes it.
const SUMS: [(&str, &str); 2] = [
    ("balances", "SELECT coalesce(sum(balance), 0)::bigint FROM public.user_economy"),
    ("ledger", "SELECT coalesce(sum(amount), 0)::bigint FROM public.economy_transactions"),
];

/// What begins the transaction of a restoring.
const OPENING: &str = include_str!("sql/backup/opening.sql");

/// What compares, at its end, what is there with what should be.
const COMPARE: &str = include_str!("sql/backup/compare.sql");

/// What makes it safe, where its schema is that of this program.
const SECURE: &str = include_str!("sql/backup/secure.sql");

impl Contents {
    /// How many rows there are in all.
    pub fn n_rows(&self) -> i64 {
        self.rows.values().sum()
    }
}

impl Snapshot {
    /// Holds the database as it is now; others go on changing it meanwhile.
    ///
    /// # Errors
    ///
    /// `Away`, mostly.
    pub async fn take(store: &Store) -> Result<Self, StoreError> {
        let mut tx = store.begin().await?;
        sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
        sqlx::query!("SET LOCAL idle_in_transaction_session_timeout = 0").execute(&mut *tx).await?;
        let id = sqlx::query_scalar!(r#"SELECT pg_export_snapshot() AS "id!""#).fetch_one(&mut *tx).await?;
        Ok(Self { tx, id })
    }

    /// The name by which other sessions see the same.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Counts what it holds; on a large database this takes a while.
    ///
    /// # Errors
    ///
    /// `Away`, mostly.
    pub async fn contents(&mut self) -> Result<Contents, StoreError> {
        let tables = sqlx::query_scalar!(
            r#"SELECT relname::text AS "name!" FROM pg_catalog.pg_class
               WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
               ORDER BY relname"#
        )
        .fetch_all(&mut *self.tx)
        .await?;
        let has = |name: &str| tables.iter().any(|table| table == name);
        let (has_history, has_rooms, has_money) = (has("_sqlx_migrations"), has("rooms"), has("user_economy"));
        let mut contents = Contents::default();
        if has_history {
            let version = sqlx::query_scalar!(
                r#"SELECT coalesce(max(version), 0) AS "version!" FROM _sqlx_migrations WHERE success"#
            );
            contents.schema_version = version.fetch_one(&mut *self.tx).await?;
        }
        if has_rooms {
            contents.rooms = sqlx::query_scalar!("SELECT id FROM rooms ORDER BY id").fetch_all(&mut *self.tx).await?;
        }
        for table in tables {
            // Only the database itself can have made up the name.
            let counted = format!("SELECT count(*) FROM public.\"{}\"", table.replace('"', "\"\""));
            let n_rows = sqlx::query_scalar(AssertSqlSafe(counted)).fetch_one(&mut *self.tx).await?;
            contents.rows.insert(table, n_rows);
        }
        for (name, query) in SUMS.into_iter().filter(|_| has_money) {
            contents.sums.insert(name.to_owned(), sqlx::query_scalar(query).fetch_one(&mut *self.tx).await?);
        }
        Ok(contents)
    }

    /// Lets go of it.
    ///
    /// # Errors
    ///
    /// `Away`: whoever saw the same may have lost it before this.
    pub async fn release(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

/// One thing that is in a database which should be empty.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn occupant(connection: &mut Connection) -> Result<Option<String>, StoreError> {
    let found = sqlx::query_file_scalar!("src/store/sql/backup/occupant.sql").fetch_optional(connection).await?;
    Ok(found)
}

/// What stands before and behind the script of a backup, so that all of it happens or nothing: roles come first, and in
/// the end what is there must be what the backup held.
pub fn around(held: &Contents, is_of_this_schema: bool) -> (String, String) {
    let sums = held.sums.iter().filter_map(|(name, sum)| {
        let query = SUMS.iter().find(|(known, _)| known == name)?.1;
        Some(serde_json::json!({ "name": name, "query": query, "sum": sum }))
    });
    let wanted = serde_json::json!({ "rows": held.rows, "sums": sums.collect::<Vec<_>>() });
    let compare = COMPARE.replace("{WANTED}", &wanted.to_string().replace('\'', "''"));
    let secure = if is_of_this_schema { SECURE } else { "" };
    (OPENING.to_owned(), format!("{compare}{secure}COMMIT;\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_backup_says_of_itself_cannot_become_a_statement() {
        let rows = [("it's; DROP TABLE users; --".to_owned(), 1)].into();
        let held = Contents { rows, sums: [("balances".to_owned(), 5)].into(), ..Contents::default() };
        let (opening, closing) = around(&held, true);
        assert!(opening.contains("BEGIN;") && closing.ends_with("COMMIT;\n"));
        assert!(closing.contains("'{\"rows\":{\"it''s; DROP TABLE users; --\":1}"), "{closing}");
        assert!(closing.contains("CALL secure_tables()") && !around(&held, false).1.contains("secure_tables"));
    }
}
