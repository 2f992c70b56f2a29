//! What all of the API works with: the way to ask the fleet, and the way to ask its database.

use std::sync::Arc;

use axum::extract::FromRef;
use dazza_shared::config::WebAccess;
use dazza_shared::store::{Access, StoreError};

use super::database::Reads;
use crate::supervisor::FleetHandle;

/// What all of the API works with; any number may be made of it.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// The fleet.
    pub(super) fleet: FleetHandle,
    /// Its database, to be read.
    pub(super) reads: Reads,
    /// From where it may be asked on TCP.
    pub(super) access: Arc<WebAccess>,
}

impl Api {
    /// The API of `fleet`, whose database belongs to `owner`. Nothing is dialled yet.
    ///
    /// # Errors
    ///
    /// The database's address is none.
    pub(crate) fn of(fleet: FleetHandle, owner: &Access, access: WebAccess) -> Result<Self, StoreError> {
        Ok(Self { fleet, reads: Reads::of(owner)?, access: access.into() })
    }
}

impl FromRef<Api> for FleetHandle {
    fn from_ref(api: &Api) -> Self {
        api.fleet.clone()
    }
}

impl FromRef<Api> for Reads {
    fn from_ref(api: &Api) -> Self {
        api.reads.clone()
    }
}
