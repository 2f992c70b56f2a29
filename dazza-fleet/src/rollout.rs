//! How an order goes through many rooms: so many at once, each proved before the next, and what became of each.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde::Serialize;
use utoipa::ToSchema;

use crate::supervisor::Ordered;
use crate::view::{FleetView, RoomView};

/// What is to become of each room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// What counts as done.
    pub goal: Goal,
    /// How many rooms are under way at once.
    pub at_once: usize,
    /// How long a room must stay joined to count.
    pub steady: Duration,
    /// How long one room may take, the steady time aside.
    pub patience: Duration,
}

/// What counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Joined, by whatever process.
    Joined,
    /// Joined, by another process than before.
    Replaced,
    /// Without a process.
    Stopped,
}

/// What became of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// As ordered.
    Done,
    /// The fleet refused the order.
    Refused,
    /// It went wrong.
    Failed,
    /// It took too long.
    Late,
    /// An earlier room failed: this one was left as it was.
    Untouched,
}

/// A room at the end of its order. Its JSON form is a promise to scripts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Report {
    /// The room.
    pub room: RoomName,
    /// What became of it.
    pub fate: Fate,
    /// Its process before.
    pub old_pid: Option<i32>,
    /// Its process now.
    pub pid: Option<i32>,
    /// The version that its process runs.
    pub version: Option<String>,
    /// Why it is not as ordered.
    pub reason: Option<String>,
}

/// One order on its way through the rooms. Pure: views and time go in, rooms to order and reports come out.
#[derive(Debug)]
pub(crate) struct Rollout {
    terms: Terms,
    waiting: VecDeque<RoomName>,
    under_way: BTreeMap<RoomName, UnderWay>,
    reports: Vec<Report>,
}

#[derive(Debug)]
struct UnderWay {
    began: Duration,
    old_pid: Option<i32>,
    /// The process that joined, and when.
    joined: Option<(i32, Duration)>,
}

impl Rollout {
    /// An order for these rooms, in this order.
    pub(crate) fn new(terms: Terms, rooms: impl IntoIterator<Item = RoomName>) -> Self {
        let waiting = rooms.into_iter().collect();
        Self { terms, waiting, under_way: BTreeMap::new(), reports: Vec::new() }
    }

    /// The next room to order now, if one may be.
    pub(crate) fn next(&mut self) -> Option<RoomName> {
        let has_place = self.under_way.len() < self.terms.at_once.max(1);
        if has_place && !self.has_failed() { self.waiting.pop_front() } else { None }
    }

    /// The order for a room has begun.
    pub(crate) fn begun(&mut self, ordered: Ordered, now: Duration) {
        self.under_way.insert(ordered.room, UnderWay { began: now, old_pid: ordered.old_pid, joined: None });
    }

    /// The order for a room was refused.
    pub(crate) fn refused(&mut self, room: RoomName, why: String) {
        let report = Report { room, fate: Fate::Refused, old_pid: None, pid: None, version: None, reason: Some(why) };
        self.reports.push(report);
    }

    /// Takes a look at the rooms under way; those that have come to an end are reported.
    pub(crate) fn look(&mut self, view: &FleetView, now: Duration) {
        for (room, mut state) in std::mem::take(&mut self.under_way) {
            let seen = view.room(&room);
            match state.fate(seen, &self.terms, now) {
                None => drop(self.under_way.insert(room, state)),
                Some((fate, reason)) => self.reports.push(Report {
                    fate,
                    old_pid: state.old_pid,
                    pid: seen.and_then(|seen| seen.pid),
                    version: seen.and_then(|seen| seen.version.clone()),
                    reason,
                    room,
                }),
            }
        }
    }

    /// Whether nothing more will happen.
    pub(crate) fn is_over(&self) -> bool {
        self.under_way.is_empty() && (self.waiting.is_empty() || self.has_failed())
    }

    /// The rooms whose turn has not come.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &RoomName> {
        self.waiting.iter()
    }

    /// The rooms under way.
    pub(crate) fn under_way(&self) -> impl Iterator<Item = &RoomName> {
        self.under_way.keys()
    }

    /// How many rooms have been reported on.
    pub(crate) fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// All reports, with the rooms that were left as they are.
    pub(crate) fn finish(self, view: &FleetView) -> Vec<Report> {
        let left = self.waiting.into_iter().map(|room| {
            let seen = view.room(&room);
            let (pid, version) = (seen.and_then(|seen| seen.pid), seen.and_then(|seen| seen.version.clone()));
            Report { room, fate: Fate::Untouched, old_pid: pid, pid, version, reason: None }
        });
        self.reports.into_iter().chain(left).collect()
    }

    fn has_failed(&self) -> bool {
        self.reports.iter().any(|report| report.fate != Fate::Done)
    }
}

