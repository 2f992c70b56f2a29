//! Who gets how much of the loot, to the dollar: nothing of it is lost, and nothing is made.

use dazza_shared::money::Money;

/// What the house keeps. Unit: percent. Source: `commands-and-games.md`, 3.6.
const HOUSE_PERCENT: i64 = 10;

/// What of the rest is for those who voted. Unit: percent. Source: as above.
const VOTERS_PERCENT: i64 = 30;

/// One bonus a so much of trust. Source: as above.
const TRUST_STEP: i64 = 50;

/// What one bonus is. Unit: percent of a part. Source: as above.
const BONUS_PERCENT: i64 = 10;

/// What somebody who is absent keeps of the part of a voter. Unit: percent. Source: as above.
const ABSENT_VOTER_PERCENT: i64 = 50;

/// What somebody who is absent keeps of the part of all. Unit: percent. Source: as above.
const ABSENT_ACTIVE_PERCENT: i64 = 25;

/// Somebody who gets a share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key of the player.
    pub who: String,
    /// How far he is trusted.
    pub trust: i16,
    /// Whether he voted.
    pub has_voted: bool,
    /// Whether he is in the room now.
    pub is_present: bool,
}

/// What one member gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The key of the player.
    pub who: String,
    /// How much.
    pub amount: Money,
    /// How much of it for trust.
    pub bonus: Money,
    /// What was kept back because he is absent.
    pub cut: Money,
}

/// The loot, shared out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loot {
    /// What each member gets, in the order of the members.
    pub shares: Vec<Share>,
    /// What the house keeps: its cut less the bonuses, what the absent lose, and what no part could be made of.
    pub house: Money,
    /// What of it the absent have lost.
    pub cut: Money,
    /// What was paid for trust.
    pub bonus: Money,
}

/// Shares `haul` out among all who were about, whether they voted or not; alone the house keeps it.
///
/// The original divided the second pot by everybody and paid only those who had not voted, so that most of it was lost; and
/// it made the money for bonuses. Here the bonuses are taken from the house's cut, and made smaller where that is too little.
pub fn share(haul: Money, members: &[Member]) -> Loot {
    let haul = haul.dollars();
    let n_voters = members.iter().filter(|member| member.has_voted).count();
    if haul <= 0 || n_voters == 0 {
        return Loot { house: Money::of(haul.max(0)), ..Loot::default() };
    }
    let house = percent(haul, HOUSE_PERCENT);
    let voters_pool = percent(haul - house, VOTERS_PERCENT);
    let pools = Pools {
        voters_pool,
        active_pool: haul - house - voters_pool,
        n_voters: n(n_voters),
        n_active: n(members.len()),
    };
    let wanted: i64 = members.iter().map(|member| pools.parts(member).iter().map(|part| part.bonus).sum::<i64>()).sum();
    let shares: Vec<_> = members.iter().map(|member| pools.share(member, (house, wanted))).collect();
    let sum = |of: fn(&Share) -> Money| shares.iter().map(|share| of(share).dollars()).sum::<i64>();
    let (paid, cut, bonus) = (sum(|share| share.amount), sum(|share| share.cut), sum(|share| share.bonus));
    Loot { house: Money::of(haul - paid), cut: Money::of(cut), bonus: Money::of(bonus), shares }
}

struct Pools {
    voters_pool: i64,
    active_pool: i64,
    n_voters: i64,
    n_active: i64,
}

/// A part of a pot, with what trust would add to it, and what an absent member keeps of it.
struct Part {
    plain: i64,
    bonus: i64,
    kept_percent: i64,
}

impl Pools {
    fn parts(&self, member: &Member) -> Vec<Part> {
        let percents = 100 + BONUS_PERCENT * (i64::from(member.trust).max(0) / TRUST_STEP);
        let part = |pool: i64, n_heads: i64, kept_percent| {
            let plain = pool / n_heads.max(1);
            let bonus = pool * percents / (n_heads.max(1) * 100) - plain;
            Part { plain, bonus, kept_percent }
        };
        let of_all = part(self.active_pool, self.n_active, ABSENT_ACTIVE_PERCENT);
        let of_voters = member.has_voted.then(|| part(self.voters_pool, self.n_voters, ABSENT_VOTER_PERCENT));
        of_voters.into_iter().chain([of_all]).collect()
    }

