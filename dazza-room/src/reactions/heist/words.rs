//! Which words fit a heist, by the hour, the crew and the loot. Source of all shares: `commands-and-games.md`, 3.7.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use crate::chat::{Pool, pools};
use crate::commands::StoredCx;
use crate::games::heist::{Crime, Loot, Outcome};

/// More than this is much.
const BIG: Money = Money::of(1_000);

/// Less than this is little to come back with.
const SMALL_HAUL: Money = Money::of(50);

/// Less than this is little to share out.
const SMALL_PAYOUT: Money = Money::of(100);

/// More than this is a van full.
const MATES: usize = 5;

/// The hour in the time zone of the room.
pub(super) fn hour(deed: &StoredCx<'_>) -> i8 {
    deed.cx.view.zone.to_datetime(deed.cx.now).hour()
}

const fn is_night(hour: i8) -> bool {
    hour >= 22 || hour < 5
}

/// How a heist is announced.
pub(super) fn announcement(hour: i8, dice: &mut Dice) -> Pool {
    match hour {
        5..=11 => pools::HEIST_ANNOUNCE_MORNING,
        hour if is_night(hour) => pools::HEIST_ANNOUNCE_NIGHT,
        _ => match dice.below(10) {
            0 => pools::HEIST_ANNOUNCE_DRUNK,
            1 => pools::HEIST_ANNOUNCE_DESPERATE,
            2 => pools::HEIST_ANNOUNCE_CONFIDENT,
            _ => pools::HEIST_ANNOUNCE,
        },
    }
}

/// How a crew of so many departs. The original never sneaked; here it does at night.
pub(super) fn departure(n_crew: usize, hour: i8, dice: &mut Dice) -> Pool {
    match n_crew {
        0 => pools::HEIST_DEPART_SOLO,
        n if n > MATES => pools::HEIST_DEPART_MATES,
        _ if dice.percent(20.0) => pools::HEIST_DEPART_NERVOUS,
        _ if dice.percent(20.0) => pools::HEIST_DEPART_CONFIDENT,
        _ if dice.percent(10.0) => pools::HEIST_DEPART_RUSHED,
        _ if is_night(hour) => pools::HEIST_DEPART_SNEAKY,
        _ => pools::HEIST_DEPART,
    }
}

/// How it is told how a heist went.
pub(super) fn outcome(Outcome { is_success, haul }: Outcome, is_solo: bool, dice: &mut Dice) -> Pool {
    match (is_success, is_solo) {
        (true, true) => pools::HEIST_WON_SOLO,
        (true, false) if haul > BIG => pools::HEIST_WON_BIG,
        (true, false) if haul < SMALL_HAUL => pools::HEIST_WON_SMALL,
        (true, false) if dice.percent(10.0) => pools::HEIST_WON_LUCKY,
        (true, false) if dice.percent(10.0) => pools::HEIST_WON_PERFECT,
        (true, false) => pools::HEIST_WON,
        (false, true) => pools::HEIST_LOST_SOLO,
        (false, false) if dice.percent(20.0) => pools::HEIST_LOST_CAUGHT,
        (false, false) if dice.percent(20.0) => pools::HEIST_LOST_BAD_LUCK,
        (false, false) if dice.percent(10.0) => pools::HEIST_LOST_COMEDIC,
        (false, false) if dice.percent(10.0) => pools::HEIST_LOST_EQUIPMENT,
        (false, false) => pools::HEIST_LOST,
    }
}

/// How it is told who got how much. The original had words for a failure and never said them.
pub(super) fn payout(haul: Money, loot: &Loot, dice: &mut Dice) -> Pool {
    match haul {
        Money::ZERO => pools::HEIST_PAYOUT_FAILED,
        _ if loot.shares.is_empty() => pools::HEIST_PAYOUT_SOLO,
        _ if loot.cut > Money::ZERO => pools::HEIST_PAYOUT_ABSENT,
        _ if loot.house > Money::ZERO && dice.percent(30.0) => pools::HEIST_PAYOUT_HOUSE,
        haul if haul > BIG => pools::HEIST_PAYOUT_BIG,
        haul if haul < SMALL_PAYOUT => pools::HEIST_PAYOUT_SMALL,
        _ if loot.bonus > Money::ZERO && dice.percent(30.0) => pools::HEIST_PAYOUT_BONUS,
        _ => pools::HEIST_PAYOUT,
    }
}

