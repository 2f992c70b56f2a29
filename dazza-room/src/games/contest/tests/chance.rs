//! What chance deals, and how often; and the rule over all of it.

use std::collections::BTreeMap;

use super::*;
use crate::games::contest::base;
use crate::games::contest::commentary::{Pairing, Remark, pairing, remarks};
use crate::games::contest::conditions::ConditionKind;
use crate::games::contest::outcome::Verdict;
use crate::games::contest::styles::Quirk;

/// Checks that something which comes in one of so many ways came as often as it should, within three standard deviations.
fn is_within_3_sigma(n_seen: u32, n: u32, part: f64, what: &str) {
    let (expected, sigma) = (f64::from(n) * part, (f64::from(n) * part * (1.0 - part)).sqrt());
    assert!((f64::from(n_seen) - expected).abs() < 3.0 * sigma, "{what}: {n_seen}, not {expected} +- {sigma}");
}

#[test]
fn styles_are_as_seldom_as_they_should_be() {
    const N: u32 = 1_000_000;
    let weight_of =
        |rarity| Style::all().filter(|style| style.rarity == rarity).map(|style| style.rarity.weight()).sum();
    let weights: [u32; 4] = [Rarity::Common, Rarity::Uncommon, Rarity::Rare, Rarity::Legendary].map(weight_of);
    assert_eq!((weights, weights.iter().sum()), ([300, 1_125, 115, 22], 1_562));
    let per_mille = weights.map(|weight| (f64::from(weight) / 1.562).round());
    assert_eq!(per_mille.map(|part| part.to_string()), ["192", "720", "74", "14"]);
    let (mut dice, mut seen) = (Dice::seeded(20), [0_u32; 131]);
    for _ in 0..N {
        seen[usize::from(Style::draw(&mut dice).number)] += 1;
    }
    for (rarity, part) in
        [(Rarity::Common, 300.0), (Rarity::Uncommon, 1_125.0), (Rarity::Rare, 115.0), (Rarity::Legendary, 22.0)]
    {
        let n_seen = Style::all().filter(|style| style.rarity == rarity).map(|style| seen[usize::from(style.number)]);
        is_within_3_sigma(n_seen.sum(), N, part / 1_562.0, &format!("{rarity:?}"));
    }
    assert!(Style::all().all(|style| seen[usize::from(style.number)] > 0));
}

#[test]
fn conditions_come_to_one_in_ten_and_failures_to_one_in_a_hundred() {
    const N: u32 = 200_000;
    let (mut dice, mut seen) = (Dice::seeded(21), BTreeMap::<_, u32>::new());
    for _ in 0..N {
        *seen.entry(Condition::draw(&mut dice).map(|condition| condition.name)).or_default() += 1;
    }
    is_within_3_sigma(seen[&None], N, 0.9, "none");
    for (kind, part) in [
        (ConditionKind::Failure, 0.01),
        (ConditionKind::Debuff, 0.06),
        (ConditionKind::Buff, 0.02),
        (ConditionKind::Weird, 0.01),
    ] {
        let n_seen =
            seen.iter().filter(|(name, _)| name.is_some_and(|name| condition(name).kind == kind)).map(|(_, n)| n);
        is_within_3_sigma(n_seen.sum(), N, part, &format!("{kind:?}"));
    }
    assert_eq!(seen.len(), 31, "all thirty, and none");
    for _ in 0..1_000 {
        let [one, other] = Condition::two_debuffs(&mut dice);
        assert!(one != other && one.kind == ConditionKind::Debuff && other.kind == ConditionKind::Debuff);
    }
}

#[test]
fn weather_and_places_are_drawn_as_often_as_they_should_be() {
    const N: u32 = 100_000;
    let (mut dice, mut n_still, mut n_humid, mut n_special, mut n_far) = (Dice::seeded(22), 0, 0, 0, 0);
    for _ in 0..N {
        let weather = Weather::draw(&mut dice);
        n_still += u32::from(weather.wind == Wind::Still);
        n_humid += u32::from(weather.temperature == Temperature::Humid);
        n_special += u32::from(weather.special.is_some());
        n_far += u32::from(Place::draw(12, &mut dice).name == "the farm dam");
    }
    is_within_3_sigma(n_still, N, 1.0 / 6.0, "still");
    is_within_3_sigma(n_humid, N, 1.0 / 6.0, "humid");
    is_within_3_sigma(n_special, N, 0.1, "special");
    let far = 0.9 * (0.85 / 11.0 + 0.15 / 15.0) + 0.1 * (0.85 / 16.0 + 0.15 / 20.0);
    is_within_3_sigma(n_far, N, far, "the farm dam");
}

