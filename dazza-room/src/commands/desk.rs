//! Takes the lines that players say, and answers those that ask for something.

use std::time::Duration;

use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::dice::Dice;
use dazza_shared::store::limiter::Use;
use jiff::Timestamp;

use super::asking::Asks;
use super::cooldowns::Cooldowns;
use super::customs::{self, Customs, Leave};
use super::dispatch::{Outcome, dispatch};
use super::limits::{Limits, Verdict};
use super::{Access, Command, Cx, RoomView, Run, StoredRun, TABLE};
use crate::chat::{Args, Heard, Reply, Route, Word, invocation, pools};
use crate::reactions::Note;

/// The commands with what is remembered between two uses.
#[derive(Debug)]
pub struct Desk {
    table: &'static [Command],
    limits: Limits,
    cooldowns: Cooldowns,
    brush_offs: Cooldowns,
    customs: Customs,
}

/// What a line brought about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is to be said, perhaps nothing.
    pub reply: Reply,
    /// The command that was asked for, if there is one of that name.
    pub command: Option<&'static str>,
    /// How it ended.
    pub result: CommandResult,
    /// What went wrong on our side.
    pub error: Option<ErrorKind>,
}

/// What became of a line that asks for something.
#[derive(Debug)]
pub enum Taken {
    /// It is answered.
    Answered(Answer),
    /// The worker is to do it.
    Deferred(Box<Deferred>),
    /// Somebody outside is to be asked.
    Asks(Box<Asks>),
}

/// The use of a command that the worker is to carry out.
#[derive(Debug)]
pub struct Deferred {
    /// The command.
    pub command: &'static Command,
    /// How it is run.
    pub run: StoredRun,
    /// What was typed behind its name.
    pub args: String,
    /// Chance, for this use alone.
    pub dice: Dice,
    /// What is said besides, whatever comes of it.
    pub aside: Reply,
    /// What the player waits for, this use included.
    pub cooldowns: Cooldowns,
}

/// How often one player gets a brush-off. Source: `commands-and-games.md`, 7.6.
const BRUSH_OFF_EVERY: Duration = Duration::from_mins(5);

/// How long we seem to think about a brush-off. Source: `commands-and-games.md`, 7.6. Unit: milliseconds.
const BRUSH_OFF_AFTER_MS: (u64, u64) = (1_000, 3_000);

impl Default for Desk {
    fn default() -> Self {
        Self::with(TABLE)
    }
}

impl Desk {
    pub(super) fn with(table: &'static [Command]) -> Self {
        let (limits, cooldowns, brush_offs, customs) = Default::default();
        Self { table, limits, cooldowns, brush_offs, customs }
    }

    /// Whether a public line asks for one of the commands.
    pub fn knows(&self, text: &str, prefix: &str) -> bool {
        let asked = invocation(text, prefix);
        let is_known = |name: &str| self.table.iter().any(|row| row.answers_to(name)) || self.customs.has(name);
        asked.is_some_and(|asked| is_known(&asked.name))
    }

    /// How many waits are kept in mind.
    pub fn n_waits(&self) -> usize {
        self.cooldowns.len()
    }

    /// Takes in what a deed has changed about the commands of the room's own, and what was used in other rooms.
    pub fn note(&mut self, note: &Note, now: Timestamp) {
        match note {
            Note::Custom(change) => self.customs.note(change),
            Note::Used(uses) => self.limits.learn(uses, now),
            _ => {}
        }
    }

    /// Commands that were used, and that the other rooms have not been told of; asked once.
    pub fn take_uses(&mut self) -> Vec<Use> {
        self.limits.take_untold()
    }

