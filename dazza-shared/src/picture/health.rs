//! How a picture stands, and what becomes of it with what is seen next: three strikes and it is taken out of its gallery,
//! looked for at ever longer pauses, and put back or given up.

use std::time::Duration;

use jiff::Timestamp;

use super::{Seen, Verdict};
use crate::clock::{later, since};

/// Most pictures that a gallery shows. Source: `platform.md`, 8.2.
pub const LIMIT: usize = 25;

/// Strikes that take a picture out. Source: `platform.md`, 8.3.
pub const STRIKES: u16 = 3;

/// What a strike counts, and half of one.
const STRIKE: u16 = 2;
const HALF: u16 = 1;

/// Least time between two strikes. Source: as above.
const APART: Duration = Duration::from_mins(5);

/// The first pause before one that was taken out is looked for; it doubles from the second look on. Source: as above.
const PAUSE: Duration = Duration::from_hours(3);

/// How often it doubles. Source: as above.
const DOUBLINGS: u16 = 4;

/// The longest pause. Source: as above.
pub const MAX_PAUSE: Duration = Duration::from_hours(48);

/// The pause of one that is back while its gallery is full. Source: as above.
pub const RESTORE_PAUSE: Duration = Duration::from_hours(24);

/// One that has been gone for so long is looked for no more. Source: as above.
const GIVEN_UP_AFTER: Duration = Duration::from_hours(30 * 24);

/// How a picture stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Since when it is out of its gallery, and why.
    pub gone: Option<(Timestamp, String)>,
    /// Strikes against it. Unit: halves.
    pub n_halves: u16,
    /// When the first of them was.
    pub first_failure_at: Option<Timestamp>,
    /// When the last of them was.
    pub last_strike_at: Option<Timestamp>,
    /// When it was last asked for.
    pub last_check_at: Option<Timestamp>,
    /// Not to be asked for before then; for one that is gone: when it is, and without this never.
    pub next_check_at: Option<Timestamp>,
    /// How often it was looked for since it is gone.
    pub n_looks: u16,
}

/// What became of a picture with what was seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is there, as before.
    Fine,
    /// It stays, for now.
    Doubted,
    /// It is taken out of its gallery.
    Pruned,
    /// It is back in its gallery.
    Restored,
    /// It is back, and its gallery is full.
    NoPlace,
    /// It is still gone.
    Gone,
    /// It is looked for no more.
    GivenUp,
}

impl Health {
    /// How it stands once `seen` was seen of it; `has_place` says whether its gallery has room for it.
    pub fn after(&self, seen: &Seen, has_place: bool, now: Timestamp) -> (Self, Course) {
        let waits = seen.wait.map(|wait| later(now, wait));
        let checked = Self { last_check_at: Some(now), next_check_at: waits, ..self.clone() };
        match (&self.gone, seen.verdict()) {
            (None, Verdict::Alive) => (Self { last_check_at: Some(now), ..Self::default() }, Course::Fine),
            (None, Verdict::Unclear) => (checked, Course::Doubted),
            (None, Verdict::Doubtful) => checked.struck(HALF, seen, now),
            (None, Verdict::Dead) => checked.struck(STRIKE, seen, now),
            (Some(_), Verdict::Alive) if has_place => {
                (Self { last_check_at: Some(now), ..Self::default() }, Course::Restored)
            }
            (Some(_), Verdict::Alive) => {
                (Self { next_check_at: Some(later(now, RESTORE_PAUSE)), ..checked }, Course::NoPlace)
            }
            (Some((since_then, _)), verdict) => {
                let dead_since = self.first_failure_at.unwrap_or(*since_then);
                if since(dead_since, now) >= GIVEN_UP_AFTER {
                    return (Self { next_check_at: None, ..checked }, Course::GivenUp);
                }
                // What cannot be told makes no pause longer.
                let n_looks = if verdict == Verdict::Dead { self.n_looks.saturating_add(1) } else { self.n_looks };
                let next = later(now, pause(n_looks).max(seen.wait.unwrap_or_default()));
                (Self { n_looks, next_check_at: Some(next), ..checked }, Course::Gone)
            }
        }
    }

    fn struck(self, n_halves: u16, seen: &Seen, now: Timestamp) -> (Self, Course) {
        if self.last_strike_at.is_some_and(|last| since(last, now) < APART) {
            return (self, Course::Doubted);
        }
        let n_halves = self.n_halves.saturating_add(n_halves);
        let first = self.first_failure_at.or(Some(now));
        let struck = Self { n_halves, first_failure_at: first, last_strike_at: Some(now), ..self };
        if n_halves < STRIKES * STRIKE {
            return (struck, Course::Doubted);
        }
        let next = later(now, PAUSE.max(seen.wait.unwrap_or_default()));
        let gone = Some((now, format!("dead link: {}", seen.reason())));
        (Self { gone, next_check_at: Some(next), n_looks: 0, ..struck }, Course::Pruned)
    }
}

