//! A character's own turn: leaving when it is time, else one of the things they like to do.

use std::sync::Arc;
use std::time::Duration;

use super::hands::Stack;
use super::{Deed, Mind, What, Whereabouts, pace};
use crate::cast::script::{Pool, Scene};

/// How many go for the bot's money first. Unit: percent.
const FILLS_POCKET: f64 = 50.0;

/// What a turn may be spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pastime {
    Line,
    Act,
    Command,
    Scene,
    Question,
    Whisper,
    Nap,
}

impl Mind {
    /// What the character does unasked, when the time for it has come.
    pub(super) fn own_turn(&mut self, now: Duration) -> Option<Deed> {
        let Whereabouts::In(visit) = self.whereabouts else { return None };
        if visit.is_going || visit.is_napping {
            return None;
        }
        if visit.until <= now {
            if !self.is_busy(now) {
                return self.say_goodbye(now);
            }
            self.visit()?.until = self.hush_until.max(now + pace::STAY_ON);
        }
        if visit.next_turn.min(self.awkward_from) > now {
            return None;
        }
        let every = self.character()?.every;
        let (is_lull, wait) = (self.hush_until <= now, pace::by_chance(every, &mut self.dice));
        let next_turn = if is_lull { now + wait } else { self.hush_until };
        self.visit()?.next_turn = next_turn;
        self.awkward_from = Duration::MAX;
        if is_lull { self.take_turn(now) } else { None }
    }

    /// Whether this is no moment to leave.
    fn is_busy(&self, now: Duration) -> bool {
        self.scene_until > now || self.hush_until > now || !self.agenda.is_empty()
    }

    fn say_goodbye(&mut self, now: Duration) -> Option<Deed> {
        self.visit()?.is_going = true;
        let linger = pace::LINGER.draw(&mut self.dice);
        self.intend(now + linger, What::Leave);
        let bye = self.draw_from(Pool::Bye, None)?;
        Some(self.say(now, bye))
    }

    fn take_turn(&mut self, now: Duration) -> Option<Deed> {
        let is_bot_here = self.roster.has(self.script.common.bot.as_str());
        let first = if is_bot_here && !self.has_tried_bot { self.give_first_command(now) } else { None };
        if first.is_some() {
            return first;
        }
        if is_bot_here && std::mem::take(&mut self.has_been_paid) {
            let script = Arc::clone(&self.script);
            let game = self.give_command(now, Stack::Games, &script.common.games);
            if game.is_some() {
                return game;
            }
        }
        let mut shares = self.shares(is_bot_here);
        while let Some(at) = self.draw_share(&shares) {
            let (pastime, _) = shares.swap_remove(at);
            if let Some(deed) = self.spend(pastime, now) {
                return Some(deed);
            }
        }
        None
    }

    fn shares(&self, is_bot_here: bool) -> Vec<(Pastime, u32)> {
        let Some(habits) = self.character().map(|character| character.habits) else { return Vec::new() };
        let for_bot = |share: u32| if is_bot_here { share } else { 0 };
        vec![
            (Pastime::Line, habits.lines),
            (Pastime::Act, habits.acts),
            (Pastime::Command, if is_bot_here { habits.commands } else { habits.commands / 8 }),
            (Pastime::Scene, habits.scenes),
            (Pastime::Question, habits.exchanges),
            (Pastime::Whisper, for_bot(habits.whispers)),
            (Pastime::Nap, habits.naps),
        ]
    }

