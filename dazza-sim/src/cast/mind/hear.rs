//! What a character makes of what they hear: a cue, a question, their name, an answer of the bot.

use std::sync::Arc;
use std::time::Duration;

use super::hands::Stack;
use super::roster::Roster;
use super::speech::command_of;
use super::{Heard, Mind, Visit, What, Whereabouts, pace};
use crate::cast::script::{Cue, Pool};
use crate::cast::words::{essence, mentions, offered};

/// How likely a character says hello on coming in. Unit: percent.
const SAYS_HELLO: f64 = 60.0;
/// How likely somebody greets a newcomer, shared by all in the room. Unit: percent.
const GREETS: f64 = 90.0;
/// How likely somebody has a word for one who left, or for the bot's coming and going, likewise. Unit: percent.
const REMARKS: f64 = 60.0;
/// How likely somebody has a word for the bot's answer to another, likewise. Unit: percent.
const OVERHEARS: f64 = 40.0;
/// How likely one has a word for the bot's answer to oneself. Unit: percent.
const TAKES_ANSWER: f64 = 50.0;
/// How likely that word is about the command and not just any. Unit: percent.
const TAKES_POINT: f64 = 70.0;
/// How likely one answers to one's name. Unit: percent.
const ANSWERS_CALL: f64 = 45.0;
/// How likely one takes one of the things that the bot offers. Unit: percent.
const CHOOSES: f64 = 45.0;
/// How likely the asker has the last word. Unit: percent.
const CLOSES: f64 = 75.0;

impl Mind {
    /// Takes in what was heard at `now`.
    pub(in crate::cast) fn hear(&mut self, now: Duration, heard: &Heard) {
        match heard {
            Heard::Joined(present) => self.come_in(now, present),
            Heard::Cut => self.lose_line(now),
            Heard::Came(name) => self.see_come(now, name),
            Heard::Left(name) => self.see_leave(now, name),
            Heard::Away(name, is_away) => self.roster.note_away(name, *is_away),
            Heard::Line { from, text } => self.hear_line(now, from, text),
        }
    }

    /// A list that comes later, as it does to those in charge, only says who is there.
    fn come_in(&mut self, now: Duration, present: &[(String, bool)]) {
        self.roster = Roster::of(present);
        if self.whereabouts != Whereabouts::Entering {
            return;
        }
        let Some(character) = self.script.characters.get(self.me) else { return };
        let until = now + pace::around(character.stays, &mut self.dice);
        let next_turn = now + pace::by_chance(character.every, &mut self.dice);
        self.whereabouts = Whereabouts::In(Visit { until, next_turn, is_going: false, is_napping: false });
        self.n_failures = 0;
        self.look_forward_to_bot(now);
        if self.dice.percent(SAYS_HELLO) {
            let hello = self.draw_from(Pool::Hello, None);
            self.react(now, hello);
        }
    }

    fn lose_line(&mut self, now: Duration) {
        let doublings = self.n_failures.min(5);
        self.n_failures += 1;
        let pause = pace::REDIAL.draw(&mut self.dice) * 2_u32.pow(doublings);
        self.go_out(now + pause);
    }

    /// The first command comes soon after the bot and the character have met.
    fn look_forward_to_bot(&mut self, now: Duration) {
        if self.has_tried_bot || !self.roster.has(self.script.common.bot.as_str()) {
            return;
        }
        let soon = now + pace::FIRST_COMMAND.draw(&mut self.dice);
        if let Some(visit) = self.visit() {
            visit.next_turn = soon;
        }
    }

    fn see_come(&mut self, now: Duration, name: &str) {
        let is_new = !self.roster.has(name);
        self.roster.add(name);
        if !is_new || self.is_me(name) {
            return;
        }
        if self.is_bot(name) {
            self.has_tried_bot = false;
            self.look_forward_to_bot(now);
            self.remark(now, REMARKS, Pool::BotCame, name);
        } else {
            self.remark(now, GREETS, Pool::Welcome, name);
        }
    }

    fn see_leave(&mut self, now: Duration, name: &str) {
        self.roster.remove(name);
        let pool = if self.is_bot(name) { Pool::BotLeft } else { Pool::Farewell };
        if !self.is_me(name) {
            self.remark(now, REMARKS, pool, name);
        }
    }

    fn hear_line(&mut self, now: Duration, from: &str, text: &str) {
        self.lately.note(text);
        let lull = if text.starts_with('!') { pace::LULL_FOR_BOT } else { pace::LULL };
        self.hush_until = now + lull.draw(&mut self.dice);
        self.awkward_from = now + pace::AWKWARD.draw(&mut self.dice);
        if self.is_bot(from) {
            return self.hear_bot(now, from, text);
        }
        let cue = self.script.place_of(from).and_then(|place| self.script.cue(place, text));
        if let Some(cue) = cue.filter(|cue| self.is_in_turn(now, *cue)) {
            return self.follow_scene(now, cue, text);
        }
        if self.is_me(from) {
            return;
        }
        if self.hear_challenge(now, text) {
            return;
        }
        if let Some((whom, exchange)) = self.script.question(text) {
            return self.hear_question(now, whom, exchange);
        }
        if self.hear_answer(now, from) {
            return;
        }
        let is_called = self.character().is_some_and(|me| mentions(text, me.name.as_str()));
        if is_called && self.dice.percent(ANSWERS_CALL) {
            let called = self.draw_from(Pool::Called, Some(from));
            self.react(now, called);
        }
    }

