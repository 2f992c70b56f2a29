//! Laws of the common cause, tried on made-up fleets of any size whose rooms fail as chance will have it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use dazza_shared::phase::{LinePhase, Phase};
use proptest::prelude::*;

use super::child::Ending;
use super::common_cause::CommonCause;
use super::moment::Moment;
use super::plan::{Step, plan};
use super::row::Row;
use super::sample;
use super::table::Table;

/// A fleet whose rooms join at once when they are started, and end when they are told to.
struct Fleet {
    rooms: BTreeSet<RoomName>,
    table: Table,
    common_cause: CommonCause,
    now: Moment,
    dice: Dice,
    next_pid: i32,
    starts: Vec<(Moment, RoomName)>,
    /// How many may be on trial: one, and one more for each child that stood since one failed before it did.
    ramp: usize,
    /// The children that have stood.
    stood: BTreeSet<i32>,
}

impl Fleet {
    fn new(n_rooms: usize) -> Self {
        let mut fleet = Self {
            rooms: (0..n_rooms).map(|n| sample::room(&format!("room{n:02}"))).collect(),
            table: Table::default(),
            common_cause: CommonCause::default(),
            now: Moment::START,
            dice: Dice::seeded(3),
            next_pid: 100,
            starts: Vec::new(),
            ramp: 1,
            stood: BTreeSet::new(),
        };
        fleet.turn();
        fleet.starts.clear();
        fleet
    }

    /// One turn of the loop: what the plan says is done, and every room that lives beats.
    fn turn(&mut self) {
        let rules = sample::rules();
        let (was_held, standing) = (!self.held().is_empty(), self.standing());
        self.ramp += standing.iter().filter(|pid| !self.stood.contains(pid)).count();
        self.stood.extend(standing);
        self.common_cause.look(&self.rooms, &mut self.table, self.now, (&rules, &mut self.dice));
        if !was_held && !self.held().is_empty() {
            self.ramp = 1;
        }
        for step in plan(&self.rooms, &self.table, &rules, self.now) {
            let Step::Spawn(room) = step else { continue };
            self.next_pid += 1;
            self.table.spawned(&room, self.next_pid, self.now);
            self.starts.push((self.now, room));
        }
        for room in self.living() {
            self.table.row_mut(&room).unwrap().beaten(sample::beat(LinePhase::Joined), self.now);
        }
    }

    /// Lets a second pass.
    fn pass(&mut self) {
        self.now = self.now.after(Duration::from_secs(1));
        self.turn();
    }

    fn pass_secs(&mut self, secs: u32) {
        (0..secs).for_each(|_| self.pass());
    }

    fn fail(&mut self, room: &RoomName) {
        if let Some(pid) = self.table.row(room).and_then(|row| row.child().pid()) {
            self.ramp = if self.stood.contains(&pid) { self.ramp } else { 1 };
            self.table.ended(pid, Ending::Code(1), self.now, (&sample::rules(), &mut self.dice));
        }
    }

    /// Ends the given share of the living rooms, in hundredths, and at least one of them.
    fn fail_some(&mut self, share: usize) {
        let living = self.living();
        let n_failing = (living.len() * share).div_ceil(100);
        living.iter().take(n_failing).for_each(|room| self.fail(room));
    }

    fn living(&self) -> Vec<RoomName> {
        let lives = |row: &Row| row.child().pid().is_some();
        self.table.rows().filter(|(_, row)| lives(row)).map(|(room, _)| room.clone()).collect()
    }

    fn held(&self) -> Vec<RoomName> {
        self.table.rows().filter(|(_, row)| row.is_held()).map(|(room, _)| room.clone()).collect()
    }

    /// The children that have proved themselves.
    fn standing(&self) -> Vec<i32> {
        let stands = self.table.rows().filter(|(_, row)| row.stands(&sample::rules(), self.now));
        stands.filter_map(|(_, row)| row.child().pid()).collect()
    }

    /// How many rooms were started at once, each time that any was.
    fn bursts(&self) -> Vec<usize> {
        let mut bursts = BTreeMap::new();
        for (at, _) in &self.starts {
            *bursts.entry(*at).or_default() += 1;
        }
        bursts.into_values().collect()
    }
}

