//! Styles that hang on chance, on the place, on the weather or on the other.

use super::*;
use crate::games::contest::outcome::{Failing, Verdict};
use crate::games::contest::weather::Special;

/// What `notation` makes of the figures.
fn after(notation: &str) -> [f64; 4] {
    let mut figures = FILLED;
    assert!(apply(notation, &mut figures), "{notation}");
    figures
}

/// The outcome of a style for its bearer and the other, the chance of it being that.
fn chanced(number: u8, chance: f64) -> Outcome {
    let mut draw = with(number);
    draw.sides[0].luck.chance = chance;
    outcome(&draw)
}

fn failed(name: &str) -> Failing {
    Failing::Condition(condition(name))
}

#[test]
fn a_chance_on_oneself_comes_up_as_often_as_the_row_says() {
    for (number, often, failing) in [
        (31, 0.25, "Stage Fright"),
        (34, 0.15, "Equipment Malfunction"),
        (71, 0.20, "Stage Fright"),
        (85, 0.80, "Equipment Malfunction"),
        (87, 0.30, "Froze Solid"),
        (89, 0.50, "Too Drunk"),
        (113, 0.50, "The Clench"),
        (114, 0.40, "The Clench"),
        (115, 0.25, "The Clench"),
    ] {
        let [due, not_due] = [often - 0.001, often + 0.001].map(|chance| chanced(number, chance));
        assert_eq!((due.sides[0].failing, due.verdict), (Some(failed(failing)), Verdict::Won(1)), "{number}");
        assert_eq!((not_due.sides[0].failing, due.sides[1].failing), (None, None), "{number}");
    }
    for (number, often, unlucky, lucky) in
        [(83, 0.1, "v -90, v ≤ 0", "v -90"), (92, 0.4, "a ≤ 0", ""), (90, 0.1, "t +100", "")]
    {
        is_about(four(&chanced(number, often - 0.001).sides[0]), after(unlucky), "it comes up");
        is_about(four(&chanced(number, often + 0.001).sides[0]), after(lucky), "it does not");
    }
}

#[test]
fn a_chance_on_the_other_comes_up_as_often_as_the_row_says() {
    for (number, often, failing) in [(2, 0.25, "Stage Fright"), (8, 0.30, "Stage Fright"), (107, 0.20, "The Clench")] {
        let [due, not_due] = [often - 0.001, often + 0.001].map(|chance| chanced(number, chance));
        assert_eq!((due.sides[1].failing, due.verdict), (Some(failed(failing)), Verdict::Won(0)), "{number}");
        assert_eq!((not_due.sides[1].failing, due.sides[0].failing), (None, None), "{number}");
    }
    let mut draw = with(120);
    for (own, others) in [(0.149, 0.151), (0.151, 0.149), (0.149, 0.149)] {
        (draw.sides[0].luck.chance, draw.sides[0].luck.others_chance) = (own, others);
        let failing = [own, others].map(|chance| Some(failed("Equipment Malfunction")).filter(|_| chance < 0.15));
        assert_eq!(outcome(&draw).sides.map(|side| side.failing), failing);
    }
}

#[test]
fn what_is_drawn_takes_the_figure_that_was_drawn() {
    for number in [26, 90] {
        let mut draw = with(number);
        let before = if number == 26 { "a -50" } else { "" };
        for (swing, percent) in [(0.0, -50), (1.0, 50), (0.75, 25)] {
            (draw.sides[0].luck.swing, draw.sides[0].luck.figure) = (swing, Figure::Duration);
            is_about(four(&outcome(&draw).sides[0]), after(&format!("{before}, t {percent}")), "a swing");
        }
    }
    let mut draw = with(101);
    draw.sides[0].luck.others_figure = Figure::Distance;
    is_about(four(&outcome(&draw).sides[1]), after("d -30"), "The Psycher");
    let mut draw = with(125);
    for (swing, seconds) in [(0.0, 8.0), (0.5, 10.0), (1.0, 12.0)] {
        draw.sides[0].luck.swing = swing;
        let [d, v, a, _] = after("all +20");
        is_about(four(&outcome(&draw).sides[0]), [d, v, a, seconds * 1.2], "The Veteran");
    }
}

#[test]
fn nerves_fail_at_somebody_big() {
    for number in 1..=130 {
        let mut draw = with(32);
        draw.sides[1].style = style(number);
        draw.sides[0].luck.chance = 0.499;
        let is_big = [1, 3, 7, 8, 10, 45, 46].contains(&number);
        let is_shared = [126, 127, 130].contains(&number);
        assert_eq!(outcome(&draw).sides[0].failing.is_some(), is_big || is_shared, "{number}");
        draw.sides[0].luck.chance = 0.501;
        assert_eq!(outcome(&draw).sides[0].failing.is_some(), is_shared, "{number}");
    }
}