    /// Whether it opens a scene or goes on with one: said by itself, the same line means nothing.
    fn is_in_turn(&mut self, now: Duration, cue: Cue) -> bool {
        self.under_way.retain(|_, (_, at)| *at + pace::SCENE_ENDS >= now);
        let is_next = |(line, _): &(usize, Duration)| *line + 1 == cue.line;
        cue.line == 0 || self.under_way.get(&cue.scene).is_some_and(is_next)
    }

    fn follow_scene(&mut self, now: Duration, cue: Cue, text: &str) {
        let script = Arc::clone(&self.script);
        let Some(next) = script.after(cue) else {
            self.under_way.remove(&cue.scene);
            self.scene_until = now;
            return;
        };
        self.under_way.insert(cue.scene, (cue.line, now));
        self.keep_quiet(now);
        if next.speaker == self.me {
            let thought = if text.starts_with('!') { pace::REPLY_AFTER_BOT } else { pace::REPLY };
            let due = now + pace::typed(&next.text, thought, &mut self.dice);
            self.intend(due, What::Say(next.text.clone()));
        }
    }

    fn hear_question(&mut self, now: Duration, whom: &str, exchange: usize) {
        let script = Arc::clone(&self.script);
        self.hands.deck(Stack::Exchanges, script.common.exchanges.len(), &mut self.dice).spend(exchange);
        self.keep_quiet(now);
        let is_for_me = self.character().is_some_and(|me| essence(me.name.as_str()) == essence(whom));
        if is_for_me && !self.is_napping() {
            let answers = script.common.exchanges.get(exchange).map_or(&[][..], |exchange| &exchange.answers);
            let answer = self.draw(Stack::Answers(exchange), answers, None);
            self.reply(now, answer);
        }
    }

    /// Whether it was the answer to one's own question.
    fn hear_answer(&mut self, now: Duration, from: &str) -> bool {
        let Some((exchange, _, _)) =
            self.question.take_if(|(_, partner, until)| partner.eq_ignore_ascii_case(from) && *until >= now)
        else {
            return false;
        };
        let script = Arc::clone(&self.script);
        if self.dice.percent(CLOSES) {
            let closers = script.common.exchanges.get(exchange).map_or(&[][..], |exchange| &exchange.closers);
            let closer = self.draw(Stack::Closers(exchange), closers, Some(from));
            self.reply(now, closer);
        }
        true
    }

    /// Whether it was a command that challenges oneself.
    fn hear_challenge(&mut self, now: Duration, text: &str) -> bool {
        let script = Arc::clone(&self.script);
        let Some((command, answers)) = command_of(text).and_then(|command| script.common.dares.get_key_value(command))
        else {
            return false;
        };
        let is_me = self.character().is_some_and(|me| mentions(text, me.name.as_str()));
        if is_me && !self.is_napping() {
            let answer = self.draw(Stack::Dared(command.clone()), answers, None);
            self.reply_to(now, answer, pace::REPLY_AFTER_BOT);
        }
        is_me
    }

    fn hear_bot(&mut self, now: Duration, bot: &str, text: &str) {
        let offers = offered(text);
        if offers.len() > 1 {
            return self.choose(now, &offers);
        }
        let mine = self.asked.take_if(|(_, at)| *at + pace::ANSWER_WITHIN >= now);
        let Some((command, _)) = mine else {
            return self.remark(now, OVERHEARS, Pool::Overheard, bot);
        };
        if !self.dice.percent(TAKES_ANSWER) {
            return;
        }
        let script = Arc::clone(&self.script);
        let pointed = match script.common.answered.get(&command) {
            Some(list) if self.dice.percent(TAKES_POINT) => self.draw(Stack::AnsweredTo(command), list, None),
            _ => None,
        };
        let text = pointed.or_else(|| self.draw_from(Pool::Answered, None));
        self.react(now, text);
    }

    fn choose(&mut self, now: Duration, offers: &[&str]) {
        let choice = self.dice.pick(offers).map(|choice| (*choice).to_owned());
        if let (Some(choice), false, true) = (choice, self.is_napping(), self.dice.percent(CHOOSES)) {
            let due = now + pace::CHOICE.draw(&mut self.dice);
            self.intend(due, What::Say(choice));
        }
    }

    /// One of those in the room has a word for it, by chance; `percent` is shared by them all.
    fn remark(&mut self, now: Duration, percent: f64, pool: Pool, who: &str) {
        let n_here = u32::try_from(self.roster.names().count()).unwrap_or(u32::MAX).max(1);
        if !self.is_napping() && self.dice.percent(percent / f64::from(n_here)) {
            let text = self.draw_from(pool, Some(who));
            self.react(now, text);
        }
    }

    fn react(&mut self, now: Duration, text: Option<String>) {
        if let (Some(text), false) = (text, self.is_napping()) {
            self.intend_reaction(now, text);
        }
    }

    fn reply(&mut self, now: Duration, text: Option<String>) {
        self.reply_to(now, text, pace::REPLY);
    }

    fn reply_to(&mut self, now: Duration, text: Option<String>, thought: pace::Span) {
        if let Some(text) = text {
            let due = now + pace::typed(&text, thought, &mut self.dice);
            self.intend(due, What::Say(text));
        }
    }

    /// A dialogue goes on: nothing of one's own until it is over.
    fn keep_quiet(&mut self, now: Duration) {
        self.scene_until = now + pace::SCENE_STALLS;
        self.hush_until = now + pace::LULL_IN_SCENE.draw(&mut self.dice);
    }

    fn is_me(&self, name: &str) -> bool {
        self.character().is_some_and(|character| character.name.is(name))
    }

    fn is_bot(&self, name: &str) -> bool {
        self.script.common.bot.is(name)
    }
}
