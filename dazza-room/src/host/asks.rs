//! Lines whose answers are found out outside: asked, waited for, and told.

use dazza_shared::counters::CommandResult;

use super::chat::Why;
use super::{Effect, Host, Now};
use crate::chat::Heard;
use crate::commands::{Asks, Ended, OpenAsk};
use crate::outside::{Brought, Errand, Found};

impl Host {
    /// Asks outside what a line wants to know, unless that is known.
    pub(super) fn ask_outside(&mut self, asks: Asks, heard: &Heard<'_>, why: Why, now: Now) {
        let (known, question) = (self.known.find(&asks.question, now.time), asks.question.clone());
        let (player, text) = (heard.player.clone(), heard.text.to_owned());
        let open = OpenAsk { asks, line: why.line, player, rank: heard.rank, text, route: heard.route };
        if let Some(found) = known {
            self.tell_what_was_found(&open, &found, why, now);
        } else {
            self.n_asks += 1;
            self.asks.insert(self.n_asks, open);
            self.effects.push(Effect::Fetch(Errand { id: self.n_asks, question }));
        }
    }

    /// An errand has come to its end.
    pub(super) fn brought(&mut self, brought: Brought, now: Now) {
        let Brought { id, found } = brought;
        match found {
            Found::Title(title) => {
                self.remarks.brought(id, title.as_deref(), now.time);
                self.set_alarm(now);
            }
            found => {
                let Some(open) = self.asks.remove(&id) else { return };
                self.known.note(&open.asks.question, &found, now.time);
                self.tell_what_was_found(&open, &found, Why { line: open.line, heard_at: None }, now);
            }
        }
    }

    fn tell_what_was_found(&mut self, open: &OpenAsk, found: &Found, why: Why, now: Now) {
        let answer = open.tell(found, &self.view(now.time), now.time);
        if answer.result != CommandResult::Ok {
            self.desk.finish(open.asks.command.name, open.player.key(), Ended::Undone, now.time);
        }
        self.answered(&answer, why, now);
    }
}
