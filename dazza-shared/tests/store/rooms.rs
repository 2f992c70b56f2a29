//! Rooms that are registered in the database of a test, and log in as themselves.

use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, PgPool, Row};

pub(crate) use super::login::{register, url};

/// Two rooms of one fleet, of which the first is up to no good.
pub(crate) const ROOMS: [&str; 2] = ["alpha", "be-ta_2"];

/// What the database says when it does not allow something. Source: PostgreSQL, appendix A, `insufficient_privilege`.
pub(crate) const FORBIDDEN: &str = "42501";

/// A Tuesday, 12:00 in Brisbane.
pub(crate) const NOON: i64 = 1_795_485_600;

/// A room with a way into the database.
pub(crate) struct Room {
    pub(crate) name: RoomName,
    pub(crate) store: Store,
}

impl Room {
    pub(crate) async fn open(owner: &PgPool, name: &str) -> Self {
        let access = register(owner, name).await;
        Self { name: name.parse().unwrap(), store: Store::open(&access, "test", 2).unwrap() }
    }
}

/// A session of `room`, logged in with nothing but its own credentials.
pub(crate) async fn log_in(owner: &PgPool, room: &str) -> PgConnection {
    let access = register(owner, room).await;
    PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap()
}

/// What came of a statement whose effect is taken back: rows touched, or the code of the refusal.
pub(crate) async fn attempt(session: &mut PgConnection, statement: &str) -> Result<u64, String> {
    let mut tx = session.begin().await.unwrap();
    let outcome = sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await;
    tx.rollback().await.unwrap();
    outcome.map(|done| done.rows_affected()).map_err(|error| code(&error))
}

/// The one number that a statement gives, or the code of the refusal.
pub(crate) async fn number(session: &mut PgConnection, statement: &str) -> Result<i64, String> {
    let mut tx = session.begin().await.unwrap();
    let outcome = sqlx::query_scalar::<_, i64>(AssertSqlSafe(statement)).fetch_one(&mut *tx).await;
    tx.rollback().await.unwrap();
    outcome.map_err(|error| code(&error))
}

/// All that stands in the first column.
pub(crate) async fn texts(session: &mut PgConnection, statement: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(session).await.unwrap();
    rows.into_iter().map(|row| row.get(0)).collect()
}

/// The code of an error, or all of it where it has none.
pub(crate) fn code(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|told| told.code().map(Into::into));
    code.unwrap_or_else(|| error.to_string())
}
