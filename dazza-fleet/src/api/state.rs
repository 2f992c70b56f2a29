//! What all of the API works with: the way to ask the fleet, and the way to ask its database.

use std::path::Path;
use std::sync::Arc;

use axum::extract::FromRef;
use dazza_shared::config::WebAccess;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::{Access, StoreError};

use super::caller::Wrongs;
use super::database::Reads;
use super::fresh::Fresh;
use super::live::Feed;
use super::rolls::Rolls;
use super::scribe::Scribe;
use super::stats::people::Standings;
use crate::supervisor::FleetHandle;

/// What all of the API works with; any number may be made of it.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The fleet.
    pub(super) fleet: FleetHandle,
    /// Its database, to be read.
    pub(super) reads: Reads,
    /// Whoever writes down what was changed.
    pub(super) scribe: Scribe,
    /// What happens in it, for all who follow.
    pub(super) feed: Feed,
    /// The clients that showed wrong tokens lately.
    pub(super) wrongs: Wrongs,
    /// The last restart of several rooms.
    pub(super) rolls: Rolls,
    /// Where everybody stands over all rooms, kept for a while.
    pub(super) ranks: Arc<Fresh<Standings>>,
    /// From where it may be asked on TCP.
    pub(super) access: Arc<WebAccess>,
    /// Where its logs are.
    pub(super) paths: StatePaths,
    /// The file that the fleet is described by.
    pub(super) config: Arc<Path>,
    /// Whether it is served by TLS.
    pub(super) is_secure: bool,
}

impl Api {
    /// The API of `fleet`, whose database belongs to `owner`. Nothing is dialled yet; the live feed begins.
    ///
    /// # Errors
    ///
    /// The database's address is none.
    pub(crate) fn of(
        fleet: FleetHandle,
        owner: &Access,
        (config, paths, access): (&Path, StatePaths, WebAccess),
    ) -> Result<Self, StoreError> {
        let reads = Reads::of(owner)?;
        Ok(Self {
            feed: Feed::begin(fleet.clone(), reads.clone()),
            fleet,
            reads,
            scribe: Scribe::of(owner)?,
            wrongs: Wrongs::default(),
            rolls: Rolls::default(),
            ranks: Arc::default(),
            paths,
            config: config.into(),
            is_secure: access.tls.is_some(),
            access: access.into(),
        })
    }
}

impl FromRef<Api> for FleetHandle {
    fn from_ref(api: &Api) -> Self {
        api.fleet.clone()
    }
}

impl FromRef<Api> for Scribe {
    fn from_ref(api: &Api) -> Self {
        api.scribe.clone()
    }
}

impl FromRef<Api> for Reads {
    fn from_ref(api: &Api) -> Self {
        api.reads.clone()
    }
}