    fn draw_share(&mut self, shares: &[(Pastime, u32)]) -> Option<usize> {
        let total: u32 = shares.iter().map(|(_, share)| share).sum();
        let mut left = self.dice.below(u64::from(total));
        shares.iter().position(|(_, share)| match left.checked_sub(u64::from(*share)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
    }

    fn spend(&mut self, pastime: Pastime, now: Duration) -> Option<Deed> {
        let script = Arc::clone(&self.script);
        let character = script.characters.get(self.me)?;
        match pastime {
            Pastime::Line => {
                let text = self.draw(Stack::Lines, &character.lines, None)?;
                Some(self.say(now, text))
            }
            Pastime::Act => {
                let text = self.draw(Stack::Acts, &character.acts, None)?;
                Some(self.say(now, format!("/me {text}")))
            }
            Pastime::Command if self.roster.has(script.common.bot.as_str()) => {
                self.give_command(now, Stack::Likes, &character.likes)
            }
            Pastime::Command => {
                let text = self.draw_from(Pool::Missing, None)?;
                Some(self.say(now, text))
            }
            Pastime::Scene => self.open_scene(now),
            Pastime::Question => self.ask_somebody(now),
            Pastime::Whisper => self.draw_from(Pool::Whispers, None).map(Deed::Whisper),
            Pastime::Nap => self.nod_off(now),
        }
    }

    /// Half of them fill their pockets first, and play with that soon after.
    fn give_first_command(&mut self, now: Duration) -> Option<Deed> {
        let script = Arc::clone(&self.script);
        let is_after_money = self.dice.percent(FILLS_POCKET);
        let earned = if is_after_money { self.give_command(now, Stack::First, &script.common.first) } else { None };
        if earned.is_some() {
            self.has_been_paid = true;
            let soon = now + pace::FIRST_GAME.draw(&mut self.dice);
            self.visit()?.next_turn = soon;
            return earned;
        }
        self.spend(Pastime::Command, now)
    }

    fn give_command(&mut self, now: Duration, stack: Stack, likes: &[String]) -> Option<Deed> {
        let script = Arc::clone(&self.script);
        let (rests, n_likes) = (&self.rests, likes.len());
        let deck = self.hands.deck(stack, n_likes, &mut self.dice);
        let is_rested = |like: &&String| rests.get(*like).is_none_or(|until| *until <= now);
        let command = deck.draw(&mut self.dice, |card| likes.get(card).filter(is_rested))?;
        let arguments = script.commands.get(command)?;
        let argument = self.draw_argument(command, arguments)?;
        let text = format!("!{command} {argument}");
        Some(self.say(now, text.trim_end().to_owned()))
    }

    /// Unlike a line, a command without an argument is the same each time.
    fn draw_argument(&mut self, command: &str, arguments: &[String]) -> Option<String> {
        let is_bare = arguments.iter().all(String::is_empty);
        let is_again = self.last_said == format!("!{command}");
        match (is_bare, is_again) {
            (true, true) => None,
            (true, false) => Some(String::new()),
            (false, _) => self.draw(Stack::Arguments(command.to_owned()), arguments, None),
        }
    }

    fn open_scene(&mut self, now: Duration) -> Option<Deed> {
        let script = Arc::clone(&self.script);
        let mine: Vec<&Scene> = script.scenes.iter().filter(|scene| scene.opener() == Some(self.me)).collect();
        let (roster, lately) = (&self.roster, &self.lately);
        let is_here = |scene: &Scene| {
            let speakers = || scene.lines.iter().map(|line| script.characters.get(line.speaker));
            speakers().all(|who| who.is_some_and(|who| roster.is_awake(who.name.as_str())))
                && (!scene.needs_bot() || roster.has(script.common.bot.as_str()))
        };
        let deck = self.hands.deck(Stack::Scenes, mine.len(), &mut self.dice);
        let opening = deck.draw(&mut self.dice, |card| {
            let scene = mine.get(card).filter(|scene| is_here(scene))?;
            scene.lines.first().filter(|line| !lately.has(&line.text))
        })?;
        Some(self.say(now, opening.text.clone()))
    }

    fn ask_somebody(&mut self, now: Duration) -> Option<Deed> {
        let script = Arc::clone(&self.script);
        let partner = self.anybody().filter(|name| script.place_of(name).is_some())?;
        let exchanges = &script.common.exchanges;
        let deck = self.hands.deck(Stack::Exchanges, exchanges.len(), &mut self.dice);
        let (card, ask) =
            deck.draw(&mut self.dice, |card| exchanges.get(card).map(|exchange| (card, &exchange.ask)))?;
        let text = format!("{partner}, {ask}");
        self.question = Some((card, partner, now + pace::QUESTION_WITHIN));
        Some(self.say(now, text))
    }

    fn nod_off(&mut self, now: Duration) -> Option<Deed> {
        if !self.agenda.is_empty() {
            return None;
        }
        let nap = self.draw_from(Pool::Nap, None)?;
        let (off, length) = (pace::NOD_OFF.draw(&mut self.dice), pace::NAP.draw(&mut self.dice));
        self.intend(now + off, What::Say("/afk".to_owned()));
        self.intend(now + off + length, What::Wake);
        self.visit()?.is_napping = true;
        Some(self.say(now, nap))
    }
}