#[test]
fn first_figures_lie_where_they_should_and_drinks_add_to_them() {
    let mut dice = Dice::seeded(23);
    for _ in 0..10_000 {
        let drawn = base::draw(&mut dice);
        assert!((0.5..5.0).contains(&drawn.distance) && (200.0..2_000.0).contains(&drawn.volume), "{drawn:?}");
        assert!((10.0..100.0).contains(&drawn.aim) && (2.0..30.0).contains(&drawn.duration), "{drawn:?}");
    }
    for (n_drinks, should_be) in [
        (0, [1.6, 500.0, 20.0, 10.0]),
        (1, [2.0, 1_010.0, 20.0, 10.2]),
        (5, FILLED),
        (100, [2.0, 2_000.0, 20.0, 30.0]),
        (u64::MAX, [2.0, 2_000.0, 20.0, 30.0]),
    ] {
        let side = play(&calm(), [n_drinks, 0], Rules::Full).sides[0];
        is_about(four(&side), should_be, &format!("{n_drinks} drinks"));
    }
}

#[test]
fn the_score_is_a_sum_within_bounds() {
    for (figures, score) in [
        (Figures { distance: 5.0, volume: 2_000.0, aim: 100.0, duration: 30.0 }, 1_000),
        (BASE, 160 + 125 + 40 + 50),
        (Figures::default(), 0),
        (
            Figures { distance: 99.0, volume: 99_999.0, aim: 999.0, duration: 999.0 }.clamped(),
            1_600 + 1_250 + 200 + 600,
        ),
    ] {
        assert_eq!(figures.score(), score);
    }
    let below = Figures { distance: -1.0, volume: -1.0, aim: -1.0, duration: -1.0 };
    assert_eq!(below.clamped(), Figures::default());
}

#[test]
fn the_higher_score_wins_and_the_same_score_is_a_draw() {
    let mut draw = calm();
    assert_eq!(outcome(&draw).verdict, Verdict::Draw);
    draw.sides[1].base[0].distance += 0.1;
    assert_eq!(outcome(&draw).verdict, Verdict::Won(1));
    draw.sides[0].base[0].distance += 0.2;
    assert_eq!(outcome(&draw).verdict, Verdict::Won(0));
}

#[test]
fn the_rule_is_a_function_of_the_draw_and_nothing_gets_out_of_bounds() {
    let mut dice = Dice::seeded(24);
    let (mut n_draws, mut n_none_left) = (0, 0);
    for n in 0..20_000_u64 {
        let draw = Draw::deal(u8::try_from(n % 24).unwrap(), &mut dice);
        for rules in [Rules::Full, Rules::OwnFigures] {
            let (first, again) = (play(&draw, [n % 40, n % 7], rules), play(&draw, [n % 40, n % 7], rules));
            assert_eq!(told(&first), told(&again));
            for side in first.sides {
                assert_eq!(side.figures, side.figures.clamped());
            }
            n_draws += u32::from(first.verdict == Verdict::Draw);
            n_none_left += u32::from(first.verdict == Verdict::NoneLeft);
        }
    }
    assert!(n_draws > 0 && n_none_left > 50, "{n_draws} draws, {n_none_left} without anybody left");
}

#[test]
fn what_must_be_remarked_upon_is() {
    for (one, other, pair) in [
        (1, 11, Some((Pairing::Mismatch, true))),
        (20, 8, Some((Pairing::Mismatch, true))),
        (2, 11, None),
        (2, 3, Some((Pairing::TwoBig, false))),
        (11, 12, Some((Pairing::TwoSmall, false))),
        (21, 50, Some((Pairing::Loud, true))),
        (50, 52, Some((Pairing::Odd(Quirk::Crooked), true))),
        (50, 60, Some((Pairing::Odd(Quirk::Stray), false))),
        (50, 51, None),
    ] {
        assert_eq!(pairing([style(one), style(other)]), pair, "{one} and {other}");
    }
}

#[test]
fn a_result_is_good_for_the_remarks_that_apply() {
    let remarked = |one: Figures, other: Figures| {
        let mut draw = calm();
        (draw.sides[0].base, draw.sides[1].base) = ([one; 2], [other; 2]);
        remarks(&play(&draw, [5, 5], Rules::Full))
    };
    assert_eq!(remarked(BASE, BASE), [Remark::Close]);
    let far = Figures { distance: 4.5, volume: 300.0, ..BASE };
    assert_eq!(remarked(far, BASE), [Remark::TwiceAsFar, Remark::FarOnLittle]);
    assert_eq!(remarked(BASE, far), [Remark::TwiceAsFar, Remark::FarOnLittle]);
    let near = Figures { distance: 0.9, volume: 210.0, aim: 95.0, duration: 28.0 };
    let both = remarked(near, Figures { distance: 1.2, ..BASE });
    assert!(both.contains(&Remark::LongAndNear) && both.contains(&Remark::StraightAndNear), "{both:?}");
    let small = Figures { distance: 0.5, volume: 200.0, aim: 10.0, duration: 2.0 };
    assert!(remarked(BASE, small).contains(&Remark::Thrashing));
    let mut failed = calm();
    failed.sides[0].condition = Some(condition("Shy Bladder"));
    assert!(remarks(&outcome(&failed)).is_empty());
}
