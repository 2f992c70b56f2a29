//! What is said of a contest, and when. All of it has been decided by then.

use dazza_shared::money::Money;
use dazza_shared::store::contest::Contest;

use super::pay::{Fine, Paid};
use super::programme::{Need, Programme};
use crate::chat::{Pool, Reply, Route, Word, fill, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::contest::{
    Figures, Outcome, Pairing, Performance, Quirk, REMARK_PERCENT, Remark, Verdict, WeatherEvent, pairing, remarks,
};

/// When what is said. Unit: milliseconds after the start. Source: `commands-and-games.md`, 5.2.
const MATCH_UP: u64 = 1_500;
const BOTH_CONDITIONS: u64 = 2_000;
const WEATHER: u64 = 3_000;
const COMMENTARY: u64 = 4_500;
const WAITING: u64 = 15_000;
const WINNER: u64 = 30_000;
const LOSER: u64 = 31_500;
const REMARK: u64 = 33_000;
const PLACE: u64 = 34_500;
const WEATHER_EVENT: u64 = 35_000;
const FINE: u64 = 36_000;

/// By how much what comes after a line about both conditions is later. Unit: milliseconds. Source: as above.
const LATER: u64 = 500;

/// A contest, to be told.
struct Scene<'a> {
    names: [String; 2],
    contest: &'a Contest,
    outcome: &'a Outcome,
    paid: &'a Paid,
}

/// What is said of a contest that has been held.
pub(super) async fn shown(
    deed: &mut StoredCx<'_>,
    contest: &Contest,
    outcome: &Outcome,
    paid: &Paid,
) -> Result<Reply, Halt> {
    let names = [deed.shown(&contest.challenger).await?, deed.shown(&contest.challenged).await?];
    let scene = Scene { names, contest, outcome, paid };
    let mut programme = Programme::default();
    scene.opening(deed, &mut programme);
    scene.meanwhile(deed, &mut programme);
    match outcome.verdict {
        Verdict::Won(winner) => scene.won(deed, winner, &mut programme),
        Verdict::Draw => scene.drawn(deed, &mut programme),
        Verdict::NoneLeft => scene.none_left(deed, &mut programme),
    }
    scene.afterwards(deed, &mut programme);
    Ok(programme.shown(deed.cx.dice))
}

/// A phrase of `pool` for the room.
fn say(deed: &mut StoredCx<'_>, pool: Pool, words: &[(&str, Word<'_>)]) -> String {
    deed.cx.phrase_for(Route::Public, &pool, words)
}

/// A phrase of `pool` for `key`; empty if there is none.
fn say_for(deed: &mut StoredCx<'_>, pool: Pool, key: &str, words: &[(&str, Word<'_>)]) -> String {
    let phrase = pool.pick_for(key, deed.cx.dice).unwrap_or_default();
    fill(phrase, Route::Public, words)
}

