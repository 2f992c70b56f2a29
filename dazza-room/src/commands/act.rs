//! What the commands of those who look after the room have in common: who may do what to whom, and that it is written down.

use dazza_shared::names::PlayerName;
use dazza_shared::store::moderation::{self, Asked};
use serde_json::{Value, json};

use super::{Access, Halt, Refusal, StoredCx};
use crate::acts::{Act, What};
use crate::chat::{Word, plain, pools, typed_name};
use crate::reactions::Note;
use crate::room::Power;

/// Longest reason that is passed on. Unit: UTF-16 code units.
pub(super) const REASON_LIMIT: usize = 100;

/// From which rank on somebody looks after a room; so does a bot admin, whatever rank the room has given him.
const MODERATOR: f64 = 2.0;

impl StoredCx<'_> {
    /// Whether the asking player looks after the room.
    pub(super) fn is_moderator(&self) -> bool {
        Access::Moderator.admits(self.cx.heard, self.cx.view.settings)
    }

    /// Stops if the bot's own rank does not let it.
    pub(super) fn need_power(&mut self, power: Power, command: &str) -> Result<(), Halt> {
        let powers = self.cx.view.powers;
        if powers.have(power) {
            return Ok(());
        }
        let least = powers.least(power).to_string();
        Err(self.halt(&pools::BOT_TOO_LOW, &[("command", Word::Text(command)), ("count", Word::Text(&least))]))
    }

    /// Whom `word` names, if the asking player and the bot both stand above that person.
    ///
    /// The rank of somebody who is not here nobody tells us. The server lets us do nothing to who stands not below us; so that
    /// somebody absent is beyond the reach of those alone who stand below us themselves.
    pub(super) fn victim(&mut self, word: &str, must_be_here: bool) -> Result<PlayerName, Halt> {
        let view = self.cx.view;
        let (caller, own) = (self.cx.heard.player.clone(), view.powers.own);
        let is_admin = Access::Admin.admits(self.cx.heard, view.settings);
        let own_rank = Access::rank(self.cx.heard, view.settings);
        let rank = if is_admin { own_rank.max(MODERATOR) } else { own_rank };
        let here = view.person(word);
        let name = here.and_then(|person| person.name.parse().ok()).or_else(|| typed_name(word));
        let Some(name) = name else { return Err(Refusal::Usage.into()) };
        if name.is(view.bot_name) {
            return Err(self.halt(&pools::ACT_ON_BOT, &[]));
        }
        if caller == name {
            return Err(self.halt(&pools::ACT_ON_SELF, &[]));
        }
        let target = [("target", Word::Name(name.as_str()))];
        match here.map(|person| person.rank) {
            None if must_be_here => Err(self.halt(&pools::ACT_NOT_HERE, &target)),
            None if rank < own => Err(self.halt(&pools::ACT_RANK_UNKNOWN, &target)),
            Some(theirs) if theirs >= rank => Err(self.halt(&pools::ACT_OUTRANKED, &target)),
            Some(theirs) if theirs >= own => Err(self.halt(&pools::ACT_BOT_OUTRANKED, &target)),
            _ => Ok(name),
        }
    }

    /// Has something done to somebody on the server, and writes that down.
    pub(super) async fn moderate(&mut self, what: What, reason: &str) -> Result<(), Halt> {
        let Some(who) = what.who().map(|who| who.key().to_owned()) else { return Ok(()) };
        let until = if let What::Mute { until, .. } = &what { *until } else { None };
        let (room, at, by, action) = (self.room, self.cx.now, self.caller_key().to_owned(), what.name().to_owned());
        let asked = Asked { id: 0, who: who.clone(), action, reason: reason.to_owned(), until, by, at };
        let id = moderation::ask(&mut self.tx, room, &asked).await?;
        let after = json!({ "reason": reason, "until": until.map(|until| until.to_string()) });
        self.audit(what.name(), &who, (None, Some(after))).await?;
        self.ask_for(id, what);
        Ok(())
    }

    /// Has something done on the server that is done to nobody, and writes that down.
    pub(super) async fn arrange(&mut self, what: What, target: &str, after: Option<Value>) -> Result<(), Halt> {
        self.audit(what.name(), target, (None, after)).await?;
        self.ask_for(0, what);
        Ok(())
    }

    fn ask_for(&mut self, id: i64, what: What) {
        let (by, to, not_before) = (self.cx.heard.player.clone(), self.cx.here(), self.cx.now);
        self.notes.push(Note::Act(Act { id, what, by, to, not_before }));
    }
}

/// A reason as it is passed on.
pub(super) fn reason(typed: &str) -> String {
    plain(typed, REASON_LIMIT)
}

/// The first word of `typed`, and the rest.
pub(super) fn word_and_rest(typed: &str) -> (&str, &str) {
    let typed = typed.trim();
    typed.split_once(char::is_whitespace).map_or((typed, ""), |(word, rest)| (word, rest.trim()))
}
