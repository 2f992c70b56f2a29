//! Lines whose answers are found out outside: asked, waited for, and told.

use dazza_shared::counters::CommandResult;
use dazza_shared::line_key::LineKey;

use super::chat::Why;
use super::{Effect, Host, Now};
use crate::chat::{Heard, Reply};
use crate::commands::{Answer, Asks, Cause, Cooldowns, Deed, Done, Ended, First, OpenAsk, StoredRun, Tell};
use crate::journal::Standing;
use crate::outside::{Brought, Errand, Found, Question};
use crate::reactions::Note;

impl Host {
    /// Asks outside what a line wants to know, unless that is known; or looks up first what to ask.
    pub(super) fn ask_outside(&mut self, asks: Asks, heard: &Heard<'_>, why: Why, now: Now) {
        let (player, text) = (heard.player.clone(), heard.text.to_owned());
        let open = OpenAsk { asks, line: why.line, player, rank: heard.rank, text, route: heard.route };
        match open.asks.first.clone() {
            First::Ask(question) => match self.known.find(&question, now.time) {
                Some(found) => self.tell_what_was_found(&open, &found, why, now),
                None => self.send_for(question, open),
            },
            First::Look(run) => {
                let deed = self.deed_of(&open, run, Cause::Reading(open.line), now);
                let deed = Deed { heard_at: why.heard_at, ..deed };
                self.looks.insert(open.line, open);
                self.effects.push(Effect::Work(Box::new(deed)));
            }
        }
    }

    /// It is known what to ask because of a line, or that there is nothing to be asked.
    pub(super) fn looked_up(&mut self, line: LineKey, done: &Done, now: Now) {
        let Some(open) = self.looks.remove(&line) else { return };
        let question = done.notes.iter().find_map(|note| match note {
            Note::Ask(question) => Some(question.clone()),
            _ => None,
        });
        if let Some(question) = question {
            self.say_meanwhile(line, done.reply.clone(), now);
            self.send_for(question, open);
        } else {
            let command = Some(open.asks.command.name);
            let reply = done.reply.clone().and(open.asks.aside.clone());
            let answer = Answer { reply, command, result: done.result, error: None };
            self.end_ask(&open, &answer, Why { line, heard_at: done.heard_at }, now);
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
            Found::Words(words) if self.words_came(id, &words, now) => {}
            found => {
                let Some(open) = self.asks.remove(&id) else { return };
                if let First::Ask(question) = &open.asks.first {
                    self.known.note(question, &found, now.time);
                }
                self.tell_what_was_found(&open, &found, Why { line: open.line, heard_at: None }, now);
            }
        }
    }

    fn send_for(&mut self, question: Question, open: OpenAsk) {
        self.n_asks += 1;
        self.asks.insert(self.n_asks, open);
        self.effects.push(Effect::Fetch(Errand { id: self.n_asks, question }));
    }

    /// Says something while the answer to a line is found out: once, whoever dies over that.
    fn say_meanwhile(&mut self, line: LineKey, reply: Reply, now: Now) {
        let opening = line.opening();
        if !reply.is_silent() && self.book.standing(opening) == Standing::Fresh {
            self.say(&reply.because_of(opening), None, None, now);
        }
    }

    fn tell_what_was_found(&mut self, open: &OpenAsk, found: &Found, why: Why, now: Now) {
        match open.asks.asking.tell {
            Tell::Now(tell) => {
                let answer = open.tell(tell, found, &self.view(now.time), now.time);
                self.end_ask(open, &answer, why, now);
            }
            Tell::Stored(run) => {
                let deed = self.deed_of(open, run, Cause::Command(open.line), now);
                let (found, aside) = (Some(found.clone()), open.asks.aside.clone());
                self.effects.push(Effect::Work(Box::new(Deed { aside, found, ..deed })));
            }
        }
    }

    /// What the worker is to do for such a use.
    fn deed_of(&self, open: &OpenAsk, run: StoredRun, cause: Cause, now: Now) -> Deed {
        Deed {
            name: open.asks.command.name,
            run,
            cause,
            player: open.player.clone(),
            rank: open.rank,
            text: open.text.clone(),
            args: open.asks.args.clone(),
            route: open.route,
            now: now.time,
            dice: open.asks.dice.clone(),
            lasting: None,
            aside: Reply::default(),
            found: None,
            cooldowns: Cooldowns::default(),
            snapshot: self.snapshot(now.time),
            heard_at: None,
        }
    }

    fn end_ask(&mut self, open: &OpenAsk, answer: &Answer, why: Why, now: Now) {
        if answer.result != CommandResult::Ok {
            self.desk.finish(open.asks.command.name, open.player.key(), Ended::Undone, now.time);
        }
        self.answered(answer, why, now);
    }
}
