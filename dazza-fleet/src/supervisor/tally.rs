//! Sums of counters: a room's totals go on where its last process left off.

use dazza_shared::counters::Counters;

/// Adds `more` to `totals`.
pub(crate) fn add(totals: &mut Counters, more: &Counters) {
    let Counters {
        lines_in,
        lines_out,
        lines_unconfirmed,
        frames_in,
        frames_unreadable,
        connects,
        joins,
        commands,
        errors,
        handling,
        handling_stored,
        store,
        log,
    } = more;
    for (total, one) in [
        (&mut totals.lines_in, lines_in),
        (&mut totals.lines_out, lines_out),
        (&mut totals.lines_unconfirmed, lines_unconfirmed),
        (&mut totals.frames_in, frames_in),
        (&mut totals.frames_unreadable, frames_unreadable),
        (&mut totals.connects, connects),
        (&mut totals.joins, joins),
        (&mut totals.store.stored, &store.stored),
        (&mut totals.store.dropped, &store.dropped),
        (&mut totals.store.dropped_from_disk, &store.dropped_from_disk),
        (&mut totals.store.unreadable, &store.unreadable),
        (&mut totals.store.refused, &store.refused),
        (&mut totals.store.retries, &store.retries),
        (&mut totals.store.spooled, &store.spooled),
        (&mut totals.store.drained, &store.drained),
        (&mut totals.log.bytes, &log.bytes),
        (&mut totals.log.records_dropped, &log.records_dropped),
        (&mut totals.log.failures, &log.failures),
    ] {
        *total = total.saturating_add(*one);
    }
    for one in commands {
        match totals.commands.iter_mut().find(|c| c.command == one.command && c.result == one.result) {
            Some(total) => total.count = total.count.saturating_add(one.count),
            None => totals.commands.push(one.clone()),
        }
    }
    for one in errors {
        match totals.errors.iter_mut().find(|e| e.kind == one.kind) {
            Some(total) => total.count = total.count.saturating_add(one.count),
            None => totals.errors.push(one.clone()),
        }
    }
    totals.handling.add(handling);
    totals.handling_stored.add(handling_stored);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use dazza_shared::counters::{CommandResult, ErrorKind};

    #[test]
    fn what_two_processes_counted_adds_up() {
        let mut first = Counters { lines_in: 3, joins: 1, ..Counters::default() };
        first.count_command("roll", CommandResult::Ok);
        first.count_error(ErrorKind::Connect);
        first.handling.observe(Duration::from_micros(80));
        let mut second = Counters { lines_in: 4, lines_out: 2, ..Counters::default() };
        second.count_command("roll", CommandResult::Ok);
        second.count_command("roll", CommandResult::Refused);
        second.count_error(ErrorKind::Connect);
        second.handling.observe(Duration::from_micros(30));
        add(&mut first, &second);
        assert_eq!((first.lines_in, first.lines_out, first.joins), (7, 2, 1));
        assert_eq!(first.commands.iter().map(|c| c.count).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(first.errors.iter().map(|e| e.count).collect::<Vec<_>>(), [2]);
        assert_eq!((first.handling.count(), first.handling.sum_us), (2, 110));
    }

    #[test]
    fn absurd_counts_stop_at_the_end_of_the_scale() {
        let mut totals = Counters { lines_in: u64::MAX, ..Counters::default() };
        add(&mut totals, &Counters { lines_in: 5, ..Counters::default() });
        assert_eq!(totals.lines_in, u64::MAX);
    }
}
