//! The server as the rest of the fleet sees it: begun, watched, spoken to, stopped.

use std::future::Future;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use dazza_shared::config::FleetConfig;
use dazza_shared::paths::{POSTGRES_PORT, StatePaths};
use secrecy::SecretString;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tracing::{debug, info};

use super::cluster::Cluster;
use super::error::PostgresError;
use super::init::{self, SUPERUSER};
use super::kin::Kin;
use super::passwords::Passwords;
use super::server::{NotReady, Server};
use super::state::ServerState;
use super::watch::Watcher;

/// The name of the role that owns the fleet's database.
const OWNER: &str = "dazza";

/// A server that was ready once and is kept running since.
#[derive(Debug)]
pub(crate) struct Postgres {
    access: Access,
    state: watch::Receiver<ServerState>,
    kin: Kin,
    stop: oneshot::Sender<()>,
    watching: JoinHandle<()>,
}

/// How to reach the server, and as whom.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The folder of its socket.
    pub socket_dir: PathBuf,
    /// Its port, which is but a part of the socket's name.
    pub port: u16,
    /// The role that may do everything. The server has it from the beginning.
    pub superuser: Login,
    /// The role that is to own the fleet's database. Nobody makes it here: the store does, with this password.
    pub owner: Login,
}

/// A role with its password.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    /// Its name.
    pub name: &'static str,
    /// Its password.
    pub password: SecretString,
}

impl Postgres {
    /// Makes the server of `config` if there is none, starts it or takes over the one that runs, and waits until it is
    /// ready; `None` when `told_to_end` came first: nothing that was begun is left then. With `is_passing` it ends when
    /// this process does, however that ends.
    ///
    /// The folders must be there, see [`dazza_shared::paths::StatePaths::create`], and be this supervisor's alone.
    ///
    /// # Errors
    ///
    /// Why it cannot be used; nothing is left running.
    pub(crate) async fn begin(
        config: &FleetConfig,
        is_passing: bool,
        told_to_end: impl Future<Output = ()>,
    ) -> Result<Option<Self>, PostgresError> {
        let began = Instant::now();
        let cluster = Cluster { is_passing, ..Cluster::prepare(config)? };
        let mut server = None;
        let outcome = tokio::select! {
            // Nothing is lost when this is left halfway: what has a process stands in `server`, or kills it.
            outcome = bring_up(&cluster, &mut server) => outcome.map(Some),
            () = told_to_end => Ok(None),
        };
        match (outcome, server) {
            (Ok(Some(passwords)), Some(server)) => {
                let elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                let pid = server.pid();
                info!(child.pid = pid, elapsed_ms, "the database server is ready, process {pid}");
                Ok(Some(Self::watched(cluster, server, passwords)))
            }
            (outcome, server) => {
                if let Some(server) = server {
                    server.stop(&cluster).await;
                }
                outcome.map(|_ended| None)
            }
        }
    }

    /// How to reach the server of `config`, which runs already, whoever began it; `None` when it does not.
    ///
    /// # Errors
    ///
    /// A password of it is lost.
    pub(crate) fn running(config: &FleetConfig) -> Result<Option<Access>, PostgresError> {
        let paths = StatePaths::new(&config.state_dir);
        if UnixStream::connect(paths.postgres_sock()).is_err() {
            return Ok(None);
        }
        Ok(Some(access(paths.postgres_dir(), Passwords::provide(&paths)?)))
    }

    /// How to reach it.
    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    /// How it is, now and whenever that changes.
    pub(crate) fn state(&self) -> watch::Receiver<ServerState> {
        self.state.clone()
    }

    /// Its processes, whichever they are at the moment.
    pub(crate) fn kin(&self) -> Kin {
        self.kin.clone()
    }

    /// Stops it; nothing of it is left then.
    pub(crate) async fn stop(self) {
        let heard = self.stop.send(());
        let ended = self.watching.await;
        debug!(?heard, ?ended, "the database server is watched no more");
    }

    fn watched(cluster: Cluster, server: Server, passwords: Passwords) -> Self {
        let access = access(cluster.folder(), passwords);
        let kin = cluster.kin.clone();
        let (state, seen) = watch::channel(ServerState::ready(server.pid()));
        let (stop, stopped) = oneshot::channel();
        let watching = tokio::spawn(Watcher { cluster, state }.run(server, stopped));
        Self { access, state: seen, kin, stop, watching }
    }
}

fn access(socket_dir: PathBuf, passwords: Passwords) -> Access {
    Access {
        socket_dir,
        port: POSTGRES_PORT,
        superuser: Login { name: SUPERUSER, password: passwords.superuser },
        owner: Login { name: OWNER, password: passwords.owner },
    }
}

/// Makes what is missing and waits until a server is ready; it stands in `server` from its first moment on.
async fn bring_up(cluster: &Cluster, server: &mut Option<Server>) -> Result<Passwords, PostgresError> {
    let passwords = Passwords::provide(&cluster.paths)?;
    loop {
        let found = Server::find_or_clear(cluster).await?;
        if !cluster.is_made() {
            init::make(cluster, &passwords.superuser).await?;
        }
        let begun = match found {
            Some(found) => found,
            None => Server::start(cluster)?,
        };
        let begun = server.insert(begun);
        let is_own = begun.is_own();
        match begun.until_ready(cluster).await {
            Ok(()) => return Ok(passwords),
            Err(why) => {
                let told = server.take().map(|dead| dead.bury(cluster)).unwrap_or_default();
                match why {
                    NotReady::Silent => return Err(PostgresError::Start { told: format!("it is silent: {told}") }),
                    NotReady::Ended if is_own => return Err(PostgresError::Start { told }),
                    NotReady::Ended => debug!("the server that was taken over has ended: {told}"),
                }
            }
        }
    }
}
