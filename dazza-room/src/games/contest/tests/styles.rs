//! The 130 styles against their rows in the paper.

use super::*;
use crate::games::contest::outcome::Verdict;

const ROWS: &str = include_str!("styles.txt");

/// A row of the paper: number, letter of its rarity, whether it is always remarked upon, and what it does.
struct Row {
    number: u8,
    rarity: &'static str,
    is_loud: bool,
    effects: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    ROWS.lines().map(|line| {
        let [number, rarity, star, effects] = line.split('|').collect::<Vec<_>>().try_into().unwrap();
        Row { number: number.parse().unwrap(), rarity, is_loud: star == "*", effects }
    })
}

/// What the paper calls things by a name means, in its notation: for the bearer, and for the other.
const NAMED: [(&str, &str, &str); 10] = [
    ("split_stream", "d -25", ""),
    ("start_strong_fail", "d +50, t ≤ 5", ""),
    ("intimidates_all", "", "all -10"),
    ("confuse_opponent", "", "a -10"),
    ("opponent_laughing", "", "a -10"),
    ("catch_giggles", "", "a -10"),
    ("opponent_mocks", "", "a +10"),
    ("opponent_urgent", "", "a -10"),
    ("opp confidence", "", ""),
    ("condition \"No Warm-up\"", "", ""),
];

/// Does what a part of a row says; whether it is one of those that always do the same.
fn apply_part(part: &str, own: &mut [f64; 4], others: &mut [f64; 4]) -> bool {
    if let Some((_, for_own, for_others)) = NAMED.iter().find(|(name, ..)| *name == part) {
        return apply(for_own, own) && apply(for_others, others);
    }
    let Some(part) = part.strip_prefix("opp ") else { return apply(part, own) };
    part.split(", ").all(|part| match part.strip_prefix("confidence ") {
        Some(percent) => {
            let half = percent.parse::<f64>().unwrap() / 2.0;
            apply(&format!("a {half}, t {half}"), others)
        }
        None => apply(part, others),
    })
}

#[test]
fn the_table_has_the_rows_of_the_paper() {
    assert_eq!((rows().count(), Style::all().count()), (130, 130));
    for (row, style) in rows().zip(Style::all()) {
        let rarity = match style.rarity {
            Rarity::Common => "C",
            Rarity::Uncommon => "U",
            Rarity::Rare => "R",
            Rarity::Legendary => "L",
        };
        assert_eq!((style.number, rarity, style.is_loud), (row.number, row.rarity, row.is_loud), "{}", style.name);
    }
    let names: std::collections::BTreeSet<_> = Style::all().map(|style| style.name).collect();
    assert_eq!(names.len(), 130, "two styles have one name");
}

#[test]
fn each_style_changes_the_figures_as_its_row_says() {
    // What hangs on chance, on the place or on the other has a test of its own.
    const APART: [&str; 8] = ["chance", "random", "condition", "both", "wind", "immune", "ignore", "_"];
    let mut n_sure = 0;
    for Row { number, effects, .. } in rows() {
        let (mut own, mut others, mut n_here) = (FILLED, FILLED, 0);
        for part in effects.split("; ") {
            if apply_part(part, &mut own, &mut others) {
                n_here += 1;
            } else {
                let is_known = APART.iter().any(|word| part.contains(word)) || part == "mutual malfunction";
                assert!(is_known || part == "splash" || part == "house impressed", "{number}: {part}");
            }
        }
        if number == 45 {
            own[2] = 100.0;
        }
        if [50, 101, 111, 117, 118, 125, 126, 127, 130].contains(&number) {
            continue;
        }
        if [121, 122, 123, 128, 129].contains(&number) {
            continue;
        }
        let [bearer, other] = outcome(&with(number)).sides;
        is_about(four(&bearer), own, &format!("the bearer of {number}, {effects}"));
        is_about(four(&other), others, &format!("the other of {number}, {effects}"));
        n_sure += usize::from(n_here > 0);
    }
    assert!(n_sure > 100, "{n_sure}");
}

#[test]
fn what_a_style_does_it_does_on_either_side() {
    for Row { number, .. } in rows() {
        let (left, mut draw) = (outcome(&with(number)), calm());
        draw.sides[1].style = style(number);
        let right = outcome(&draw);
        is_about(four(&left.sides[0]), four(&right.sides[1]), "the bearer");
        is_about(four(&left.sides[1]), four(&right.sides[0]), "the other");
        let mirrored = match right.verdict {
            Verdict::Won(side) => Verdict::Won(1 - side),
            other => other,
        };
        assert_eq!(left.verdict, mirrored, "{number}");
    }
}

#[test]
fn no_style_is_without_effect() {
    for style in Style::all() {
        let is_felt = makes_a_difference(|draw| draw.sides[0].style = style, |draw| draw.sides[0].style = &NOTHING);
        assert!(is_felt, "{} does nothing", style.name);
    }
}

#[test]
fn by_the_old_rules_only_own_figures_count() {
    for Row { number, effects, .. } in rows() {
        let (mut own, mut draw) = (FILLED, with(number));
        draw.sides[0].luck.chance = 0.0;
        for part in effects.split("; ").filter(|part| !part.starts_with("opp")) {
            let _is_figure = apply(part, &mut own);
        }
        if number == 125 {
            own = [2.4, 1_260.0, 24.0, 12.0];
        }
        let [bearer, other] = play(&draw, DRINKS, Rules::OwnFigures).sides;
        is_about(four(&bearer), own, &format!("the bearer of {number}, {effects}"));
        is_about(four(&other), FILLED, &format!("the other of {number}, {effects}"));
        assert_eq!((bearer.failing, other.failing, bearer.condition), (None, None, None), "{number}");
    }
}
