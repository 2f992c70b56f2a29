//! Registers rooms in the database, in a task of its own: tried until it is done, whatever becomes of the database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::{Access, Connection, StoreError, cluster, stopped};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tracing::{debug, info, warn};

use super::error::DatabaseError;
use super::place::Place;
use super::prepare::{Prepared, prepare};

/// What is wished for in the database.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wishes {
    /// Every room of `fleet.toml`: whether it is to be served, and its settings without secrets, as JSON. They are kept for as
    /// long as the fleet lives, and a text takes a tenth of what a tree of values does.
    pub(crate) rooms: BTreeMap<RoomName, (bool, Box<str>)>,
    /// The rooms that were stopped by hand; not known while only the database could tell.
    pub(crate) stopped: Option<BTreeSet<RoomName>>,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registered {
    /// How each room gets in.
    pub(crate) accesses: BTreeMap<RoomName, Access>,
    /// The rooms that were stopped by hand, as the database has it.
    pub(crate) stopped: BTreeSet<RoomName>,
}

/// Whether the database answers the fleet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nobody has looked.
    #[default]
    Unknown,
    /// It answers.
    Up,
    /// It does not, for this reason.
    Down(String),
}

/// The fleet's handle on the task.
#[derive(Debug)]
pub(crate) struct Registrar {
    wishes: watch::Sender<Arc<Wishes>>,
    reach: watch::Receiver<Reach>,
}

/// Wait between two tries, and between two looks at a database that is well.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// How long one try may take.
const WITHIN: Duration = Duration::from_mins(1);

/// How often the same lock is waited for.
const TRIES: usize = 5;

impl Wishes {
    /// What `config` and the stops by hand wish for.
    pub(crate) fn of(config: &FleetConfig, stopped: Option<BTreeSet<RoomName>>) -> Self {
        let settings = |room| serde_json::to_string(room).unwrap_or_default().into_boxed_str();
        let rooms = config.rooms.iter().map(|(name, room)| (name.clone(), (room.is_enabled, settings(&room.settings))));
        Self { rooms: rooms.collect(), stopped }
    }
}

impl Registrar {
    /// Begins to register, with what is known of the database so far. How rooms get in is told to `registered`.
    pub(crate) fn begin(
        (place, paths): (Place, StatePaths),
        prepared: Option<Prepared>,
        first: Wishes,
        registered: mpsc::UnboundedSender<Registered>,
    ) -> Self {
        let (wishes, news) = watch::channel(Arc::new(first));
        let (reach, seen) = watch::channel(Reach::default());
        let clerk = Clerk { place, paths, prepared, reach, registered };
        tokio::spawn(clerk.work(news));
        Self { wishes, reach: seen }
    }

    /// Wishes for this from now on.
    pub(crate) fn wish(&self, wishes: Wishes) {
        self.wishes.send_if_modified(|wished| {
            let is_news = **wished != wishes;
            *wished = Arc::new(wishes);
            is_news
        });
    }

    /// Whether the database answers, now and whenever that changes.
    pub(crate) fn reach(&self) -> watch::Receiver<Reach> {
        self.reach.clone()
    }
}

/// Registers all rooms that are wished for, and tells how each gets in.
///
/// # Errors
///
/// The first that fails.
pub(crate) async fn register_all(prepared: &Prepared, wishes: &Wishes) -> Result<Registered, StoreError> {
    let mut accesses = BTreeMap::new();
    let now = Clock::System.now();
    for (room, (is_active, settings)) in &wishes.rooms {
        // Written by us, it can be read.
        let config = serde_json::from_str(settings).unwrap_or_default();
        let registration = Registration { room, is_active: *is_active, config };
        let mut connection = prepared.store.connection().await?;
        register(&mut connection, prepared, &registration, now).await?;
        let access = registry::access_of(&mut connection, &prepared.key, &prepared.url, room).await?;
        accesses.insert(room.clone(), access);
    }
    let mut connection = prepared.store.connection().await?;
    if let Some(stopped) = &wishes.stopped {
        stopped::remember(&mut connection, stopped, now).await?;
    }
    Ok(Registered { accesses, stopped: stopped::stopped(&mut connection).await? })
}

/// Registers one room; who holds a lock for long is waited for more than once.
async fn register(
    connection: &mut Connection,
    prepared: &Prepared,
    registration: &Registration<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut tries_left = TRIES;
    loop {
        tries_left -= 1;
        match registry::register(connection, &prepared.key, registration, now).await {
            Err(StoreError::Contended(_)) if tries_left > 0 => {}
            outcome => return outcome,
        }
    }
}

/// What works in the task.
struct Clerk {
    place: Place,
    paths: StatePaths,
    prepared: Option<Prepared>,
    reach: watch::Sender<Reach>,
    registered: mpsc::UnboundedSender<Registered>,
}

impl Clerk {
    async fn work(mut self, mut news: watch::Receiver<Arc<Wishes>>) {
        let mut is_done = false;
        loop {
            let wishes = news.borrow_and_update().clone();
            let outcome = timeout(WITHIN, self.attend(&wishes, is_done)).await;
            let outcome = outcome.unwrap_or_else(|_elapsed| Err(self.too_slow()));
            is_done = outcome.is_ok();
            if !self.tell(outcome) {
                return;
            }
            // Until something else is wished for, or it is time to look again.
            match timeout(TRY_AGAIN, news.changed()).await {
                Ok(Err(_gone)) => return,
                Ok(Ok(())) => is_done = false,
                Err(_elapsed) => {}
            }
        }
    }

    /// Tells what came of it; whether anybody still listens.
    fn tell(&self, outcome: Result<Option<Registered>, DatabaseError>) -> bool {
        match outcome {
            Ok(registered) => {
                self.found(Reach::Up);
                registered.is_none_or(|registered| self.registered.send(registered).is_ok())
            }
            Err(error) => {
                self.found(Reach::Down(error.told()));
                true
            }
        }
    }

    /// Does what is wished for; when that is done, looks whether the database still answers.
    async fn attend(&mut self, wishes: &Wishes, is_done: bool) -> Result<Option<Registered>, DatabaseError> {
        let prepared = match &self.prepared {
            Some(prepared) => prepared.clone(),
            None => self.prepared.insert(prepare(&self.place, &self.paths).await?).clone(),
        };
        let owner = &self.place.owner;
        if is_done {
            let pinged = async { cluster::ping(&mut *prepared.store.connection().await?).await };
            return pinged.await.map(|()| None).map_err(|error| DatabaseError::of(owner, error));
        }
        register_all(&prepared, wishes).await.map(Some).map_err(|error| DatabaseError::of(owner, error))
    }

    fn found(&self, reach: Reach) {
        let is_news = self.reach.send_if_modified(|known| {
            let is_news = std::mem::discriminant(known) != std::mem::discriminant(&reach);
            *known = reach.clone();
            is_news
        });
        match reach {
            Reach::Up if is_news => info!("the database answers"),
            Reach::Down(why) if is_news => warn!("rooms do without the database: {why}"),
            other => debug!(?other, "looked at the database"),
        }
    }

    fn too_slow(&self) -> DatabaseError {
        DatabaseError::Unreachable { url: self.place.owner.url.clone(), source: StoreError::too_slow() }
    }
}
