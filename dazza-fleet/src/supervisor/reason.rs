//! Why a fresh process was necessary, as a label of the metrics.

use super::child::{Ending, StopCause};
use crate::view::RestartReason;

/// The reason to start anew after a child ended like this; `cause` is why we had asked it to leave, if we had.
pub(crate) fn reason_of(cause: Option<StopCause>, ending: &Ending) -> RestartReason {
    match (cause, ending) {
        (Some(StopCause::Unwanted), _) => RestartReason::Unwanted,
        (Some(StopCause::Asked), _) => RestartReason::Asked,
        (Some(StopCause::Silent), _) => RestartReason::Silent,
        (Some(StopCause::Unlinked), _) => RestartReason::Unlinked,
        (Some(StopCause::Memory), _) => RestartReason::Memory,
        (None, ending) if ending.needs_a_person() => RestartReason::Blocked,
        (None, Ending::Code(_)) => RestartReason::Exit,
        (None, Ending::Signal(_)) => RestartReason::Signal,
        (None, Ending::Untold) => RestartReason::Untold,
        (None, Ending::NotStarted(_)) => RestartReason::Unstarted,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dazza_shared::dice::Dice;

    use super::*;
    use crate::supervisor::moment::Moment;
    use crate::supervisor::sample;
    use crate::supervisor::table::Table;

    #[test]
    fn each_restart_has_the_reason_of_the_end_before_it() {
        let (room, now) = (sample::room("fatpizza"), Moment::START);
        let (rules, mut dice) = (sample::rules(), Dice::seeded(1));
        let mut table = Table::default();
        let ends = [
            (None, Ending::Code(1), RestartReason::Exit),
            (None, Ending::Code(20), RestartReason::Blocked),
            (None, Ending::Signal("SIGKILL"), RestartReason::Signal),
            (None, Ending::Untold, RestartReason::Untold),
            (Some(StopCause::Asked), Ending::Code(0), RestartReason::Asked),
            (Some(StopCause::Silent), Ending::Signal("SIGKILL"), RestartReason::Silent),
            (Some(StopCause::Unlinked), Ending::Code(0), RestartReason::Unlinked),
            (Some(StopCause::Memory), Ending::Code(0), RestartReason::Memory),
            (Some(StopCause::Unwanted), Ending::Code(0), RestartReason::Unwanted),
        ];
        table.spawned(&room, 1, now);
        for (pid, (cause, ending, reason)) in (1..).zip(ends) {
            if let Some(cause) = cause {
                table.row_mut(&room).unwrap().terminated(cause, Duration::from_secs(5), now);
            }
            table.ended(pid, ending, now, (&rules, &mut dice));
            table.spawned(&room, pid + 1, now);
            let row = table.row(&room).unwrap();
            assert_eq!(row.restarts_by().get(&reason), Some(&1), "{reason:?}");
            assert_eq!(row.restarts_by().values().sum::<u64>(), row.restarts());
        }
    }

    #[test]
    fn a_first_start_is_no_restart_and_the_first_mishap_counts() {
        let (room, now) = (sample::room("fatpizza"), Moment::START);
        let (rules, mut dice) = (sample::rules(), Dice::seeded(1));
        let mut table = Table::default();
        table.not_started(&room, "no such file".to_owned(), now, (&rules, &mut dice));
        table.spawned(&room, 1, now);
        assert!(table.row(&room).unwrap().restarts_by().is_empty());
        table.ended(1, Ending::Code(1), now, (&rules, &mut dice));
        table.not_started(&room, "no such file".to_owned(), now, (&rules, &mut dice));
        table.spawned(&room, 2, now);
        assert_eq!(*table.row(&room).unwrap().restarts_by(), [(RestartReason::Exit, 1)].into());
    }
}
