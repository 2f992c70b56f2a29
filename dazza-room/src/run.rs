//! The one loop of the process: names what wakes the room, hands it to the host, and carries the effects out.

use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use dazza_shared::claim::{self, Claim, LastWords};
use dazza_shared::clock::Clock;
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::link::{ToFleet, Welcome};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::telemetry;
use nix::sys::signal::Signal::SIGXFSZ;
use tokio::signal::unix::{Signal as OsSignal, SignalKind, signal};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval, sleep_until};
use tracing::{Instrument, info, info_span, warn};

use crate::database::{Database, News};
use crate::host::{Effect, Host, Input, Now};
use crate::journal::{Entry, Journal};
use crate::limits;
use crate::link::{FleetLink, FromFleet};
use crate::memory;
use crate::outside::Outside;
use crate::wire::{Signal, Wire, chain};

/// Time between heartbeats. Source: architecture, section 3.
const BEAT_EVERY: Duration = Duration::from_secs(1);

/// How often memory is looked at. Source: `platform.md`, 3.6.
const WEIGH_EVERY: Duration = Duration::from_secs(30);

/// How long a room that leaves may take to store what it has heard. Source: `platform.md`, 1.10, within `stop_grace`.
const STORE_WITHIN: Duration = Duration::from_secs(2);

/// How long a room that ends waits for what its other threads do.
const LOOKUP_WITHIN: Duration = Duration::from_millis(500);

/// How a room ended: the code the system sees, and the reason the operator sees.
type Ending = (Exit, String);

/// Serves `room` out of `state_dir` until it ends; claims the room first, so that nobody else serves it meanwhile.
///
/// # Errors
///
/// The state folder cannot be used, or this thread cannot have a runtime.
pub fn run(room: &RoomName, state_dir: &Path) -> anyhow::Result<Ending> {
    let paths = StatePaths::new(state_dir);
    let lock = claim::try_lock(&paths.room_lock(room)).context("cannot lock the room")?;
    let Some(_lock) = lock else {
        return Ok((Exit::AlreadyRunning, format!("another process serves the room {room}")));
    };
    let complaints = limits::give_up_privileges();
    let mut claim = Claim::of_this_process(room.clone(), env!("CARGO_PKG_VERSION"))?;
    claim.write(&paths.room_json(room)).context("cannot write the room's claim")?;
    // Names are looked up on a thread of its own, which is small and does not stay.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        // A thousand events in one go, as is usual, take 12 kB; a room has a few sockets.
        .max_io_events_per_tick(64)
        .max_blocking_threads(2)
        .thread_stack_size(128 * 1024)
        .thread_keep_alive(Duration::from_millis(500))
        .build()
        .context("cannot start the runtime")?;
    let (exit, reason) = runtime.block_on(serve(room, &paths, &complaints))?;
    claim.last_words = Some(LastWords { code: exit.code(), reason: reason.clone() });
    claim.write(&paths.room_json(room)).context("cannot write the room's last words")?;
    // A name that is still being looked up holds nobody up.
    runtime.shutdown_timeout(LOOKUP_WITHIN);
    Ok((exit, reason))
}

async fn serve(room: &RoomName, paths: &StatePaths, complaints: &[String]) -> anyhow::Result<Ending> {
    let mut stop = Stop::listen().context("cannot listen for signals")?;
    let mut link = FleetLink::open(paths.fleet_sock(), room.clone());
    let welcome = tokio::select! {
        welcome = first_welcome(&mut link) => welcome,
        reason = stop.asked() => return Ok((Exit::Done, reason.to_owned())),
    };
    let Some(welcome) = welcome else {
        return Ok((Exit::NotRunning, "no supervisor answers; start it with `dazza-fleet up`".to_owned()));
    };
    let log = telemetry::init(&paths.log_file(room), &welcome.settings.log, false).context("cannot set up the log")?;
    let span = info_span!("room", room.name = %room);
    for complaint in complaints {
        warn!(room.name = %room, "{complaint}");
    }
    let database = Database::of(room.clone(), paths.room_spool(room));
    let (journal, noted) = Journal::open(&paths.journal_file(room));
    let room = Box::pin(host_room((room, noted), (welcome, database, journal), link, log, stop));
    Ok(room.instrument(span).await)
}

/// The room's life once it has been welcomed.
async fn host_room(
    (room, noted): (&RoomName, Vec<Entry>),
    (welcome, database, mut journal): (Welcome, Database, Journal),
    link: FleetLink,
    log: telemetry::Guard,
    stop: Stop,
) -> Ending {
    info!("serving the room {room}, version {}", env!("CARGO_PKG_VERSION"));
    let username = welcome.credentials.username.clone();
    let now = Now { instant: Instant::now(), time: Clock::System.now() };
    let ending = match Host::new(welcome, Dice::unforeseen(), now) {
        Ok(mut host) => {
            host.recall(noted);
            journal.rewrite(host.journal(now.time));
            let wire = Wire::default();
            let (clock, beat, open_files, weigh_at) = (Clock::System, beats(), None, now.instant);
            let outside = Outside::default();
            Loop { host, link, wire, database, journal, outside, log, clock, beat, open_files, weigh_at }
                .run(stop)
                .await
        }
        Err(error) => {
            let reason = format!("the account's username `{username}` {error}");
            link.part(ToFleet::bye(&reason, Exit::BadConfig)).await;
            (Exit::BadConfig, reason)
        }
    };
    info!(exit.code = ending.0.code(), "ending: {}", ending.1);
    ending
}

async fn first_welcome(link: &mut FleetLink) -> Option<Welcome> {
    loop {
        match link.next().await {
            FromFleet::Welcome(welcome) => return Some(*welcome),
            FromFleet::Orphaned => return None,
            FromFleet::Said(_) | FromFleet::Down => {}
        }
    }
}

