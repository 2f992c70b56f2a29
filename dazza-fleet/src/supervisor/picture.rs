//! The table -> the view.

use dazza_shared::clock::later;
use dazza_shared::counters::{CommandResult, Counters};
use dazza_shared::link::LastError;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use jiff::{SignedDuration, Timestamp};

use super::desired::Wish;
use super::gate::Waiting;
use super::moment::Moment;
use super::row::Row;
use crate::view::RoomView;

/// The time at which a view is taken, on both clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    /// By the supervisor's own clock.
    pub(crate) moment: Moment,
    /// By the wall clock.
    pub(crate) wall: Timestamp,
}

impl Stamp {
    fn wall_of(self, moment: Moment) -> Timestamp {
        let ago = SignedDuration::try_from(self.moment.since(moment)).unwrap_or(SignedDuration::MAX);
        let past = self.wall.saturating_sub(ago).unwrap_or(Timestamp::MIN);
        later(past, moment.since(self.moment))
    }

    /// How long ago something happened by the wall clock.
    fn seconds_since(self, then: Timestamp) -> u64 {
        u64::try_from(self.wall.duration_since(then).as_secs()).unwrap_or(0)
    }
}

/// What may be seen of `room`; `gate` is what it waits for at the connect gate.
pub(crate) fn picture(room: &RoomName, row: &Row, wish: Wish, gate: Option<Waiting>, stamp: Stamp) -> RoomView {
    let counters = row.totals();
    let beat = row.life().beat.as_deref();
    let life = row.life();
    let is_alive = row.child().pid().is_some();
    let next_try = gate.as_ref().and_then(|gate| gate.until).or_else(|| row.next_try());
    RoomView {
        name: room.clone(),
        is_enabled: wish.is_enabled,
        is_wanted: wish.is_wanted,
        phase: row.phase(),
        reason: reason(row, wish, gate),
        pid: row.child().pid(),
        version: life.version.clone(),
        uptime_seconds: is_alive.then(|| (life.age + stamp.moment.since(life.began)).as_secs()),
        restarts: row.restarts(),
        warning: life.warning.clone().or_else(|| beat.and_then(|beat| beat.warning.clone())),
        memory_bytes: life.memory_bytes,
        beat_age_seconds: row.pulse().age(stamp.moment).map(|age| age.as_secs_f64()),
        next_try: next_try.map(|moment| stamp.wall_of(moment)).or_else(|| beat.and_then(|beat| beat.next_try)),
        last_error: last_error(row, stamp),
        players: beat.map_or(0, |beat| beat.gauges.players),
        viewers: beat.map_or(0, |beat| beat.gauges.viewers),
        lines_in: counters.lines_in,
        lines_out: counters.lines_out,
        commands_ok: n_commands(&counters, CommandResult::Ok),
        commands_refused: n_commands(&counters, CommandResult::Refused),
        commands_failed: n_commands(&counters, CommandResult::Failed),
        records_spooled: beat.map_or(0, |beat| beat.gauges.spooled),
        spooled_for_seconds: beat.and_then(|beat| beat.gauges.spooled_since).map(|since| stamp.seconds_since(since)),
        records_lost: counters.store.lost().map(|(_, n)| n).into_iter().fold(0, u64::saturating_add),
        counters,
        gauges: beat.map(|beat| beat.gauges.clone()).unwrap_or_default(),
        line: beat.map(|beat| beat.line),
        store: beat.map(|beat| beat.store),
        restarts_by: row.restarts_by().clone(),
        lines_per_minute: row.pace().counts(stamp.moment),
    }
}

/// Why it is not joined: what it waits for now, and what put it there.
fn reason(row: &Row, wish: Wish, gate: Option<Waiting>) -> Option<String> {
    let told = row.reason().or_else(|| wish.why_not.filter(|_| row.phase() == Phase::Stopped).map(str::to_owned));
    match (gate, told) {
        (Some(gate), Some(told)) => Some(format!("{} (before: {told})", gate.reason)),
        (Some(gate), None) => Some(gate.reason),
        (None, told) => told,
    }
}