impl Scene<'_> {
    /// The names of both, as words.
    fn both(&self) -> [(&'static str, Word<'_>); 2] {
        let [challenger, target] = &self.names;
        [("challenger", Word::Name(challenger)), ("target", Word::Name(target))]
    }

    fn name(&self, side: usize) -> Word<'_> {
        Word::Name(self.names.get(side).map_or("", String::as_str))
    }

    fn opening(&self, deed: &mut StoredCx<'_>, programme: &mut Programme) {
        let [challenger, target] = self.both();
        programme.add(Need::Always, 0, say(deed, pools::CONTEST_START, &[challenger, target]));
        let [one, other] = &self.outcome.sides;
        let conditions = [one, other].map(|side| side.condition.map(|condition| condition.name));
        let has_both = conditions.iter().all(Option::is_some);
        let [style, others_style] = [one, other].map(|side| entered(side, has_both));
        let prize = match self.contest.stake {
            Money::ZERO => "for the trophy".to_owned(),
            stake => format!("for {stake} each"),
        };
        let words = [
            challenger,
            ("style", Word::Text(&style)),
            target,
            ("otherstyle", Word::Text(&others_style)),
            ("place", Word::Text(self.outcome.place.name)),
            ("prize", Word::Text(&prize)),
        ];
        programme.add(Need::Always, MATCH_UP, say(deed, pools::CONTEST_MATCH_UP, &words));
        if let [Some(condition), Some(others)] = conditions {
            let words =
                [challenger, ("condition", Word::Text(condition)), target, ("othercondition", Word::Text(others))];
            programme.add(Need::Telling, BOTH_CONDITIONS, say(deed, pools::CONTEST_BOTH_CONDITIONS, &words));
        }
        let special = self.outcome.weather.special;
        let note = match special {
            Some(special) => say_for(deed, pools::CONTEST_SPECIAL_WEATHER, special.name(), &[]),
            None => say_for(deed, pools::CONTEST_PLACE_NOTE, self.outcome.place.name, &[]),
        };
        let weather = self.outcome.weather.name();
        let words = [("weather", Word::Text(&weather)), ("note", Word::Text(&note))];
        programme.add(Need::Always, WEATHER + self.delay(), say(deed, pools::CONTEST_WEATHER, &words));
    }

    /// By how much the weather and what follows is later. Unit: milliseconds.
    fn delay(&self) -> u64 {
        if self.outcome.sides.iter().all(|side| side.condition.is_some()) { LATER } else { 0 }
    }

    fn meanwhile(&self, deed: &mut StoredCx<'_>, programme: &mut Programme) {
        let pair = pairing(self.outcome.sides.each_ref().map(|side| side.style));
        let is_forced = pair.is_some_and(|(_, is_forced)| is_forced);
        if is_forced || deed.cx.dice.percent(REMARK_PERCENT) {
            let need = if is_forced { Need::Forced } else { Need::Perhaps };
            let pool = pair.map_or(pools::CONTEST_REMARK, |(pairing, _)| words_of_pairing(pairing));
            programme.add(need, COMMENTARY + self.delay(), say(deed, pool, &[]));
        }
        programme.add(Need::Perhaps, WAITING, say(deed, pools::CONTEST_WAITING, &[]));
    }

    fn won(&self, deed: &mut StoredCx<'_>, winner: usize, programme: &mut Programme) {
        let loser = 1 - winner.min(1);
        let names = [("winner", self.name(winner)), ("loser", self.name(loser))];
        let [winners_name, losers_name] = names;
        let failing = self.outcome.sides.get(loser).and_then(|side| side.failing);
        let pot = self.contest.stake.times(2).unwrap_or_default();
        let pool = match (failing, pot) {
            (None, Money::ZERO) => pools::CONTEST_WIN_FREE,
            (None, _) => pools::CONTEST_WIN,
            (Some(_), Money::ZERO) => pools::CONTEST_WIN_DEFAULT_FREE,
            (Some(_), _) => pools::CONTEST_WIN_DEFAULT,
        };
        let (score, figures, pot) = (self.score(winner), self.figures(winner), pot.to_string());
        let words =
            [winners_name, ("score", Word::Text(&score)), ("figures", Word::Text(&figures)), ("pot", Word::Text(&pot))];
        programme.add(Need::Always, WINNER, say(deed, pool, &words));
        if let Some(failing) = failing {
            let text = say_for(deed, pools::CONTEST_FAILING, failing.name(), &names);
            programme.add(Need::Always, LOSER, text);
            if self.contest.stake == Money::ZERO {
                programme.add(Need::Perhaps, REMARK, say(deed, pools::CONTEST_DEFAULT_TAUNT, &names));
            }
            return;
        }
        let (score, figures) = (self.score(loser), self.figures(loser));
        let words = [losers_name, ("score", Word::Text(&score)), ("figures", Word::Text(&figures))];
        programme.add(Need::Always, LOSER, say(deed, pools::CONTEST_LOSE, &words));
        self.remark(deed, &names, programme);
    }

    fn drawn(&self, deed: &mut StoredCx<'_>, programme: &mut Programme) {
        let [challenger, target] = self.both();
        let (score, figures) = (self.score(0), self.figures(0));
        let words = [challenger, ("score", Word::Text(&score)), ("figures", Word::Text(&figures))];
        let text = say(deed, pools::CONTEST_DRAW, &words);
        programme.add(Need::Always, WINNER, self.with_stakes_back(deed, text));
        let figures = self.figures(1);
        let words = [target, ("figures", Word::Text(&figures))];
        programme.add(Need::Always, LOSER, say(deed, pools::CONTEST_DRAW_OTHER, &words));
        self.remark(deed, &[], programme);
    }

    fn none_left(&self, deed: &mut StoredCx<'_>, programme: &mut Programme) {
        let [challenger, target] = self.both();
        let [failure, others_failure] =
            self.outcome.sides.each_ref().map(|side| side.failing.map_or("", |failing| failing.name()));
        let words =
            [challenger, ("failure", Word::Text(failure)), target, ("otherfailure", Word::Text(others_failure))];
        let pool = if self.outcome.is_shared_failure() { pools::CONTEST_BOTH_SAME } else { pools::CONTEST_BOTH_FAILED };
        let text = say(deed, pool, &words);
        programme.add(Need::Always, WINNER, self.with_stakes_back(deed, text));
    }

    fn with_stakes_back(&self, deed: &mut StoredCx<'_>, text: String) -> String {
        if self.contest.stake == Money::ZERO {
            return text;
        }
        let amount = self.contest.stake.to_string();
        let back = say(deed, pools::CONTEST_BOTH_BACK, &[("amount", Word::Text(&amount))]);
        format!("{text} {back}")
    }

    /// One of the remarks that the result is good for.
    fn remark(&self, deed: &mut StoredCx<'_>, names: &[(&str, Word<'_>)], programme: &mut Programme) {
        let all = remarks(self.outcome);
        if let Some(remark) = deed.cx.dice.pick(&all).copied() {
            programme.add(Need::Perhaps, REMARK, say(deed, words_of_remark(remark), names));
        }
    }

    fn afterwards(&self, deed: &mut StoredCx<'_>, programme: &mut Programme) {
        let fines: Vec<_> = self.paid.fines.iter().map(|fine| self.fined(deed, fine)).collect();
        let is_for_place = self.paid.fines.iter().all(|fine| fine.is_for_place);
        programme.add(Need::Money, if is_for_place { PLACE } else { FINE }, fines.join(" "));
        if self.outcome.has_event {
            let text = say_for(deed, pools::CONTEST_PLACE_EVENT, self.outcome.place.name, &[]);
            programme.add(Need::Perhaps, PLACE, text);
        }
        if let Some(event) = self.outcome.weather_event {
            let key = match event {
                WeatherEvent::WetShoes => "wet shoes",
                WeatherEvent::HitTheOther => "dust storm",
                WeatherEvent::Shrunk => "shrunk",
            };
            programme.add(Need::Perhaps, WEATHER_EVENT, say_for(deed, pools::CONTEST_WEATHER_EVENT, key, &[]));
        }
    }

    fn fined(&self, deed: &mut StoredCx<'_>, fine: &Fine) -> String {
        let amount = fine.amount.to_string();
        let words = [("who", self.name(fine.side)), ("amount", Word::Text(&amount))];
        let pool = if fine.is_for_place { pools::CONTEST_PLACE_FINE } else { pools::CONTEST_MEDICAL_FINE };
        say(deed, pool, &words)
    }

    fn score(&self, side: usize) -> String {
        self.outcome.figures_of(side).map(|(_, score)| score.to_string()).unwrap_or_default()
    }

    fn figures(&self, side: usize) -> String {
        self.outcome.figures_of(side).map(|(figures, _)| measured(&figures)).unwrap_or_default()
    }
}

