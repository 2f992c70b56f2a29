//! The duels by coin, and likewise the contests, that wait for an answer, so that a line is looked at for one only where there is one.

use dazza_shared::clock;
use jiff::Timestamp;

use super::TRY_AGAIN;

/// A duel that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDuel {
    /// Its number.
    pub id: i64,
    /// The key of who may answer.
    pub challenged: String,
    /// Until when.
    pub until: Timestamp,
}

/// All of them, and when to call those off that nobody has answered.
#[derive(Debug, Default)]
pub struct OpenDuels {
    open: Vec<OpenDuel>,
    is_under_way: bool,
    not_before: Option<Timestamp>,
}

impl OpenDuels {
    /// A duel waits for its answer from now on.
    pub(super) fn add(&mut self, duel: &OpenDuel) {
        self.end(duel.id);
        self.open.push(duel.clone());
    }

    /// The duel of that number has come to its end.
    pub(super) fn end(&mut self, id: i64) {
        self.open.retain(|duel| duel.id != id);
    }

    /// Every duel that ran out by `then` has come to its end.
    pub(super) fn end_by(&mut self, then: Timestamp) {
        self.open.retain(|duel| duel.until > then);
    }

    /// Whether the player of that key may answer one.
    pub fn wait_for(&self, player_key: &str, now: Timestamp) -> bool {
        self.open.iter().any(|duel| duel.challenged == player_key && duel.until > now)
    }

    /// When the next one has run out.
    pub(super) fn due_at(&self) -> Option<Timestamp> {
        let next = self.open.iter().map(|duel| duel.until).min().filter(|_| !self.is_under_way)?;
        Some(self.not_before.map_or(next, |not_before| next.max(not_before)))
    }

    /// Whether some have run out and are to be called off; asked once, it is under way.
    pub fn take_due(&mut self, now: Timestamp) -> bool {
        let is_due = self.due_at().is_some_and(|at| at <= now);
        self.is_under_way |= is_due;
        is_due
    }

    /// Calling off has come to its end; what is still there is tried again in a while.
    pub fn tried(&mut self, now: Timestamp) {
        self.is_under_way = false;
        self.not_before = Some(clock::later(now, TRY_AGAIN)).filter(|_| self.open.iter().any(|duel| duel.until <= now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_444_500 + seconds).unwrap()
    }

    fn duel(id: i64, until: i64) -> OpenDuel {
        OpenDuel { id, challenged: format!("player{id}"), until: at(until) }
    }

    #[test]
    fn a_duel_waits_for_the_one_who_was_asked_until_it_has_run_out() {
        let mut duels = OpenDuels::default();
        duels.add(&duel(1, 30));
        assert!(duels.wait_for("player1", at(29)) && !duels.wait_for("player2", at(29)));
        assert!(!duels.wait_for("player1", at(30)));
        duels.end(1);
        assert!(!duels.wait_for("player1", at(0)));
        assert_eq!(duels.due_at(), None);
    }

    #[test]
    fn those_that_have_run_out_are_called_off_once_and_again_only_if_that_failed() {
        let mut duels = OpenDuels::default();
        duels.add(&duel(2, 40));
        duels.add(&duel(1, 30));
        assert_eq!(duels.due_at(), Some(at(30)));
        assert!(!duels.take_due(at(29)));
        assert!(duels.take_due(at(30)) && !duels.take_due(at(30)));
        duels.tried(at(31));
        assert_eq!(duels.due_at(), Some(at(36)), "the database was away");
        assert!(duels.take_due(at(36)));
        duels.end_by(at(36));
        duels.tried(at(36));
        assert_eq!(duels.due_at(), Some(at(40)));
    }
}
