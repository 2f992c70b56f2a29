//! What a character says: a line drawn for the occasion, its blanks filled, and what follows from saying it.

use std::sync::Arc;
use std::time::Duration;

use super::hands::Stack;
use super::{Deed, Mind, pace};
use crate::cast::script::Pool;
use crate::cast::words::{BOT, WHO, fill};

impl Mind {
    /// Says `text`, and remembers what follows from having said it.
    pub(super) fn say(&mut self, now: Duration, text: String) -> Deed {
        if let Some(command) = command_of(&text) {
            let rest = self.script.common.rests.get(command).copied().unwrap_or(pace::COMMAND_REST);
            self.rests.insert(command.to_owned(), now + rest);
            self.asked = Some((command.to_owned(), now));
            self.has_tried_bot = true;
        }
        self.last_said.clone_from(&text);
        Deed::Say(text)
    }

    /// A line for an occasion; `who` is whom it is about.
    pub(super) fn draw_from(&mut self, pool: Pool, who: Option<&str>) -> Option<String> {
        let script = Arc::clone(&self.script);
        self.draw(Stack::Pool(pool), script.common.pools.get(&pool)?, who)
    }

    /// A line of `list`, its blanks filled, that the room has not heard of late.
    pub(super) fn draw(&mut self, stack: Stack, list: &[String], who: Option<&str>) -> Option<String> {
        let who = who.map(str::to_owned).or_else(|| self.anybody());
        let (blanks, bot) = (&self.script.common.blanks, &self.script.common.bot);
        let mut chance = self.dice.child();
        let mut word = |blank: &str| match blank {
            WHO => who.clone(),
            BOT => Some(bot.as_str().to_owned()),
            other => chance.pick(blanks.get(other)?).cloned(),
        };
        let (lately, last_said) = (&self.lately, &self.last_said);
        let deck = self.hands.deck(stack, list.len(), &mut self.dice);
        deck.draw(&mut self.dice, |card| {
            fill(list.get(card)?, &mut word).filter(|text| !lately.has(text) && text != last_said)
        })
    }

    /// Somebody else in the room, at the keyboard, and not the bot.
    pub(super) fn anybody(&mut self) -> Option<String> {
        let me = self.character()?.name.as_str();
        let bot = self.script.common.bot.as_str();
        let others: Vec<&str> = self
            .roster
            .names()
            .filter(|name| !name.eq_ignore_ascii_case(me) && !name.eq_ignore_ascii_case(bot))
            .filter(|name| self.roster.is_awake(name))
            .collect();
        self.dice.pick(&others).map(|name| (*name).to_owned())
    }
}

/// The command's name, if `text` gives one.
pub(super) fn command_of(text: &str) -> Option<&str> {
    text.strip_prefix('!')?.split_whitespace().next()
}