/// The later of what the room's process told and what became of the one before.
fn last_error(row: &Row, stamp: Stamp) -> Option<LastError> {
    let told = row.life().beat.as_ref().and_then(|beat| beat.last_error.clone());
    let ended = row.last_failure().map(|(at, why)| LastError { time: stamp.wall_of(at), text: why.to_owned() });
    told.into_iter().chain(ended).max_by_key(|error| error.time)
}

fn n_commands(counters: &Counters, result: CommandResult) -> u64 {
    counters.commands.iter().filter(|c| c.result == result).map(|c| c.count).sum()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dazza_shared::dice::Dice;
    use dazza_shared::phase::LinePhase;

    use super::*;
    use crate::supervisor::child::Ending;
    use crate::supervisor::sample;
    use crate::supervisor::table::Table;

    #[test]
    fn a_room_at_the_gate_says_what_it_waits_for_and_what_put_it_there() {
        let (room, mut table) = (sample::room("fatpizza"), Table::default());
        table.spawned(&room, 10, Moment::START);
        let gate = Waiting { reason: "waits".to_owned(), until: Some(Moment::START.after(Duration::from_secs(5))) };
        let look = |table: &Table| {
            let wish = Wish { is_enabled: true, is_wanted: true, why_not: None };
            let stamp = Stamp { moment: Moment::START, wall: Timestamp::UNIX_EPOCH };
            picture(&room, table.row(&room).unwrap(), wish, Some(gate.clone()), stamp)
        };
        assert_eq!(look(&table).reason.as_deref(), Some("waits"));
        assert_eq!(look(&table).next_try, Some(Timestamp::from_second(5).unwrap()));
        let mut beat = sample::beat(LinePhase::Lost);
        beat.reason = Some("the line broke".to_owned());
        table.row_mut(&room).unwrap().beaten(beat, Moment::START);
        assert_eq!(look(&table).reason.as_deref(), Some("waits (before: the line broke)"));
    }

    #[test]
    fn totals_go_on_over_a_restart_and_the_end_of_a_process_is_told() {
        let room = sample::room("fatpizza");
        let mut table = Table::default();
        let at = |secs| Moment::START.after(Duration::from_secs(secs));
        let mut beat = sample::beat(LinePhase::Joined);
        beat.counters.lines_in = 5;
        beat.gauges.players = 3;
        table.spawned(&room, 10, at(0));
        table.row_mut(&room).unwrap().linked("0.1.0".to_owned(), at(1));
        table.row_mut(&room).unwrap().beaten(beat.clone(), at(2));
        let look = |table: &Table, secs| {
            let wall = Timestamp::from_second(1_795_444_500 + i64::try_from(secs).unwrap()).unwrap();
            let wish = Wish { is_enabled: true, is_wanted: true, why_not: None };
            picture(&room, table.row(&room).unwrap(), wish, None, Stamp { moment: at(secs), wall })
        };
        let seen = look(&table, 3);
        assert_eq!((seen.phase, seen.players, seen.lines_in, seen.restarts), (Phase::Joined, 3, 5, 0));
        assert_eq!((seen.uptime_seconds, seen.beat_age_seconds), (Some(3), Some(1.0)));

        table.ended(10, Ending::Signal("SIGKILL"), at(4), (&sample::rules(), &mut Dice::seeded(1)));
        let seen = look(&table, 4);
        assert_eq!((seen.phase, seen.players, seen.lines_in, seen.pid), (Phase::BackingOff, 0, 5, None));
        assert_eq!(seen.reason.as_deref(), Some("ended by SIGKILL"));
        assert_eq!(seen.last_error.unwrap().time, Timestamp::from_second(1_795_444_504).unwrap());
        assert!(seen.next_try.unwrap() > Timestamp::from_second(1_795_444_504).unwrap());

        table.spawned(&room, 11, at(6));
        table.row_mut(&room).unwrap().beaten(beat, at(7));
        let seen = look(&table, 7);
        assert_eq!((seen.lines_in, seen.restarts, seen.pid), (10, 1, Some(11)));
    }
}
