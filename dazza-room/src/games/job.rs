//! A job that pays by luck: mostly a little, now and then a lot, sometimes nothing.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::bonus::Bonus;
use super::chances::{Between, Chances};

/// How lucky a day was, the usual first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// As always.
    Common,
    /// Better than most.
    Uncommon,
    /// Seldom this good.
    Rare,
    /// Talked of for years.
    Legendary,
}

/// A job: its luck and what that pays.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    /// How often there is nothing. Unit: percent.
    pub nothing: u32,
    /// How likely each tier is otherwise, and what it pays. Unit: parts of 1,000.
    pub tiers: [(Tier, u32, Between); 4],
    /// From what on a rare day is told to the room; a legendary one always is.
    pub told_from: Money,
}

/// A day's luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    /// How good it was.
    pub tier: Tier,
    /// What it is worth before any bonus. Unit: dollars.
    pub worth: i64,
}

/// All of the percents.
const WHOLE: u32 = 100;

impl Job {
    /// How a day goes; `None` when there is nothing. Chance is used here and nowhere else in the job.
    pub fn work(&self, dice: &mut Dice) -> Option<Luck> {
        let is_nothing = dice.below(u64::from(WHOLE)) < u64::from(self.nothing);
        let tiers = self.tiers.map(|(tier, parts, range)| ((tier, range), parts));
        let (tier, range) = dice.weighted(&tiers)?;
        let worth = range.draw(dice);
        (!is_nothing).then_some(Luck { tier: *tier, worth })
    }

    /// Whether the room hears of `pay` for such a day.
    pub fn is_told(&self, tier: Tier, pay: Money) -> bool {
        tier == Tier::Legendary || tier == Tier::Rare && pay >= self.told_from
    }

    /// What a day pays with `bonus`.
    pub fn chances(&self, bonus: Bonus) -> Chances {
        let tiers = self.tiers.map(|(_, parts, range)| (parts, range.chances()));
        let some = Chances::mix(tiers).map(|worth| bonus.on(worth).dollars());
        Chances::mix([(self.nothing, Chances::sure(0)), (WHOLE - self.nothing, some)])
    }
}

impl Tier {
    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Uncommon => "uncommon",
            Self::Rare => "rare",
            Self::Legendary => "legendary",
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::games::chances::tests::a_million_come_out_as;

    /// Checks that a job pays as its table has it, with each of `bonuses`, and within each tier from end to end.
    pub(in crate::games) fn pays_by_its_table(job: &Job, bonuses: &[Bonus]) {
        assert_eq!(job.tiers.iter().map(|(_, parts, _)| parts).sum::<u32>(), 1_000);
        for bonus in bonuses {
            let paid = |luck: Option<Luck>| luck.map_or(0, |luck| bonus.on(luck.worth).dollars());
            a_million_come_out_as(&job.chances(*bonus), |dice| paid(job.work(dice)));
        }
        let mut dice = Dice::seeded(7);
        for luck in (0..10_000).filter_map(|_| job.work(&mut dice)) {
            let (_, _, Between(low, high)) = job.tiers.iter().find(|(tier, ..)| *tier == luck.tier).unwrap();
            assert!((*low..=*high).contains(&luck.worth), "{luck:?}");
        }
    }
}