/// The crimes to vote on, with the words to vote by.
pub(crate) fn listed(offered: &[&Crime]) -> String {
    let each: Vec<_> = offered.iter().map(|crime| format!("{} [{}]", crime.name, crime.shown_id())).collect();
    match each.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => each.concat(),
    }
}

/// The sentence that goes with a crime.
pub(super) fn story(crime: &Crime) -> &'static str {
    let told = pools::HEIST_STORIES.phrases().filter_map(|line| line.split_once(" = "));
    let id_shown = crime.shown_id();
    let mut told = told.filter(|(id, _)| *id == id_shown).map(|(_, story)| story);
    told.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::games::heist::{CRIMES, crime};

    /// How often each pool is drawn, in a thousand.
    fn shares(draw: impl Fn(&mut Dice) -> Pool) -> BTreeMap<&'static str, u32> {
        let (mut dice, mut drawn) = (Dice::seeded(9), BTreeMap::new());
        for _ in 0..20_000 {
            *drawn.entry(draw(&mut dice).name()).or_insert(0) += 1;
        }
        for n in drawn.values_mut() {
            *n = (*n + 10) / 20;
        }
        drawn
    }

    fn near(drawn: &BTreeMap<&'static str, u32>, wanted: &[(&'static str, u32)]) {
        assert_eq!(drawn.len(), wanted.len(), "{drawn:?}");
        for (name, share) in wanted {
            assert!(drawn[name].abs_diff(*share) <= 12, "{name}: {drawn:?}");
        }
    }

    #[test]
    fn every_pool_has_its_share() {
        near(&shares(|dice| announcement(5, dice)), &[("announce_morning", 1_000)]);
        near(&shares(|dice| announcement(4, dice)), &[("announce_night", 1_000)]);
        let day =
            [("announce", 700), ("announce_drunk", 100), ("announce_desperate", 100), ("announce_confident", 100)];
        near(&shares(|dice| announcement(12, dice)), &day);
        near(&shares(|dice| departure(0, 12, dice)), &[("depart_solo", 1_000)]);
        near(&shares(|dice| departure(6, 12, dice)), &[("depart_mates", 1_000)]);
        let few = [("depart_nervous", 200), ("depart_confident", 160), ("depart_rushed", 64), ("depart", 576)];
        near(&shares(|dice| departure(5, 12, dice)), &few);
        assert!(shares(|dice| departure(5, 23, dice)).contains_key("depart_sneaky"));
        let went = |is_success, haul, is_solo| {
            shares(move |dice| outcome(Outcome { is_success, haul: Money::of(haul) }, is_solo, dice))
        };
        near(&went(true, 500, false), &[("won_lucky", 100), ("won_perfect", 90), ("won", 810)]);
        near(&went(true, 1_001, false), &[("won_big", 1_000)]);
        near(&went(true, 49, false), &[("won_small", 1_000)]);
        near(&went(true, 49, true), &[("won_solo", 1_000)]);
        near(&went(false, 0, true), &[("lost_solo", 1_000)]);
        let lost =
            [("lost_caught", 200), ("lost_bad_luck", 160), ("lost_comedic", 64), ("lost_equipment", 58), ("lost", 518)];
        near(&went(false, 0, false), &lost);
    }

    #[test]
    fn crimes_are_listed_with_the_words_to_vote_by() {
        let offered = ["servo", "cop_shop", "ute"].map(|id| crime(id).unwrap());
        let told = "service-station dash [servo], police-station prank [cop-shop] or borrowed ute [ute]";
        assert_eq!(listed(&offered), told);
        assert_eq!(listed(&offered[..1]), "service-station dash [servo]");
        for crime in CRIMES {
            assert!(!story(crime).is_empty(), "{}", crime.id);
        }
        assert_eq!(pools::HEIST_STORIES.phrases().count(), CRIMES.len());
    }
}
