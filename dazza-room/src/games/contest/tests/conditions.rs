//! The conditions against their rows in the paper.

use super::*;
use crate::games::contest::conditions::ConditionKind;
use crate::games::contest::outcome::{Failing, Verdict};

const ROWS: &str = include_str!("conditions.txt");

fn rows() -> impl Iterator<Item = [&'static str; 3]> {
    ROWS.lines().map(|line| line.split('|').collect::<Vec<_>>().try_into().unwrap())
}

/// A contest whose challenger has that condition.
fn having(name: &str) -> Draw {
    let mut draw = calm();
    draw.sides[0].condition = Some(condition(name));
    draw
}

#[test]
fn each_condition_changes_the_figures_as_its_row_says() {
    assert_eq!((rows().count(), Condition::all().count()), (33, 33));
    for ([name, kind, changes], row) in rows().zip(Condition::all()) {
        let is_of = match row.kind {
            ConditionKind::Failure => "failure",
            ConditionKind::Debuff => "debuff",
            ConditionKind::Buff => "buff",
            ConditionKind::Weird => "weird",
        };
        assert_eq!((row.name, is_of), (name, kind));
        let mut figures = FILLED;
        assert!(apply(changes, &mut figures), "{name}");
        let outcome = outcome(&having(name));
        is_about(four(&outcome.sides[0]), figures, name);
        is_about(four(&outcome.sides[1]), FILLED, name);
        assert_eq!(outcome.sides[0].failing.is_some(), kind == "failure", "{name}");
        assert_eq!(outcome.sides[0].fine, if name == "Medical Emergency" { 50 } else { 0 }, "{name}");
    }
}

#[test]
fn no_condition_is_without_effect() {
    // The paper says of "No Warm-up" that it has none: its style has.
    for condition in Condition::all().filter(|condition| condition.name != "No Warm-up") {
        let is_felt =
            makes_a_difference(|draw| draw.sides[0].condition = Some(condition), |draw| draw.sides[0].condition = None);
        assert!(is_felt, "{} does nothing", condition.name);
    }
}

#[test]
fn who_fails_loses_and_two_who_fail_have_no_winner() {
    for [name, ..] in rows().filter(|[_, kind, _]| *kind == "failure") {
        let failing = Some(Failing::Condition(condition(name)));
        let one_fails = outcome(&having(name));
        let is_shared = name == "Cop Showed Up";
        assert_eq!(one_fails.sides[0].failing, failing);
        assert_eq!(one_fails.sides[1].failing, failing.filter(|_| is_shared));
        assert_eq!(one_fails.verdict, if is_shared { Verdict::NoneLeft } else { Verdict::Won(1) }, "{name}");
        assert_eq!(one_fails.is_shared_failure(), is_shared);
        assert_eq!((one_fails.figures_of(0), one_fails.figures_of(1).is_some()), (None, !is_shared));
        let mut both = having(name);
        both.sides[1].condition = Some(condition("Shy Bladder"));
        assert_eq!(outcome(&both).verdict, Verdict::NoneLeft, "{name}");
        assert_eq!(outcome(&both).is_shared_failure(), is_shared || name == "Shy Bladder", "{name}");
    }
    // The original's police went for its bearer alone.
    let before = play(&having("Cop Showed Up"), DRINKS, Rules::OwnFigures);
    assert_eq!((before.verdict, before.sides[1].failing), (Verdict::Won(1), None));
}

#[test]
fn who_is_in_the_zone_or_stainless_is_hampered_by_nothing() {
    for name in ["The Zone", "Stainless"] {
        let mut draw = having(name);
        draw.sides[0].style = style(117);
        draw.sides[1].style = style(46);
        // Neither the two debuffs of The Cursed, nor what the Rattlesnake does to others.
        is_about(four(&outcome(&draw).sides[0]), FILLED, name);
        draw.sides[1].style = style(11);
        is_about(four(&outcome(&draw).sides[0]), FILLED.map(|figure| figure * 1.2), "what helps is welcome");
        draw.sides[1].style = style(107);
        draw.sides[1].luck.chance = 0.0;
        assert_eq!(outcome(&draw).sides[0].failing, None, "{name}");
    }
}
