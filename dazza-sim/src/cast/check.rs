//! What a name, a room and a line of a cast file must be like.

use std::collections::BTreeMap;

use dazza_shared::names::{PlayerName, RoomName};

use super::sheet::{Paper, Sheet, Written};
use super::words::{BOT, MAX_LINE_UNITS, Piece, WHO, longest, pieces};
use crate::seed::Seed;
use crate::user_name;

/// Arguments to choose from, by the command's name.
pub(super) type Commands = BTreeMap<String, Vec<String>>;

/// What a text is for, and so what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    /// A line with any blanks.
    Line,
    /// A line that others must know again: no blanks but the bot's name.
    Cue,
    /// What comes after a command's name: may be nothing.
    Argument,
}

/// What names and lines are checked against.
pub(super) struct Check<'p> {
    paper: &'p Paper<'p>,
    seed: &'p Seed,
    bot: Option<PlayerName>,
    blanks: BTreeMap<String, Vec<String>>,
}

impl<'p> Check<'p> {
    /// A check against what the server knows and what the blanks may become.
    pub(super) fn new(paper: &'p Paper<'p>, seed: &'p Seed, blanks: BTreeMap<String, Vec<String>>) -> Self {
        Self { paper, seed, bot: None, blanks }
    }

    /// The bot's name, which no character may have.
    pub(super) fn bot(&mut self, top: &Sheet<'_>) -> Option<PlayerName> {
        self.bot = top.text(BOT).and_then(|written| self.player(&written));
        self.bot.clone()
    }

    /// A room that the server has from its start.
    pub(super) fn room(&self, written: &Written) -> Option<RoomName> {
        match written.text.parse() {
            Ok(name) if self.seed.channels.contains_key(&name) => return Some(name),
            Ok(_) => {
                let known: Vec<_> = self.seed.channels.keys().map(RoomName::as_str).collect();
                let hint = format!("the seed has {}; add it there, or take one of them", known.join(", "));
                self.paper.wrong(written, "the seed has no such room", &hint);
            }
            Err(error) => self.paper.wrong(written, &format!("{error}"), "write a room's name"),
        }
        None
    }

    /// A name that the server would let in.
    fn player(&self, written: &Written) -> Option<PlayerName> {
        if !user_name::is_valid(&written.text) {
            self.paper.wrong(written, "this is no name", "take 1 to 20 of A-Z a-z 0-9 - _");
            return None;
        }
        written.text.parse().ok()
    }

    /// A character's name and, for an account, its password.
    pub(super) fn character(&self, written: &Written, has_account: bool) -> Option<(PlayerName, Option<String>)> {
        let name = self.player(written)?;
        if self.bot.as_ref() == Some(&name) {
            self.paper.wrong(written, "this is the bot's name", "take another name, or change `bot`");
        }
        let account = self.seed.accounts.get(name.key());
        let look = user_name::looks(name.as_str());
        let looks_taken = self.seed.accounts.keys().any(|known| user_name::looks(known) == look);
        match (has_account, account) {
            (true, None) => {
                self.paper.wrong(written, "the seed has no such account", "add it under [[users]], or drop `account`");
                None
            }
            (true, Some(account)) => Some((name, Some(account.password.clone()))),
            (false, _) if looks_taken => {
                let hint = "write `account = true` if it is the account, or take a name that looks unlike it";
                self.paper.wrong(written, "an account of the seed has this name, or looks like it", hint);
                None
            }
            (false, _) if user_name::is_reserved(written.text.as_str(), &self.seed.site.reserved_names) => {
                self.paper.wrong(written, "no guest may be called so", "leave out `admin` and `owner`");
                None
            }
            (false, _) => Some((name, None)),
        }
    }

    /// The words of a blank, which hold no blanks themselves.
    pub(super) fn blank(&self, name: &Written, words: &[Written]) {
        if [WHO, BOT].contains(&name.text.as_str()) {
            self.paper.wrong(name, "this blank is filled with a name", "take another name for the blank");
        }
        for word in words {
            if word.text.contains(['{', '}']) || word.text.trim().is_empty() {
                self.paper.wrong(word, "this cannot fill a blank", "write plain words without braces");
            }
        }
    }

    /// The names of commands for which there are arguments.
    pub(super) fn commands(&self, names: &[Written], commands: &Commands) -> Vec<String> {
        for name in names.iter().filter(|name| !commands.contains_key(&name.text)) {
            let known: Vec<_> = commands.keys().map(String::as_str).collect();
            let hint = format!("[commands] has {}; add it there with its arguments", known.join(", "));
            self.paper.wrong(name, "no arguments are written for this command", &hint);
        }
        names.iter().map(|name| name.text.clone()).collect()
    }

    /// The texts of a list, checked.
    pub(super) fn lines(&self, list: &[Written], speech: Speech) -> Vec<String> {
        list.iter().map(|written| self.line(written, speech)).collect()
    }

    /// A text, checked; the bot's name is put in where the text must be known again.
    pub(super) fn line(&self, written: &Written, speech: Speech) -> String {
        let text = written.text.as_str();
        if text.trim().is_empty() && speech != Speech::Argument {
            self.paper.wrong(written, "nothing is said here", "write a line, or take it out");
        }
        if text.contains(char::is_control) {
            self.paper.wrong(written, "a line holds no control characters", "write it as one line");
        }
        if text.starts_with('/') && !text.starts_with("/me ") {
            self.paper.wrong(written, "the server would take this for a command", "put a word in front of it");
        }
        self.blanks_of(written, speech);
        let n_units = longest(text, &self.blanks, PlayerName::MAX_CHARS);
        if n_units > MAX_LINE_UNITS {
            let problem = format!("this can come to {n_units} UTF-16 units, and a line has {MAX_LINE_UNITS} at most");
            self.paper.wrong(written, &problem, "shorten it, or make two lines of it");
        }
        match (&self.bot, speech) {
            (Some(bot), Speech::Cue) => text.replace("{bot}", bot.as_str()),
            _ => text.to_owned(),
        }
    }

    fn blanks_of(&self, written: &Written, speech: Speech) {
        let is_known = |blank: &str| match (blank, speech) {
            (BOT, _) => true,
            (_, Speech::Cue) => false,
            (WHO, _) => true,
            (other, _) => self.blanks.contains_key(other),
        };
        for piece in pieces(&written.text) {
            match piece {
                Piece::Blank(blank) if !is_known(blank) => {
                    let problem = format!("there is no blank {{{blank}}} here");
                    self.paper.wrong(written, &problem, &self.blank_hint(speech));
                }
                Piece::Words(words) if words.contains(['{', '}']) => {
                    self.paper.wrong(written, "a brace without its twin", "write {blank}, or leave the brace out");
                }
                _ => {}
            }
        }
    }

    fn blank_hint(&self, speech: Speech) -> String {
        if speech == Speech::Cue {
            return "others wait for these very words: only {bot} may stand in them".to_owned();
        }
        let names: Vec<_> = self.blanks.keys().map(|name| format!("{{{name}}}")).collect();
        format!("the blanks are {{who}}, {{bot}}, {}", names.join(", "))
    }

    /// Notes a fault of a text from outside this file.
    pub(super) fn wrong(&self, written: &Written, problem: &str, hint: &str) {
        self.paper.wrong(written, problem, hint);
    }
}