    /// Takes a line in; `None` when it asks for nothing.
    ///
    /// The line has to be a fresh one of a player, seen for the first time; the bot's own are ignored here too.
    pub fn hear(&mut self, heard: &Heard<'_>, view: &RoomView<'_>, now: Timestamp, dice: &mut Dice) -> Option<Taken> {
        let asked = invocation(heard.text, &view.settings.prefix);
        if (asked.is_none() && heard.route == Route::Public) || view.is_bot(heard.player.as_str()) {
            return None;
        }
        let command = asked.as_ref().and_then(|asked| self.table.iter().find(|row| row.answers_to(&asked.name)));
        let mut dice = dice.child();
        let mut call = Call { heard, view, now, dice: &mut dice };
        match (asked, command) {
            (Some(asked), Some(command)) => Some(self.serve(command, &asked.args, &mut call)),
            (Some(asked), None) if self.customs.has(&asked.name) => {
                Some(self.serve_custom(&asked.name, &asked.args, &mut call))
            }
            (Some(_), None) if heard.route == Route::Pm => Some(Taken::Answered(self.not_known(&mut call))),
            (Some(_), None) => None,
            (None, _) => self.brush_off(&mut call).map(Taken::Answered),
        }
    }

    /// A use that was deferred has come to its end: without an effect it leaves no cooldown, unless one runs already.
    pub fn finish(&mut self, name: &str, player_key: &str, ended: Ended, now: Timestamp) {
        let Some(command) = self.table.iter().find(|command| command.name == name) else { return };
        match ended {
            Ended::Done => {}
            Ended::Undone => self.cooldowns.stop(command.name, player_key),
            Ended::Waits(left) => {
                self.cooldowns.start(command.name, player_key, left, now);
                self.cooldowns.note_told(command.name, player_key);
            }
        }
    }

    /// A cooldown runs that was started before this process.
    pub fn resume_cooldown(&mut self, name: &str, player_key: &str, left: Duration, now: Timestamp) {
        if let Some(command) = self.table.iter().find(|command| command.name == name) {
            self.cooldowns.start(command.name, player_key, left, now);
        }
    }

    /// Answers the use of a command.
    fn serve(&mut self, command: &'static Command, args: &Args<'_>, call: &mut Call<'_>) -> Taken {
        let aside = match self.admit(call) {
            Ok(warning) => warning,
            Err(reply) => return Taken::Answered(Answer::new(reply, CommandResult::Refused).about(command)),
        };
        let outcome = dispatch(command, args, &mut call.cx(&self.cooldowns, self.table));
        let key = call.heard.player.key();
        match &outcome {
            // One that is deferred counts from now on, so that nobody gets two in before the first is done.
            Outcome::Done(_) | Outcome::Deferred(_) | Outcome::Asks(..) => {
                self.cooldowns.start(command.name, key, command.wait_in(call.view.settings), call.now);
            }
            Outcome::Waiting(_) => self.cooldowns.note_told(command.name, key),
            Outcome::Refused(_) | Outcome::Panicked(_) => {}
        }
        let (reply, result, error) = match outcome {
            Outcome::Done(reply) => (reply, CommandResult::Ok, None),
            Outcome::Refused(reply) | Outcome::Waiting(reply) => (reply, CommandResult::Refused, None),
            Outcome::Panicked(reply) => (reply, CommandResult::Failed, Some(ErrorKind::CommandPanic)),
            Outcome::Deferred(run) => {
                let (args, dice, cooldowns) = (args.rest().to_owned(), call.dice.child(), self.cooldowns.only(key));
                return Taken::Deferred(Box::new(Deferred { command, run, args, dice, aside, cooldowns }));
            }
            Outcome::Asks(asking, first) => {
                let (args, dice) = (args.rest().to_owned(), call.dice.child());
                return Taken::Asks(Box::new(Asks { command, asking, first, args, dice, aside }));
            }
        };
        Taken::Answered(Answer { error, ..Answer::new(reply.and(aside), result).about(command) })
    }

