//! Laws of supervision, tried on made-up fleets: no history of failures breaks them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use dazza_shared::phase::{ChildPhase, LinePhase, Phase};
use proptest::prelude::*;

use super::child::Ending;
use super::common_cause::CommonCause;
use super::moment::Moment;
use super::plan::{Step, plan};
use super::row::Row;
use super::sample;
use super::table::Table;

/// A machine on which the steps of a plan are carried out.
struct World {
    table: Table,
    common_cause: CommonCause,
    wanted: BTreeSet<RoomName>,
    living: BTreeMap<i32, RoomName>,
    starts: Vec<(RoomName, Moment)>,
    next_pid: i32,
    now: Moment,
    dice: Dice,
}

/// What may happen to the room of a given number.
#[derive(Clone, Debug)]
enum Event {
    Exit(u8, u8),
    Kill(u8),
    Beat(u8, LinePhase),
    LinkUp(u8),
    LinkDown(u8),
    CannotStart(u8),
    Want(u8, bool),
    Replace(u8),
    Pass(u16),
}

const ROOMS: u8 = 3;

impl World {
    fn new() -> Self {
        Self {
            table: Table::default(),
            common_cause: CommonCause::default(),
            wanted: (0..ROOMS).map(name).collect(),
            living: BTreeMap::new(),
            starts: Vec::new(),
            next_pid: 100,
            now: Moment::START,
            dice: Dice::seeded(7),
        }
    }

    fn plan(&mut self) -> Vec<Step> {
        let rules = sample::rules();
        self.common_cause.look(&self.wanted, &mut self.table, self.now, (&rules, &mut self.dice));
        plan(&self.wanted, &self.table, &rules, self.now)
    }

    fn carry_out(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Spawn(room) => self.spawn(&room),
                Step::Terminate(room, why) => {
                    let grace = sample::rules().stop_grace;
                    self.table.row_mut(&room).unwrap().terminated(why, grace, self.now);
                }
                Step::Kill(room) => self.table.row_mut(&room).unwrap().killed(self.now),
                Step::Rest(room) => self.table.row_mut(&room).unwrap().rest(),
            }
        }
    }

    fn spawn(&mut self, room: &RoomName) {
        self.next_pid += 1;
        self.living.insert(self.next_pid, room.clone());
        self.starts.push((room.clone(), self.now));
        self.table.spawned(room, self.next_pid, self.now);
    }

    fn pid(&self, room: u8) -> Option<i32> {
        self.table.row(&name(room))?.child().pid()
    }

    fn end(&mut self, room: u8, ending: Ending) {
        if let Some(pid) = self.pid(room) {
            self.living.remove(&pid);
            self.table.ended(pid, ending, self.now, (&sample::rules(), &mut self.dice));
        }
    }

    fn cannot_start(&mut self, room: u8) {
        let due = self.plan().contains(&Step::Spawn(name(room)));
        if due {
            self.starts.push((name(room), self.now));
            let why = "no such file".to_owned();
            self.table.not_started(&name(room), why, self.now, (&sample::rules(), &mut self.dice));
        }
    }

    fn happen(&mut self, event: &Event) {
        let now = self.now;
        let lives = |room: &u8| self.pid(*room).is_some();
        match event {
            Event::Exit(room, code) => self.end(*room, Ending::Code(*code)),
            Event::Kill(room) => self.end(*room, Ending::Signal("SIGKILL")),
            Event::Beat(room, line) if lives(room) => {
                self.table.row_mut(&name(*room)).unwrap().beaten(sample::beat(*line), now);
            }
            Event::LinkUp(room) if lives(room) => {
                self.table.row_mut(&name(*room)).unwrap().linked(String::new(), now);
            }
            Event::LinkDown(room) if lives(room) => self.table.row_mut(&name(*room)).unwrap().unlinked(now),
            Event::CannotStart(room) => self.cannot_start(*room),
            Event::Want(room, true) => drop(self.wanted.insert(name(*room))),
            Event::Want(room, false) => drop(self.wanted.remove(&name(*room))),
            Event::Replace(room) => {
                if let Some(row) = self.table.row_mut(&name(*room)) {
                    row.ask_replacement();
                }
            }
            Event::Pass(secs) => self.now = now.after(Duration::from_secs(u64::from(*secs))),
            Event::Beat(..) | Event::LinkUp(_) | Event::LinkDown(_) => {}
        }
    }

    /// At most one living process a room, and the table knows each of them.
    fn check_single_service(&self) {
        for room in (0..ROOMS).map(name) {
            let pids: Vec<i32> = self.living.iter().filter(|(_, r)| **r == room).map(|(pid, _)| *pid).collect();
            assert!(pids.len() <= 1, "{room} is served by {pids:?}");
            assert_eq!(self.table.row(&room).and_then(|row| row.child().pid()), pids.first().copied());
        }
        assert_eq!(self.table.n_alive(), self.living.len());
    }

    /// Nothing fails any more: children that were asked to leave do, all others beat, and time goes on.
    fn calm_while(&mut self) {
        self.now = self.now.after(Duration::from_secs(5));
        for room in 0..ROOMS {
            match self.table.row(&name(room)).map(|row| row.child().phase()) {
                Some(ChildPhase::Stopping) => self.end(room, Ending::Code(0)),
                Some(ChildPhase::Starting | ChildPhase::Running) => {
                    self.happen(&Event::Beat(room, LinePhase::Joined));
                }
                _ => {}
            }
        }
        let steps = self.plan();
        self.carry_out(steps);
    }
}

