//! Owns the table: takes in what happened, carries out what is planned, tells what changed.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::claim::{Claim, LastWords, ProcessIdentity};
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::link::{Beat, PROTOCOL, ToFleet, ToRoom};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::phase::LinePhase;
use jiff::Timestamp;
use tracing::{info, warn};

use super::announcer::Announcer;
use super::audience::Audience;
use super::child::{Ending, StopCause};
use super::common_cause::CommonCause;
use super::desired::{Accesses, Orders, wanted, welcome};
use super::event::{Dialled, Input, LinkId};
use super::execute::Executor;
use super::gate::Gates;
use super::moment::Moment;
use super::plan::{Step, plan};
use super::spared::Spared;
use super::stopped::StoppedFile;
use super::switchboard::Switchboard;
use super::table::Table;
use super::watch::Watch;
use super::weigh::{Scales, Weight};
use super::{adopt, strays};
use crate::backup::Desk;
use crate::certificate::Certificate;
use crate::database::Registrar;
use crate::jobs;
use crate::view::LoopWork;

/// The one owner of all that the supervisor knows.
#[derive(Debug)]
pub(crate) struct Keeper {
    pub(super) config: FleetConfig,
    paths: StatePaths,
    executor: Executor,
    pub(super) announcer: Announcer,
    pub(super) clock: Clock,
    pub(super) started: Timestamp,
    /// Children of this process that are not ours to sweep.
    spared: Spared,
    scales: Scales,
    dice: Dice,
    pub(super) orders: Orders,
    pub(super) stopped_file: StoppedFile,
    /// Whether the stopped rooms in `orders` are all there are, or only the database could tell.
    pub(super) knows_stopped: bool,
    pub(super) registrar: Registrar,
    pub(super) backups: Desk,
    /// Jobs are done while it lives.
    _jobs: jobs::Desk,
    pub(super) accesses: Accesses,
    pub(super) watch: Watch,
    pub(super) table: Table,
    common_cause: CommonCause,
    pub(super) gates: Gates,
    pub(super) switchboard: Switchboard,
    pub(super) audience: Audience,
    pub(super) certificate: Option<Certificate>,
    pub(super) work: LoopWork,
}

/// What a keeper works with.
#[derive(Debug)]
pub(crate) struct Tools {
    pub(crate) executor: Executor,
    pub(crate) announcer: Announcer,
    pub(crate) scales: Scales,
    pub(crate) registrar: Registrar,
    pub(crate) backups: Desk,
    pub(crate) jobs: jobs::Desk,
    pub(crate) audience: Audience,
    /// What the web proves itself with, if it does.
    pub(crate) certificate: Option<Certificate>,
}

/// What there was before a keeper began.
#[derive(Debug)]
pub(crate) struct Legacy {
    /// Children of this process that are not ours to sweep.
    pub(crate) spared: Spared,
    /// The rooms that were stopped by hand, as far as that is known.
    pub(crate) stopped: Option<BTreeSet<RoomName>>,
    /// How each room gets into the database, as far as that is known.
    pub(crate) accesses: Accesses,
}

impl Keeper {
    /// A keeper of the rooms in `config`, which has not begun.
    pub(crate) fn new(config: FleetConfig, tools: Tools, legacy: Legacy) -> Self {
        let Tools { executor, announcer, scales, registrar, backups, jobs, audience, certificate } = tools;
        let Legacy { spared, stopped, accesses } = legacy;
        let paths = StatePaths::new(&config.state_dir);
        Self {
            stopped_file: StoppedFile::at(paths.stopped_file()),
            watch: Watch::of(&config.file),
            paths,
            config,
            executor,
            announcer,
            started: Clock::System.now(),
            clock: Clock::System,
            spared,
            scales,
            dice: Dice::unforeseen(),
            knows_stopped: stopped.is_some(),
            orders: Orders { stopped: stopped.unwrap_or_default(), ..Orders::default() },
            registrar,
            backups,
            _jobs: jobs,
            accesses,
            table: Table::default(),
            common_cause: CommonCause::default(),
            gates: Gates::default(),
            switchboard: Switchboard::default(),
            audience,
            certificate,
            work: LoopWork::default(),
        }
    }

    /// Takes in one thing that happened, and does what follows from it.
    pub(crate) fn turn(&mut self, input: Input, now: Moment) {
        self.work.link_lines += u64::from(matches!(input, Input::Said(..)));
        if let Input::Said(id, room, ToFleet::Beat(beat)) = input {
            // By far the most frequent, and nothing is ever planned because of it.
            return self.beaten(id, &room, beat, now);
        }
        self.hear_repeats(now);
        self.take(input, now);
        // Told before anything is done about it: a room that is tried again at once has failed all the same.
        self.announcer.tell_all(&self.table);
        self.act(now);
        self.announcer.tell_all(&self.table);
        self.forget_removed();
    }

