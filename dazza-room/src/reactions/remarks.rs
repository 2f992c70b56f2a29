//! Which links are remarked upon, and when; the titles of pages that are known already. Pure.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::config::UrlCommentSettings;
use dazza_shared::dice::Dice;
use jiff::Timestamp;

/// From one remark in a room to the next. Unit: seconds. Source: `platform.md`, 3.7.
const QUIET_S: (u64, u64) = (2 * 60, 15 * 60);

/// Until a remark is made. Unit: milliseconds. Source: `platform.md`, 3.7.
const AFTER_MS: (u64, u64) = (1_000, 5_000);

/// How much longer a title is waited for: longer than an errand for one takes.
const TITLE_WITHIN: Duration = Duration::from_secs(10);

/// How long a title holds, and how many are remembered. Source: `platform.md`, 3.7.
const TITLE_SPAN: Duration = Duration::from_hours(24);
const MAX_TITLES: usize = 200;

/// What the room remembers of links.
#[derive(Debug, Default)]
pub struct Remarks {
    quiet_until: Option<Timestamp>,
    planned: Option<Planned>,
    n_planned: u64,
    titles: VecDeque<(Box<str>, Box<str>, Timestamp)>,
}

#[derive(Debug)]
struct Planned {
    id: u64,
    url: Box<str>,
    poster: Box<str>,
    at: Timestamp,
    title: Title,
}

#[derive(Debug)]
enum Title {
    Awaited,
    Known(Option<Box<str>>),
}

/// A remark that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Who posted the link, as the server spells the name.
    pub poster: Box<str>,
    /// What its page is called, if that is known.
    pub title: Option<Box<str>>,
}

impl Remarks {
    /// `poster` has posted a link to a video. The number of an errand comes back if its title is to be looked up.
    pub fn consider(
        &mut self,
        (url, poster): (&str, &str),
        settings: &UrlCommentSettings,
        now: Timestamp,
        dice: &mut Dice,
    ) -> Option<u64> {
        let is_quiet = self.planned.is_some() || self.quiet_until.is_some_and(|until| until > now);
        if !settings.enabled || is_quiet || !dice.percent(settings.percent.into()) {
            return None;
        }
        self.quiet_until = Some(later(now, Duration::from_secs(dice.between(QUIET_S.0, QUIET_S.1))));
        self.n_planned += 1;
        let id = self.n_planned;
        let title = match self.known_title(url, now) {
            Some(title) => Title::Known(Some(title)),
            None if settings.titles => Title::Awaited,
            None => Title::Known(None),
        };
        let is_awaited = matches!(title, Title::Awaited);
        let at = later(now, Duration::from_millis(dice.between(AFTER_MS.0, AFTER_MS.1)));
        self.planned = Some(Planned { id, url: url.into(), poster: poster.into(), at, title });
        is_awaited.then_some(id)
    }

    /// The errand of that number has brought a title, or none.
    pub fn brought(&mut self, id: u64, title: Option<&str>, now: Timestamp) {
        let Some(planned) = self.planned.as_mut().filter(|planned| planned.id == id) else { return };
        planned.title = Title::Known(title.map(Into::into));
        if let Some(title) = title {
            if self.titles.len() == MAX_TITLES {
                self.titles.pop_front();
            }
            self.titles.push_back((planned.url.clone(), title.into(), now));
        }
    }

    /// The remark that is due; a title that has not come by then never will.
    pub fn take_due(&mut self, now: Timestamp) -> Option<Remark> {
        if self.due_at()? > now {
            return None;
        }
        let planned = self.planned.take()?;
        let title = match planned.title {
            Title::Known(title) => title,
            Title::Awaited => None,
        };
        Some(Remark { poster: planned.poster, title })
    }

