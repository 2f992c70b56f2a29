//! Muggings as the room lives them: whatever a victim says is heard, and what is over is settled.

use dazza_shared::counters::CommandResult;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::{Host, Now};
use crate::commands::{Cause, Done};
use crate::reactions::{self, MugStep};

impl Host {
    /// A player has said something in public, at that moment: whoever is being mugged is on guard from then on.
    pub(super) fn note_victim(&mut self, player: &PlayerName, at: Timestamp, now: Now) {
        if self.pending.mugs.hear(player, at) {
            self.tend_muggings(now);
            self.set_alarm(now);
        }
    }

    /// Has put down what victims have said, and settled what is over. Victims are not heard while we are outside.
    pub(super) fn tend_muggings(&mut self, now: Now) {
        while let Some(step) = self.pending.mugs.take_due(self.may_deliver(), now.time) {
            match step {
                MugStep::Answer(victim, at) => {
                    let then = Now { instant: now.instant, time: at };
                    self.react(reactions::HEAR_VICTIM, (victim, ""), Cause::Timer, then);
                }
                MugStep::Settle { id, victim } => {
                    let victim = victim.parse().unwrap_or_else(|_| self.bot.clone());
                    self.react(reactions::SETTLE_MUG, (victim, &id.to_string()), Cause::Timer, now);
                }
            }
        }
    }

    /// Takes in what became of a deed about a mugging.
    pub(super) fn mugging_done(&mut self, done: &Done, now: Now) {
        if [reactions::HEAR_VICTIM.name, reactions::SETTLE_MUG.name].contains(&done.name) {
            self.pending.mugs.tried(done.player.key(), done.result != CommandResult::Ok, now.time);
        }
    }
}