    fn beaten(&mut self, id: LinkId, room: &RoomName, beat: Box<Beat>, now: Moment) {
        if !self.switchboard.is_current(room, id) {
            return;
        }
        let Some(row) = self.table.row_mut(room) else { return };
        let is_in = beat.line == LinePhase::Joined && !row.is_joined();
        if let Some(wish) = self.config.rooms.get(room).filter(|_| is_in) {
            self.gates.note_connected(room, &wish.settings.server, now);
        }
        row.beaten(beat, now);
        self.announcer.tell(room, row);
    }

    /// Takes in the beats that have come since the last turn and said nothing new.
    fn hear_repeats(&mut self, now: Moment) {
        for (room, n) in self.switchboard.repeats() {
            self.work.link_lines += n;
            if let Some(row) = self.table.row_mut(room) {
                row.beaten_again(now);
            }
        }
    }

    /// A turn has taken this long.
    pub(crate) fn turned(&mut self, took: Duration) {
        self.work.turns.observe(took);
    }

    /// Whether the fleet has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.orders.is_leaving && self.table.n_alive() == 0
    }

    /// The next moment at which time alone calls for a deed.
    pub(crate) fn due(&self) -> Option<Moment> {
        [self.table.due(), self.gates.due(), self.common_cause.due(&self.table)].into_iter().flatten().min()
    }

    /// Makes rows of all rooms, with the processes that an earlier supervisor left behind.
    pub(crate) fn begin(&mut self, now: Moment) {
        for room in self.config.rooms.keys() {
            self.table.know(room, now);
        }
        for (room, process) in adopt::leftovers(&self.paths) {
            self.adopt(&room, &process, now);
        }
        self.act(now);
        self.announcer.tell_all(&self.table);
    }

    fn adopt(&mut self, room: &RoomName, process: &ProcessIdentity, now: Moment) {
        match self.executor.adopt(process) {
            Ok(true) => {
                info!(room.name = %room, child.pid = process.pid, "adopted {room}");
                self.table.adopted(room, process.pid, adopt::age(process), now);
            }
            Ok(false) => {}
            Err(error) => warn!(room.name = %room, error = %error, "cannot adopt {room}"),
        }
    }

    /// Kills and buries what rooms left behind, until nothing is left.
    pub(crate) async fn leave_nothing(&self) {
        strays::sweep_all(|pid| self.is_known(pid)).await;
    }

    fn is_known(&self, pid: i32) -> bool {
        self.executor.holds(pid) || self.spared.has(pid)
    }

    fn take(&mut self, input: Input, now: Moment) {
        match input {
            Input::Exited(pid) => self.exited(pid, now),
            Input::Dialled(dialled) => self.dialled(dialled, now),
            Input::Said(id, room, message) => self.said(id, &room, message, now),
            Input::HungUp(id, room) => self.hung_up(id, &room, now),
            Input::Asked(request) => self.asked(request, now),
            Input::Stop => self.stop(now),
            Input::Orphan => drop(strays::sweep(|pid| self.is_known(pid))),
            Input::Turned => {
                self.reload_if_changed(now);
                self.tell_of_watchers(now);
                if self.scales.are_due(now) {
                    self.look_at_rooms(now);
                }
            }
            Input::Weighed(weights) => weights.iter().for_each(|weight| self.weighed(weight)),
            Input::Registered(registered) => self.registered(registered),
        }
    }

    fn act(&mut self, now: Moment) {
        let wanted = wanted(&self.config, &self.orders);
        let odds = (&self.config.supervision, &mut self.dice);
        self.common_cause.look(&wanted, &mut self.table, now, odds);
        for step in plan(&wanted, &self.table, &self.config.supervision, now) {
            self.carry_out(step, now);
        }
        for room in self.gates.open(now) {
            self.switchboard.say(&room, ToRoom::ConnectGo);
        }
    }

    fn carry_out(&mut self, step: Step, now: Moment) {
        match step {
            Step::Spawn(room) => match self.executor.spawn(&room) {
                Ok(pid) => self.table.spawned(&room, pid, now),
                Err(error) => {
                    let odds = (&self.config.supervision, &mut self.dice);
                    self.table.not_started(&room, error.to_string(), now, odds);
                }
            },
            Step::Terminate(room, why) => self.terminate(&room, why, now),
            Step::Kill(room) => {
                if let Some(row) = self.table.row_mut(&room) {
                    warn!(room.name = %room, child.pid = row.child().pid(), "{room} did not leave in time: killed");
                    row.child().pid().into_iter().for_each(|pid| self.executor.kill(pid));
                    row.killed(now);
                }
            }
            Step::Rest(room) => {
                if let Some(row) = self.table.row_mut(&room) {
                    row.rest();
                }
            }
        }
    }

    fn terminate(&mut self, room: &RoomName, why: StopCause, now: Moment) {
        self.switchboard.say(room, ToRoom::Drain);
        if let Some(row) = self.table.row_mut(room) {
            row.child().pid().into_iter().for_each(|pid| self.executor.terminate(pid));
            row.terminated(why, self.config.supervision.stop_grace, now);
        }
    }

    fn exited(&mut self, pid: i32, now: Moment) {
        if let Some(room) = self.table.room_of(pid).cloned() {
            self.hear_last_words(&room, pid);
            self.switchboard.close(&room);
            self.gates.forget(&room);
        }
        let ending = self.executor.reap(pid);
        let is_served_elsewhere = ending == Ending::Code(Exit::AlreadyRunning.code());
        let room = self.table.ended(pid, ending, now, (&self.config.supervision, &mut self.dice));
        if let Some(room) = room.filter(|_| is_served_elsewhere)
            && let Some(process) = adopt::holder(&self.paths, &room)
        {
            self.adopt(&room, &process, now);
        }
    }

    /// Looks at what rooms take: of memory, and of the disk by what they print.
    fn look_at_rooms(&mut self, now: Moment) {
        self.config.rooms.keys().for_each(|room| self.executor.trim_output(room));
        let pids = self.table.rows().filter_map(|(room, row)| Some((room.clone(), row.child().pid()?)));
        self.scales.weigh(now, pids);
    }

    fn weighed(&mut self, Weight { room, pid, bytes }: &Weight) {
        let Some(limits) = self.config.rooms.get(room).map(|wish| wish.memory) else { return };
        let row = self.table.row_mut(room).filter(|row| row.child().pid() == Some(*pid));
        if let Some(warning) = row.and_then(|row| row.weighed(*bytes, limits)) {
            warn!(room.name = %room, child.pid = pid, "{room}: {warning}");
            self.announcer.announce(format!("{room}: {warning}"));
        }
    }

    /// Reads what the process wrote in its last moments: its bye may have come too late, or never.
    fn hear_last_words(&mut self, room: &RoomName, pid: i32) {
        let claim = Claim::read(&self.paths.room_json(room)).ok().filter(|claim| claim.process.pid == pid);
        let printed = self.executor.last_print(room, pid);
        if let Some(row) = self.table.row_mut(room) {
            row.left_behind(claim.and_then(|claim| claim.last_words), printed);
        }
    }

    fn dialled(&mut self, dialled: Dialled, now: Moment) {
        let Dialled { pid, hello, .. } = &dialled;
        let (room, version) = (hello.room.clone(), hello.version.clone());
        if self.table.room_of(*pid) != Some(&room) || hello.pid != *pid {
            warn!(room.name = %room, child.pid = pid, "turned away process {pid}: it is not the child of {room}");
            return;
        }
        if hello.protocol != PROTOCOL {
            warn!(room.name = %room, "turned away {room} {version}: it speaks protocol {}", hello.protocol);
            return;
        }
        let Some(welcome) = welcome(&self.config, &self.accesses, self.web().as_ref(), &room) else { return };
        if !self.switchboard.admit(dialled) {
            return;
        }
        self.switchboard.say(&room, ToRoom::Welcome(Box::new(welcome)));
        if let Some(row) = self.table.row_mut(&room) {
            row.linked(version, now);
        }
    }

    fn said(&mut self, id: LinkId, room: &RoomName, message: ToFleet, now: Moment) {
        if !self.switchboard.is_current(room, id) {
            return;
        }
        match message {
            ToFleet::ConnectAsk => {
                if let Some(wish) = self.config.rooms.get(room) {
                    self.gates.ask(room, &wish.settings.server, now);
                }
            }
            ToFleet::ConnectOver { refused } => self.gates.over(room, refused, now),
            ToFleet::Bye { reason, code } => {
                if let Some(row) = self.table.row_mut(room) {
                    row.left_behind(Some(LastWords { code, reason }), None);
                }
            }
            ToFleet::Pass { room: other, to, text } => {
                // Where nobody is linked there is nobody to tell it.
                self.switchboard.say(&other, ToRoom::Pass { to, text });
            }
            ToFleet::Hello(_) | ToFleet::Beat(_) | ToFleet::Event(_) => {}
        }
    }

    fn hung_up(&mut self, id: LinkId, room: &RoomName, now: Moment) {
        if self.switchboard.is_current(room, id) {
            self.switchboard.close(room);
            self.gates.leave(room);
            if let Some(row) = self.table.row_mut(room) {
                row.unlinked(now);
            }
        }
    }
}
