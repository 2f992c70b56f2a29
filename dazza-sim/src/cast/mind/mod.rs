//! A character's mind: what they do next follows from who they are, the time, the dice, and what was heard.

mod hands;
mod hear;
mod pace;
mod roster;
mod turn;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::dice::Dice;

use self::hands::{Hands, Lately, Stack};
use self::roster::Roster;
use super::script::{Character, Pool, RoomScript};
use super::words::{BOT, WHO, fill};

/// What reaches a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The character is in; these people are there, and so many of them away from the keyboard.
    Joined(Vec<(String, bool)>),
    /// The connection is lost, or was never made.
    Cut,
    /// Somebody came in.
    Came(String),
    /// Somebody left.
    Left(String),
    /// Somebody is away from the keyboard now, or back.
    Away(String, bool),
    /// Somebody said something in the room; the character's own lines come back so.
    Line {
        /// Who said it.
        from: String,
        /// What was said, as text.
        text: String,
    },
}

/// What a character does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Connects, logs in and joins the room.
    Enter,
    /// Leaves the room and hangs up.
    Leave,
    /// Says a line in the room.
    Say(String),
    /// Writes to the bot in private.
    Whisper(String),
}

/// A character at play. All times count from the beginning of the play.
#[derive(Debug)]
pub(super) struct Mind {
    script: Arc<RoomScript>,
    me: usize,
    dice: Dice,
    hands: Hands,
    lately: Lately,
    roster: Roster,
    whereabouts: Whereabouts,
    agenda: Vec<Intent>,
    /// Until when the room is better left alone.
    hush_until: Duration,
    /// Until when a dialogue is going on.
    scene_until: Duration,
    /// The command whose answer is awaited, and when it was given.
    asked: Option<(String, Duration)>,
    /// Whether a command has been given since the bot came.
    has_tried_bot: bool,
    /// When a command may be given again.
    rests: BTreeMap<String, Duration>,
    /// The question put to somebody: which, to whom, and until when an answer counts.
    question: Option<(usize, String, Duration)>,
    last_said: String,
    n_failures: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whereabouts {
    Out { back_at: Duration },
    Entering,
    In(Visit),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Visit {
    until: Duration,
    next_turn: Duration,
    is_going: bool,
    is_napping: bool,
}

/// Something a character means to do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Intent {
    due: Duration,
    /// After this it is not worth doing, and it waits for a lull; `None` for what is done in any case.
    expires: Option<Duration>,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Say(String),
    Wake(String),
    Leave,
}

impl Mind {
    /// The character at place `me` of a room, about to come in for the first time.
    pub(super) fn new(script: Arc<RoomScript>, me: usize, mut dice: Dice) -> Self {
        let back_at = pace::FIRST_ENTRY.draw(&mut dice);
        Self {
            script,
            me,
            dice,
            hands: Hands::default(),
            lately: Lately::default(),
            roster: Roster::default(),
            whereabouts: Whereabouts::Out { back_at },
            agenda: Vec::new(),
            hush_until: Duration::ZERO,
            scene_until: Duration::ZERO,
            asked: None,
            has_tried_bot: false,
            rests: BTreeMap::new(),
            question: None,
            last_said: String::new(),
            n_failures: 0,
        }
    }

    /// What is to be done now, if anything; to be asked until there is nothing.
    pub(super) fn next(&mut self, now: Duration) -> Option<Deed> {
        match self.whereabouts {
            Whereabouts::Out { back_at } if back_at <= now => {
                self.whereabouts = Whereabouts::Entering;
                Some(Deed::Enter)
            }
            Whereabouts::Out { .. } | Whereabouts::Entering => None,
            Whereabouts::In(_) => self.due_intent(now).or_else(|| self.own_turn(now)),
        }
    }

    /// When [`Mind::next`] is worth asking again if nothing is heard before; never, while coming in.
    pub(super) fn wakes_at(&self) -> Duration {
        match self.whereabouts {
            Whereabouts::Out { back_at } => back_at,
            Whereabouts::Entering => Duration::MAX,
            Whereabouts::In(visit) => {
                let own = if visit.is_going || visit.is_napping {
                    Duration::MAX
                } else {
                    visit.until.min(visit.next_turn)
                };
                self.agenda.iter().map(|intent| intent.due).fold(own, Duration::min)
            }
        }
    }

