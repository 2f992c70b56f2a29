//! What a fleet has to go on when it begins: where its database is, and what was found there.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::config::FleetConfig;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tracing::warn;

use super::error::DatabaseError;
use super::place::Place;
use super::prepare::{Prepared, prepare};
use super::registrar::{Reach, Registered, Wishes, register_all};
use crate::postgres::ServerState;
use crate::view::{DatabaseState, DatabaseView};

/// What a fleet has to go on when it begins.
#[derive(Debug)]
pub(crate) struct Backing {
    /// Where its database is.
    pub(crate) place: Place,
    /// The database, if it answered.
    pub(crate) prepared: Option<Prepared>,
    /// What came of registering the rooms, if it answered.
    pub(crate) registered: Option<Registered>,
    /// How the database server is, if it is the fleet's own.
    pub(crate) server: Option<watch::Receiver<ServerState>>,
}

/// How the database is, for all who look.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The server, if it is the fleet's own.
    pub(crate) server: Option<watch::Receiver<ServerState>>,
    /// Whether the database answers the fleet.
    pub(crate) reach: watch::Receiver<Reach>,
}

/// How long the fleet waits for a database that does not answer, before it begins without.
const WAIT: Duration = Duration::from_secs(10);

/// Wait between two tries.
const TRY_AGAIN: Duration = Duration::from_millis(500);

impl Backing {
    /// Reaches the database at `place`, makes it what rooms need and registers those of `config`. One that does not answer
    /// is waited for a while, and then the fleet begins without it.
    ///
    /// # Errors
    ///
    /// What only a person can mend.
    pub(crate) async fn find(
        place: Place,
        config: &FleetConfig,
        stopped: Option<BTreeSet<RoomName>>,
        server: Option<watch::Receiver<ServerState>>,
    ) -> Result<Self, DatabaseError> {
        let (paths, wishes) = (StatePaths::new(&config.state_dir), Wishes::of(config, stopped));
        let deadline = Instant::now() + WAIT;
        loop {
            match try_once(&place, &paths, &wishes).await {
                Ok((prepared, registered)) => {
                    return Ok(Self { place, prepared: Some(prepared), registered: Some(registered), server });
                }
                Err(error) if !error.may_pass() => return Err(error),
                Err(error) if Instant::now() >= deadline => {
                    warn!("begins without the database: {}", error.told());
                    return Ok(Self { place, prepared: None, registered: None, server });
                }
                Err(_) => sleep(TRY_AGAIN).await,
            }
        }
    }
}

async fn try_once(place: &Place, paths: &StatePaths, wishes: &Wishes) -> Result<(Prepared, Registered), DatabaseError> {
    let prepared = prepare(place, paths).await?;
    let registered = register_all(&prepared, wishes).await.map_err(|error| DatabaseError::of(&place.owner, error))?;
    Ok((prepared, registered))
}

impl Seen {
    /// The database at this moment.
    pub(crate) fn view(&self) -> DatabaseView {
        let reach = self.reach.borrow().clone();
        let mut view = match &self.server {
            Some(server) => DatabaseView::from(&*server.borrow()),
            None => DatabaseView::server(),
        };
        match reach {
            Reach::Up if self.server.is_none() => view.state = DatabaseState::Ready,
            Reach::Down(why) => {
                if self.server.is_none() {
                    view.state = DatabaseState::Down;
                }
                view.reason.get_or_insert(why);
            }
            Reach::Up | Reach::Unknown => {}
        }
        view
    }
}
