//! Temporary tables, one a table of the source, and the way into them and into `messages`.

use sqlx::postgres::PgCopyIn;
use sqlx::{AssertSqlSafe, PgConnection};

use crate::store::{StoreError, Tx};

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// Any number.
    Real,
    /// Yes or no.
    Flag,
    /// A moment.
    Moment,
    /// A day.
    Day,
    /// JSON.
    Json,
}

/// A column of a temporary table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, which the scripts know it by.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
}

/// A temporary table. Its first column is `src`: the key of the row in the source, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staging {
    /// The table of the source.
    pub table: &'static str,
    /// Its columns, `src` not among them.
    pub columns: Vec<Column>,
}

/// The way into a table: text in the format of `COPY`, in pieces of any size.
pub struct Feed<'c>(PgCopyIn<&'c mut PgConnection>);

impl Type {
    const fn sql(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "bigint",
            Self::Real => "double precision",
            Self::Flag => "boolean",
            Self::Moment => "timestamptz",
            Self::Day => "date",
            Self::Json => "jsonb",
        }
    }
}

/// Makes the temporary table.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn stage(tx: &mut Tx<'_>, staging: &Staging) -> Result<(), StoreError> {
    let columns = staging.columns.iter().map(|Column { name, kind }| format!("\"{name}\" {}", kind.sql()));
    let columns: Vec<_> = ["src text".to_owned()].into_iter().chain(columns).collect();
    let statement = format!("CREATE TEMPORARY TABLE import_{} ({}) ON COMMIT DROP", staging.table, columns.join(", "));
    sqlx::query(AssertSqlSafe(statement)).execute(&mut **tx).await?;
    Ok(())
}

/// The way into the temporary table of `table`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn feed<'c>(tx: &'c mut Tx<'_>, table: &str) -> Result<Feed<'c>, StoreError> {
    Ok(Feed(tx.copy_in_raw(&format!("COPY import_{table} FROM STDIN")).await?))
}

/// The way into `messages`: id, room, name, text, moment, words, whether it is a command, whether it is the bot's own.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn feed_lines<'c>(tx: &'c mut Tx<'_>) -> Result<Feed<'c>, StoreError> {
    let columns = "id, room_id, username, message, sent_at, word_count, is_command, is_own";
    Ok(Feed(tx.copy_in_raw(&format!("COPY messages ({columns}) FROM STDIN")).await?))
}

/// Takes the indexes off `messages`, all but that of its key; what makes them again. Rows come in twice as fast without.
///
/// # Errors
///
/// `Contended` when others read the table.
pub async fn set_indexes_aside(tx: &mut Tx<'_>) -> Result<Vec<String>, StoreError> {
    let indexes = sqlx::query!(
        r#"SELECT format('%I', c.relname) AS "name!", replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') AS "statement!"
           FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
           WHERE i.indrelid = 'messages'::regclass AND NOT i.indisprimary ORDER BY c.relname"#
    );
    let mut statements = Vec::new();
    for index in indexes.fetch_all(&mut **tx).await? {
        sqlx::query(AssertSqlSafe(format!("DROP INDEX {}", index.name))).execute(&mut **tx).await?;
        statements.push(index.statement);
    }
    Ok(statements)
}

/// Makes the indexes again.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn put_indexes_back(tx: &mut Tx<'_>, statements: Vec<String>) -> Result<(), StoreError> {
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).execute(&mut **tx).await?;
    }
    Ok(())
}

impl Feed<'_> {
    /// Sends more.
    ///
    /// # Errors
    ///
    /// `Away`, or what the database has against what it was sent.
    pub async fn send(&mut self, text: &[u8]) -> Result<(), StoreError> {
        self.0.send(text).await?;
        Ok(())
    }

    /// Ends it; how many rows came in.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn finish(self) -> Result<u64, StoreError> {
        Ok(self.0.finish().await?)
    }
}
