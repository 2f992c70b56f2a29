//! Brings the database to what rooms need: reached, of a version that will do, and with its schema.

use dazza_shared::paths::StatePaths;
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::schema::{self, Migration};
use dazza_shared::store::{Store, cluster};
use tracing::info;

use super::error::DatabaseError;
use super::key;
use super::place::Place;

/// Connections of the fleet itself. Source: `platform.md`, 4.2, less what rooms have of their own.
const N_CONNECTIONS: u32 = 4;

/// How the fleet shows in the server's own lists.
const PROGRAM: &str = "dazza-fleet";

/// A database that is what rooms need.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// The way to it, as its owner.
    pub(crate) store: Store,
    /// Where it is, for rooms.
    pub(crate) url: String,
    /// What the passwords of rooms are made from.
    pub(crate) key: RoomKey,
    /// The changes of schema that were applied just now.
    pub(crate) applied: Vec<Migration>,
}

/// Makes the owner's role and its empty database, where the server is the fleet's own and they are missing.
///
/// # Errors
///
/// The server cannot be reached, mostly.
pub(crate) async fn provide(place: &Place) -> Result<(), DatabaseError> {
    if let Some(superuser) = &place.superuser
        && let Some(password) = &place.owner.password
    {
        let store = Store::open(superuser, PROGRAM, 1).map_err(|error| DatabaseError::of(superuser, error))?;
        let made = async { cluster::provide(&mut *store.connection().await?, &place.owner.role, password).await };
        made.await.map_err(|error| DatabaseError::of(superuser, error))?;
        store.close().await;
    }
    Ok(())
}

/// Reaches the database at `place`, and applies what its schema lacks.
///
/// # Errors
///
/// Each of [`DatabaseError`].
pub(crate) async fn prepare(place: &Place, paths: &StatePaths) -> Result<Prepared, DatabaseError> {
    provide(place).await?;
    let owner = &place.owner;
    let failed = |error| DatabaseError::of(owner, error);
    let store = Store::open(owner, PROGRAM, N_CONNECTIONS).map_err(failed)?;
    let mut connection = store.connection().await.map_err(failed)?;
    let version = cluster::version(&mut connection).await.map_err(failed)?;
    if version < cluster::OLDEST_VERSION {
        return Err(DatabaseError::TooOld { url: owner.url.clone(), version });
    }
    drop(connection);
    let applied = schema::migrate(&store).await.map_err(|error| DatabaseError::of_schema(owner, error))?;
    for migration in &applied {
        info!("applied migration {}: {}", migration.version, migration.description);
    }
    Ok(Prepared { store, url: owner.url.clone(), key: key::provide(paths)?, applied })
}
