//! A mugging: of the house, or of somebody who has a minute to say something. Source of all figures: `commands-and-games.md`, 2.5.

use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};

/// How long a victim has to say something.
pub const WINDOW: Duration = Duration::from_mins(1);

/// All of the parts that chances are told in.
const PARTS: u32 = 1_000;

/// How often the house is caught asleep. Unit: parts of 1,000.
const HOUSE_ASLEEP: u32 = 50;

/// What the house loses then, as far as it is there.
const FROM_HOUSE: Between = Between(1, 50);

/// What it takes from who tries in vain, as far as it is there.
const TO_HOUSE: Between = Between(4, 40);

/// Trust for having mugged the house, and for not having.
pub const HOUSE_TRUST: (i16, i16) = (5, -2);

/// Chance between two who are trusted alike. Unit: parts of 1,000.
const EVEN: i64 = 300;

/// What each point of trust, one more or less than the victim, does to it. Unit as above.
const PER_TRUST: i64 = 2;

/// How much better it is with a victim away from the keyboard. Unit as above.
const WHILE_AWAY: i64 = 300;

/// Least and most of it. Unit as above.
const RANGE: (i64, i64) = (100, 700);

/// Chance with a victim who has said something, and how much each point of the victim's trust takes off. Unit as above.
///
/// `[balance]` In the original the attacker had to be lucky twice, with the same chance both times.
const ON_GUARD: (i64, i64) = (300, 2);

/// Least and most that is taken of what the victim has. Unit: parts of 1,000,000.
const SHARE: (u64, u64) = (100_000, 400_000);

/// All of those parts.
const SHARE_PARTS: i128 = 1_000_000;

/// An attacker with so much trust would take twice as much.
const TRUST_DOUBLES: i128 = 200;

/// What who fails is fined, as far as it is there.
const FINE: Between = Between(20, 300);

/// Trust for a success: of the attacker, of the victim.
pub const SUCCESS_TRUST: (i16, i16) = (2, -1);

/// Trust of an attacker who has failed.
pub const FAILURE_TRUST: i16 = -2;

/// Trust of one whom the victim has fought off.
pub const DEFENDED_TRUST: i16 = -3;

/// Trust of the victim who has.
const BRAVERY: Between = Between(1, 3);

/// Up to how much a haul is small, and a fair one.
const HAULS: (Money, Money) = (Money::of(20), Money::of(50));

/// Further apart than this, two are not trusted alike.
const APART: i64 = 20;

/// What comes of mugging the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtHouse {
    /// So much is taken from it.
    Asleep(Money),
    /// It takes so much.
    Reversal(Money),
}

/// Who meets whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// How far the attacker is trusted.
    pub attacker_trust: i64,
    /// How far the victim is.
    pub victim_trust: i64,
    /// Whether the victim was away from the keyboard when it began.
    pub was_away: bool,
    /// Whether the victim has said something since.
    pub is_on_guard: bool,
}

/// What comes of a mugging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mugging {
    /// It succeeds; so many parts of 1,000,000 are taken, before the attacker's trust has its say.
    Success(u64),
    /// It fails, and costs a fine.
    Failure(Money),
    /// The victim fights back: a fine, and so much trust for the victim.
    Defended(Money, i16),
}

/// How big a haul is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haul {
    /// Nothing at all.
    Nothing,
    /// Up to 20 dollars.
    Small,
    /// Up to 50.
    Fair,
    /// More.
    Big,
}

/// How an attacker stands beside the victim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Much less trusted.
    Below,
    /// About alike.
    Even,
    /// Much more trusted.
    Above,
}

/// Mugs the house. Chance is used here and in [`mug`], and nowhere else in the game.
pub fn mug_house(dice: &mut Dice) -> AtHouse {
    if dice.below(u64::from(PARTS)) < u64::from(HOUSE_ASLEEP) {
        AtHouse::Asleep(Money::of(FROM_HOUSE.draw(dice)))
    } else {
        AtHouse::Reversal(Money::of(TO_HOUSE.draw(dice)))
    }
}

/// Mugs somebody, the minute over.
pub fn mug(dice: &mut Dice, meeting: Meeting) -> Mugging {
    if dice.below(u64::from(PARTS)) < u64::from(meeting.chance()) {
        return Mugging::Success(dice.between(SHARE.0, SHARE.1));
    }
    let fine = Money::of(FINE.draw(dice));
    if !meeting.is_on_guard {
        return Mugging::Failure(fine);
    }
    Mugging::Defended(fine, i16::try_from(BRAVERY.draw(dice)).unwrap_or(1))
}

/// What is taken of `balance`, when so many parts of it are and the attacker is trusted so far.
pub fn loot(balance: Money, parts: u64, attacker_trust: i64) -> Money {
    let of_trust = TRUST_DOUBLES + i128::from(attacker_trust);
    let taken = i128::from(balance.dollars()) * i128::from(parts) * of_trust / (SHARE_PARTS * TRUST_DOUBLES);
    Money::of(i64::try_from(taken).unwrap_or(0)).min(balance).max(Money::ZERO)
}

/// How big a haul that is.
pub fn haul(taken: Money) -> Haul {
    match taken {
        taken if taken <= Money::ZERO => Haul::Nothing,
        taken if taken <= HAULS.0 => Haul::Small,
        taken if taken <= HAULS.1 => Haul::Fair,
        _ => Haul::Big,
    }
}

