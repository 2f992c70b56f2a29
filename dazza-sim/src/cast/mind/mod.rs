//! A character's mind: what they do next follows from who they are, the time, the dice, and what was heard.

mod agenda;
mod hands;
mod hear;
mod pace;
mod roster;
mod speech;
mod turn;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::dice::Dice;

use self::hands::{Hands, Lately};
use self::roster::Roster;
use super::script::{Character, RoomScript};

/// What reaches a character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// The character is in; who is there, and which of them are away from the keyboard.
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
    /// From when on the silence is awkward, so that it wants a word from anybody.
    awkward_from: Duration,
    /// The scenes under way: the last line heard of each, and when.
    under_way: BTreeMap<usize, (usize, Duration)>,
    /// Until when a dialogue is going on.
    scene_until: Duration,
    /// The command whose answer is awaited, and when it was given.
    asked: Option<(String, Duration)>,
    /// Whether a command has been given since the bot came.
    has_tried_bot: bool,
    /// Whether there is money to be played with.
    has_been_paid: bool,
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
    Wake,
    Leave,
}

impl Mind {
    /// The character at place `me` of a room, about to come in for the first time.
    pub(super) fn new(script: Arc<RoomScript>, me: usize, mut dice: Dice) -> Self {
        let late = script.characters.get(me).map(|character| character.late).unwrap_or_default();
        let back_at = late + pace::FIRST_ENTRY.draw(&mut dice);
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
            awkward_from: Duration::MAX,
            under_way: BTreeMap::new(),
            scene_until: Duration::ZERO,
            asked: None,
            has_tried_bot: false,
            has_been_paid: false,
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
                    visit.until.min(visit.next_turn).min(self.awkward_from)
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
}

#[cfg(test)]
mod stage;
#[cfg(test)]
mod tests;
