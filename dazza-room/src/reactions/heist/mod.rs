//! The heist of a room: one at a time, a step of it whenever its time has come, and votes in between.
//!
//! Where it stands is in the database, so that the next process goes on with the time that was left. Each step is a deed:
//! what is drawn, what is paid and what is to be said of it are stored with the step, and happen once.

mod clock;
mod pay;
mod resume;
mod step;
mod vote;
mod words;

use dazza_shared::clock::later;
use dazza_shared::config::HeistSettings;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::StoreError;
use dazza_shared::store::heist::{self, Standing};
use jiff::Timestamp;

use super::Note;
use crate::commands::StoredCx;
use crate::games::heist::{Crime, Phase, Spans, crime};

pub use clock::HeistClock;
pub(super) use resume::{is_news, resume};
pub(super) use step::REACTION as STEP;
pub(super) use vote::REACTION as VOTE;

/// What a step is told when nobody knows who is in the room.
pub const UNSEEN: &str = "unseen";

/// Where a room's heist stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeistNow {
    /// What it is at.
    pub phase: Phase,
    /// Until when; nothing before the first one is planned.
    pub until: Option<Timestamp>,
    /// The number of the heist that goes on, or was the last.
    pub id: Option<i64>,
    /// The crimes to vote on.
    pub offered: Vec<&'static Crime>,
    /// The crime that won.
    pub crime: Option<&'static Crime>,
}

impl HeistNow {
    /// Where the heist stands, to be changed; and since when.
    pub(crate) async fn read(deed: &mut StoredCx<'_>) -> Result<(Self, Option<Timestamp>), StoreError> {
        let standing = heist::standing(&mut deed.tx, deed.room).await?;
        let Standing { phase, until, heist, offered, crime: won, since } = standing;
        let phase = phase.and_then(|name| Phase::named(&name)).unwrap_or_default();
        let offered = offered.iter().filter_map(|id| crime(id)).collect();
        Ok((Self { phase, until, id: heist, offered, crime: won.and_then(|id| crime(&id)) }, since))
    }

    /// Keeps that it stands so, and has the room remember.
    pub(crate) async fn keep(self, deed: &mut StoredCx<'_>) -> Result<(), StoreError> {
        let standing = Standing {
            phase: Some(self.phase.name().to_owned()),
            until: self.until,
            heist: self.id,
            offered: self.offered.iter().map(|crime| crime.id.to_owned()).collect(),
            crime: self.crime.map(|crime| crime.id.to_owned()),
            since: None,
        };
        let (room, now, is_idle) = (deed.room, deed.cx.now, self.phase == Phase::Idle);
        heist::keep_standing(&mut deed.tx, room, (&standing, is_idle), now).await?;
        deed.notes.push(Note::Heist(self));
        Ok(())
    }

    /// The same in another phase, which lasts as long as is drawn for it.
    pub(crate) fn enter(self, phase: Phase, deed: &mut StoredCx<'_>) -> Self {
        let spans = spans(&deed.cx.view.settings.heists);
        let until = later(deed.cx.now, phase.lasts(&spans, deed.cx.dice));
        // As the database will have it.
        let until = Timestamp::from_millisecond(until.as_millisecond()).unwrap_or(until);
        Self { phase, until: Some(until), ..self }
    }

    /// The time when the next one is planned, and nothing of this one but its number.
    pub(crate) fn put_off(self, deed: &mut StoredCx<'_>) -> Self {
        Self { id: self.id, ..Self::default() }.enter(Phase::Idle, deed)
    }
}

/// Begins a heist: the next step tells the room.
pub(crate) async fn begin(deed: &mut StoredCx<'_>) -> Result<(), StoreError> {
    let id = heist::open(&mut deed.tx, deed.room, deed.cx.now).await?;
    let offered = crate::games::heist::offer(deed.cx.dice);
    let begun = HeistNow { id: Some(id), offered, ..HeistNow::default() };
    begun.enter(Phase::Announcing, deed).keep(deed).await
}

/// The key of what is said of a heist at one step of it.
fn key(room: &RoomName, what: &str, id: i64) -> LineKey {
    LineKey::of_timer(room, what, id)
}

fn spans(settings: &HeistSettings) -> Spans {
    Spans {
        delay: (settings.delay_min, settings.delay_max),
        voting: settings.voting,
        run: (settings.run_min, settings.run_max),
        cooldown: settings.cooldown,
    }
}
