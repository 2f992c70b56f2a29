//! What there is to say about a contest. Source: `commands-and-games.md`, 5.9.

use super::figures::Figures;
use super::outcome::{Outcome, Verdict};
use super::styles::{Family, Quirk, Style};

/// What is said about two styles that meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// One that towers, and one that mocks.
    Mismatch,
    /// Two big ones.
    TwoBig,
    /// Two small ones.
    TwoSmall,
    /// One has something odd about it.
    Odd(Quirk),
    /// One makes a show of it.
    Loud,
}

/// A remark on a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The winner went more than twice as far.
    TwiceAsFar,
    /// The winner went far, with next to nothing.
    FarOnLittle,
    /// Somebody took for ever, and got nowhere.
    LongAndNear,
    /// Somebody was spot on, and got nowhere.
    StraightAndNear,
    /// It was close.
    Close,
    /// It was not close.
    Thrashing,
}

/// What is to be said about two styles, and whether it must be.
pub fn pairing(styles: [&Style; 2]) -> Option<(Pairing, bool)> {
    let [one, other] = styles;
    let is_mismatch = |big: &Style, small: &Style| big.towers() && small.family() == Family::Mockery;
    if is_mismatch(one, other) || is_mismatch(other, one) {
        return Some((Pairing::Mismatch, true));
    }
    let loud = styles.into_iter().find(|style| style.is_loud);
    if let Some(loud) = loud {
        return Some((loud.quirk.map_or(Pairing::Loud, Pairing::Odd), true));
    }
    if let Some(quirk) = styles.into_iter().find_map(|style| style.quirk) {
        return Some((Pairing::Odd(quirk), false));
    }
    match styles.map(Style::family) {
        [Family::Intimidation, Family::Intimidation] => Some((Pairing::TwoBig, false)),
        [Family::Mockery, Family::Mockery] => Some((Pairing::TwoSmall, false)),
        _ => None,
    }
}

/// All remarks that a result is good for; none where one of the two has failed.
pub fn remarks(outcome: &Outcome) -> Vec<Remark> {
    let (Some((one, score)), Some((other, others_score))) = (outcome.figures_of(0), outcome.figures_of(1)) else {
        return Vec::new();
    };
    let both = [&one, &other];
    let any = |is: fn(&Figures) -> bool| both.into_iter().any(is);
    let winner = match outcome.verdict {
        Verdict::Won(0) => Some((&one, &other)),
        Verdict::Won(_) => Some((&other, &one)),
        Verdict::Draw | Verdict::NoneLeft => None,
    };
    let (most, least) = (score.max(others_score), score.min(others_score));
    let found = [
        (Remark::TwiceAsFar, winner.is_some_and(|(winner, loser)| winner.distance > 2.0 * loser.distance)),
        (Remark::FarOnLittle, winner.is_some_and(|(winner, _)| winner.distance > 4.0 && winner.volume < 500.0)),
        (Remark::LongAndNear, any(|side| side.duration > 25.0 && side.distance < 1.0)),
        (Remark::StraightAndNear, any(|side| side.aim > 90.0 && side.distance < 1.0)),
        (Remark::Close, most - least < 50),
        (Remark::Thrashing, winner.is_some() && most > least.saturating_mul(2)),
    ];
    found.into_iter().filter(|(_, is_so)| *is_so).map(|(remark, _)| remark).collect()
}
