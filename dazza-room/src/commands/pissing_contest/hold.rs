//! A contest is held: dealt, judged, paid and written down at once. What is said of it afterwards is only shown.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::contest::{self, Contest, Held, Measured, Part};
use dazza_shared::store::cooldown::{self, Cooldown};
use dazza_shared::store::counters;

use super::pay::pay;
use super::{NAME, NotOn, call_off, showing};
use crate::chat::{Reply, Route, To, Word, pools, span};
use crate::commands::{Halt, StoredCx};
use crate::games::contest::{CONTEST_COOLDOWN, Draw, Figures, Outcome, Rules, Verdict, play};
use crate::reactions::Note;

/// Holds a contest that its challenged has just said yes to.
pub(crate) async fn hold(deed: &mut StoredCx<'_>, contest: Contest) -> Result<Reply, Halt> {
    if let Some((who, left)) = rest(deed, &contest).await? {
        return not_rested(deed, &who, left).await;
    }
    let both = [contest.challenger.as_str(), contest.challenged.as_str()];
    let n_drinks = counters::held_by(&mut deed.tx, deed.room, both).await?;
    let hour = u8::try_from(deed.cx.view.zone.to_datetime(deed.cx.now).hour()).unwrap_or_default();
    let draw = Draw::deal(hour, deed.cx.dice);
    let rules = if deed.cx.view.settings.contest_full_effects { Rules::Full } else { Rules::OwnFigures };
    let outcome = play(&draw, n_drinks, rules);
    let Some(paid) = pay(deed, &contest, &outcome).await? else {
        release(deed, &both).await?;
        return call_off(deed, contest, NotOn::TooPoor).await;
    };
    write_down(deed, &contest, &outcome).await?;
    counters::empty(&mut deed.tx, deed.room, both, deed.cx.now).await?;
    deed.notes.push(Note::ContestOver(contest.id));
    for who in both {
        deed.notes.push(Note::Cooldown(NAME.to_owned(), who.to_owned(), CONTEST_COOLDOWN));
    }
    showing::shown(deed, &contest, &outcome, &paid).await
}

/// Starts the rest that both need after it; or who has not had that of an earlier one, and how much is left of it.
async fn rest(deed: &mut StoredCx<'_>, contest: &Contest) -> Result<Option<(String, Duration)>, Halt> {
    let mut both = [contest.challenger.as_str(), contest.challenged.as_str()];
    both.sort_unstable();
    for (n_started, who) in both.into_iter().enumerate() {
        let cooldown = Cooldown { room: deed.room, is_shared: false, command: NAME, who };
        if let Some(left) = cooldown::take(&mut deed.tx, cooldown, CONTEST_COOLDOWN, deed.cx.now).await? {
            release(deed, both.get(..n_started).unwrap_or_default()).await?;
            return Ok(Some((who.to_owned(), left)));
        }
    }
    Ok(None)
}

async fn release(deed: &mut StoredCx<'_>, players: &[&str]) -> Result<(), Halt> {
    for who in players {
        let cooldown = Cooldown { room: deed.room, is_shared: false, command: NAME, who };
        cooldown::release(&mut deed.tx, cooldown).await?;
    }
    Ok(())
}

async fn not_rested(deed: &mut StoredCx<'_>, who: &str, left: Duration) -> Result<Reply, Halt> {
    let (who, left) = (deed.shown(who).await?, span(left));
    let words = [("who", Word::Name(&who)), ("left", Word::Text(&left))];
    let text = deed.cx.phrase_for(Route::Public, &pools::CONTEST_NOT_RESTED, &words);
    Ok(Reply::say(To::Room, &text))
}

async fn write_down(deed: &mut StoredCx<'_>, contest: &Contest, outcome: &Outcome) -> Result<(), Halt> {
    let both = [contest.challenger.as_str(), contest.challenged.as_str()];
    let winner = match outcome.verdict {
        Verdict::Won(side) => both.get(side).copied(),
        Verdict::Draw | Verdict::NoneLeft => None,
    };
    let [one, other] = &outcome.sides;
    let [of_one, of_other] = [0, 1].map(|side| outcome.figures_of(side).map(measured));
    let part = |who, style, measured| {
        let won = if winner == Some(who) { contest.stake } else { Money::ZERO };
        let lost = if winner.is_some_and(|winner| winner != who) { contest.stake } else { Money::ZERO };
        Part { who, style, measured, won, lost }
    };
    let [first, second] = both;
    let sides = [part(first, one.style.name, of_one), part(second, other.style.name, of_other)];
    let weather = outcome.weather.name();
    let held = Held { winner, location: outcome.place.name, weather: &weather, sides };
    contest::complete(&mut deed.tx, deed.room, contest.id, &held, deed.cx.now).await?;
    Ok(())
}

fn measured((figures, total): (Figures, i32)) -> Measured {
    #[expect(clippy::cast_possible_truncation, reason = "the column holds a few digits, and figures are small")]
    let narrow = |figure: f64| figure as f32;
    Measured {
        distance: narrow(figures.distance),
        volume: narrow(figures.volume),
        aim: narrow(figures.aim),
        duration: narrow(figures.duration),
        total,
    }
}
