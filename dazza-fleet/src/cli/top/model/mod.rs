//! What `top` knows: events go in, wishes come out, and a screen can be drawn of it at any time.

mod event;
mod keys;
mod picture;
mod plan;
mod rates;
mod sort;

pub(super) use event::{Deed, Entry, Event, Look, Order, Wish};
pub(super) use picture::{Picture, why};
pub(super) use plan::{HEIGHT, Plan, WIDTH};
pub(super) use rates::{Rate, SAMPLES};
pub(super) use sort::{Column, Sort};

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use jiff::tz::TimeZone;
use ratatui::layout::Size;

use crate::logs::{Level, tame};
use crate::supervisor::Ordered;
use crate::view::RoomView;

/// How the screen is to be.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// Whether colours may be used; nothing is told by colour alone.
    pub(super) has_colour: bool,
    /// The zone in which times are shown.
    pub(super) zone: TimeZone,
}

/// What the next key is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// For the table and the log.
    Watching,
    /// An answer to whether this is to be done.
    Asking(Order),
    /// A sign of the filter.
    Filtering,
    /// The end of the help.
    Helping,
}

/// The supervisor does not answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Away {
    /// Since when. On the session's clock.
    pub(super) since: Duration,
    /// Why, in words.
    pub(super) why: String,
}

/// All that `top` knows.
#[derive(Debug)]
pub(super) struct Model {
    pub(super) manner: Manner,
    pub(super) size: Size,
    live: Picture,
    /// The picture that stands still, if it is to.
    frozen: Option<Box<Picture>>,
    pub(super) away: Option<Away>,
    /// The room that was chosen last; it may be hidden now, or gone.
    selected: Option<RoomName>,
    pub(super) is_log_of_all: bool,
    pub(super) sort: Sort,
    pub(super) filter: String,
    pub(super) level: Level,
    /// How far the log is scrolled back. Unit: lines.
    pub(super) n_back: usize,
    pub(super) mode: Mode,
    /// What there is to tell, until the next key.
    pub(super) told: Option<String>,
    /// The order whose end is awaited, with the process it began with.
    awaited: Option<(Order, Option<i32>)>,
}

impl Model {
    /// Nothing seen yet.
    pub(super) fn new(level: Level, manner: Manner) -> Self {
        Self {
            manner,
            size: Size::new(WIDTH, HEIGHT),
            live: Picture::default(),
            frozen: None,
            away: None,
            selected: None,
            is_log_of_all: false,
            sort: Sort::default(),
            filter: String::new(),
            level,
            n_back: 0,
            mode: Mode::Watching,
            told: None,
            awaited: None,
        }
    }

    /// Takes an event in; `now` is the session's clock.
    pub(super) fn hear(&mut self, event: Event, now: Duration) -> Option<Wish> {
        match event {
            Event::Looked(look) => {
                self.away = None;
                self.live.take(*look, now);
                self.notice_end();
            }
            Event::Away(why) => {
                if self.away.is_none() {
                    self.told = None; // why it is away is told in the same place
                }
                let since = self.away.take().map_or(now, |away| away.since);
                self.away = Some(Away { since, why: tame(&why) });
            }
            Event::Logged(entries) => self.log(entries),
            Event::LoggedAnew(entries) => {
                self.live.forget_log();
                self.n_back = 0;
                self.log(entries);
            }
            Event::Ordered(order, outcome) => self.ordered(order, outcome),
            Event::Resized(size) => self.size = size,
            Event::Key(key) => return self.press(key),
            Event::Blind(why) => return Some(Wish::GiveUp(why)),
        }
        None
    }

    /// What is shown.
    pub(super) fn picture(&self) -> &Picture {
        self.frozen.as_deref().unwrap_or(&self.live)
    }

    /// Whether the picture stands still.
    pub(super) fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }

    /// The rooms as they are shown: filtered and sorted.
    pub(super) fn rows(&self) -> Vec<&RoomView> {
        let picture = self.picture();
        let rooms = picture.look.iter().flat_map(|look| &look.view.rooms);
        let mut rows: Vec<_> = rooms.filter(|room| room.name.as_str().contains(&self.filter)).collect();
        self.sort.apply(&mut rows, picture);
        rows
    }

    /// Which of the rows is chosen: the first one if the room that was is not among them.
    pub(super) fn at(&self, rows: &[&RoomView]) -> usize {
        rows.iter().position(|room| Some(&room.name) == self.selected.as_ref()).unwrap_or(0)
    }

    /// The room that is chosen.
    pub(super) fn chosen(&self) -> Option<RoomName> {
        let rows = self.rows();
        rows.get(self.at(&rows)).map(|room| room.name.clone())
    }

    /// The lines of log that can be shown, the latest last.
    pub(super) fn log_lines(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        let room = if self.is_log_of_all { None } else { self.chosen() };
        self.picture().lines(room.as_ref(), !self.is_log_of_all)
    }

    /// Where everything stands on the screen.
    pub(super) fn plan(&self) -> Plan {
        Plan::of(self.size, self.rows().len())
    }

    fn log(&mut self, entries: Vec<Entry>) {
        let chosen = self.chosen();
        let is_shown = |entry: &&Entry| self.is_log_of_all || Some(&*entry.room) == chosen.as_ref();
        let n_more = entries.iter().filter(is_shown).count();
        self.live.log(entries);
        // What is looked at stays where it is while more is added below.
        if self.n_back > 0 && !self.is_frozen() {
            self.n_back = (self.n_back + n_more).min(self.furthest());
        }
    }

    /// How far the log can be scrolled back. Unit: lines.
    fn furthest(&self) -> usize {
        self.log_lines().count().saturating_sub(self.plan().log.height.into())
    }

    fn ordered(&mut self, order: Order, outcome: Result<Ordered, String>) {
        match outcome {
            Ok(ordered) => {
                self.told = Some(format!("{}: {} begun", order.room, order.deed.as_str()));
                self.awaited = Some((order, ordered.old_pid));
            }
            Err(why) => {
                self.told = Some(format!("{}: no {}: {}", order.room, order.deed.as_str(), tame(&why)));
            }
        }
    }

    /// Tells when what was ordered has come about.
    fn notice_end(&mut self) {
        let Some((order, old_pid)) = &self.awaited else { return };
        let Some(room) = self.live.look.as_ref().and_then(|look| look.view.room(&order.room)) else { return };
        let process = room.pid.map_or_else(|| "none".to_owned(), |pid| pid.to_string());
        let end = match order.deed {
            Deed::Stop if room.pid.is_none() => "is stopped".to_owned(),
            Deed::Start if room.phase == Phase::Joined => format!("is joined: process {process}"),
            Deed::Restart if room.phase == Phase::Joined && room.pid != *old_pid => {
                format!("is joined again: process {process}")
            }
            Deed::Stop | Deed::Start | Deed::Restart => return,
        };
        self.told = Some(format!("{} {end}", order.room));
        self.awaited = None;
    }
}

#[cfg(test)]
mod tests;
