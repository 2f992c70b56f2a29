//! The heartbeat: what the supervisor is told once a second.

use std::sync::Arc;

use dazza_shared::counters::LogCounts;
use dazza_shared::link::{Beat, Gauges, LastError, LiveEvent, OnScreen, ToFleet};
use jiff::Timestamp;

use super::line::Stage;
use super::{Effect, Host};
use crate::cytube::event::Media;

impl Host {
    /// Takes over what became of the log's records; `warning` tells why they cannot be written, once.
    pub(crate) fn note_log(&mut self, counts: LogCounts, warning: Option<String>, time: Timestamp) {
        self.counters.log = counts;
        if let Some(why) = warning {
            self.last_error = Some(LastError { time, text: format!("the log cannot be written: {why}") });
        }
    }

    /// Takes in what the process takes of memory. Unit: bytes.
    pub(crate) fn note_memory(&mut self, bytes: u64) {
        Arc::make_mut(&mut self.vitals).memory.note(bytes);
    }

    /// How much is kept in mind.
    fn kept(&self) -> Vec<(&'static str, usize)> {
        vec![
            ("people", self.room.roster().len()),
            ("playlist", self.room.playlist().len()),
            ("waits", self.desk.n_waits()),
            ("answers", self.book.n_kept()),
            ("lines", self.recent.len() + self.lately.len()),
            ("outbox", self.outbox.n_waiting()),
            ("errands", self.asks.len() + self.looks.len() + self.talks.len()),
            ("deeds", self.store.n_deeds),
            ("unstored", self.store.n_unstored),
        ]
    }

    pub(super) fn beat(&mut self) {
        let kept = self.kept();
        Arc::make_mut(&mut self.vitals).kept = kept;
        let (players, afk, viewers) = self.counts();
        self.counters.lines_unconfirmed = self.outbox.n_given_up();
        let beat = Beat {
            line: self.line_phase(),
            store: self.store.phase,
            reason: self.why_not_inside.as_ref().map(|out| out.reason.clone()).or_else(|| self.store.trouble.clone()),
            warning: self.obstacle.map(|obstacle| obstacle.to_string()).or_else(|| self.store.spool_trouble.clone()),
            next_try: match &self.stage {
                Stage::Waiting { next_try, .. } => Some(*next_try),
                _ => None,
            },
            counters: self.counters.clone(),
            gauges: Gauges {
                players,
                afk,
                viewers,
                on_screen: self.room.screen().media().map(on_screen),
                playlist: self.room.playlist().len() as u64,
                outbox: self.outbox.n_waiting() as u64,
                deeds: self.store.n_deeds as u64,
                unstored: self.store.n_unstored as u64,
                spooled: self.store.n_spooled,
                spool_bytes: self.store.spool_bytes,
                spooled_since: self.store.spooled_since,
            },
            last_error: self.last_error.clone(),
        };
        self.effects.push(Effect::Tell(ToFleet::Beat(Box::new(beat))));
    }

    /// Tells the live feed how many are here when that is not as it was told last.
    pub(super) fn tell_counts(&mut self) {
        let counts = self.counts();
        if std::mem::replace(&mut self.counted, counts) != counts {
            let (players, afk, viewers) = counts;
            self.tell_live(LiveEvent::Counted { players, afk, viewers });
        }
    }

    /// Named people, those of them who are away, and connections.
    fn counts(&self) -> (u64, u64, u64) {
        let roster = self.room.roster();
        let n_afk = roster.iter().filter(|person| person.is_afk).count();
        (roster.len() as u64, n_afk as u64, self.room.n_viewers().into())
    }
}

/// What plays, as others are told of it.
pub(super) fn on_screen(media: &Media) -> OnScreen {
    let Media { id, kind, title, seconds, .. } = media;
    OnScreen { kind: kind.to_string(), id: id.to_string(), title: title.to_string(), seconds: *seconds }
}
