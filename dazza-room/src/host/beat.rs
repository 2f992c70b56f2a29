//! The heartbeat: what the supervisor is told once a second.

use std::sync::Arc;

use dazza_shared::counters::LogCounts;
use dazza_shared::link::{Beat, Gauges, LastError, ToFleet};
use jiff::Timestamp;

use super::line::Stage;
use super::{Effect, Host};

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
                players: self.room.roster().len() as u64,
                viewers: self.room.n_viewers().into(),
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
}
