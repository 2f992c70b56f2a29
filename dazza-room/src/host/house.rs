//! What a room's own people have set up, as the host lives it: said when it is due, and not said to who wants none of it.

use dazza_shared::counters::CommandResult;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::{Host, Now};
use crate::chat::{Heard, Route};
use crate::commands::{Access, Cause, Done};
use crate::reactions;

impl Host {
    /// Whether that person may be greeted now, or seen off.
    pub(super) fn may_greet(&self, name: &str, now: Now) -> bool {
        let house = &self.pending.house;
        !house.hush.is_quiet(now.time) && house.opt_outs.may_greet(name)
    }

    /// Whether something may be said now because of what that person said or did unasked.
    pub(super) fn may_answer_unasked(&self, name: &str, now: Now) -> bool {
        let house = &self.pending.house;
        !house.hush.is_quiet(now.time) && house.opt_outs.may_answer(name)
    }

    /// Whether somebody who speaks to the bot may be answered now: one who is told to be left alone is not.
    pub(super) fn may_talk_to(&self, player: &PlayerName, now: Now) -> bool {
        let rank = self.room.roster().get(player.key()).map_or(0.0, |person| person.rank);
        let heard = Heard { player, rank, text: "", route: Route::Public };
        let house = &self.pending.house;
        let is_hushed = house.hush.is_total(now.time) && !Access::Moderator.admits(&heard, &self.settings);
        !is_hushed && house.opt_outs.may_answer(player.key())
    }

    /// A player has said something that asks for nothing; perhaps there is an answer to it.
    pub(super) fn respond(&mut self, player: &PlayerName, text: &str, key: LineKey, now: Now) {
        self.pending.house.announcements.note_line();
        if self.may_deliver()
            && self.may_answer_unasked(player.key(), now)
            && let Some(id) = self.pending.house.responses.answer_to(text, now.time, &mut self.dice)
        {
            self.react(reactions::RESPOND, (player.clone(), &id.to_string()), Cause::Line(key), now);
        }
        self.set_alarm(now);
    }

    /// Has an announcement said that is due.
    pub(super) fn announce_what_is_due(&mut self, now: Now) {
        if self.may_announce(now.time)
            && let Some(id) = self.pending.house.announcements.take_due(now.time)
        {
            self.react(reactions::SAY_ANNOUNCEMENT, (self.bot.clone(), &id.to_string()), Cause::Timer, now);
        }
    }

    /// Takes in what became of it.
    pub(super) fn house_done(&mut self, done: &Done, now: Now) {
        if done.name == reactions::SAY_ANNOUNCEMENT.name {
            self.pending.house.announcements.tried(done.result != CommandResult::Ok, now.time);
        }
    }

    /// When something of this is due next.
    pub(super) fn house_due_at(&self, now: Now) -> Option<Timestamp> {
        let house = &self.pending.house;
        let quiet = house.hush.over_at(now.time);
        quiet.or_else(|| house.announcements.due_at().filter(|_| self.may_announce(now.time)))
    }

    fn may_announce(&self, now: Timestamp) -> bool {
        let is_somebody_here = self.room.roster().iter().any(|person| !self.bot.is(&person.name));
        self.may_deliver() && is_somebody_here && !self.pending.house.hush.is_quiet(now)
    }
}
