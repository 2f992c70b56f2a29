//! The way to the database: where it is, as whom, and a pool of connections to it.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres};
use tokio::time::Instant;

use super::StoreError;

/// A transaction: all that is done in it happens when it is committed, or none of it.
pub type Tx<'a> = sqlx::Transaction<'a, Postgres>;

/// One connection, for what cannot be done in a transaction.
pub type Connection = sqlx::PgConnection;

/// A connection that goes back to its pool.
pub type Pooled = PoolConnection<Postgres>;

/// Where the database is, and as whom to log in. It travels on the link and nowhere else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Access {
    /// `postgres://HOST:PORT/NAME`, with no name and no password in it; a host that is a folder stands in `?host=`.
    pub url: String,
    /// The role.
    pub role: String,
    /// Its password.
    #[serde(serialize_with = "expose")]
    pub password: Option<SecretString>,
}

#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn expose<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

impl PartialEq for Access {
    fn eq(&self, other: &Self) -> bool {
        let text = |access: &Self| access.password.as_ref().map(|secret| secret.expose_secret().to_owned());
        self.url == other.url && self.role == other.role && text(self) == text(other)
    }
}

impl Eq for Access {}

/// A pool of connections, each made when it is first needed.
#[derive(Clone, Debug)]
pub struct Store {
    pool: PgPool,
    /// When one was last asked for.
    used_at: Arc<Mutex<Instant>>,
}

/// How long a connection may take to be had; a command that waits longer says that the database is away.
const ACQUIRE_WITHIN: Duration = Duration::from_secs(2);

/// The same for what nobody waits for.
const ACQUIRE_PATIENTLY: Duration = Duration::from_mins(1);

/// How long a connection is kept without a use: a session of the server takes megabytes, and most rooms are silent for hours.
pub const KEPT_UNUSED: Duration = Duration::from_mins(2);

/// How long a connection that only reads is kept without a use: who looks at pages comes and goes.
const KEPT_IDLE: Duration = Duration::from_mins(1);

/// What holds for whoever only reads. Source: PostgreSQL, "Client Connection Defaults" and "Query Planning".
const READING: [(&str, &str); 4] = [
    ("default_transaction_read_only", "on"),
    ("statement_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "30s"),
    ("jit", "off"),
];

/// What holds for work over all rooms: a plan is made for the one room that is asked about. One for any room would open the
/// partitions of all, and with a thousand rooms it takes a third of a second to find that out.
const ROOM_BY_ROOM: [(&str, &str); 1] = [("plan_cache_mode", "force_custom_plan")];

impl Access {
    /// What the driver needs to know; `as_program` is how the server's own lists show us.
    ///
    /// # Errors
    ///
    /// The url is none.
    pub fn options(&self, as_program: &str) -> Result<PgConnectOptions, StoreError> {
        let options = PgConnectOptions::from_str(&self.url)?.username(&self.role).application_name(as_program);
        Ok(match &self.password {
            Some(password) => options.password(password.expose_secret()),
            None => options,
        })
    }
}

impl Store {
    /// A store of at most `n_connections`. Nothing is dialled yet, so that a database that is away is no error here.
    ///
    /// # Errors
    ///
    /// The url is none.
    pub fn open(access: &Access, as_program: &str, n_connections: u32) -> Result<Self, StoreError> {
        Ok(Self::open_within(access.options(as_program)?, (n_connections, ACQUIRE_WITHIN), Some(KEPT_UNUSED)))
    }

    /// A store of one connection for a process that is to be small: whoever has it calls [`Self::close_unused`] now and then. The
    /// driver's own task for that would take 150 KiB of stack that never come back.
    ///
    /// # Errors
    ///
    /// The url is none.
    pub fn open_lean(access: &Access, as_program: &str) -> Result<Self, StoreError> {
        Ok(Self::open_within(access.options(as_program)?, (1, ACQUIRE_WITHIN), None))
    }

    /// The same, of one connection, for work that nobody waits for: a machine that is busy is no reason to give it up.
    ///
    /// # Errors
    ///
    /// The url is none.
    pub fn open_patiently(access: &Access, as_program: &str) -> Result<Self, StoreError> {
        let options = access.options(as_program)?.options(ROOM_BY_ROOM);
        Ok(Self::open_within(options, (1, ACQUIRE_PATIENTLY), Some(KEPT_UNUSED)))
    }

    /// A store whose connections read and never write, and give up what takes too long; a connection that has died is never
    /// handed out, and one that nobody uses is closed after a while.
    ///
    /// # Errors
    ///
    /// The url is none.
    pub fn open_reading(access: &Access, as_program: &str, n_connections: u32) -> Result<Self, StoreError> {
        let pool = PgPoolOptions::new()
            .max_connections(n_connections)
            .acquire_timeout(ACQUIRE_WITHIN)
            .max_lifetime(None)
            .idle_timeout(KEPT_IDLE)
            .connect_lazy_with(access.options(as_program)?.options(READING));
        Ok(Self::over(pool))
    }

    fn open_within(
        options: PgConnectOptions,
        (n_connections, within): (u32, Duration),
        kept_unused: Option<Duration>,
    ) -> Self {
        // A connection is not tried before each use, which would cost a round trip: one that has died is found out by
        // its user, who tries again.
        let pool = PgPoolOptions::new()
            .max_connections(n_connections)
            .acquire_timeout(within)
            .test_before_acquire(false)
            .max_lifetime(None)
            .idle_timeout(kept_unused)
            .connect_lazy_with(options);
        Self::over(pool)
    }

    fn over(pool: PgPool) -> Self {
        Self { pool, used_at: Arc::new(Mutex::new(Instant::now())) }
    }

    /// Begins a transaction.
    ///
    /// # Errors
    ///
    /// `Away`, mostly.
    pub async fn begin(&self) -> Result<Tx<'static>, StoreError> {
        self.note_use();
        Ok(self.pool.begin().await?)
    }

    /// One connection, for what needs no transaction or cannot be done in one.
    ///
    /// # Errors
    ///
    /// `Away`, mostly.
    pub async fn connection(&self) -> Result<Pooled, StoreError> {
        self.note_use();
        Ok(self.pool.acquire().await?)
    }

    fn note_use(&self) {
        *self.used_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Closes a connection if none was asked for within `unused_for`. The next who asks makes one anew.
    pub async fn close_unused(&self, unused_for: Duration) {
        let used_at = *self.used_at.lock().unwrap_or_else(PoisonError::into_inner);
        if used_at.elapsed() >= unused_for
            && let Some(unused) = self.pool.try_acquire()
        {
            // It is given up, whatever the server says to that.
            drop(unused.close().await);
        }
    }

    /// The pool itself.
    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Closes all connections, in order.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
