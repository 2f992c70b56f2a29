//! How rooms come into the database and leave it: their rows, partitions and login roles. For the fleet, not for rooms.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use super::roles::RoomKey;
use super::{Access, Connection, Stamp, StoreError};
use crate::names::RoomName;

/// A room as `fleet.toml` has it.
#[derive(Clone, Debug)]
pub struct Registration<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// Whether it is to be served.
    pub is_active: bool,
    /// Its settings, without secrets: a mirror for whoever looks into the database.
    pub config: serde_json::Value,
}

/// What was removed with a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The table.
    pub table: String,
    /// How many rows.
    pub n_rows: i64,
}

/// Tables that have a partition of its own for each room.
const PARTITIONED: [&str; 2] = ["messages", "user_events"];

/// Makes what a room needs in the database, as far as it is not there, and mirrors its settings.
///
/// # Errors
///
/// `Contended` when others hold the tables for long; trying again helps.
pub async fn register(
    connection: &mut Connection,
    key: &RoomKey,
    registration: &Registration<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let room = registration.room.as_str();
    let fingerprint = key.fingerprint();
    let is_known = sqlx::query_scalar!(
        r#"SELECT is_registered(id) AND login_key = $2 AS "is_known" FROM rooms WHERE id = $1"#,
        room,
        fingerprint,
    )
    .fetch_optional(&mut *connection)
    .await?;
    if is_known.flatten() != Some(true) {
        admit(connection, key, registration.room).await?;
    }
    sqlx::query!(
        "UPDATE rooms SET is_active = $2, config = $3, login_key = $4, last_active = greatest(last_active, $5)
         WHERE id = $1",
        room,
        registration.is_active,
        registration.config,
        fingerprint,
        Stamp(now) as _,
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}

/// Makes the partitions and the login role of `room`, and gives the role the password that `key` makes.
///
/// # Errors
///
/// `Contended` when others hold the tables for long; trying again helps.
pub async fn admit(connection: &mut Connection, key: &RoomKey, room: &RoomName) -> Result<(), StoreError> {
    let verifier = key.verifier_of(&role_of(connection, room).await?);
    sqlx::query!("CALL register_room($1, $2)", room.as_str(), verifier).execute(connection).await?;
    Ok(())
}

/// The name of the login role of `room` in this database.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn role_of(connection: &mut Connection, room: &RoomName) -> Result<String, StoreError> {
    let role = sqlx::query_scalar!(r#"SELECT room_role($1) AS "role!""#, room.as_str()).fetch_one(connection).await?;
    Ok(role)
}

/// How `room` reaches the database at `url` by itself.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn access_of(
    connection: &mut Connection,
    key: &RoomKey,
    url: &str,
    room: &RoomName,
) -> Result<Access, StoreError> {
    let role = role_of(connection, room).await?;
    Ok(Access { url: url.to_owned(), password: Some(key.password_of(&role)), role })
}

/// All rooms that the database knows.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn rooms(connection: &mut Connection) -> Result<Vec<RoomName>, StoreError> {
    let names = sqlx::query_scalar!("SELECT id FROM rooms ORDER BY id").fetch_all(connection).await?;
    Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
}

/// Removes a room with all that is its own; money that it moved is summed up, so that wallets stay explained.
///
/// Broken off, it can be called again: what is gone stays gone and the rest follows.
///
/// # Errors
///
/// `Contended` when others hold its tables for long.
pub async fn purge(connection: &mut Connection, room: &RoomName) -> Result<Vec<Removed>, StoreError> {
    let mut removed = Vec::new();
    for parent in PARTITIONED {
        if let Some(n_rows) = drop_partition(connection, parent, room).await? {
            removed.push(Removed { table: parent.to_owned(), n_rows });
        }
    }
    let rows = sqlx::query!(r#"SELECT name AS "name!", n_rows AS "n_rows!" FROM purge_rows($1)"#, room.as_str())
        .fetch_all(connection)
        .await?;
    let rest = rows.into_iter().map(|row| Removed { table: row.name, n_rows: row.n_rows });
    removed.extend(rest.filter(|table| table.n_rows > 0));
    Ok(removed)
}

/// Detaches a room's partition, which stops nobody, and drops it; how many rows it had, or `None` when there is none.
async fn drop_partition(connection: &mut Connection, parent: &str, room: &RoomName) -> Result<Option<i64>, StoreError> {
    let partition = format!("{parent}_{room}");
    let found = sqlx::query!(
        r#"SELECT (SELECT i.inhdetachpending FROM pg_inherits i WHERE i.inhrelid = c.oid) AS is_detaching
           FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname = $1"#,
        partition,
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(found) = found else { return Ok(None) };
    // A room's name holds letters, digits, `_` and `-` alone: between quotes it cannot be anything but a name.
    let detach = match found.is_detaching {
        Some(true) => Some("FINALIZE"),
        Some(false) => Some("CONCURRENTLY"),
        None => None, // detached by a purge that broke off
    };
    if let Some(how) = detach {
        let statement = format!("ALTER TABLE {parent} DETACH PARTITION \"{partition}\" {how}");
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *connection).await?;
    }
    let counted = format!("SELECT count(*) FROM \"{partition}\"");
    let n_rows = sqlx::query_scalar(AssertSqlSafe(counted)).fetch_one(&mut *connection).await?;
    sqlx::query(AssertSqlSafe(format!("DROP TABLE \"{partition}\""))).execute(&mut *connection).await?;
    Ok(Some(n_rows))
}

/// How many connections a room has to the database; of a process that is gone they may last a moment longer.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn n_connections_of(connection: &mut Connection, room: &RoomName) -> Result<i64, StoreError> {
    let n = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM pg_catalog.pg_stat_activity WHERE usename = room_role($1)"#,
        room.as_str(),
    )
    .fetch_one(connection)
    .await?;
    Ok(n)
}
