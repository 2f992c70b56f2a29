//! What the room keeps in mind of its audience, and what of it is still to be put down. Pure.

use std::time::Duration;

use dazza_shared::clock::{later, since};
use jiff::Timestamp;

use super::show::Show;
use super::{LeftOpen, Playing, Seat, Step, Viewers};
use crate::reactions::TRY_AGAIN;

/// How long our line may be down before nobody counts as having watched. Source: `commands-and-games.md`, 4.
const AWAY: Duration = Duration::from_mins(2);

/// When those who are here are looked at again after a video began; who comes and goes is put down as late as that.
///
/// Source: as above.
const SETTLED: Duration = Duration::from_secs(2);

/// Most that waits to be put down while the database is away; then the oldest of it is forgotten, and not paid.
const MAX_STEPS: usize = 200;

/// What the room keeps in mind of its audience.
#[derive(Debug)]
pub struct Audience {
    show: Option<Show>,
    steps: Vec<Step>,
    n_in_hand: usize,
    not_before: Option<Timestamp>,
    reconcile_at: Option<Timestamp>,
    away_since: Option<Timestamp>,
}

impl Default for Audience {
    fn default() -> Self {
        // Before anything else it is looked up what an earlier process left open.
        let steps = vec![Step::Resume];
        Self { show: None, steps, n_in_hand: 0, not_before: None, reconcile_at: None, away_since: None }
    }
}

impl Audience {
    /// Something else begins to play; who watched what was on has earned something, if `is_afk_paid` or not away.
    pub fn began(&mut self, playing: Playing, here: &Viewers, is_afk_paid: bool, now: Timestamp) {
        let now = stored(now);
        self.end(Some((here, is_afk_paid)), now);
        let show = Show::begin(playing, here, now);
        self.put(show.began(), now);
        self.show = Some(show);
        self.reconcile_at = Some(later(now, SETTLED));
    }

    /// Somebody has come.
    pub fn came(&mut self, who: &str, now: Timestamp) {
        let seat = self.show.as_mut().and_then(|show| show.came(who, stored(now)));
        self.moved(seat.into_iter().collect(), now);
    }

    /// Somebody has gone.
    pub fn left(&mut self, who: &str, now: Timestamp) {
        let seat = self.show.as_mut().and_then(|show| show.left(who, stored(now)));
        self.moved(seat.into_iter().collect(), now);
    }

    /// The server has told who is here, and that plays.
    pub fn told(&mut self, playing: Option<Playing>, here: &Viewers, is_afk_paid: bool, now: Timestamp) {
        let is_too_late = self.is_away_for_too_long(now);
        self.away_since = None;
        let Some(show) = &mut self.show else { return };
        let is_inherited = std::mem::take(&mut show.is_inherited);
        match playing {
            _ if is_too_late => self.end(None, stored(now)),
            Some(playing) if show.is(&playing) => self.reconcile(here, now),
            // When it ended nobody knows who was not there; after a short while it may as well have been just now.
            Some(playing) if !is_inherited => self.began(playing, here, is_afk_paid, now),
            _ => self.end(None, stored(now)),
        }
    }

    /// Our line is down: who was here counts as here for a while.
    pub fn line_lost(&mut self, now: Timestamp) {
        self.away_since.get_or_insert(now);
    }

    /// Nobody is paid for watching any more.
    pub fn stop(&mut self, now: Timestamp) {
        self.end(None, stored(now));
    }

    /// An earlier process left this open; nothing unless something is on already.
    pub(in crate::reactions) fn inherit(&mut self, left: &LeftOpen) {
        if self.show.is_none() {
            self.show = Some(Show::inherited(left));
        }
    }

    /// Whether there is more to put down than that we are there.
    pub fn has_begun(&self) -> bool {
        self.steps.iter().any(|step| *step != Step::Resume)
    }

    /// Whether it is not known yet how what an earlier process left open goes on.
    pub fn is_inherited(&self) -> bool {
        self.show.as_ref().is_some_and(|show| show.is_inherited)
    }

