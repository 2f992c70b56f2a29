//! How far the current item has played: whole seconds of a clock that starts anew with each item. Pure.

use std::time::Duration;

use dazza_shared::clock::{later, since};
use jiff::Timestamp;

/// Where a fresh start stands: so many seconds before the beginning.
///
/// Source: `cytube-protocol`, section 5.
const LEAD_IN: u32 = 3;

/// Seconds between two `mediaUpdate`s. Source: `cytube-protocol`, section 5.
const UPDATE_EVERY: u64 = 5;

/// Seconds an item stays after its end. Source: `cytube-protocol`, section 5.
const TAIL: f64 = 2.0;

/// Seconds ahead in which the next telling lies at the latest: a lead-in and a round of updates.
const AHEAD: u64 = 10;

/// The clock of a playlist.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    state: State,
    /// Seconds counted towards the next update; a new item does not begin them anew, the end of its lead-in does.
    ///
    /// Source: the recordings of `media-change`: an update one second after a skip, in the middle of the lead-in.
    beats: u64,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Nobody watches; it stands at this second, or has not begun.
    Paused(Option<f64>),
    /// It plays: at `began` it stood at `from`, and `told` seconds of it are dealt with.
    Running { began: Timestamp, from: f64, told: u64 },
    /// It has no length, and so no position.
    Endless,
    /// Somebody leads, and said where it is.
    Led { position: f64, is_paused: bool },
}

/// What a second of the clock is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// The position is told.
    Update,
    /// The item is over.
    End,
}

impl Pace {
    pub(super) const fn new() -> Self {
        Self { state: State::Paused(None), beats: 0 }
    }

    /// Begins an item of so many seconds, or the same one anew; a leader begins at its beginning.
    pub(super) fn start(&mut self, seconds: u32, now: Timestamp) {
        self.count(now);
        self.state = match self.state {
            State::Led { .. } => State::Led { position: 0.0, is_paused: false },
            _ if seconds == 0 => State::Endless,
            _ => State::Running { began: now, from: -f64::from(LEAD_IN), told: 0 },
        };
    }

    /// Goes on from `position`, as after a shuffle; a leader's word stands.
    pub(super) fn go_on(&mut self, position: f64, now: Timestamp) {
        self.count(now);
        if matches!(self.state, State::Running { .. } | State::Paused(_)) {
            self.state = State::Running { began: now, from: position, told: 0 };
        }
    }

    /// Goes on playing an item of so many seconds where it was paused, or from the start.
    pub(super) fn resume(&mut self, seconds: u32, now: Timestamp) {
        match self.state {
            State::Paused(Some(position)) if seconds > 0 => self.go_on(position, now),
            State::Paused(_) => self.start(seconds, now),
            State::Running { .. } | State::Endless | State::Led { .. } => {}
        }
    }

    /// Stands still, since nobody watches.
    pub(super) fn pause(&mut self, now: Timestamp) {
        if let State::Running { .. } | State::Led { .. } = self.state {
            let (position, _) = self.position(now);
            self.count(now);
            self.state = State::Paused((position >= 0.0).then_some(position));
        }
    }

    /// Stands still until the leader says more.
    pub(super) fn follow(&mut self, now: Timestamp) {
        let (position, is_paused) = self.position(now);
        self.count(now);
        self.state = State::Led { position, is_paused };
    }

    /// Takes the leader's word for where it is.
    pub(super) const fn led_to(&mut self, position: f64, is_paused: bool) {
        self.state = State::Led { position, is_paused };
    }

    /// Goes on by itself from where the leader left it.
    pub(super) fn release(&mut self, seconds: u32, now: Timestamp) {
        if let State::Led { position, .. } = self.state {
            self.state = State::Paused(Some(position.max(0.0)));
            self.resume(seconds, now);
        }
    }

    /// The position as of the last whole second, and whether it stands still.
    pub(super) fn position(&self, now: Timestamp) -> (f64, bool) {
        match self.state {
            State::Running { began, from, .. } => {
                let position = from + whole(ticks(began, now));
                (position, position < 0.0)
            }
            State::Led { position, is_paused } => (position, is_paused),
            State::Paused(position) => (position.unwrap_or(0.0), false),
            State::Endless => (0.0, false),
        }
    }

    /// When the next beat is due.
    pub(super) fn next_due(&self, seconds: u32) -> Option<Timestamp> {
        let State::Running { began, told, .. } = self.state else { return None };
        let beat = (told + 1..=told + AHEAD).find(|second| self.beat(*second, seconds).is_some())?;
        Some(later(began, Duration::from_secs(beat)))
    }

    /// The last beat that is due at `now`, which is dealt with from then on.
    pub(super) fn take_beat(&mut self, seconds: u32, now: Timestamp) -> Option<Beat> {
        let State::Running { began, from, told } = self.state else { return None };
        let second = ticks(began, now);
        let beat = (told + 1..=second).rev().find_map(|second| self.beat(second, seconds));
        self.state = State::Running { began, from, told: second };
        beat
    }

    fn beat(&self, second: u64, seconds: u32) -> Option<Beat> {
        let State::Running { from, .. } = self.state else { return None };
        if from + whole(second) >= f64::from(seconds) + TAIL {
            return Some(Beat::End);
        }
        self.beats_at(second, from).is_multiple_of(UPDATE_EVERY).then_some(Beat::Update)
    }

    /// Seconds counted towards the next update, `second` seconds after the clock was started at `from`.
    fn beats_at(&self, second: u64, from: f64) -> u64 {
        let since_lead_in = second.checked_sub(LEAD_IN.into()).filter(|_| from < 0.0);
        since_lead_in.unwrap_or(self.beats + second)
    }

    /// Keeps the count over a new start.
    fn count(&mut self, now: Timestamp) {
        if let State::Running { began, from, .. } = self.state {
            self.beats = self.beats_at(ticks(began, now), from);
        }
    }
}

/// Whole seconds since `began`.
fn ticks(began: Timestamp, now: Timestamp) -> u64 {
    since(began, now).as_secs()
}

fn whole(seconds: u64) -> f64 {
    f64::from(u32::try_from(seconds).unwrap_or(u32::MAX))
}