/// How somebody enters: the style, and a condition where only one of the two has one.
fn entered(side: &Performance, has_both: bool) -> String {
    match side.condition.filter(|_| !has_both) {
        Some(condition) => format!("{} [{}]", side.style.name, condition.name),
        None => side.style.name.to_owned(),
    }
}

/// Figures as they are read out.
fn measured(figures: &Figures) -> String {
    let Figures { distance, volume, aim, duration } = figures;
    format!("{distance:.1} m, {volume:.0} mL, {aim:.0} %, {duration:.0} s")
}

const fn words_of_pairing(pairing: Pairing) -> Pool {
    match pairing {
        Pairing::Mismatch => pools::CONTEST_MISMATCH,
        Pairing::TwoBig => pools::CONTEST_TWO_BIG,
        Pairing::TwoSmall => pools::CONTEST_TWO_SMALL,
        Pairing::Odd(Quirk::Crooked) => pools::CONTEST_CROOKED,
        Pairing::Odd(Quirk::Spinning) => pools::CONTEST_SPINNING,
        Pairing::Odd(Quirk::Closer) => pools::CONTEST_CLOSER,
        Pairing::Odd(Quirk::Stray) => pools::CONTEST_STRAY,
        Pairing::Odd(Quirk::Impressed) => pools::CONTEST_IMPRESSED,
        Pairing::Loud => pools::CONTEST_LOUD,
    }
}

const fn words_of_remark(remark: Remark) -> Pool {
    match remark {
        Remark::TwiceAsFar => pools::CONTEST_TWICE_AS_FAR,
        Remark::FarOnLittle => pools::CONTEST_FAR_ON_LITTLE,
        Remark::LongAndNear => pools::CONTEST_LONG_AND_NEAR,
        Remark::StraightAndNear => pools::CONTEST_STRAIGHT_AND_NEAR,
        Remark::Close => pools::CONTEST_CLOSE,
        Remark::Thrashing => pools::CONTEST_THRASHING,
    }
}