/// How long after the look of that number the next one is: `3 h × 2^min(n−1, 4)`. Source: `platform.md`, 8.3.
fn pause(n_looks: u16) -> Duration {
    PAUSE * 2_u32.pow(u32::from(n_looks.saturating_sub(1).min(DOUBLINGS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Sight;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    /// What was seen when: minutes after the start, and a status.
    type Looks = [(u64, u16)];

    fn at(minutes: u64) -> Timestamp {
        later(START, Duration::from_mins(minutes))
    }

    fn answer(status: u16) -> Seen {
        Seen::plain(Sight::Answer { status, kind: "image/png".to_owned() })
    }

    /// How a picture stands after these were seen of it, so many minutes after the start.
    fn after(seen: &[(u64, Seen)]) -> (Health, Course) {
        let mut standing = (Health::default(), Course::Fine);
        for (minutes, seen) in seen {
            standing = standing.0.after(seen, true, at(*minutes));
            assert_eq!(standing.0.last_check_at, Some(at(*minutes)), "every look is noted");
        }
        standing
    }

    #[test]
    fn three_strikes_five_minutes_apart_take_it_out() {
        let table: [(&Looks, u16, Course); 9] = [
            (&[(0, 404)], 2, Course::Doubted),
            (&[(0, 404), (4, 404), (5, 404)], 4, Course::Doubted),
            (&[(0, 404), (4, 404), (8, 404), (12, 404), (13, 404)], 6, Course::Pruned),
            (&[(0, 404), (5, 410), (10, 451)], 6, Course::Pruned),
            (&[(0, 404), (5, 404), (6, 200)], 0, Course::Fine),
            (&[(0, 404), (5, 404), (6, 200), (7, 404)], 2, Course::Doubted),
            (&[(0, 404), (5, 404), (10, 403), (15, 503)], 5, Course::Doubted),
            (&[(0, 500), (5, 429), (10, 500), (15, 500), (20, 500)], 5, Course::Doubted),
            (&[(0, 500), (5, 429), (10, 500), (15, 500), (20, 500), (25, 500)], 6, Course::Pruned),
        ];
        for (looks, n_halves, course) in table {
            let looks: Vec<_> = looks.iter().map(|(minutes, status)| (*minutes, answer(*status))).collect();
            let (health, came) = after(&looks);
            assert_eq!((health.n_halves, came), (n_halves, course), "{looks:?}");
            assert_eq!(health.gone.is_some(), course == Course::Pruned);
            let first = (n_halves > 0).then(|| looks.iter().rev().take_while(|(_, seen)| *seen != answer(200)).last());
            assert_eq!(health.first_failure_at, first.flatten().map(|(minutes, _)| at(*minutes)), "{looks:?}");
        }
        let (gone, _) = after(&[(0, answer(404)), (5, answer(404)), (10, answer(404))]);
        assert_eq!(gone.gone, Some((at(10), "dead link: status 404".to_owned())));
        assert_eq!(gone.next_check_at, Some(at(10 + 3 * 60)));
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept() {
        let busy = |seconds| Seen { wait: Some(Duration::from_secs(seconds)), ..answer(429) };
        assert_eq!(after(&[(0, busy(600))]).0.next_check_at, Some(at(10)));
        assert_eq!(after(&[(0, busy(600)), (20, answer(200))]).0.next_check_at, None);
        assert_eq!(after(&[(0, busy(600)), (20, answer(500))]).0.next_check_at, None);
        let gone = Health { gone: Some((START, String::new())), n_looks: 1, ..Health::default() };
        assert_eq!(gone.after(&busy(60), true, START).0.next_check_at, Some(at(3 * 60)));
        assert_eq!(gone.after(&busy(86_400), true, START).0.next_check_at, Some(at(24 * 60)));
    }

    #[test]
    fn what_is_gone_is_looked_for_at_longer_and_longer_pauses() {
        let (mut health, _) = after(&[(0, answer(404)), (5, answer(404)), (10, answer(404))]);
        let mut pauses = Vec::new();
        for _ in 0..7 {
            let now = health.next_check_at.unwrap();
            let (next, course) = health.after(&answer(404), true, now);
            assert_eq!(course, Course::Gone);
            pauses.push(since(now, next.next_check_at.unwrap()).as_secs() / 3_600);
            health = next;
        }
        assert_eq!(pauses, [3, 6, 12, 24, 48, 48, 48]);
        let now = health.next_check_at.unwrap();
        let (doubted, course) = health.after(&answer(503), true, now);
        assert_eq!((doubted.n_looks, course), (7, Course::Gone));
        assert_eq!(doubted.next_check_at, Some(later(now, MAX_PAUSE)));
    }

    #[test]
    fn what_is_back_is_put_back_if_there_is_place() {
        let (gone, _) = after(&[(0, answer(404)), (5, answer(404)), (10, answer(404))]);
        let (back, course) = gone.after(&answer(200), true, at(300));
        assert_eq!((back, course), (Health { last_check_at: Some(at(300)), ..Health::default() }, Course::Restored));
        let (full, course) = gone.after(&answer(206), false, at(300));
        assert_eq!((course, full.next_check_at), (Course::NoPlace, Some(at(300 + 24 * 60))));
        assert!(full.gone == gone.gone && full.n_looks == 0);
    }

    #[test]
    fn after_thirty_days_it_is_looked_for_no_more() {
        const DAY: u64 = 24 * 60;
        let (gone, _) = after(&[(0, answer(404)), (5, answer(404)), (10, answer(404))]);
        for (verdict, days, course) in [
            (404, 29, Course::Gone),
            (404, 30, Course::GivenUp),
            (503, 30, Course::GivenUp),
            (403, 40, Course::GivenUp),
            (200, 40, Course::Restored),
        ] {
            let (health, came) = gone.after(&answer(verdict), true, at(days * DAY));
            assert_eq!((came, health.next_check_at.is_some()), (course, course == Course::Gone), "{verdict} {days}");
        }
        // An imported one may not know when it first failed.
        let old = Health { first_failure_at: None, ..gone };
        assert_eq!(old.after(&answer(404), true, at(10 + 30 * DAY)).1, Course::GivenUp);
        assert_eq!(old.after(&answer(404), true, at(9 + 30 * DAY)).1, Course::Gone);
    }
}