#[test]
fn the_quitter_gives_up_when_far_behind() {
    let mut draw = with(33);
    for (part, is_given_up) in [(0.59, true), (0.61, false)] {
        for figure in Figure::ALL {
            draw.sides[0].base[0].set(figure, BASE.get(figure) * part);
        }
        let outcome = outcome(&draw);
        assert_eq!(outcome.sides[0].failing, Some(Failing::GaveUp).filter(|_| is_given_up));
        assert_eq!(outcome.verdict, Verdict::Won(1));
    }
}

#[test]
fn somebody_shy_minds_a_crowd() {
    let crowd = Place { is_crowded: true, ..NOWHERE };
    let draw = Draw { place: Box::leak(Box::new(crowd)), ..with(35) };
    is_about(four(&outcome(&draw).sides[0]), after("v -60, a -40, a -20"), "Shy One");
}

#[test]
fn weather_is_another_for_who_sails_it_or_ignores_it() {
    let storm = Weather { wind: Wind::Gusty, temperature: Temperature::Freezing, special: Some(Special::Rain) };
    let in_storm = |number, weather| {
        let mut draw = Draw { weather, ..with(number) };
        draw.sides[0].gusts.from = 0.0;
        draw
    };
    is_about(four(&outcome(&in_storm(42, storm)).sides[0]), FILLED, "Weather Immune");
    let gusty = Weather { wind: Wind::Gusty, ..CALM };
    is_about(four(&outcome(&in_storm(41, gusty)).sides[0]), after("a -20, d -60, a -40"), "Wind Sailor");
    for (temperature, notation) in [
        (Temperature::Freezing, "v -40, a +30, v -40, t +20, v -20"),
        (Temperature::Nippy, "v -40, a +30, v -20, v -20"),
        (Temperature::Hot, "v -40, a +30, v +30, t -20"),
    ] {
        let draw = in_storm(43, Weather { temperature, ..CALM });
        is_about(four(&outcome(&draw).sides[0]), after(notation), "Cold Blooded");
    }
    for (chance, from, notation) in [(0.699, 1.0, "d +30"), (0.699, 0.0, ""), (0.701, 0.0, "d -30, a -20")] {
        let mut draw = in_storm(108, gusty);
        (draw.sides[0].luck.chance, draw.sides[0].gusts.from) = (chance, from);
        is_about(four(&outcome(&draw).sides[0]), after(notation), "Wind Whisperer");
    }
}

#[test]
fn weather_changes_for_both() {
    for (chance, notation) in [(0.299, "a -80"), (0.301, "")] {
        let outcome = chanced(110, chance);
        for side in outcome.sides {
            is_about(four(&side), after(notation), "Storm Caller");
        }
    }
    for (temperature, colder) in [
        (Temperature::Freezing, Temperature::Freezing),
        (Temperature::Nippy, Temperature::Freezing),
        (Temperature::Mild, Temperature::Nippy),
        (Temperature::Hot, Temperature::Mild),
        (Temperature::Scorching, Temperature::Hot),
        (Temperature::Humid, Temperature::Mild),
    ] {
        let draw = Draw { weather: Weather { temperature, ..CALM }, ..with(111) };
        let mild = Draw { weather: Weather { temperature: colder, ..CALM }, ..calm() };
        assert_eq!(outcome(&draw).weather.temperature, colder);
        assert_eq!(outcome(&draw).sides.map(|side| side.figures), outcome(&mild).sides.map(|side| side.figures));
    }
}

#[test]
fn immunities_hold_against_what_they_name() {
    // Nobody impresses the Confidence King to the worse; to the better, yes.
    let mut draw = with(48);
    for (number, notation) in [(10, "a +30"), (46, "a +30"), (17, "a +30, all +30"), (7, "a +30, d +10")] {
        draw.sides[1].style = style(number);
        is_about(four(&outcome(&draw).sides[0]), after(notation), "Confidence King");
    }
    // Size is nothing to the Equalizer, on either side; a snake's stare is part of it, its bite is not.
    let mut draw = with(47);
    for (number, others, own) in
        [(10, "", "a +20"), (17, "", "a +20"), (45, "all +40", "a +20"), (102, "", "a +20, all -20")]
    {
        draw.sides[1].style = style(number);
        let [bearer, other] = outcome(&draw).sides;
        let mut should_be = after(others);
        should_be[2] = if number == 45 { 100.0 } else { should_be[2] };
        is_about(four(&bearer), after(own), "The Equalizer");
        is_about(four(&other), should_be, "against The Equalizer");
    }
    for (name, notation) in
        [("The Shakes", "a +60, d -20"), ("Cold Shivers", "a +60, d -20"), ("Fumbling", "a +60, d -20, t -15")]
    {
        let mut draw = with(49);
        draw.sides[0].condition = Some(condition(name));
        is_about(four(&outcome(&draw).sides[0]), after(notation), name);
    }
    // Nerves of Steel fail only together with the other.
    let mut draw = with(76);
    for (name, fails) in [("Stage Fright", false), ("Too Drunk", false), ("Cop Showed Up", true)] {
        draw.sides[0].condition = Some(condition(name));
        assert_eq!(outcome(&draw).sides[0].failing.is_some(), fails, "{name}");
    }
    draw.sides[0].condition = None;
    draw.sides[1].style = style(127);
    assert_eq!(outcome(&draw).sides[0].failing, Some(failed("Stage Fright")));
    draw.sides[1].style = style(107);
    draw.sides[1].luck.chance = 0.0;
    draw.weather.special = Some(Special::Hail);
    draw.sides[0].gusts.strike = 0.0;
    assert_eq!(outcome(&draw).sides[0].failing, None);
}

