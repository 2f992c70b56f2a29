//! How long a character waits: for a lull, for a thought, for the bot, away from the room.

use std::time::Duration;

use dazza_shared::dice::Dice;

/// A range of times, both ends included.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span(u64, u64);

impl Span {
    /// From `low` to `high`. Unit: milliseconds.
    const fn millis(low: u64, high: u64) -> Self {
        Self(low, high)
    }

    /// One time of the range.
    pub(super) fn draw(self, dice: &mut Dice) -> Duration {
        Duration::from_millis(dice.between(self.0, self.1))
    }
}

/// The lull that a character waits for after a line before saying something of their own.
pub(super) const LULL: Span = Span::millis(1_000, 2_300);
/// The lull after a command: the bot is about to answer.
pub(super) const LULL_FOR_BOT: Span = Span::millis(1_900, 3_200);
/// The lull inside a dialogue of others, which is soon to go on.
pub(super) const LULL_IN_SCENE: Span = Span::millis(3_600, 5_200);
/// How long a silence lasts until somebody cannot bear it; each has their own limit each time.
pub(super) const AWKWARD: Span = Span::millis(4_000, 12_000);
/// How long a dialogue counts as going on without a further line.
pub(super) const SCENE_STALLS: Duration = Duration::from_secs(6);
/// After this long without its next line a scene is over.
pub(super) const SCENE_ENDS: Duration = Duration::from_secs(15);
/// The time to answer in a dialogue.
pub(super) const REPLY: Span = Span::millis(1_000, 2_000);
/// The same when the bot answers in between.
pub(super) const REPLY_AFTER_BOT: Span = Span::millis(2_600, 3_800);
/// Typing, per character of a reply; added to the time to answer, at most a second of it.
pub(super) const TYPING: Duration = Duration::from_millis(12);
/// The time to think of something to say to what just happened.
pub(super) const REACTION: Span = Span::millis(1_200, 3_500);
/// How long a reaction is worth saying after its time.
pub(super) const REACTION_KEEPS: Duration = Duration::from_secs(4);
/// How long after a command the bot's line counts as its answer.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(8);
/// How long a question waits for its answer.
pub(super) const QUESTION_WITHIN: Duration = Duration::from_secs(9);
/// When the first command comes after the bot or the character has come in.
pub(super) const FIRST_COMMAND: Span = Span::millis(3_000, 20_000);
/// The rest a command is given before the same character uses it again, unless the cast says longer.
///
/// Source: `commands-and-games`, section 1: above the 30 s of `fact` and `mood`.
pub(super) const COMMAND_REST: Duration = Duration::from_secs(45);
/// From the first money to the first game.
pub(super) const FIRST_GAME: Span = Span::millis(8_000, 25_000);
/// From the bot's offer to somebody's choice.
pub(super) const CHOICE: Span = Span::millis(2_500, 13_000);
/// The first coming in.
pub(super) const FIRST_ENTRY: Span = Span::millis(0, 7_000);
/// From saying goodbye to going.
pub(super) const LINGER: Span = Span::millis(1_500, 3_500);
/// How much longer somebody stays who is in the middle of something.
pub(super) const STAY_ON: Duration = Duration::from_secs(4);
/// From saying so to being away from the keyboard.
pub(super) const NOD_OFF: Span = Span::millis(1_500, 3_000);
/// The time away from the keyboard.
pub(super) const NAP: Span = Span::millis(60_000, 240_000);
/// The first wait after a lost connection; each further failure doubles it, up to five times.
pub(super) const REDIAL: Span = Span::millis(3_000, 6_000);

/// A time around `mean`: from a half to one and a half of it.
pub(super) fn around(mean: Duration, dice: &mut Dice) -> Duration {
    mean.mul_f64(0.5 + dice.unit())
}

/// The wait for an event that comes by chance once in `mean`, neither at once nor hardly ever.
pub(super) fn by_chance(mean: Duration, dice: &mut Dice) -> Duration {
    mean.mul_f64((-(1.0 - dice.unit()).ln()).clamp(0.2, 3.0))
}

/// The time it takes to think of `text` and type it.
pub(super) fn typed(text: &str, thought: Span, dice: &mut Dice) -> Duration {
    let n_chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    thought.draw(dice) + TYPING.saturating_mul(n_chars).min(Duration::from_secs(1))
}
