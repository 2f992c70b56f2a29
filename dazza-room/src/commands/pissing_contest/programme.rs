//! Which lines a contest is shown by: all it cannot do without, and of the rest what there is room for.

use std::time::Duration;

use dazza_shared::dice::Dice;

use crate::chat::{Reply, To};

/// Most lines of one contest. Source: `commands-and-games.md`, 5.2.
pub(super) const MOST_LINES: usize = 6;

/// The lines that a contest could be shown by.
#[derive(Clone, Debug, Default)]
pub(super) struct Programme {
    items: Vec<Item>,
}

/// A line, and when it comes.
#[derive(Clone, Debug)]
struct Item {
    after: Duration,
    text: String,
    need: Need,
}

/// How much a line is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// Without it nobody could follow.
    Always,
    /// It tells of money.
    Money,
    /// It tells of something that decides.
    Telling,
    /// It has to be said if there is room.
    Forced,
    /// It may be said.
    Perhaps,
}

impl Programme {
    /// A line that comes so many milliseconds after the start.
    pub(super) fn add(&mut self, need: Need, after_ms: u64, text: String) {
        if !text.is_empty() {
            self.items.push(Item { after: Duration::from_millis(after_ms), text, need });
        }
    }

    /// The lines that are shown, in order of time. Which of those come that only may is left to chance.
    pub(super) fn shown(mut self, dice: &mut Dice) -> Reply {
        // Drawn beforehand, so that each line has one place however it is sorted.
        let mut items: Vec<_> = self.items.drain(..).map(|item| (item.need, dice.below(u64::MAX), item)).collect();
        items.sort_by_key(|(need, drawn, _)| (*need, *drawn));
        items.truncate(MOST_LINES);
        items.sort_by_key(|(.., item)| item.after);
        items
            .into_iter()
            .fold(Reply::default(), |reply, (.., item)| reply.and_say_after(To::Room, &item.text, item.after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_shown_and_the_rest_as_far_as_there_is_room() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..40 {
            let mut programme = Programme::default();
            for (need, after, text) in [
                (Need::Perhaps, 15_000, "wait"),
                (Need::Always, 31_500, "loser"),
                (Need::Always, 0, "start"),
                (Need::Perhaps, 33_000, "remark"),
                (Need::Always, 1_500, "match"),
                (Need::Always, 3_000, "weather"),
                (Need::Always, 30_000, "winner"),
                (Need::Perhaps, 4_500, ""),
            ] {
                programme.add(need, after, text.to_owned());
            }
            let more = {
                let mut more = programme.clone();
                more.add(Need::Money, 36_000, "fine".to_owned());
                more
            };
            let told = |programme: Programme, dice: &mut Dice| {
                programme.shown(dice).into_lines().into_iter().map(|line| line.text).collect::<Vec<_>>().join(" ")
            };
            seen.insert(told(programme, &mut Dice::seeded(seed)));
            assert_eq!(told(more, &mut Dice::seeded(seed)), "start match weather winner loser fine");
        }
        let both = ["start match weather wait winner loser", "start match weather winner loser remark"];
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), both);
    }
}