#[test]
fn all_fail_together_one_is_tried_and_the_rest_follow_in_a_ramp() {
    let mut fleet = Fleet::new(20);
    fleet.fail_some(100);
    fleet.turn();
    assert_eq!(fleet.held().len(), 20);
    let row = fleet.table.row(&sample::room("room07")).unwrap();
    assert_eq!(row.phase(), Phase::BackingOff);
    let reason = row.reason().unwrap();
    assert!(reason.starts_with("held: most rooms fail together; trying room"), "{reason}");
    assert_eq!((row.next_try(), fleet.table.due()), (None, None), "only the hold knows when");
    assert!(fleet.common_cause.due(&fleet.table).unwrap() > fleet.now);

    fleet.pass_secs(120);
    assert_eq!(fleet.bursts(), [1, 2, 4, 8, 5]);
    assert!(fleet.held().is_empty() && fleet.living().len() == 20);
}

#[test]
fn while_the_cause_lasts_one_room_after_the_other_is_tried_and_ever_more_seldom() {
    let mut fleet = Fleet::new(20);
    fleet.fail_some(100);
    for _ in 0..600 {
        fleet.pass();
        fleet.fail_some(100);
    }
    let tried: BTreeSet<_> = fleet.starts.iter().map(|(_, room)| room.clone()).collect();
    assert!((12..=18).contains(&fleet.starts.len()), "{} starts in ten minutes", fleet.starts.len());
    assert_eq!(tried.len(), fleet.starts.len(), "each trial is another room's");
    assert!(fleet.bursts().iter().all(|burst| *burst == 1));
}

#[test]
fn a_few_rooms_that_fail_by_themselves_hold_up_nobody() {
    let mut fleet = Fleet::new(20);
    fleet.pass_secs(20);
    let broken: Vec<RoomName> = fleet.living().into_iter().take(8).collect();
    fleet.fail_some(100);
    for _ in 0..600 {
        fleet.pass();
        for room in &broken {
            fleet.fail(room);
        }
    }
    assert_eq!(fleet.living().len(), 12);
    assert!(fleet.held().is_empty(), "{:?}", fleet.held());
}

#[test]
fn two_of_three_or_half_of_many_are_no_common_cause() {
    for (n_rooms, n_failing) in [(3, 2), (6, 3), (2, 2), (20, 10)] {
        let mut fleet = Fleet::new(n_rooms);
        let living = fleet.living();
        living.iter().take(n_failing).for_each(|room| fleet.fail(room));
        fleet.turn();
        assert!(fleet.held().is_empty(), "{n_failing} of {n_rooms}");
    }
}

#[test]
fn an_operator_gets_a_held_room_tried_at_once() {
    let mut fleet = Fleet::new(6);
    fleet.fail_some(100);
    fleet.turn();
    let room = sample::room("room05");
    fleet.table.row_mut(&room).unwrap().ask_replacement();
    fleet.turn();
    assert!(fleet.living().contains(&room));
    assert_eq!(fleet.held().len(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn never_more_rooms_are_started_than_the_ramp_has_place_for(
        n_rooms in 3_usize..40,
        shares in prop::collection::vec(prop_oneof![3 => Just(0_usize), 1 => 1_usize..=100], 1..200),
    ) {
        let mut fleet = Fleet::new(n_rooms);
        fleet.fail_some(100);
        for share in shares {
            let n_starts = fleet.starts.len();
            fleet.pass();
            let n_on_trial = fleet.living().len() - fleet.standing().len();
            let has_started = fleet.starts.len() > n_starts;
            prop_assert!(!has_started || fleet.held().is_empty() || n_on_trial <= fleet.ramp);
            fleet.fail_some(share);
        }
    }

    #[test]
    fn a_fleet_that_stops_failing_runs_whole_again(
        n_rooms in 1_usize..40,
        shares in prop::collection::vec(prop_oneof![2 => Just(0_usize), 1 => 1_usize..=100], 1..200),
    ) {
        let mut fleet = Fleet::new(n_rooms);
        for share in shares {
            fleet.pass();
            fleet.fail_some(share);
        }
        // The longest wait of a single room is a slow trial with its jitter; the ramp takes a few rounds of health.
        fleet.pass_secs(375 + 20 * 10);
        prop_assert_eq!(fleet.living().len(), n_rooms);
        prop_assert!(fleet.held().is_empty());
        let n_starts = fleet.starts.len();
        fleet.pass_secs(60);
        prop_assert_eq!(fleet.starts.len(), n_starts);
    }

    #[test]
    fn held_rooms_are_started_no_more_often_than_their_trials_allow(n_rooms in 3_usize..40, secs in 60_u32..900) {
        let mut fleet = Fleet::new(n_rooms);
        fleet.fail_some(100);
        for _ in 0..secs {
            fleet.pass();
            fleet.fail_some(100);
        }
        // Waits double from one second to a minute, a quarter less at most.
        let most = 7 + (secs / 45) as usize;
        prop_assert!(fleet.starts.len() <= most, "{} starts in {secs} s", fleet.starts.len());
    }
}