    /// Looks after what time alone calls for; `here` is nobody while our line is down.
    pub fn tick(&mut self, here: Option<&Viewers>, now: Timestamp) {
        if self.is_away_for_too_long(now) && self.show.is_some() {
            self.end(None, stored(now));
        }
        if self.reconcile_at.is_some_and(|at| at <= now) {
            self.reconcile_at = None;
            if let Some(here) = here {
                self.reconcile(here, now);
            }
        }
    }

    /// When something of this is due next; nothing is put down while the database is not there.
    pub fn due_at(&self, is_stored: bool) -> Option<Timestamp> {
        let put = self.not_before.or(Some(Timestamp::MIN));
        let put = put.filter(|_| is_stored && self.n_in_hand == 0 && !self.steps.is_empty());
        let away = self.away_since.filter(|_| self.show.is_some()).map(|at| later(at, AWAY));
        [put, away, self.reconcile_at].into_iter().flatten().min()
    }

    /// What is to be put down now; asked once, it is under way.
    pub fn take_steps(&mut self, now: Timestamp) -> Option<String> {
        let is_due = self.n_in_hand == 0 && self.not_before.is_none_or(|at| at <= now);
        let steps = Some(&self.steps).filter(|steps| is_due && !steps.is_empty())?;
        let written = serde_json::to_string(steps).ok();
        self.n_in_hand = self.steps.len();
        self.not_before = None;
        written
    }

    /// What was under way is put down, or is to be tried again in a while.
    pub fn put_down(&mut self, is_again: bool, now: Timestamp) {
        let n_in_hand = std::mem::take(&mut self.n_in_hand);
        if is_again {
            self.not_before = Some(later(now, TRY_AGAIN));
        } else {
            self.steps.drain(..n_in_hand.min(self.steps.len()));
        }
    }

    fn is_away_for_too_long(&self, now: Timestamp) -> bool {
        self.away_since.is_some_and(|at| since(at, now) >= AWAY)
    }

    fn reconcile(&mut self, here: &Viewers, now: Timestamp) {
        let seats = self.show.as_mut().map(|show| show.reconcile(here, stored(now)));
        self.moved(seats.unwrap_or_default(), now);
    }

    /// What is on ends; without anybody to pay when it is not known who was there.
    fn end(&mut self, paid: Option<(&Viewers, bool)>, now: Timestamp) {
        self.reconcile_at = None;
        let Some(show) = self.show.take() else { return };
        let pays = |who: &str| {
            paid.is_some_and(|(here, is_afk_paid)| here.get(who).is_some_and(|is_afk| is_afk_paid || !is_afk))
        };
        self.put(show.ended(now, pays), now);
    }

    fn moved(&mut self, seats: Vec<Seat>, now: Timestamp) {
        let Some(show) = self.show.as_ref().filter(|_| !seats.is_empty()) else { return };
        let is_waiting = self.steps.len() > self.n_in_hand;
        match self.steps.last_mut().filter(|_| is_waiting) {
            Some(Step::Moved { start, seats: earlier }) if *start == show.start => {
                earlier.retain(|seat| seats.iter().all(|newer| newer.who != seat.who));
                earlier.extend(seats);
            }
            _ => {
                let step = Step::Moved { start: show.start, seats };
                let is_first = self.steps.is_empty();
                self.put(step, now);
                if is_first && self.not_before.is_none() {
                    self.not_before = Some(later(now, SETTLED)); // others may follow
                }
            }
        }
    }

    fn put(&mut self, step: Step, now: Timestamp) {
        if self.steps.len() >= MAX_STEPS && self.n_in_hand == 0 {
            self.steps.remove(0);
        }
        // What others wait for does not wait for those who may follow.
        self.not_before = self.not_before.filter(|at| since(now, *at) > SETTLED);
        self.steps.push(step);
    }
}

/// The moment as the database will have it: it is what a video is known by.
fn stored(now: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

#[cfg(test)]
mod tests;
