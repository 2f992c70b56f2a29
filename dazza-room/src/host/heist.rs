//! The heist as the host lives it: when its next step is due, and whose line is a vote.

use dazza_shared::counters::CommandResult;
use dazza_shared::link::LiveEvent;
use jiff::Timestamp;

use super::{Host, Now};
use crate::commands::{Cause, Done};
use crate::games::heist::Crime;
use crate::reactions::{self, HeistNow};

impl Host {
    /// Whether a heist may be begun: in a room where heists are, and we too.
    pub(super) fn may_begin_heist(&self) -> bool {
        self.may_deliver() && self.welcome.settings.heists.enabled
    }

    /// Takes the next step of the heist if its time has come. One that goes on does so whether we are in the room or not; but
    /// every step is told, and so it waits while the bot is to be quiet.
    pub(super) fn move_heist(&mut self, now: Now) {
        if !self.pending.house.hush.is_quiet(now.time) && self.pending.heist.take_due(self.may_begin_heist(), now.time)
        {
            let told = if self.stage.is_inside() { "" } else { reactions::UNSEEN };
            self.react(reactions::MOVE_HEIST, (self.bot.clone(), told), Cause::Timer, now);
        }
    }

    /// When its next step is due.
    pub(super) fn heist_due_at(&self, now: Now) -> Option<Timestamp> {
        let at = self.pending.heist.due_at(self.may_begin_heist())?;
        Some(self.pending.house.hush.over_at(now.time).map_or(at, |over| at.max(over)))
    }

    /// Takes in what became of a step.
    pub(super) fn heist_moved(&mut self, done: &Done, now: Now) {
        if done.name == reactions::MOVE_HEIST.name {
            self.pending.heist.stepped(done.result != CommandResult::Ok, now.time);
        }
    }

    /// Tells the live feed where the heist stands.
    pub(super) fn tell_of_heist(&mut self, heist: &HeistNow) {
        let (state, crime) = (heist.phase.name().to_owned(), heist.crime.map(|crime| crime.id.to_owned()));
        self.tell_live(LiveEvent::Heist { state, until: heist.until, id: heist.id, crime });
    }

    /// The crime that a line votes for; a command never does.
    pub(super) fn vote(&self, text: &str, now: Timestamp) -> Option<&'static Crime> {
        self.pending.heist.vote(text, now).filter(|_| !self.is_command(text))
    }
}