impl UnderWay {
    /// What has become of the room, with the reason where it is not as ordered.
    fn fate(&mut self, seen: Option<&RoomView>, terms: &Terms, now: Duration) -> Option<(Fate, Option<String>)> {
        let end = match (terms.goal, seen) {
            (Goal::Stopped, None) => Some(Ok(())),
            (Goal::Stopped, Some(room)) => (room.pid.is_none() && room.phase == Phase::Stopped).then_some(Ok(())),
            (_, None) => Some(Err("it is not in the fleet any more".to_owned())),
            (goal, Some(room)) => self.joined(room, goal, terms, now),
        };
        let is_late = now.saturating_sub(self.began) > terms.patience + terms.steady;
        match end {
            Some(Ok(())) => Some((Fate::Done, None)),
            Some(Err(why)) => Some((Fate::Failed, Some(why))),
            None if is_late => {
                let phase = seen.map(|room| format!("still {}", room.phase));
                Some((Fate::Late, seen.and_then(why).or(phase)))
            }
            None => None,
        }
    }

    fn joined(&mut self, room: &RoomView, goal: Goal, terms: &Terms, now: Duration) -> Option<Result<(), String>> {
        let is_old = goal == Goal::Replaced && room.pid.is_some() && room.pid == self.old_pid;
        match (room.phase, room.pid, self.joined) {
            (_, Some(pid), Some((joined, _))) if pid != joined => {
                Some(Err(format!("its process {joined} did not last after it had joined")))
            }
            (Phase::BackingOff | Phase::Quarantined | Phase::Blocked | Phase::Stopped, ..) => {
                Some(Err(format!("{} ({})", room.phase, why(room).unwrap_or_else(|| "nobody knows why".to_owned()))))
            }
            _ if is_old => None,
            (Phase::Joined, Some(pid), None) => {
                self.joined = Some((pid, now));
                terms.steady.is_zero().then_some(Ok(()))
            }
            (Phase::Joined, Some(_), Some((_, since))) => (now.saturating_sub(since) >= terms.steady).then_some(Ok(())),
            _ => {
                self.joined = None;
                None
            }
        }
    }
}

