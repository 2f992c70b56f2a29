//! What a command has at hand while it runs.

use std::time::Duration;

use dazza_shared::dice::Dice;
use jiff::Timestamp;

use super::cooldowns::Cooldowns;
use super::view::RoomView;
use super::{Command, Refusal};
use crate::chat::{Heard, Pool, Reply, Route, To, Word, fill, span};

/// What a command has at hand while it runs.
#[derive(Debug)]
pub struct Cx<'a> {
    /// The line that asked for it, with who said it.
    pub heard: &'a Heard<'a>,
    /// The room.
    pub view: &'a RoomView<'a>,
    /// The time.
    pub now: Timestamp,
    /// Chance, for this invocation alone.
    pub dice: &'a mut Dice,
    /// Who waits for what.
    pub cooldowns: &'a Cooldowns,
    /// All commands.
    pub table: &'static [Command],
}

impl Cx<'_> {
    /// The asking player, as an address.
    pub fn caller(&self) -> To {
        To::Player(self.heard.player.clone())
    }

    /// Where answers usually go: the way the question came.
    pub fn here(&self) -> To {
        match self.heard.route {
            Route::Public => To::Room,
            Route::Pm => self.caller(),
        }
    }

    /// Whether it was asked by private message.
    pub fn is_pm(&self) -> bool {
        self.heard.route == Route::Pm
    }

    /// A phrase of `pool` for the way the question came, its blanks filled.
    pub fn phrase(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> String {
        self.phrase_for(self.heard.route, pool, words)
    }

    /// A phrase of `pool` for a line that goes out by `route`, its blanks filled.
    pub fn phrase_for(&mut self, route: Route, pool: &Pool, words: &[(&str, Word<'_>)]) -> String {
        let mut known = vec![
            ("user", Word::Name(self.heard.player.as_str())),
            ("bot", Word::Text(self.view.bot_name)),
            ("prefix", Word::Text(&self.view.settings.prefix)),
        ];
        known.extend_from_slice(words);
        fill(pool.pick(self.dice), route, &known)
    }

    /// A reply, the way the question came, with a phrase of `pool`.
    pub fn answer(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> Reply {
        let text = self.phrase(pool, words);
        Reply::say(self.here(), &text)
    }

    /// A reply, the way the question came, with a phrase of `pool` behind the asking player's name.
    pub fn answer_to_caller(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> Reply {
        let caller = self.rendered(Word::Name(self.heard.player.as_str()));
        let text = format!("{caller}: {}", self.phrase(pool, words));
        Reply::say(self.here(), &text)
    }

    /// A refusal with a phrase of `pool`.
    pub fn refusal(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> Refusal {
        Refusal::Because(self.phrase(pool, words))
    }

    /// What is said of `pool` to who waits for `command`: how long in seconds, or as a span such as `2h 5m`.
    pub fn waiting(&mut self, pool: &Pool, command: &str, wait: Duration) -> String {
        let (seconds, left) = (wait.as_secs().to_string(), span(wait));
        let words = [("seconds", Word::Text(&seconds)), ("left", Word::Text(&left)), ("command", Word::Text(command))];
        self.phrase(pool, &words)
    }

    /// `word` as it stands in an answer.
    pub fn rendered(&self, word: Word<'_>) -> String {
        fill("{word}", self.heard.route, &[("word", word)])
    }

    /// Whether the asking player may use `command` in this room.
    pub fn may_use(&self, command: &Command) -> bool {
        !self.is_off(command) && command.access.admits(self.heard, self.view.settings)
    }

    /// Whether `command` is switched off in this room.
    pub fn is_off(&self, command: &Command) -> bool {
        self.view.settings.commands_off.iter().any(|off| off.eq_ignore_ascii_case(command.name))
    }
}
