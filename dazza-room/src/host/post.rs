//! When tells and reminders are delivered: who spoke, came or came back, and what got lost on the way.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::names::PlayerName;

use super::{Host, Now};
use crate::commands::{Cause, Done};
use crate::reactions::{self, AFTER_JOIN, AFTER_RETURN, Note};
use crate::room::Happening;

impl Host {
    /// A player has said something in public: whoever speaks is here, away or not.
    pub(super) fn deliver_to_speaker(&mut self, player: &PlayerName, now: Now) {
        if self.may_deliver() && self.pending.post.take_tells(player.key()) {
            self.react(reactions::DELIVER_TELLS, (player.clone(), ""), Cause::Timer, now);
        }
    }

    /// Somebody came, went or changed.
    pub(super) fn note_for_post(&mut self, happening: &Happening, now: Now) {
        match happening {
            Happening::PlayerJoined(name) => self.expect(name, AFTER_JOIN, now),
            Happening::CameBack(name) => self.expect(name, AFTER_RETURN, now),
            Happening::PlayerLeft(name) | Happening::WentAway(name) => self.pending.post.gone(&name.to_lowercase()),
            Happening::RosterTold => self.expect_everybody(now),
        }
        self.set_alarm(now);
    }

    /// Takes in what a deed means for what waits to be delivered.
    pub(super) fn post_done(&mut self, done: &Done, now: Now) {
        let has_failed = done.result != CommandResult::Ok;
        if done.name == reactions::DELIVER_TELLS.name {
            self.pending.post.tells_taken(done.player.key(), has_failed, now.time);
        } else if done.name == reactions::GIVE_REMINDERS.name {
            let taken = |note: &Note| if let Note::RemindersTaken(ids) = note { ids.len() } else { 0 };
            let n_taken = done.notes.iter().map(taken).sum();
            self.pending.post.reminders_taken(n_taken, has_failed, now.time);
        } else if done.name == reactions::TAKE_BACK.name {
            self.pending.losses.taken_back(has_failed, now.time);
        }
        for note in &done.notes {
            match note {
                // Somebody may have come in while the tell was on its way into the database.
                Note::TellLeft(key) => self.expect(key, AFTER_JOIN, now),
                Note::Open { .. } => self.expect_everybody(now),
                _ => {}
            }
        }
    }

    /// Gives people their tells and reminders whose time has come.
    pub(super) fn deliver_what_is_due(&mut self, now: Now) {
        if !self.may_deliver() {
            return;
        }
        for key in self.pending.post.visits_due(now.time) {
            let is_back = |name: &str| name.parse::<PlayerName>().ok();
            let person = self.room.roster().get(&key).filter(|person| !person.is_afk);
            match person.and_then(|person| is_back(&person.name)) {
                Some(player) => self.deliver_to_speaker(&player, now),
                None => self.pending.post.gone(&key),
            }
        }
        if self.pending.post.take_reminders(self.room.roster(), now.time) {
            self.react(reactions::GIVE_REMINDERS, (self.bot.clone(), ""), Cause::Timer, now);
        }
    }

    /// What was to be delivered with lines that were lost counts as not delivered.
    pub(super) fn take_back_undelivered(&mut self, now: Now) {
        self.pending.losses.lose(self.outbox.take_undelivered());
        let lost = self.pending.losses.take(now.time);
        if !lost.is_empty() {
            let lost = reactions::lost_in_words(&lost);
            self.react(reactions::TAKE_BACK, (self.bot.clone(), &lost), Cause::Timer, now);
        }
    }

    /// Nothing is delivered to a room that we are not in, or on the way out of it.
    pub(super) fn may_deliver(&self) -> bool {
        self.stage.is_inside() && self.leave_by.is_none()
    }

    /// Has the person of that name looked after in a while, if here and not away.
    fn expect(&mut self, name: &str, after: Duration, now: Now) {
        if self.room.roster().get(name).is_some_and(|person| !person.is_afk) {
            self.pending.post.expect(&name.to_lowercase(), later(now.time, after));
        }
    }

    /// Who is here when we come, or come to know what is open, has come in while we did not look.
    fn expect_everybody(&mut self, now: Now) {
        let roster = self.room.roster().clone();
        for person in roster.iter() {
            self.expect(&person.name, AFTER_JOIN, now);
        }
    }
}