    /// Who this is.
    fn character(&self) -> Option<&Character> {
        self.script.characters.get(self.me)
    }

    fn visit(&mut self) -> Option<&mut Visit> {
        match &mut self.whereabouts {
            Whereabouts::In(visit) => Some(visit),
            _ => None,
        }
    }

    fn is_napping(&self) -> bool {
        matches!(self.whereabouts, Whereabouts::In(Visit { is_napping: true, .. }))
    }

    fn intend(&mut self, due: Duration, what: What) {
        self.agenda.push(Intent { due, expires: None, what });
    }

    /// Means to say something that waits for a lull, and is dropped if none comes soon.
    fn intend_reaction(&mut self, now: Duration, text: String) {
        let due = now + pace::REACTION.draw(&mut self.dice);
        self.agenda.push(Intent { due, expires: Some(due + pace::REACTION_KEEPS), what: What::Say(text) });
    }

    fn due_intent(&mut self, now: Duration) -> Option<Deed> {
        while let Some(at) = self.first_due(now) {
            let intent = self.agenda.swap_remove(at);
            if let Some(kept) = self.put_off(&intent, now) {
                self.agenda.extend(kept);
                continue;
            }
            return Some(match intent.what {
                What::Say(text) => self.say(now, text),
                What::Wake(text) => {
                    self.wake(now);
                    self.say(now, text)
                }
                What::Leave => self.leave(now),
            });
        }
        None
    }

    fn first_due(&self, now: Duration) -> Option<usize> {
        let due = self.agenda.iter().enumerate().filter(|(_, intent)| intent.due <= now);
        due.min_by_key(|(_, intent)| intent.due).map(|(at, _)| at)
    }

    /// What becomes of an intent whose time has not come after all; `None` if it has come.
    fn put_off(&self, intent: &Intent, now: Duration) -> Option<Option<Intent>> {
        let is_busy = self.scene_until > now || !self.agenda.is_empty();
        match (&intent.what, intent.expires) {
            (What::Leave, _) if is_busy => Some(Some(Intent { due: now + pace::STAY_ON, ..intent.clone() })),
            (_, Some(expires)) if self.hush_until > now => {
                let later = Intent { due: self.hush_until, ..intent.clone() };
                Some((later.due <= expires).then_some(later))
            }
            _ => None,
        }
    }

    fn wake(&mut self, now: Duration) {
        let every = self.character().map_or(Duration::ZERO, |character| character.every);
        let next_turn = now + pace::by_chance(every, &mut self.dice);
        if let Some(visit) = self.visit() {
            (visit.is_napping, visit.next_turn) = (false, next_turn);
        }
    }

    fn leave(&mut self, now: Duration) -> Deed {
        let away = self.character().map_or(Duration::ZERO, |character| character.away);
        let back_at = now + pace::around(away, &mut self.dice);
        self.go_out(back_at);
        Deed::Leave
    }

    fn go_out(&mut self, back_at: Duration) {
        self.whereabouts = Whereabouts::Out { back_at };
        self.agenda.clear();
        (self.asked, self.question) = (None, None);
        (self.hush_until, self.scene_until) = (Duration::ZERO, Duration::ZERO);
    }

    /// Says `text`, and remembers what follows from having said it.
    fn say(&mut self, now: Duration, text: String) -> Deed {
        if let Some(command) = command_of(&text) {
            self.rests.insert(command.to_owned(), now + pace::COMMAND_REST);
            self.asked = Some((command.to_owned(), now));
            self.has_tried_bot = true;
        }
        self.last_said.clone_from(&text);
        Deed::Say(text)
    }

    /// A line for an occasion; `who` is whom it is about.
    fn from_pool(&mut self, pool: Pool, who: Option<&str>) -> Option<String> {
        let script = Arc::clone(&self.script);
        self.draw(Stack::Pool(pool), script.common.pools.get(&pool)?, who)
    }

    /// A line of `list`, its blanks filled, that the room has not heard of late.
    fn draw(&mut self, stack: Stack, list: &[String], who: Option<&str>) -> Option<String> {
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
    fn anybody(&mut self) -> Option<String> {
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
fn command_of(text: &str) -> Option<&str> {
    text.strip_prefix('!')?.split_whitespace().next()
}

#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;