/// What mugging the house brings, when both have enough.
pub fn house_chances() -> Chances {
    let reversal = TO_HOUSE.chances().map(|loss| -loss);
    Chances::mix([(HOUSE_ASLEEP, FROM_HOUSE.chances()), (PARTS - HOUSE_ASLEEP, reversal)])
}

impl Meeting {
    /// How likely it succeeds. Unit: parts of 1,000.
    pub fn chance(&self) -> u32 {
        let chance = if self.is_on_guard {
            ON_GUARD.0 - ON_GUARD.1 * self.victim_trust
        } else {
            let lead = self.attacker_trust - self.victim_trust;
            (EVEN + PER_TRUST * lead + if self.was_away { WHILE_AWAY } else { 0 }).clamp(RANGE.0, RANGE.1)
        };
        u32::try_from(chance).unwrap_or(0)
    }

    /// How the attacker stands beside the victim.
    pub fn standing(&self) -> Standing {
        match self.attacker_trust - self.victim_trust {
            lead if lead < -APART => Standing::Below,
            lead if lead > APART => Standing::Above,
            _ => Standing::Even,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};

    fn meeting(attacker_trust: i64, victim_trust: i64, was_away: bool, is_on_guard: bool) -> Meeting {
        Meeting { attacker_trust, victim_trust, was_away, is_on_guard }
    }

    #[test]
    fn a_chance_goes_by_trust_and_by_what_the_victim_does() {
        for (attacker, victim, was_away, is_on_guard, chance) in [
            (50, 50, false, false, 300),
            (75, 25, false, false, 400),
            (0, 100, false, false, 100),
            (100, 0, false, false, 500),
            (50, 50, true, false, 600),
            (100, 0, true, false, 700),
            (0, 100, true, false, 400),
            (50, 0, false, true, 300),
            (50, 50, false, true, 200),
            (100, 100, true, true, 100),
        ] {
            let meeting = meeting(attacker, victim, was_away, is_on_guard);
            assert_eq!(meeting.chance(), chance, "{meeting:?}");
        }
    }

    #[test]
    fn a_million_muggings_come_out_as_likely_as_that() {
        for meeting in [
            meeting(50, 50, false, false),
            meeting(80, 20, true, false),
            meeting(0, 100, false, false),
            meeting(50, 50, false, true),
        ] {
            let chance = meeting.chance();
            let chances = Chances::mix([(chance, Chances::sure(1)), (PARTS - chance, Chances::sure(0))]);
            a_million_come_out_as(&chances, |dice| i64::from(matches!(mug(dice, meeting), Mugging::Success(_))));
        }
    }

    #[test]
    fn the_house_mostly_wins() {
        comes_to(&house_chances(), "-157 / 8", "-$19.63");
        a_million_come_out_as(&house_chances(), |dice| match mug_house(dice) {
            AtHouse::Asleep(taken) => taken.dollars(),
            AtHouse::Reversal(taken) => -taken.dollars(),
        });
    }

    #[test]
    fn what_is_drawn_stays_in_its_bounds() {
        let mut dice = Dice::seeded(9);
        let (mut fines, mut bravery, mut shares) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..20_000 {
            match mug(&mut dice, meeting(50, 50, false, n % 2 == 0)) {
                Mugging::Success(parts) => shares.push(parts),
                Mugging::Failure(fine) => fines.push(fine.dollars()),
                Mugging::Defended(fine, more) => {
                    assert_eq!(n % 2, 0, "only who was on guard defends");
                    fines.push(fine.dollars());
                    bravery.push(more);
                }
            }
        }
        let ends = |all: &[i64]| (all.iter().copied().min(), all.iter().copied().max());
        assert_eq!(ends(&fines), (Some(20), Some(300)));
        assert!(
            [1, 2, 3].iter().all(|more| bravery.contains(more)) && bravery.iter().all(|more| (1..=3).contains(more))
        );
        assert!(shares.iter().all(|parts| (100_000..=400_000).contains(parts)));
        assert!(shares.iter().any(|parts| *parts < 110_000) && shares.iter().any(|parts| *parts > 390_000));
    }

    #[test]
    fn loot_is_a_share_that_grows_with_trust_and_never_all() {
        for (balance, parts, trust, taken) in [
            (1_000, 100_000, 0, 100),
            (1_000, 400_000, 0, 400),
            (1_000, 400_000, 100, 600),
            (1_000, 250_000, 50, 312),
            (9, 100_000, 0, 0),
            (0, 400_000, 100, 0),
            (i64::MAX, 400_000, 100, 5_534_023_222_112_865_484),
        ] {
            assert_eq!(loot(Money::of(balance), parts, trust), Money::of(taken), "{balance} {parts} {trust}");
        }
        for (taken, size) in [
            (0, Haul::Nothing),
            (1, Haul::Small),
            (20, Haul::Small),
            (21, Haul::Fair),
            (50, Haul::Fair),
            (51, Haul::Big),
        ] {
            assert_eq!(haul(Money::of(taken)), size, "{taken}");
        }
    }

    #[test]
    fn who_is_trusted_more_than_twenty_less_or_more_does_not_stand_even() {
        for (attacker, victim, standing) in
            [(50, 71, Standing::Below), (50, 70, Standing::Even), (50, 30, Standing::Even), (50, 29, Standing::Above)]
        {
            assert_eq!(meeting(attacker, victim, false, false).standing(), standing, "{attacker} {victim}");
        }
    }
}