    /// What `member` gets, if the house has that much for all bonuses and so much is wanted.
    fn share(&self, member: &Member, (available, wanted): (i64, i64)) -> Share {
        let (mut amount, mut bonus, mut cut) = (0, 0, 0);
        for part in self.parts(member) {
            let extra = if wanted <= available { part.bonus } else { part.bonus * available / wanted };
            let whole = part.plain + extra;
            let kept = if member.is_present { whole } else { percent(whole, part.kept_percent) };
            amount += kept;
            cut += whole - kept;
            // What is cut is cut from the bonus last.
            bonus += extra.min(kept);
        }
        Share { who: member.who.clone(), amount: Money::of(amount), bonus: Money::of(bonus), cut: Money::of(cut) }
    }
}

fn percent(dollars: i64, percent: i64) -> i64 {
    dollars * percent / 100
}

fn n(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(who: &str, trust: i16, has_voted: bool, is_present: bool) -> Member {
        Member { who: who.to_owned(), trust, has_voted, is_present }
    }

    fn paid(loot: &Loot) -> Vec<i64> {
        loot.shares.iter().map(|share| share.amount.dollars()).collect()
    }

    #[test]
    fn the_loot_is_shared_out_to_the_dollar() {
        // 1000: the house 100, those who voted 270, all 630.
        let two = [member("a", 0, true, true), member("b", 0, true, true), member("c", 0, false, true)];
        let loot = share(Money::of(1_000), &two);
        assert_eq!((paid(&loot), loot.house.dollars()), (vec![135 + 210, 135 + 210, 210], 100));
        assert_eq!((loot.cut, loot.bonus), (Money::ZERO, Money::ZERO));
        // What no part could be made of is the house's: of 270 in 4 parts, and of 631.
        let four = ["a", "b", "c", "d"].map(|who| member(who, 49, true, true));
        let loot = share(Money::of(1_001), &four);
        assert_eq!((paid(&loot), loot.house.dollars()), (vec![67 + 157; 4], 1_001 - 4 * 224));
    }

    #[test]
    fn trust_adds_to_a_part_as_far_as_the_house_can_pay_for_it() {
        let trusted = [member("a", 100, true, true), member("b", 50, true, true), member("c", 49, false, true)];
        let loot = share(Money::of(1_000), &trusted);
        // 20 % of 135 and 210, 10 % of them, nothing: 27 + 42 + 13 + 21 = 103 of the 100 that there are.
        assert_eq!(loot.bonus.dollars(), (27 * 100 / 103) + (42 * 100 / 103) + (13 * 100 / 103) + (21 * 100 / 103));
        assert_eq!(paid(&loot), [135 + 26 + 210 + 40, 135 + 12 + 210 + 20, 210]);
        assert_eq!(loot.house.dollars(), 100 - 98);
        let one = [member("a", 50, true, true), member("b", 0, false, true)];
        let loot = share(Money::of(1_000), &one);
        assert_eq!((paid(&loot), loot.house.dollars()), (vec![297 + 346, 315], 1_000 - 297 - 346 - 315));
    }

    #[test]
    fn the_absent_lose_half_of_one_part_and_three_quarters_of_the_other_to_the_house() {
        let members = [member("a", 0, true, false), member("b", 0, true, true), member("c", 0, false, false)];
        let loot = share(Money::of(1_000), &members);
        assert_eq!(paid(&loot), [67 + 52, 135 + 210, 52]);
        assert_eq!(loot.cut.dollars(), (135 - 67) + 2 * (210 - 52));
        assert_eq!(loot.house.dollars(), 100 + loot.cut.dollars());
    }

    #[test]
    fn alone_the_house_keeps_it_all_and_a_failure_brings_nothing() {
        let bystander = [member("c", 0, false, true)];
        assert_eq!(share(Money::of(77), &bystander), Loot { house: Money::of(77), ..Loot::default() });
        assert_eq!(share(Money::of(77), &[]).house.dollars(), 77);
        assert_eq!(share(Money::ZERO, &[member("a", 0, true, true)]), Loot::default());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_made(
            haul in 1_i64..2_000,
            members in proptest::collection::vec((0_i16..=100, any::<bool>(), any::<bool>()), 0..40),
        ) {
            let members: Vec<_> = members.iter().enumerate().map(|(n, (trust, voted, here))| {
                member(&n.to_string(), *trust, *voted, *here)
            }).collect();
            let loot = share(Money::of(haul), &members);
            prop_assert_eq!(paid(&loot).iter().sum::<i64>() + loot.house.dollars(), haul);
            prop_assert!(loot.house.dollars() >= loot.cut.dollars());
            prop_assert!(loot.bonus.dollars() <= haul / 10);
            prop_assert!(loot.shares.iter().all(|share| share.amount >= Money::ZERO && share.cut >= Money::ZERO));
        }
    }
}
