//! A room without a network, for tests: minds, a bot that answers, and a clock that jumps from event to event.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::dice::Dice;

use super::{Deed, Heard, Mind};
use crate::cast::script::RoomScript;

/// From saying a line to hearing it.
const WIRE: Duration = Duration::from_millis(20);
/// From a command to the bot's answer.
const BOT_THINKS: Duration = Duration::from_millis(300);

/// What was seen in the room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) at: Duration,
    pub(super) who: String,
    pub(super) what: Deed,
}

/// The room, and everything seen in it so far.
pub(super) struct Stage {
    pub(super) seen: Vec<Seen>,
    script: Arc<RoomScript>,
    minds: Vec<Mind>,
    inside: BTreeMap<String, bool>,
    wire: VecDeque<(Duration, Heard)>,
    n_answers: u32,
}

impl Stage {
    pub(super) fn new(script: &Arc<RoomScript>, seed: u64, has_bot: bool) -> Self {
        let mut dice = Dice::seeded(seed);
        let minds = (0..script.characters.len()).map(|me| Mind::new(Arc::clone(script), me, dice.child())).collect();
        let bot = has_bot.then(|| (script.common.bot.as_str().to_owned(), false));
        Self {
            seen: Vec::new(),
            script: Arc::clone(script),
            minds,
            inside: bot.into_iter().collect(),
            wire: VecDeque::new(),
            n_answers: 0,
        }
    }

    /// Plays until `end`.
    pub(super) fn play(&mut self, end: Duration) {
        loop {
            let next_mind = self.minds.iter().map(Mind::wakes_at).min().unwrap_or(Duration::MAX);
            let next_heard = self.wire.front().map_or(Duration::MAX, |(at, _)| *at);
            let now = next_mind.min(next_heard);
            if now > end {
                return;
            }
            while let Some((_, heard)) = self.wire.pop_front_if(|(at, _)| *at <= now) {
                self.tell(now, &heard);
            }
            (0..self.minds.len()).for_each(|me| self.ask(now, me));
        }
    }

    fn ask(&mut self, now: Duration, me: usize) {
        while let Some(deed) = self.minds[me].next(now) {
            self.carry_out(now, me, deed);
        }
        assert!(self.minds[me].wakes_at() > now, "a mind that wants to be asked again and does nothing");
    }

    pub(super) fn bot_comes(&mut self, now: Duration) {
        let bot = self.script.common.bot.as_str().to_owned();
        self.inside.insert(bot.clone(), false);
        self.send(now, Heard::Came(bot));
    }

    pub(super) fn bot_says(&mut self, now: Duration, text: &str) {
        let from = self.script.common.bot.as_str().to_owned();
        self.send(now, Heard::Line { from, text: text.to_owned() });
    }

    pub(super) fn name_of(&self, me: usize) -> String {
        self.script.characters[me].name.as_str().to_owned()
    }

    fn is_inside(&self, me: usize) -> bool {
        self.inside.contains_key(&self.name_of(me))
    }

    fn tell(&mut self, now: Duration, heard: &Heard) {
        for me in 0..self.minds.len() {
            if self.is_inside(me) {
                self.minds[me].hear(now, heard);
            }
        }
    }

    /// Kept in the order of arrival: the wire is as long for everybody.
    fn send(&mut self, at: Duration, heard: Heard) {
        let behind = self.wire.partition_point(|(other, _)| *other <= at);
        self.wire.insert(behind, (at, heard));
    }

    fn carry_out(&mut self, now: Duration, me: usize, deed: Deed) {
        let who = self.name_of(me);
        self.seen.push(Seen { at: now, who: who.clone(), what: deed.clone() });
        match deed {
            Deed::Enter => {
                self.inside.insert(who.clone(), false);
                let present: Vec<_> = self.inside.iter().map(|(name, away)| (name.clone(), *away)).collect();
                self.minds[me].hear(now, &Heard::Joined(present));
                self.send(now + WIRE, Heard::Came(who));
            }
            Deed::Leave => {
                self.inside.remove(&who);
                self.send(now + WIRE, Heard::Left(who));
            }
            Deed::Say(text) if text == "/afk" => self.turn_away(now, who, true),
            Deed::Say(text) => self.line(now, who, text),
            Deed::Whisper(_) => {}
        }
    }

    fn turn_away(&mut self, now: Duration, who: String, is_away: bool) {
        self.inside.insert(who.clone(), is_away);
        self.send(now + WIRE, Heard::Away(who, is_away));
    }

    fn line(&mut self, now: Duration, who: String, text: String) {
        if self.inside.get(&who) == Some(&true) {
            self.turn_away(now, who.clone(), false);
        }
        let bot = self.script.common.bot.as_str().to_owned();
        if text.starts_with('!') && self.inside.contains_key(&bot) {
            self.n_answers += 1;
            let text = format!("answer {}", self.n_answers);
            self.seen.push(Seen { at: now + BOT_THINKS, who: bot.clone(), what: Deed::Say(text.clone()) });
            self.send(now + BOT_THINKS + WIRE, Heard::Line { from: bot, text });
        }
        let text = text.strip_prefix("/me ").map(str::to_owned).unwrap_or(text);
        self.send(now + WIRE, Heard::Line { from: who, text });
    }
}