    /// When it is due.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.planned.as_ref().map(|planned| match planned.title {
            Title::Known(_) => planned.at,
            Title::Awaited => later(planned.at, TITLE_WITHIN),
        })
    }

    /// Our line is gone, and with it the remark that was on its way.
    pub fn lost(&mut self) {
        self.planned = None;
    }

    fn known_title(&mut self, url: &str, now: Timestamp) -> Option<Box<str>> {
        self.titles.retain(|(_, _, at)| since(*at, now) < TITLE_SPAN);
        self.titles.iter().find(|(known, ..)| **known == *url).map(|(_, title, _)| title.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    const ALWAYS: UrlCommentSettings = UrlCommentSettings { enabled: true, percent: 100, titles: true };

    fn consider(remarks: &mut Remarks, url: &str, seconds: u64) -> Option<u64> {
        remarks.consider((url, "Gaz"), &ALWAYS, at(seconds), &mut Dice::seeded(1))
    }

    fn remark(title: Option<&str>) -> Remark {
        Remark { poster: "Gaz".into(), title: title.map(Into::into) }
    }

    #[test]
    fn a_remark_waits_for_its_title_and_not_for_ever() {
        let mut remarks = Remarks::default();
        let id = consider(&mut remarks, "a", 0).unwrap();
        assert_eq!(remarks.take_due(at(5)), None);
        remarks.brought(id + 1, Some("another"), at(5));
        assert_eq!(remarks.take_due(at(5)), None);
        remarks.brought(id, Some("Snags"), at(5));
        assert_eq!(remarks.take_due(at(5)), Some(remark(Some("Snags"))));
        assert_eq!((remarks.take_due(at(99)), remarks.due_at()), (None, None));
        consider(&mut remarks, "b", 1_000).unwrap();
        assert_eq!(remarks.take_due(at(1_015)), Some(remark(None)));
        remarks.brought(2, Some("late"), at(1_020));
        assert_eq!(remarks.due_at(), None);
    }

    #[test]
    fn a_remark_is_made_after_one_to_five_seconds_and_half_of_the_time() {
        let half = UrlCommentSettings { titles: false, ..UrlCommentSettings::default() };
        let mut n_made = 0;
        for seed in 0..2_000 {
            let mut remarks = Remarks::default();
            assert_eq!(remarks.consider(("a", "Gaz"), &half, START, &mut Dice::seeded(seed)), None);
            let Some(due) = remarks.due_at() else { continue };
            assert!((1_000..=5_000).contains(&since(START, due).as_millis()));
            n_made += 1;
        }
        assert!((930..=1_070).contains(&n_made), "{n_made}");
    }

    #[test]
    fn the_room_is_quiet_for_two_to_fifteen_minutes_from_the_link_on() {
        for seed in 0..500 {
            let mut remarks = Remarks::default();
            let mut dice = Dice::seeded(seed);
            remarks.consider(("a", "Gaz"), &ALWAYS, START, &mut dice).unwrap();
            assert_eq!(consider(&mut remarks, "b", 0), None, "before the title of the first has come");
            remarks.take_due(at(60)).unwrap();
            assert_eq!(consider(&mut remarks, "b", 119), None);
            assert!(consider(&mut remarks, "b", 901).is_some());
        }
    }

    #[test]
    fn what_is_switched_off_or_unlucky_costs_nothing() {
        let mut remarks = Remarks::default();
        for never in [UrlCommentSettings { enabled: false, ..ALWAYS }, UrlCommentSettings { percent: 0, ..ALWAYS }] {
            assert_eq!(remarks.consider(("a", "Gaz"), &never, START, &mut Dice::seeded(1)), None);
        }
        assert_eq!(remarks.due_at(), None);
        assert!(consider(&mut remarks, "a", 0).is_some());
        remarks.lost();
        assert_eq!((remarks.take_due(at(60)), remarks.due_at()), (None, None));
    }

    #[test]
    fn a_title_is_known_for_a_day_and_not_more_than_so_many() {
        let mut remarks = Remarks::default();
        let id = consider(&mut remarks, "a", 0).unwrap();
        remarks.brought(id, Some("Snags"), at(1));
        remarks.take_due(at(60)).unwrap();
        assert_eq!(consider(&mut remarks, "a", 80_000), None);
        assert_eq!(remarks.take_due(at(80_060)), Some(remark(Some("Snags"))));
        assert!(consider(&mut remarks, "a", 86_402).is_some());
        remarks.lost();
        for n in 0..300 {
            let seconds = 100_000 + n * 200;
            remarks.quiet_until = None;
            let id = consider(&mut remarks, &n.to_string(), seconds).unwrap();
            remarks.brought(id, Some("x"), at(seconds));
            remarks.lost();
        }
        assert_eq!(remarks.titles.len(), MAX_TITLES);
    }
}
