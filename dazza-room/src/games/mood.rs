//! The bot's mood, from the hour, the day, the bong count and how much it has been talking.

use dazza_shared::dice::Dice;

/// A kind of mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "a mood is its name")]
pub enum Mood {
    Rough,
    GettingThere,
    Good,
    Dusty,
    Cruising,
    Cooked,
    Antsy,
    Mellow,
    Wrecked,
    WiredButTired,
    Sideways,
    BestLife,
    Chatty,
    Quiet,
    Enlightened,
    Transcended,
    Paranoid,
    Hungry,
    Philosophical,
}

/// What a mood depends on.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    /// Hour of the day, 0 to 23.
    pub hour: u8,
    /// Whether it is Saturday or Sunday.
    pub is_weekend: bool,
    /// Today's bong count in the room.
    pub bongs: u64,
    /// What the bot said in the last hour, among the room's last 50 lines.
    pub own_lines: u64,
}

/// The chance of each whim. Source: `commands-and-games.md`, 2.8. Unit: percent.
const WHIM_PERCENT: u64 = 10;

/// The mood of the day, unless a whim carries it off.
///
/// The steps follow one another and later ones win. Source: `commands-and-games.md`, 2.8.
pub fn mood(day: &Day, whim: Option<Mood>) -> Mood {
    whim.or_else(|| by_milestone(day))
        .or_else(|| by_chat(day))
        .or_else(|| by_weekend(day))
        .unwrap_or_else(|| by_hour(day))
}

/// Whether a whim carries the mood off today. Chance is used here and nowhere else in moods.
pub fn whim(dice: &mut Dice) -> Option<Mood> {
    match dice.below(100) / WHIM_PERCENT {
        0 => Some(Mood::Paranoid),
        1 => Some(Mood::Hungry),
        2 => Some(Mood::Philosophical),
        _ => None,
    }
}

fn by_hour(day: &Day) -> Mood {
    match (day.hour, day.bongs) {
        (6..12, 0) => Mood::Rough,
        (6..12, 1..5) => Mood::GettingThere,
        (6..12, _) => Mood::Good,
        (12..17, 0..10) => Mood::Dusty,
        (12..17, 10..20) => Mood::Cruising,
        (12..17, _) => Mood::Cooked,
        (17..22, 0..15) => Mood::Antsy,
        (17..22, 15..30) => Mood::Mellow,
        (17..22, _) => Mood::Wrecked,
        (3..6, _) => Mood::Sideways,
        _ => Mood::WiredButTired,
    }
}

fn by_weekend(day: &Day) -> Option<Mood> {
    (day.is_weekend && day.bongs > 25).then_some(Mood::BestLife)
}

fn by_chat(day: &Day) -> Option<Mood> {
    match day.own_lines {
        0 => Some(Mood::Quiet),
        11.. => Some(Mood::Chatty),
        _ => None,
    }
}

fn by_milestone(day: &Day) -> Option<Mood> {
    match day.bongs {
        100 => Some(Mood::Enlightened),
        51.. => Some(Mood::Transcended),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_step_of_the_table_holds() {
        for (hour, is_weekend, bongs, own_lines, expected) in [
            (6, false, 0, 5, Mood::Rough),
            (11, false, 4, 5, Mood::GettingThere),
            (11, false, 5, 5, Mood::Good),
            (12, false, 9, 5, Mood::Dusty),
            (16, false, 19, 5, Mood::Cruising),
            (16, false, 20, 5, Mood::Cooked),
            (17, false, 14, 5, Mood::Antsy),
            (21, false, 29, 5, Mood::Mellow),
            (21, false, 30, 5, Mood::Wrecked),
            (22, false, 0, 5, Mood::WiredButTired),
            (2, false, 0, 5, Mood::WiredButTired),
            (3, false, 0, 5, Mood::Sideways),
            (12, true, 25, 5, Mood::Cooked),
            (12, true, 26, 5, Mood::BestLife),
            (12, true, 26, 11, Mood::Chatty),
            (12, false, 0, 10, Mood::Dusty),
            (12, true, 26, 0, Mood::Quiet),
            (12, false, 50, 11, Mood::Chatty),
            (12, false, 51, 0, Mood::Transcended),
            (12, false, 100, 0, Mood::Enlightened),
            (12, false, 101, 0, Mood::Transcended),
        ] {
            let day = Day { hour, is_weekend, bongs, own_lines };
            assert_eq!(mood(&day, None), expected, "{day:?}");
            assert_eq!(mood(&day, Some(Mood::Hungry)), Mood::Hungry);
        }
    }

    #[test]
    fn whims_come_three_times_in_ten() {
        let mut dice = Dice::seeded(5);
        let whims: Vec<_> = (0..10_000).map(|_| whim(&mut dice)).collect();
        let n_whims = whims.iter().flatten().count();
        assert!((2_700..3_300).contains(&n_whims), "{n_whims}");
        assert_eq!(whims.into_iter().flatten().collect::<BTreeSet<_>>().len(), 3);
    }
}
