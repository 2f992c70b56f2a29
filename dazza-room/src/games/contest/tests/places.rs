//! The places against their rows in the paper.

use std::collections::BTreeSet;

use super::*;

const ROWS: &str = include_str!("places.txt");

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    ROWS.lines().map(|line| line.split('|').collect::<Vec<_>>().try_into().unwrap())
}

fn held_at(name: &str) -> Draw {
    Draw { place: place(name), ..calm() }
}

#[test]
fn each_place_changes_the_figures_as_its_row_says() {
    assert_eq!((rows().count(), Place::all().count()), (38, 38));
    for ([_, name, changes, extra], row) in rows().zip(Place::all()) {
        assert_eq!(row.name, name);
        let mut figures = FILLED;
        assert!(apply(changes, &mut figures), "{name}");
        for side in outcome(&held_at(name)).sides {
            is_about(four(&side), figures, name);
        }
        let words: Vec<_> = extra.split_whitespace().collect();
        let after =
            |word| words.iter().skip_while(move |other| **other != word).skip(1).map(|n| n.parse::<f64>().unwrap());
        assert_eq!(row.is_crowded, words.contains(&"crowded"), "{name}");
        let fine = row.fine.map(|(dollars, often)| [f64::from(u8::try_from(dollars).unwrap()), often]);
        assert_eq!(fine.into_iter().flatten().collect::<Vec<_>>(), after("fine").collect::<Vec<_>>(), "{name}");
        assert_eq!(row.event, after("event").next(), "{name}");
    }
}

#[test]
fn what_happens_at_a_place_happens_as_often_as_its_row_says() {
    for row in Place::all() {
        let fine = row.fine.map(|(_, often)| (often, true));
        for (often, is_fine) in fine.into_iter().chain(row.event.map(|often| (often, false))) {
            let happens = |chance| {
                let outcome = outcome(&Draw { fine: chance, event: chance, ..held_at(row.name) });
                (outcome.fine.is_some(), outcome.has_event)
            };
            assert_eq!(happens(often / 100.0 - 0.001), (is_fine, !is_fine), "{}", row.name);
            assert_eq!(happens(often / 100.0 + 0.001), (false, false), "{}", row.name);
            let before = play(&Draw { fine: 0.0, ..held_at(row.name) }, DRINKS, Rules::OwnFigures);
            assert_eq!(before.fine, None, "{}: the original took none", row.name);
        }
    }
}

#[test]
fn at_the_rest_stop_big_styles_count_double_and_mocking_ones_less() {
    let mut draw = held_at("the highway rest stop");
    draw.sides[0].style = style(10); // all -20 to the other
    is_about(four(&outcome(&draw).sides[1]), FILLED.map(|figure| figure * 0.6), "Top Dog");
    draw.sides[0].style = style(17); // all +30
    is_about(four(&outcome(&draw).sides[1]), FILLED.map(|figure| figure * 1.18), "Peppermint");
    draw.sides[0].style = style(102); // all -20, by talking
    is_about(four(&outcome(&draw).sides[1]), FILLED.map(|figure| figure * 0.8), "Trash Talker");
    draw.sides[0].style = style(2); // stage fright, 25 % of the time elsewhere
    draw.sides[0].luck.chance = 0.49;
    assert!(outcome(&draw).sides[1].failing.is_some());
    assert!(outcome(&Draw { place: &NOWHERE, ..draw }).sides[1].failing.is_none());
}

#[test]
fn no_place_is_without_effect() {
    for row in Place::all() {
        assert!(makes_a_difference(|draw| draw.place = row, |draw| draw.place = &NOWHERE), "{} does nothing", row.name);
    }
}

#[test]
fn the_hour_says_which_places_there_are() {
    let mut dice = Dice::seeded(8);
    for hour in 0..24 {
        let drawn: BTreeSet<_> = (0..4_000).map(|_| Place::draw(hour, &mut dice).name).collect();
        let of_hour = ["night", "morning", "afternoon", "evening"][usize::from(hour / 6)];
        let expected: BTreeSet<_> = rows()
            .filter(|[group, ..]| [of_hour, "rural", "special", "aim"].contains(group))
            .map(|[_, name, ..]| name)
            .collect();
        assert_eq!(drawn, expected, "at {hour}");
    }
}
