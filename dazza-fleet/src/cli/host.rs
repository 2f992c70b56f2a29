//! Hosts a fleet in this process: folders, lock, log, sockets, signals. For `up` and for the demo.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use dazza_shared::claim::try_lock;
use dazza_shared::config::{DatabaseConfig, FleetConfig, TlsFiles};
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use dazza_shared::telemetry;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::{debug, info};

use super::failure::Failure;
use super::programs;
use crate::api::{self, Api};
use crate::certificate::Certificate;
use crate::database::{Backing, DatabaseError, Place};
use crate::errand::Errands;
use crate::postgres::Postgres;
use crate::supervisor::{Fleet, FleetHandle, Outfit, Spared, StoppedFile};

/// A fleet with all that it needs from this process; it runs once it is told to.
#[derive(Debug)]
pub(crate) struct Host {
    paths: StatePaths,
    fleet: Fleet,
    /// Held until the end: one supervisor a state folder.
    lock: File,
    log: telemetry::Guard,
    web: Option<api::Web>,
    /// Whom the API asks.
    api: Api,
    /// The database server, if it is the fleet's own.
    postgres: Option<Postgres>,
    signals: Signals,
}

/// What else there is in the process that hosts a fleet.
#[derive(Debug, Default)]
pub(crate) struct Circumstances {
    /// Children of this process that are none of the fleet's.
    pub children: BTreeSet<i32>,
    /// Whether nothing may outlive this process, however it ends.
    pub is_passing: bool,
}

/// How long the last answers of the API may take once the fleet has ended.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Runs a future to its end, on this thread.
///
/// # Errors
///
/// Its own; or the system has no threads or descriptors left.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot begin")?;
    runtime.block_on(future)
}

impl Host {
    /// Makes everything ready; `None` when a signal ended it before that.
    ///
    /// # Errors
    ///
    /// `AlreadyRunning`, `DatabaseUnusable`, or what keeps the fleet from beginning.
    pub(crate) async fn prepare(
        config: FleetConfig,
        mut signals: Signals,
        circumstances: Circumstances,
    ) -> Result<Option<Self>, Failure> {
        let paths = StatePaths::new(&config.state_dir);
        let room_program = programs::beside_us("dazza-room")?;
        paths.create().map_err(anyhow::Error::from)?;
        let lock = take_lock(&paths)?;
        let log = telemetry::init(&paths.fleet_log(), &config.log, false).map_err(anyhow::Error::from)?;
        let web = match config.web_listen {
            Some(address) => Some((bind(address).await?, certified(config.web.tls.as_ref())?)),
            None => None,
        };
        let postgres = if matches!(config.database, DatabaseConfig::Embedded { .. }) {
            let Some(postgres) = Postgres::begin(&config, circumstances.is_passing, signals.next()).await? else {
                return Ok(None);
            };
            Some(postgres)
        } else {
            None
        };
        let server = postgres.as_ref().map(Postgres::kin);
        let spared = Spared { pids: circumstances.children, server, errands: Errands::default() };
        let certificate = web.as_ref().and_then(|(_, certificate)| certificate.clone());
        let with = (room_program, spared, log.meter(), certificate);
        let assembling = assemble(config, &paths, postgres.as_ref(), with);
        let assembled = tokio::select! {
            assembled = assembling => assembled.map(Some),
            () = signals.next() => Ok(None),
        };
        match assembled {
            Ok(Some((fleet, api))) => Ok(Some(Self { paths, fleet, lock, log, web, api, postgres, signals })),
            outcome => {
                stop(postgres).await;
                outcome.map(|_ended| None)
            }
        }
    }

    /// The way to ask the fleet for things, and to watch it.
    pub(crate) fn handle(&self) -> FleetHandle {
        self.fleet.handle()
    }

    /// What is hosted and where, as one line.
    pub(crate) fn greeting(&self) -> String {
        let web = self.web_address().map(|address| format!(", web at {address}")).unwrap_or_default();
        format!("fleet in {}{web}; Ctrl-C ends it", self.paths.state_dir().display())
    }

    /// Where the web pages are, as a browser takes it.
    pub(crate) fn web_address(&self) -> Option<String> {
        let (listener, tls) = self.web.as_ref()?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        Some(format!("{scheme}://{}", listener.local_addr().ok()?))
    }

    /// Serves the rooms until the fleet has ended, by signal or by order.
    ///
    /// # Errors
    ///
    /// The control socket cannot be made.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let Self { paths, fleet, lock, log, web, api, postgres, signals } = self;
        let socket = paths.control_sock();
        let mut servers = JoinSet::new();
        let control = api::serve_private(&socket, api.clone());
        let control = match control.with_context(|| format!("cannot listen at {}", socket.display())) {
            Ok(control) => control,
            Err(error) => {
                stop(postgres).await;
                return Err(error.into());
            }
        };
        servers.spawn(control);
        if let Some(web) = web {
            servers.spawn(api::serve_public(web, api));
        }
        let listening = tokio::spawn(signals.pass_on(fleet.handle()));
        info!(fleet.version = env!("CARGO_PKG_VERSION"), "the fleet begins");
        fleet.run().await;
        listening.abort();
        // The rooms have left: nobody needs it any more.
        stop(postgres).await;
        let answered = timeout(LAST_ANSWERS, async { while servers.join_next().await.is_some() {} }).await;
        let removed = fs::remove_file(&socket);
        debug!(?answered, ?removed, "closed the control socket");
        drop(log);
        drop(lock);
        Ok(())
    }
}

