//! Wanted rooms, table and time -> steps: what to do next, as plain values.

use std::collections::BTreeSet;

use dazza_shared::config::Supervision;
use dazza_shared::names::RoomName;

use super::child::{Child, StopCause};
use super::moment::Moment;
use super::row::Row;
use super::table::Table;

/// One deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Start a child for the room.
    Spawn(RoomName),
    /// Ask the child to leave.
    Terminate(RoomName, StopCause),
    /// Kill the child and all of its group.
    Kill(RoomName),
    /// Wait no longer for a room that is not wanted.
    Rest(RoomName),
}

/// All that is to be done now. Carried out, it plans nothing more.
pub(crate) fn plan(wanted: &BTreeSet<RoomName>, table: &Table, rules: &Supervision, now: Moment) -> Vec<Step> {
    let unheard_of = wanted.iter().filter(|room| table.row(room).is_none()).cloned().map(Step::Spawn);
    let known = table.rows().filter_map(|(room, row)| step(room, row, wanted.contains(room), (rules, now)));
    unheard_of.chain(known).collect()
}

fn step(room: &RoomName, row: &Row, is_wanted: bool, (rules, now): (&Supervision, Moment)) -> Option<Step> {
    match (is_wanted, row.child()) {
        (true, Child::Absent) => Some(Step::Spawn(room.clone())),
        (true, _) if row.next_try().is_some_and(|until| until <= now) => Some(Step::Spawn(room.clone())),
        (false, child) if child.next_try().is_some() => Some(Step::Rest(room.clone())),
        (_, Child::Stopping { kill_at, .. }) => (*kill_at <= now).then(|| Step::Kill(room.clone())),
        (false, Child::Starting { .. } | Child::Running { .. }) => {
            Some(Step::Terminate(room.clone(), StopCause::Unwanted))
        }
        (true, Child::Starting { .. } | Child::Running { .. }) => {
            let asked = row.is_replacement_asked().then_some(StopCause::Asked);
            let cause = asked.or_else(|| row.verdict(rules, now))?;
            Some(Step::Terminate(room.clone(), cause))
        }
        (_, Child::Absent | Child::BackingOff { .. } | Child::Quarantined { .. } | Child::Blocked { .. }) => None,
    }
}