fn name(room: u8) -> RoomName {
    sample::room(&format!("room{room}"))
}

fn event() -> impl Strategy<Value = Event> {
    let room = 0..ROOMS;
    let line = prop_oneof![
        3 => Just(LinePhase::Joined),
        1 => Just(LinePhase::Connecting),
        1 => Just(LinePhase::Lost),
        1 => Just(LinePhase::ShutOut),
    ];
    prop_oneof![
        2 => (room.clone(), prop_oneof![Just(0_u8), Just(1), Just(11), Just(20), Just(101)]).prop_map(|(r, c)| Event::Exit(r, c)),
        2 => room.clone().prop_map(Event::Kill),
        4 => (room.clone(), line).prop_map(|(r, l)| Event::Beat(r, l)),
        2 => room.clone().prop_map(Event::LinkUp),
        1 => room.clone().prop_map(Event::LinkDown),
        1 => room.clone().prop_map(Event::CannotStart),
        1 => (room.clone(), any::<bool>()).prop_map(|(r, w)| Event::Want(r, w)),
        1 => room.prop_map(Event::Replace),
        6 => prop_oneof![4 => 0_u16..15, 1 => 0_u16..400].prop_map(Event::Pass),
    ]
}

proptest! {
    #[test]
    fn two_children_never_serve_one_room(events in prop::collection::vec(event(), 1..120)) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
            let steps = world.plan();
            world.carry_out(steps);
            world.check_single_service();
        }
    }

    #[test]
    fn a_plan_carried_out_plans_nothing_more(events in prop::collection::vec(event(), 1..120)) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
            let steps = world.plan();
            world.carry_out(steps);
            prop_assert_eq!(world.plan(), Vec::<Step>::new());
        }
    }

    #[test]
    fn a_fleet_that_stops_failing_comes_to_rest(events in prop::collection::vec(event(), 1..80)) {
        let mut world = World::new();
        for event in &events {
            world.happen(event);
            let steps = world.plan();
            world.carry_out(steps);
        }
        // The longest wait there is: one trial an hour, with its jitter.
        for _ in 0..920 {
            world.calm_while();
        }
        for room in (0..ROOMS).map(name) {
            let phase = world.table.row(&room).map_or(Phase::Stopped, Row::phase);
            let wish = if world.wanted.contains(&room) { Phase::Joined } else { Phase::Stopped };
            prop_assert_eq!(phase, wish);
        }
        prop_assert_eq!(world.plan(), Vec::<Step>::new());
    }

    #[test]
    fn no_history_of_failures_starts_a_room_more_often_than_allowed(
        events in prop::collection::vec(event(), 1..300),
    ) {
        let mut world = World::new();
        for event in events.iter().filter(|event| !matches!(event, Event::Want(..) | Event::Replace(_))) {
            world.happen(event);
            let steps = world.plan();
            world.carry_out(steps);
        }
        let rules = sample::rules();
        for room in (0..ROOMS).map(name) {
            let starts: Vec<Moment> = world.starts.iter().filter(|(r, _)| *r == room).map(|(_, at)| *at).collect();
            let most = rules.quarantine_failures as usize + 1;
            for window in starts.windows(most + 1) {
                prop_assert!(window[most].since(window[0]) >= rules.quarantine_window, "{room}: {window:?}");
            }
        }
    }
}

#[test]
fn a_child_that_does_not_leave_is_killed_and_killed_again() {
    let mut world = World::new();
    let steps = world.plan();
    world.carry_out(steps);
    world.wanted.clear();
    let steps = world.plan();
    assert!(steps.iter().all(|step| matches!(step, Step::Terminate(..))) && steps.len() == 3);
    world.carry_out(steps);
    for _ in 0..2 {
        world.now = world.now.after(Duration::from_secs(4));
        assert_eq!(world.plan(), []);
        world.now = world.now.after(Duration::from_secs(1));
        let steps = world.plan();
        assert!(steps.iter().all(|step| matches!(step, Step::Kill(_))) && steps.len() == 3);
        world.carry_out(steps);
    }
}
