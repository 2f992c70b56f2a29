//! The table of jobs: a row each, in the order in which they are done when all are due.

use std::time::Duration;

use jiff::civil::Time;

/// A job. What it does is an arm in `work`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Job {
    /// Counts words that were not counted when a line was stored.
    Words,
    /// Puts the figures of days right.
    Daily,
    /// Days in a row.
    Streaks,
    /// Hours of the day, and when people talk.
    Hours,
    /// How people write.
    Content,
    /// Tiers that are reached, and how far the next one is.
    Achievements,
    /// Days in a row with a bong that have come to an end.
    Bongs,
    /// Rooms by the hour.
    Activity,
    /// Removes what is not kept.
    Housekeeping,
    /// Looks whether pictures are still there.
    ImageHealth,
    /// Looks whether pictures are back.
    ImageRecheck,
}

/// What a job is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// Which.
    pub(crate) job: Job,
    /// Its name, in the database and for operators.
    pub(crate) name: &'static str,
    /// What it does, for the manual.
    pub(crate) about: &'static str,
    /// When it is due.
    pub(crate) when: When,
}

/// When a job is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// With all others of the cycle, in the order of the table: each goes by what those before it have made.
    Cycle,
    /// So long after its last run.
    Every(Duration),
    /// Daily, when clocks in the fleet's zone show this.
    At(Time),
}

/// How long after a cycle the next one is due. Source: `platform.md`, 7.1.
pub(super) const CYCLE: Duration = Duration::from_hours(4);

/// All jobs. Source of what is due when: `platform.md`, 7.1, 7.2 and 8.3.
pub(crate) const ROWS: [Row; 11] = [
    Row {
        job: Job::Words,
        name: "words",
        about: "counts the words of lines that came without a count",
        when: When::Cycle,
    },
    Row {
        job: Job::Daily,
        name: "daily",
        about: "puts each person's figures of the last days right",
        when: When::Cycle,
    },
    Row { job: Job::Streaks, name: "streaks", about: "counts days in a row on which people spoke", when: When::Cycle },
    Row { job: Job::Hours, name: "hours", about: "counts at which hours of the day people talk", when: When::Cycle },
    Row { job: Job::Content, name: "content", about: "looks at how people write", when: When::Cycle },
    Row {
        job: Job::Achievements,
        name: "achievements",
        about: "hands out the tiers that people have reached",
        when: When::Cycle,
    },
    Row {
        job: Job::Bongs,
        name: "bongs",
        about: "ends the streaks of those who had no bong yesterday",
        when: When::At(Time::constant(0, 10, 0, 0)),
    },
    Row {
        job: Job::Activity,
        name: "activity",
        about: "counts the people of each room by the hour",
        when: When::Every(Duration::from_mins(10)),
    },
    Row {
        job: Job::Housekeeping,
        name: "housekeeping",
        about: "removes what is not kept for ever",
        when: When::At(Time::constant(3, 30, 0, 0)),
    },
    Row {
        job: Job::ImageHealth,
        name: "image_health",
        about: "takes pictures that are gone out of their galleries",
        when: When::Every(Duration::from_hours(1)),
    },
    Row {
        job: Job::ImageRecheck,
        name: "image_recheck",
        about: "puts pictures back that have come back",
        when: When::Every(Duration::from_mins(30)),
    },
];

impl Job {
    /// What it is.
    pub(crate) fn row(self) -> &'static Row {
        // The test holds that every job has one.
        ROWS.iter().find(|row| row.job == self).unwrap_or(&ROWS[0])
    }

    /// The job of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.job)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_manual_lists_every_job() {
        let manual = include_str!("../../../docs/jobs.md");
        for row in ROWS {
            let due = match row.when {
                When::Cycle => "cycle".to_owned(),
                When::Every(every) => format!("every {} minutes", every.as_secs() / 60),
                When::At(at) => format!("at {:02}:{:02}", at.hour(), at.minute()),
            };
            let line = format!("| `{}` | {due} | {} |", row.name, row.about);
            assert!(manual.lines().any(|told| told == line), "docs/jobs.md lacks: {line}");
        }
    }

    #[test]
    fn every_job_has_one_row_and_the_cycle_stands_together_in_its_order() {
        let names: BTreeSet<_> = ROWS.iter().map(|row| row.name).collect();
        let jobs: BTreeSet<_> = ROWS.iter().map(|row| row.job).collect();
        assert_eq!((names.len(), jobs.len()), (ROWS.len(), ROWS.len()));
        assert!(ROWS.iter().all(|row| Job::named(row.name) == Some(row.job) && row.job.row().name == row.name));
        let cycle: Vec<_> = ROWS.iter().take_while(|row| row.when == When::Cycle).map(|row| row.name).collect();
        assert_eq!(cycle, ["words", "daily", "streaks", "hours", "content", "achievements"]);
        assert!(ROWS.iter().skip(cycle.len()).all(|row| row.when != When::Cycle));
    }
}