#[test]
fn the_mirror_takes_the_best_if_it_is_better() {
    let mut draw = with(50);
    draw.sides[1].base[0] = Figures { distance: 3.0, ..BASE };
    is_about(four(&outcome(&draw).sides[0]), after("d ≥ 3"), "best of theirs");
    draw.sides[0].base[0] = Figures { distance: 4.0, ..BASE };
    let [_, v, a, t] = FILLED;
    is_about(four(&outcome(&draw).sides[0]), [4.0, v, a, t], "theirs is no better");
    draw.sides[0].base[0] = BASE;
    draw.sides[1].base[0] = Figures { duration: 29.0, ..BASE };
    let [d, v, a, _] = FILLED;
    is_about(four(&outcome(&draw).sides[0]), [d, v, a, 29.0 * 1.1], "best of theirs");
}

#[test]
fn a_full_bladder_is_not_intimidated() {
    let draw = with(84);
    for (n_drinks, is_felt) in [(4, true), (5, false)] {
        let plain = play(&calm(), [5, n_drinks], Rules::Full).sides[1];
        let other = play(&draw, [5, n_drinks], Rules::Full).sides[1];
        let should_be = four(&plain).map(|figure| if is_felt { figure * 0.9 } else { figure });
        is_about(four(&other), should_be, "Spring Tide");
    }
}

#[test]
fn luck_and_glass_are_what_they_are() {
    let mut draw = with(116);
    draw.sides[0].base[1] = Figures { distance: 1.0, volume: 2_000.0, aim: 10.0, duration: 30.0 };
    is_about(four(&outcome(&draw).sides[0]), [1.0, 1_050.0, 10.0, 11.0], "Bad Luck");
    is_about(four(&outcome(&with(117)).sides[0]), after("d -50, t -15"), "The Cursed");
    is_about(four(&chanced(118, 0.499).sides[0]), [5.0, 2_000.0, 100.0, 30.0], "Glass Cannon");
    assert_eq!(chanced(118, 0.501).sides[0].failing, Some(failed("The Clench")));
}

#[test]
fn styles_bring_conditions_along() {
    let mut draw = calm();
    let conditions = |draw: &Draw| outcome(draw).sides.map(|side| side.condition.map(|condition| condition.name));
    for side in &mut draw.sides {
        side.condition = Some(condition("Weak Flow"));
    }
    for (number, own, others) in [
        (121, "The Zone", "Weak Flow"),
        (122, "Full Tank", "Weak Flow"),
        (123, "Laser Focus", "Weak Flow"),
        (124, "Stainless", "Weak Flow"),
        (125, "No Warm-up", "Weak Flow"),
        (126, "Shy Bladder", "Shy Bladder"),
        (127, "Stage Fright", "Stage Fright"),
        (128, "The Giggles", "The Giggles"),
        (129, "Hydro Power", "Hydro Power"),
        (130, "Equipment Malfunction", "Equipment Malfunction"),
    ] {
        draw.sides[0].style = style(number);
        assert_eq!(conditions(&draw), [Some(own), Some(others)], "{number}");
        let is_failure = condition(own).is_failure();
        assert_eq!(outcome(&draw).is_shared_failure(), is_failure, "{number}");
    }
    // Where both have a say, that of who was challenged counts.
    for (one, other, expected) in [
        (126, 127, ["Stage Fright", "Stage Fright"]),
        (127, 126, ["Shy Bladder", "Shy Bladder"]),
        (121, 126, ["Shy Bladder", "Shy Bladder"]),
        (126, 121, ["Shy Bladder", "The Zone"]),
        (121, 122, ["The Zone", "Full Tank"]),
    ] {
        (draw.sides[0].style, draw.sides[1].style) = (style(one), style(other));
        assert_eq!(conditions(&draw), expected.map(Some), "{one} and {other}");
    }
}
