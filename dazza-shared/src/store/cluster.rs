//! What stands around the schema: the server's version, and on a server of the fleet's own its owner's role and database.

use secrecy::SecretString;
use sqlx::AssertSqlSafe;

use super::{Connection, StoreError, roles};

/// Oldest version of the server that will do. Source: `platform.md`, 4.2.
pub const OLDEST_VERSION: i32 = 15;

/// The version of the server.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn version(connection: &mut Connection) -> Result<i32, StoreError> {
    let number = sqlx::query_scalar!(r#"SELECT current_setting('server_version_num')::integer AS "number!""#)
        .fetch_one(connection)
        .await?;
    Ok(number / 10_000)
}

/// Makes the role that is to own the fleet's database, with this password, and its empty database, as far as they are
/// missing. For a connection of the server's superuser.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn provide(connection: &mut Connection, owner: &str, password: &SecretString) -> Result<(), StoreError> {
    // Both names are our own; a password travels as its verifier and shows in no log of the server.
    let (name, verifier) = (quoted(owner), roles::verifier(password, owner.as_bytes()));
    let has_role = sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS "has!""#, owner);
    let has_role = has_role.fetch_one(&mut *connection).await?;
    let verb = if has_role { "ALTER" } else { "CREATE" };
    let statement = format!("{verb} ROLE {name} LOGIN CREATEROLE NOSUPERUSER PASSWORD '{verifier}'");
    sqlx::query(AssertSqlSafe(statement)).execute(&mut *connection).await?;
    let has_database =
        sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1) AS "has!""#, owner);
    if !has_database.fetch_one(&mut *connection).await? {
        let statement = format!("CREATE DATABASE {name} OWNER {name}");
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// How much room the database takes on the disk. Unit: bytes.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn size(connection: &mut Connection) -> Result<u64, StoreError> {
    let size = sqlx::query_scalar!(r#"SELECT pg_database_size(current_database()) AS "size!""#);
    Ok(u64::try_from(size.fetch_one(connection).await?).unwrap_or(0))
}

/// Whether the database answers.
///
/// # Errors
///
/// Why it does not.
pub async fn ping(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query!("SELECT 1 AS one").fetch_one(connection).await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
