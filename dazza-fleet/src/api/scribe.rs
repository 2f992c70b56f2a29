//! Writes down what was changed over the API and by whom, aside: nobody waits for it, and no order fails for want of a database.

use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::store::acts::{self, Act};
use dazza_shared::store::{Access, Store, StoreError, Tx, tokens};
use jiff::Timestamp;
use tokio::time::sleep;
use tracing::{debug, warn};

/// How the scribe shows in the server's own lists.
const PROGRAM: &str = "dazza-fleet audit";

/// How many connections it may have.
const N_CONNECTIONS: u32 = 2;

/// How often it is tried, and how long it waits in between.
const N_TRIES: u32 = 5;
const TRY_AGAIN: Duration = Duration::from_secs(2);

/// Writes down what was changed.
#[derive(Clone, Debug)]
pub(crate) struct Scribe(Store);

impl Scribe {
    /// Writes as `owner`. Nothing is dialled yet.
    ///
    /// # Errors
    ///
    /// The address is none.
    pub(super) fn of(owner: &Access) -> Result<Self, StoreError> {
        Store::open(owner, PROGRAM, N_CONNECTIONS).map(Self)
    }

    /// A transaction, for what is changed itself.
    ///
    /// # Errors
    ///
    /// `Away`, mostly.
    pub(super) async fn begin(&self) -> Result<Tx<'static>, StoreError> {
        self.0.begin().await
    }

    /// Writes down that something was changed just now. What cannot be written is told in the log.
    pub(super) fn write(&self, act: Act) {
        let (store, at) = (self.0.clone(), Clock::System.now());
        tokio::spawn(async move {
            let mut failed = None;
            for _ in 0..N_TRIES {
                match write(&store, &act, at).await {
                    Ok(()) => return,
                    Err(error) => failed = Some(error),
                }
                sleep(TRY_AGAIN).await;
            }
            let error = failed.map(|error| error.chain()).unwrap_or_default();
            warn!(action = %act.action, token = ?act.token, room = ?act.room, error, "an act is missing in the audit");
        });
    }

    /// Notes that a token was used.
    pub(super) fn note_use(&self, id: i64, at: Timestamp) {
        let store = self.0.clone();
        tokio::spawn(async move {
            let noted = async { tokens::note_use(&mut *store.connection().await?, id, at).await };
            if let Err(error) = noted.await {
                debug!(error = %error.chain(), "the use of a token was not noted");
            }
        });
    }
}

async fn write(store: &Store, act: &Act, at: Timestamp) -> Result<(), StoreError> {
    acts::write(&mut *store.connection().await?, act, at).await
}
