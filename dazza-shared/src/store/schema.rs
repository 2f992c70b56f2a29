//! The schema: whether it is there, and how it comes about.

use sqlx::AssertSqlSafe;
use sqlx::migrate::MigrateError;

use super::{Connection, MIGRATOR, Store, StoreError};

/// A change of schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// What it is about.
    pub description: String,
    /// Whether the database has had it.
    pub is_applied: bool,
}

/// Why the schema cannot be what this program needs.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A newer program has been here: this one does not know what it did.
    #[error(
        "the database has had migration {0}, which this version of dazza-fleet does not know; run the newer version"
    )]
    Newer(i64),
    /// Somebody changed a migration after it was applied.
    #[error("migration {0} is not the one that the database has had: it was changed after it was applied")]
    Changed(i64),
    /// A migration failed; the database is as it was before it.
    #[error("migration {version} failed")]
    Failed {
        /// Its number.
        version: i64,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// The database could not be asked.
    #[error("cannot read or change the schema")]
    Store(#[from] StoreError),
    /// Anything else about migrations.
    #[error("cannot migrate the database")]
    Other(#[source] MigrateError),
}

/// All migrations, with what the database has had of them.
///
/// # Errors
///
/// `Newer` and `Store`.
pub async fn status(connection: &mut Connection) -> Result<Vec<Migration>, SchemaError> {
    let had = applied(connection).await?;
    if let Some(version) = had.iter().find(|version| !MIGRATOR.version_exists(**version)) {
        return Err(SchemaError::Newer(*version));
    }
    let all = MIGRATOR.iter().map(|migration| Migration {
        version: migration.version,
        description: migration.description.to_string(),
        is_applied: had.contains(&migration.version),
    });
    Ok(all.collect())
}

/// Applies what is missing, one program at a time, and gives that back.
///
/// Roles belong to the cluster and not to the database, so that a database which was restored elsewhere has its tables
/// and not its roles: those are made good here too.
///
/// # Errors
///
/// Each of [`SchemaError`].
pub async fn migrate(store: &Store) -> Result<Vec<Migration>, SchemaError> {
    let mut connection = store.connection().await?;
    let before = status(&mut connection).await?;
    MIGRATOR.run(store.pool()).await.map_err(explained)?;
    if !is_secured(&mut connection).await? {
        sqlx::query!("CALL secure_tables()").execute(&mut *connection).await.map_err(StoreError::from)?;
    }
    Ok(before.into_iter().filter(|migration| !migration.is_applied).collect())
}

/// Has the database look at its tables anew, for its plans.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn analyze(connection: &mut Connection) -> Result<(), StoreError> {
    // Tables of the system's own would be skipped with a warning each. One with partitions brings them along.
    let tables = sqlx::query_scalar!(
        r#"SELECT oid::regclass::text AS "table!" FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
             AND pg_has_role(relowner, 'USAGE')"#
    )
    .fetch_all(&mut *connection)
    .await?;
    for table in tables {
        sqlx::query(AssertSqlSafe(format!("ANALYZE {table}"))).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn applied(connection: &mut Connection) -> Result<Vec<i64>, StoreError> {
    let has_history = sqlx::query_scalar!(r#"SELECT to_regclass('_sqlx_migrations') IS NOT NULL AS "has_history!""#);
    if !has_history.fetch_one(&mut *connection).await? {
        return Ok(Vec::new());
    }
    let applied = sqlx::query_scalar!("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version");
    Ok(applied.fetch_all(connection).await?)
}

/// Whether the role that every room is a member of is there, with its rights.
async fn is_secured(connection: &mut Connection) -> Result<bool, StoreError> {
    let may_read = sqlx::query_scalar!(
        r#"SELECT has_table_privilege(r.oid, 'messages', 'SELECT') AS "may_read!"
           FROM pg_roles r WHERE r.rolname = rooms_role()"#
    );
    Ok(may_read.fetch_optional(connection).await? == Some(true))
}

fn explained(error: MigrateError) -> SchemaError {
    match error {
        MigrateError::VersionMissing(version) => SchemaError::Newer(version),
        MigrateError::VersionMismatch(version) => SchemaError::Changed(version),
        MigrateError::ExecuteMigration(source, version) => SchemaError::Failed { version, source },
        MigrateError::Execute(source) => SchemaError::Store(source.into()),
        other => SchemaError::Other(other),
    }
}