/// Puts the fleet together, with what there is in its database.
async fn assemble(
    config: FleetConfig,
    paths: &StatePaths,
    postgres: Option<&Postgres>,
    (room_program, spared, log, certificate): (PathBuf, Spared, telemetry::Meter, Option<Certificate>),
) -> Result<(Fleet, Api), Failure> {
    let embedded = postgres.map(|postgres| Place::embedded(postgres.access()));
    let place = embedded.or_else(|| Place::of_server(&config.database)).context("no database is named")?;
    let (owner, file, access) = (place.owner.clone(), config.file.clone(), config.web.clone());
    let remembered = StoppedFile::at(paths.stopped_file()).read();
    let server = postgres.map(Postgres::state);
    let backing = Backing::find(place, &config, remembered.clone(), server).await?;
    let stopped = remembered.or_else(|| Some(backing.registered.as_ref()?.stopped.clone()));
    let fleet = Fleet::assemble(Outfit { config, room_program, spared, backing, stopped, log, certificate })?;
    let api = Api::of(fleet.handle(), &owner, (&file, paths.clone(), access))
        .map_err(|error| DatabaseError::of(&owner, error))?;
    Ok((fleet, api))
}

async fn stop(postgres: Option<Postgres>) {
    if let Some(postgres) = postgres {
        postgres.stop().await;
    }
}

/// Takes the lock of the state folder, and leaves our process id in it for whoever comes second.
fn take_lock(paths: &StatePaths) -> Result<File, Failure> {
    try_fleet_lock(paths)?.ok_or_else(|| already_running(&paths.fleet_lock(), paths.state_dir()))
}

/// The same; `None` when a fleet runs in the folder.
///
/// # Errors
///
/// The lock cannot be taken or written.
pub(crate) fn try_fleet_lock(paths: &StatePaths) -> Result<Option<File>, Failure> {
    let path = paths.fleet_lock();
    let Some(mut lock) = try_lock(&path).with_context(|| format!("cannot lock {}", path.display()))? else {
        return Ok(None);
    };
    lock.set_len(0)?;
    write!(lock, "{}", std::process::id())?;
    Ok(Some(lock))
}

fn already_running(lock: &Path, state_dir: &Path) -> Failure {
    let pid = fs::read_to_string(lock).ok().filter(|pid| !pid.is_empty());
    let pid = pid.map(|pid| format!(", process {pid}")).unwrap_or_default();
    let told = format!("a fleet is running already in {}{pid}; `dazza-fleet down` ends it", state_dir.display());
    Failure::new(Exit::AlreadyRunning, told)
}

async fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    let told =
        |error| format!("cannot listen at {address} for the web: {error}; set `listen` in [web] to another port");
    TcpListener::bind(address).await.map_err(|error| Failure::new(Exit::Failure, told(error)))
}

fn certified(files: Option<&TlsFiles>) -> Result<Option<Certificate>, Failure> {
    let told = |error| Failure::new(Exit::BadConfig, format!("the certificate in [web] is of no use: {error}"));
    files.map(Certificate::read).transpose().map_err(told)
}

/// The signals that end a fleet, and the one that may mean a reload.
#[derive(Debug)]
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    /// The terminal is gone, and with it whoever could have pressed Ctrl-C; or somebody asks for a reload.
    hang_up: Signal,
    /// Whether there was a terminal to begin with.
    has_terminal: bool,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    End,
    Reload,
}

impl Signals {
    /// Hears them from now on; they end this process no more.
    ///
    /// # Errors
    ///
    /// The system has no room for it.
    pub(crate) fn begin() -> Result<Self, Failure> {
        let hear = |kind| signal(kind).context("cannot hear signals");
        // Heard once, it ends this process no more: a log that may not grow is an error like any other.
        drop(hear(SignalKind::from_raw(nix::sys::signal::Signal::SIGXFSZ as i32))?);
        Ok(Self {
            interrupt: hear(SignalKind::interrupt())?,
            terminate: hear(SignalKind::terminate())?,
            hang_up: hear(SignalKind::hangup())?,
            has_terminal: is_terminal_there(),
        })
    }

    /// Waits for any of them.
    pub(crate) async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }

    /// Tells the fleet to end, the second time at once, or to read its configuration anew.
    async fn pass_on(mut self, fleet: FleetHandle) {
        loop {
            match self.wish().await {
                Wish::End if fleet.stop() => {}
                Wish::End => return,
                // What comes of it is told in the log and to all who watch.
                Wish::Reload => drop(fleet.reload().await),
            }
        }
    }

    /// What the next signal asks for: a hang-up is a wish for a reload, unless it came because the terminal went.
    async fn wish(&mut self) -> Wish {
        tokio::select! {
            _ = self.interrupt.recv() => Wish::End,
            _ = self.terminate.recv() => Wish::End,
            _ = self.hang_up.recv() => if self.has_terminal && !is_terminal_there() { Wish::End } else { Wish::Reload },
        }
    }
}

/// Whether this process belongs to a terminal that is there.
///
/// Source: tty(4): `/dev/tty` is the controlling terminal of the process, and cannot be opened without one.
fn is_terminal_there() -> bool {
    File::open("/dev/tty").is_ok()
}