fn why(room: &RoomView) -> Option<String> {
    room.reason.clone().or_else(|| room.last_error.as_ref().map(|error| error.text.clone()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::sample;

    const SECOND: Duration = Duration::from_secs(1);

    fn terms(goal: Goal, at_once: usize, steady: Duration) -> Terms {
        Terms { goal, at_once, steady, patience: 60 * SECOND }
    }

    fn view(rooms: &[(&str, Phase, Option<i32>)]) -> FleetView {
        let mut view = sample::fleet(&[]);
        for (name, phase, pid) in rooms {
            view.rooms.push(RoomView { pid: *pid, ..sample::room(name, *phase) });
        }
        view
    }

    fn begin(rollout: &mut Rollout, now: Duration) -> Vec<RoomName> {
        let mut begun = Vec::new();
        while let Some(room) = rollout.next() {
            rollout.begun(Ordered { room: room.clone(), old_pid: Some(7) }, now);
            begun.push(room);
        }
        begun
    }

    /// A case: what is ordered, how long it must last, what is seen of the room, and what becomes of it.
    type Case = (Goal, Duration, &'static [(Phase, Option<i32>)], Option<Fate>);

    /// What becomes of one room that is seen like this, a second apart.
    fn fate(goal: Goal, steady: Duration, seen: &[(Phase, Option<i32>)]) -> Option<Fate> {
        let mut rollout = Rollout::new(terms(goal, 1, steady), ["thepub".parse().unwrap()]);
        begin(&mut rollout, Duration::ZERO);
        for (n, (phase, pid)) in (1..).zip(seen) {
            rollout.look(&view(&[("thepub", *phase, *pid)]), n * SECOND);
        }
        rollout.reports().first().map(|report| report.fate)
    }

    #[test]
    fn a_room_is_judged_by_what_was_ordered() {
        use Phase::{BackingOff, Blocked, Connecting, Joined, Starting, Stopped, Stopping};
        const OLD: Option<i32> = Some(7);
        const NEW: Option<i32> = Some(8);
        const NEWER: Option<i32> = Some(9);
        let now = Duration::ZERO;
        let table: &[Case] = &[
            (Goal::Joined, now, &[(Joined, OLD)], Some(Fate::Done)),
            (Goal::Replaced, now, &[(Joined, OLD), (Stopping, OLD), (Starting, NEW), (Connecting, NEW)], None),
            (Goal::Replaced, now, &[(Stopping, OLD), (Joined, NEW)], Some(Fate::Done)),
            (Goal::Replaced, now, &[(Stopping, OLD), (BackingOff, None)], Some(Fate::Failed)),
            (Goal::Replaced, now, &[(Blocked, None)], Some(Fate::Failed)),
            (Goal::Replaced, 2 * SECOND, &[(Joined, NEW), (Joined, NEW)], None),
            (Goal::Replaced, 2 * SECOND, &[(Joined, NEW), (Joined, NEW), (Joined, NEW)], Some(Fate::Done)),
            (Goal::Replaced, 2 * SECOND, &[(Joined, NEW), (Connecting, NEW), (Joined, NEW)], None),
            (Goal::Replaced, 2 * SECOND, &[(Joined, NEW), (Starting, NEWER)], Some(Fate::Failed)),
            (Goal::Replaced, now, &[(Connecting, NEW); 60], None),
            (Goal::Replaced, now, &[(Connecting, NEW); 61], Some(Fate::Late)),
            (Goal::Stopped, now, &[(Stopping, OLD)], None),
            (Goal::Stopped, now, &[(Stopped, None)], Some(Fate::Done)),
        ];
        for (goal, steady, seen, expected) in table {
            assert_eq!(fate(*goal, *steady, seen), *expected, "{goal:?} {steady:?} {seen:?}");
        }
    }

    #[test]
    fn after_the_first_failure_no_room_is_touched_any_more() {
        let names = ["a", "b", "c", "d"].map(|name| name.parse::<RoomName>().unwrap());
        let mut rollout = Rollout::new(terms(Goal::Replaced, 2, Duration::ZERO), names);
        assert_eq!(begin(&mut rollout, Duration::ZERO).len(), 2);
        rollout.look(&view(&[("a", Phase::Blocked, None), ("b", Phase::Starting, Some(8))]), SECOND);
        assert_eq!((begin(&mut rollout, SECOND).len(), rollout.is_over()), (0, false), "b is waited for");
        let last = view(&[("b", Phase::Joined, Some(8)), ("c", Phase::Joined, Some(5)), ("d", Phase::Joined, Some(6))]);
        rollout.look(&last, 2 * SECOND);
        assert!(rollout.is_over());
        let told: Vec<_> = rollout.finish(&last).iter().map(|r| (r.room.to_string(), r.fate, r.pid)).collect();
        let expected = [("a", Fate::Failed, None), ("b", Fate::Done, Some(8)), ("c", Fate::Untouched, Some(5))];
        assert_eq!(told[..3], expected.map(|(room, fate, pid)| (room.to_owned(), fate, pid)));
    }

    proptest! {
        #[test]
        fn never_more_than_so_many_are_under_way_and_every_room_is_reported(
            n_rooms in 0_usize..20, at_once in 0_usize..5, fails in prop::collection::vec(any::<bool>(), 20),
        ) {
            let names: Vec<RoomName> = (0..n_rooms).map(|n| format!("r{n:02}").parse().unwrap()).collect();
            let mut rollout = Rollout::new(terms(Goal::Replaced, at_once, Duration::ZERO), names.clone());
            let mut all = view(&[]);
            while !rollout.is_over() {
                begin(&mut rollout, Duration::ZERO);
                prop_assert!(rollout.under_way.len() <= at_once.max(1));
                let (room, _) = rollout.under_way.first_key_value().unwrap();
                let fails = fails[names.iter().position(|name| name == room).unwrap()];
                let seen = if fails { (Phase::BackingOff, None) } else { (Phase::Joined, Some(8)) };
                all.rooms.retain(|seen| seen.name != *room);
                all.rooms.push(RoomView { pid: seen.1, ..sample::room(room.as_str(), seen.0) });
                let unseen = rollout.under_way.keys().filter(|name| all.room(name).is_none()).cloned();
                let rest: Vec<_> = unseen.map(|name| sample::room(name.as_str(), Phase::Starting)).collect();
                all.rooms.extend(rest);
                rollout.look(&all, Duration::ZERO);
            }
            prop_assert_eq!(rollout.finish(&all).len(), n_rooms);
        }
    }
}