fn beats() -> Interval {
    let mut beat = interval(BEAT_EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat
}

struct Loop {
    host: Host,
    link: FleetLink,
    wire: Wire,
    database: Database,
    journal: Journal,
    outside: Outside,
    log: telemetry::Guard,
    clock: Clock,
    beat: Interval,
    /// The limit of open files that is in force.
    open_files: Option<u32>,
    /// When memory is looked at next.
    weigh_at: Instant,
}

impl Loop {
    async fn run(mut self, mut stop: Stop) -> Ending {
        loop {
            self.limit_open_files();
            self.find_database().await;
            let wake_at = self.host.wake_at();
            let input = tokio::select! {
                from = self.link.next() => from_fleet(from),
                signal = self.wire.next() => from_wire(signal),
                brought = self.outside.next() => Input::Brought(brought),
                news = self.database.next() => from_database(news),
                _ = self.beat.tick() => Input::Beat,
                () = until(wake_at) => Input::Wake,
                reason = stop.asked() => Input::Stop(reason),
            };
            if matches!(input, Input::Beat) {
                self.host.note_log(self.log.tend(), self.log.warning(), self.clock.now());
                self.host.note_store(self.database.status());
                self.weigh();
                self.database.tend().await;
            }
            if let Some((exit, reason)) = self.take(input).await {
                self.database.close(STORE_WITHIN).await;
                self.link.part(ToFleet::bye(&reason, exit)).await;
                return (exit, reason);
            }
        }
    }

    /// Looks at what the process takes of memory, now and then.
    fn weigh(&mut self) {
        let now = Instant::now();
        if self.weigh_at <= now {
            self.weigh_at = now + WEIGH_EVERY;
            if let Some(bytes) = memory::pss() {
                self.host.note_memory(bytes);
            }
        }
    }

    /// New settings may bring another limit.
    fn limit_open_files(&mut self) {
        let wanted = self.host.welcome().settings.open_files;
        if self.open_files.replace(wanted) != Some(wanted) {
            limits::limit_open_files(wanted);
        }
    }

    /// New settings, or a supervisor that has found it meanwhile, may bring another database.
    async fn find_database(&mut self) {
        let welcome = self.host.welcome();
        if self.database.use_access(welcome.database.as_ref(), &welcome.settings) {
            let ending = self.take(Input::Database).await;
            debug_assert!(ending.is_none());
        }
    }

    /// Lets the host handle `input`, and whatever follows at once from carrying the effects out.
    async fn take(&mut self, input: Input) -> Option<Ending> {
        let mut inputs = VecDeque::from([input]);
        while let Some(next) = inputs.pop_front() {
            let now = Now { instant: Instant::now(), time: self.clock.now() };
            for effect in self.host.handle(next, now) {
                match effect {
                    Effect::Leave(exit, reason) => return Some((exit, reason)),
                    other => inputs.extend(self.carry_out(other).await),
                }
            }
        }
        None
    }

    /// Notes something for the process after this one.
    fn note(&mut self, entry: &Entry) {
        self.journal.append(entry);
        if self.journal.wants_rewrite() {
            self.journal.rewrite(self.host.journal(self.clock.now()));
        }
    }

    /// Carries one effect out; a line that broke under it comes back as an input.
    async fn carry_out(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Dial => self.wire.dial(&self.host.welcome().settings),
            Effect::HangUp => self.wire.hang_up().await,
            Effect::Ask { action, answers } => {
                if let Err(ended) = self.wire.ask(&action).await {
                    return Some(Input::Ended(chain(&ended)));
                }
                if let Some(answers) = answers {
                    self.host.note_answered(answers);
                }
            }
            Effect::Journal(entry) => self.note(&entry),
            Effect::Serve(asked) => return Some(Input::Serve(asked)),
            Effect::Work(deed) => return self.database.submit(deed).err().map(Input::Done),
            Effect::Fetch(errand) => {
                return self.outside.begin(errand, &self.host.welcome().settings).map(Input::Brought);
            }
            Effect::Store(record) => self.database.record(record),
            // Without a supervisor beats and events have no listener, and the gate has its own clock.
            Effect::Tell(message) => drop(self.link.say(message)),
            Effect::Log(settings) => {
                if let Err(error) = self.log.apply(&settings) {
                    warn!("the log stays as it was: {}", chain(&error));
                }
            }
            Effect::Leave(..) => {}
        }
        None
    }
}

fn from_fleet(from: FromFleet) -> Input {
    match from {
        FromFleet::Welcome(welcome) => Input::Welcome(welcome),
        FromFleet::Said(message) => Input::Told(message),
        FromFleet::Down => Input::Unlinked,
        FromFleet::Orphaned => Input::Stop("no supervisor for longer than orphan_grace"),
    }
}

fn from_database(news: News) -> Input {
    match news {
        News::Done(done) => Input::Done(done),
        News::Used(uses) => Input::Used(uses),
        News::Kept(picture, is_back) => Input::Kept(picture, is_back),
    }
}

fn from_wire(signal: Signal) -> Input {
    match signal {
        Signal::Dialled(result) => Input::Dialled(result),
        Signal::Heard(event) => Input::Heard(event),
        Signal::Ended(ended) => Input::Ended(chain(&ended)),
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}

/// The signals that ask a process to leave.
struct Stop {
    terminate: OsSignal,
    interrupt: OsSignal,
}

impl Stop {
    fn listen() -> io::Result<Self> {
        // Heard once, it ends the process no more: a file that may not grow is an error like any other.
        drop(signal(SignalKind::from_raw(SIGXFSZ as i32))?);
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn asked(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}
