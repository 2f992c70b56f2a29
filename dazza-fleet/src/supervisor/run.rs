//! The one loop of the supervisor: waits for the next thing that happens and hands it to the keeper.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use dazza_shared::config::FleetConfig;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::telemetry::Meter;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, sleep_until};
use tracing::info;

use super::announcer::Announcer;
use super::audience::Audience;
use super::event::{Input, Request};
use super::execute::Executor;
use super::handle::FleetHandle;
use super::keeper::{Keeper, Legacy, Tools};
use super::links::LinkServer;
use super::spared::Spared;
use super::strays;
use super::turns::Turns;
use super::watchers::Watchers;
use super::weigh::{Scales, Weight};
use crate::backup::{Desk, Duties};
use crate::certificate::Certificate;
use crate::database::{Backing, Registered, Registrar, Seen, Wishes};
use crate::jobs;

/// A fleet that is ready to run.
#[derive(Debug)]
pub(crate) struct Fleet {
    paths: StatePaths,
    keeper: Keeper,
    sources: Sources,
    links: LinkServer,
    handle: FleetHandle,
}

/// What a fleet is made of.
#[derive(Debug)]
pub(crate) struct Outfit {
    /// The rooms we want, and how.
    pub config: FleetConfig,
    /// The program that serves one room.
    pub room_program: PathBuf,
    /// Children that this process has already, and that are no rooms.
    pub spared: Spared,
    /// Where the database is, and what was found there.
    pub backing: Backing,
    /// The rooms that were stopped by hand, as far as that is known.
    pub stopped: Option<BTreeSet<RoomName>>,
    /// What this process's log took and dropped.
    pub log: Meter,
    /// What the web proves itself with, if it does.
    pub certificate: Option<Certificate>,
}

/// All that can wake the loop.
#[derive(Debug)]
struct Sources {
    stops: mpsc::UnboundedReceiver<()>,
    exits: mpsc::UnboundedReceiver<i32>,
    weights: mpsc::UnboundedReceiver<Vec<Weight>>,
    registered: mpsc::UnboundedReceiver<Registered>,
    requests: mpsc::Receiver<Request>,
    orphans: Signal,
    inputs: mpsc::Receiver<Input>,
}

/// Time alone is looked at this often, however much happens meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Inputs that wait for the loop; whoever has more to say waits too.
const QUEUE: usize = 256;

/// Lines of the live feed, and notices, that a watcher may be behind.
const BEHIND: usize = 1024;

impl Fleet {
    /// Puts a fleet together: folders, link socket, signals. No room is started yet.
    ///
    /// # Errors
    ///
    /// What keeps the fleet from listening, in words for the operator.
    pub(crate) fn assemble(outfit: Outfit) -> anyhow::Result<Self> {
        let paths = StatePaths::new(&outfit.config.state_dir);
        strays::take_orphans().context("cannot become the one that orphans are handed to")?;
        let (stop, stops) = mpsc::unbounded_channel();
        let (exit, exits) = mpsc::unbounded_channel();
        let (weight, weights) = mpsc::unbounded_channel();
        let (request, requests) = mpsc::channel(QUEUE);
        let (input, inputs) = mpsc::channel(QUEUE);
        let (live, notices) = (broadcast::Sender::new(BEHIND), broadcast::Sender::new(BEHIND));
        let links = LinkServer::bind(&paths.fleet_sock(), input, live.clone())
            .with_context(|| format!("cannot listen at {}", paths.fleet_sock().display()))?;
        let orphans = signal(SignalKind::child()).context("cannot hear of children that change")?;
        let executor = Executor::new(paths.clone(), outfit.room_program, exit);
        let (announcer, scales) = (Announcer::new(notices.clone()), Scales::new(weight));
        let Backing { place, prepared, registered: found, server } = outfit.backing;
        let found = found.unwrap_or_default();
        let (register, registered) = mpsc::unbounded_channel();
        let wishes = Wishes::of(&outfit.config, outfit.stopped.clone());
        let duties = Duties::of(&outfit.config, place.owner.clone(), outfit.spared.errands.clone());
        let backups = Desk::begin(duties, outfit.config.backup.clone());
        let duties = jobs::Duties::of(&outfit.config, place.owner.clone(), outfit.spared.errands.clone());
        let jobs = jobs::Desk::begin(duties);
        let registrar = Registrar::begin((place, paths.clone()), prepared, wishes, register);
        let seen = Seen { server, reach: registrar.reach() };
        let seen = (seen, backups.seen(), jobs.seen());
        let watchers = Watchers::default();
        let audience = Audience::of(watchers.clone());
        let tools =
            Tools { executor, announcer, scales, registrar, backups, jobs, audience, certificate: outfit.certificate };
        let legacy = Legacy { spared: outfit.spared, stopped: outfit.stopped, accesses: found.accesses };
        let keeper = Keeper::new(outfit.config, tools, legacy);
        let handle = FleetHandle::new(request, stop, (live, notices), (outfit.log, watchers), seen);
        let sources = Sources { stops, exits, weights, registered, requests, orphans, inputs };
        Ok(Self { paths, keeper, sources, links, handle })
    }

    /// The way to ask this fleet for things, and to watch it.
    pub(crate) fn handle(&self) -> FleetHandle {
        self.handle.clone()
    }

    /// Serves the rooms until the fleet is told to end, and has ended.
    pub(crate) async fn run(self) {
        let Self { paths, mut keeper, mut sources, links, handle } = self;
        // The loop ends when it is told to, not when nobody could tell it any more.
        let _handle = handle;
        let listening = tokio::spawn(links.run());
        let mut turns = Turns::begin();
        keeper.begin(turns.turn());
        let mut look = Instant::now() + LOOK_EVERY;
        while !keeper.is_over() {
            let due = keeper.due().map_or(look, |due| turns.instant_of(due).min(look));
            let input = sources.next(due).await;
            if matches!(input, Input::Turned) {
                look = Instant::now() + LOOK_EVERY;
            }
            let began = Instant::now();
            keeper.turn(input, turns.turn());
            keeper.turned(began.elapsed());
        }
        listening.abort();
        keeper.leave_nothing().await;
        let removed = fs::remove_file(paths.fleet_sock());
        info!(?removed, "the fleet has ended");
    }
}

impl Sources {
    /// What happens next, or `Turned` when nothing does until `due`.
    ///
    /// Links come last, so that a room which talks without end holds up nothing but links.
    async fn next(&mut self, due: Instant) -> Input {
        tokio::select! {
            biased;
            Some(()) = self.stops.recv() => Input::Stop,
            Some(pid) = self.exits.recv() => Input::Exited(pid),
            Some(request) = self.requests.recv() => Input::Asked(request),
            Some(()) = self.orphans.recv() => Input::Orphan,
            Some(weights) = self.weights.recv() => Input::Weighed(weights),
            Some(registered) = self.registered.recv() => Input::Registered(registered),
            () = sleep_until(due) => Input::Turned,
            Some(input) = self.inputs.recv() => input,
        }
    }
}
