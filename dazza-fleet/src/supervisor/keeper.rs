//! Owns the table: takes in what happened, carries out what is planned, tells what changed.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::claim::{Claim, LastWords, ProcessIdentity};
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::link::{PROTOCOL, ToFleet, ToRoom};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use jiff::Timestamp;
use tracing::{info, warn};

use super::announcer::Announcer;
use super::child::{Ending, StopCause};
use super::common_cause::CommonCause;
use super::desired::{Orders, wanted, welcome};
use super::event::{Dialled, Input, LinkId, Request, Restarted, Unrestartable};
use super::execute::Executor;
use super::gate::Gates;
use super::moment::Moment;
use super::picture::{Stamp, picture};
use super::plan::{Step, plan};
use super::switchboard::Switchboard;
use super::table::Table;
use super::{adopt, strays};
use crate::view::{FleetView, LoopWork};

/// The one owner of all that the supervisor knows.
#[derive(Debug)]
pub(crate) struct Keeper {
    config: FleetConfig,
    paths: StatePaths,
    executor: Executor,
    announcer: Announcer,
    clock: Clock,
    started: Timestamp,
    /// Children of this process that are not ours to sweep.
    spared: BTreeSet<i32>,
    dice: Dice,
    orders: Orders,
    table: Table,
    common_cause: CommonCause,
    gates: Gates,
    switchboard: Switchboard,
    work: LoopWork,
}

impl Keeper {
    /// A keeper of the rooms in `config`, which has not begun; it leaves the children in `spared` alone.
    pub(crate) fn new(config: FleetConfig, executor: Executor, announcer: Announcer, spared: BTreeSet<i32>) -> Self {
        Self {
            paths: StatePaths::new(&config.state_dir),
            config,
            executor,
            announcer,
            started: Clock::System.now(),
            clock: Clock::System,
            spared,
            dice: Dice::unforeseen(),
            orders: Orders::default(),
            table: Table::default(),
            common_cause: CommonCause::default(),
            gates: Gates::default(),
            switchboard: Switchboard::default(),
            work: LoopWork::default(),
        }
    }

    /// Takes in one thing that happened, and does what follows from it.
    pub(crate) fn turn(&mut self, input: Input, now: Moment) {
        self.work.link_lines += u64::from(matches!(input, Input::Said(..)));
        if let Input::Said(id, room, ToFleet::Beat(beat)) = input {
            // By far the most frequent, and nothing is ever planned because of it.
            if self.switchboard.is_current(&room, id)
                && let Some(row) = self.table.row_mut(&room)
            {
                row.beaten(beat, now);
                self.announcer.tell(&room, row);
            }
            return;
        }
        self.take(input, now);
        // Told before anything is done about it: a room that is tried again at once has failed all the same.
        self.announcer.tell_all(&self.table);
        self.act(now);
        self.announcer.tell_all(&self.table);
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
        self.executor.holds(pid) || self.spared.contains(&pid)
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
            Input::Turned => self.config.rooms.keys().for_each(|room| self.executor.trim_output(room)),
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
            self.gates.leave(&room);
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
        let Some(welcome) = welcome(&self.config, &room) else { return };
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
            ToFleet::Bye { reason, code } => {
                if let Some(row) = self.table.row_mut(room) {
                    row.left_behind(Some(LastWords { code, reason }), None);
                }
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

    fn asked(&mut self, request: Request, now: Moment) {
        // Whoever asked may have gone meanwhile, which is no fault.
        match request {
            Request::View(answer) => drop(answer.send(self.view(now))),
            Request::Restart(room, answer) => drop(answer.send(self.restart(room))),
            Request::Down(answer) => {
                self.orders.is_leaving = true;
                answer.send(()).ok();
            }
        }
    }

    fn restart(&mut self, room: RoomName) -> Result<Restarted, Unrestartable> {
        let is_wanted = wanted(&self.config, &self.orders).contains(&room);
        let row = self.table.row_mut(&room).ok_or(Unrestartable::NoSuchRoom)?;
        if !is_wanted {
            return Err(Unrestartable::NotWanted);
        }
        let old_pid = row.child().pid();
        row.ask_replacement();
        Ok(Restarted { room, old_pid })
    }

    fn stop(&mut self, now: Moment) {
        if self.orders.is_leaving {
            let rooms: Vec<RoomName> = self.table.rows().map(|(room, _)| room.clone()).collect();
            for room in rooms {
                self.table.row_mut(&room).into_iter().for_each(|row| row.hurry(now));
            }
        }
        self.orders.is_leaving = true;
    }

    fn view(&self, now: Moment) -> FleetView {
        let wanted = wanted(&self.config, &self.orders);
        let stamp = Stamp { moment: now, wall: self.clock.now() };
        FleetView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            started: self.started,
            is_leaving: self.orders.is_leaving,
            rooms: self.table.rows().map(|(room, row)| picture(room, row, &wanted, stamp)).collect(),
            work: self.work.clone(),
        }
    }
}