    /// Answers the use of a command of the room's own.
    fn serve_custom(&mut self, name: &str, args: &Args<'_>, call: &mut Call<'_>) -> Taken {
        let refused = |reply| Taken::Answered(Answer::new(reply, CommandResult::Refused).about(&customs::USE));
        let aside = match self.admit(call) {
            Ok(warning) => warning,
            Err(reply) => return refused(reply),
        };
        let is_admin = Access::Admin.admits(call.heard, call.view.settings);
        let leave = self.customs.ask(name, (Access::rank(call.heard, call.view.settings), is_admin), call.now);
        let Run::Stored(run) = customs::USE.run else { return refused(Reply::default()) };
        let mut cx = call.cx(&self.cooldowns, self.table);
        match leave {
            Leave::Granted => {}
            Leave::RankTooLow => return refused(cx.answer(&pools::NOT_ALLOWED, &[("command", Word::Text(name))])),
            Leave::Resting(None) => return refused(Reply::default()),
            Leave::Resting(Some(left)) => {
                let text = cx.waiting(&pools::WAIT, name, left);
                return refused(Reply::say(cx.here(), &text));
            }
        }
        let (args, dice) = (format!("{name} {}", args.rest()), call.dice.child());
        let cooldowns = self.cooldowns.only(call.heard.player.key());
        Taken::Deferred(Box::new(Deferred { command: &customs::USE, run, args, dice, aside, cooldowns }))
    }

    /// Whether the rate limits let a command in, and what is said about it: a warning, or the refusal.
    fn admit(&mut self, call: &mut Call<'_>) -> Result<Reply, Reply> {
        let verdict = self.limits.admit(call.heard.player.key(), call.view.settings.commands.limits, call.now);
        let mut cx = call.cx(&self.cooldowns, self.table);
        let seconds = |wait: Duration| wait.as_secs().to_string();
        match verdict {
            Verdict::Pass => Ok(Reply::default()),
            Verdict::Warn(n_used) => {
                let text = cx.phrase_for(Route::Pm, &pools::SLOW_DOWN, &[("count", Word::Text(&n_used.to_string()))]);
                Ok(Reply::say(cx.caller(), &text))
            }
            Verdict::PlayerFull(wait) => Err(cx.answer(&pools::TOO_MANY, &[("seconds", Word::Text(&seconds(wait)))])),
            Verdict::RoomFull(wait) => Err(cx.answer(&pools::ROOM_FULL, &[("seconds", Word::Text(&seconds(wait)))])),
            Verdict::Silence => Err(Reply::default()),
        }
    }

    /// Answers a private message that asks for a command we do not have. It counts, since it is answered.
    fn not_known(&mut self, call: &mut Call<'_>) -> Answer {
        match self.admit(call) {
            Err(reply) => Answer::new(reply, CommandResult::Refused),
            Ok(aside) => {
                let reply = call.cx(&self.cooldowns, self.table).answer(&pools::NOT_KNOWN, &[]);
                Answer::new(reply.and(aside), CommandResult::Refused)
            }
        }
    }

    /// Answers a private message that is no command, now and then: two bots must not talk for ever.
    fn brush_off(&mut self, call: &mut Call<'_>) -> Option<Answer> {
        const NAME: &str = "brush-off";
        let key = call.heard.player.key();
        if self.brush_offs.wait(NAME, key, call.now).is_some() {
            return None;
        }
        self.brush_offs.start(NAME, key, BRUSH_OFF_EVERY, call.now);
        let (soonest, latest) = BRUSH_OFF_AFTER_MS;
        let after = Duration::from_millis(call.dice.between(soonest, latest));
        let mut cx = call.cx(&self.cooldowns, self.table);
        let text = cx.phrase(&pools::BRUSH_OFF, &[]);
        let reply = Reply::default().and_say_after(cx.here(), &text, after);
        Some(Answer::new(reply, CommandResult::Ok))
    }
}

/// How a deferred use ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It happened.
    Done,
    /// It was refused, or failed.
    Undone,
    /// The player has to wait that long.
    Waits(Duration),
}

impl Answer {
    fn new(reply: Reply, result: CommandResult) -> Self {
        Self { reply, command: None, result, error: None }
    }

    fn about(self, command: &Command) -> Self {
        Self { command: Some(command.name), ..self }
    }
}

/// One line with all that is needed to answer it.
struct Call<'a> {
    heard: &'a Heard<'a>,
    view: &'a RoomView<'a>,
    now: Timestamp,
    dice: &'a mut Dice,
}

impl Call<'_> {
    fn cx<'b>(&'b mut self, cooldowns: &'b Cooldowns, table: &'static [Command]) -> Cx<'b> {
        Cx { heard: self.heard, view: self.view, now: self.now, dice: &mut *self.dice, cooldowns, table }
    }
}
