//! `sign_spinning`: a shift on a street corner with an arrow made of foam.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::{StoreError, earning};
use serde_json::{Value, json};

use super::payslip::step;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, pools};
use crate::games::bonus::Bonus;
use crate::games::sign_spinning::{self, Business, Event, PERFECT_FROM, Shift, Turn, Weather};

pub(super) const COMMAND: Command = Command {
    name: "sign_spinning",
    aliases: &["sign", "spin", "signspinning", "signspin"],
    usage: "",
    about: "Spins a sign on a corner for whoever pays.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(36),
    waiting: Some(pools::SIGN_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "sign_spinning";

/// Comments by pay. Source: `commands-and-games.md`, 2.3.
const COMMENTS: [(Money, Pool); 3] = [
    (Money::of(60), pools::SIGN_COMMENT_60),
    (Money::of(40), pools::SIGN_COMMENT_40),
    (Money::of(20), pools::SIGN_COMMENT_20),
];

/// From what pay on a shift is called a good one. Source: as above.
const GOOD_FROM: Money = Money::of(40);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let shift = sign_spinning::work(deed.cx.dice);
    let pay = sign_spinning::pay(shift);
    let balance = deed.earn(KIND, pay, facts(shift, pay)).await?;
    note(deed, shift, pay).await?;
    let ack = deed.cx.ack(&pools::SIGN_ACK);
    let day = day(deed, shift, pay);
    let slip = slip(deed, shift, pay, balance);
    let told = match shift.turn {
        Turn::Hurt(_) => deed.told(&pools::SIGN_PUBLIC_HURT, pay),
        _ if pay >= PERFECT_FROM => deed.told(&pools::SIGN_PUBLIC_PERFECT, pay),
        _ => Reply::default(),
    };
    Ok(ack.and(day).and(slip).and(told))
}

fn facts(shift: Shift, pay: Money) -> Value {
    let turn = match shift.turn {
        Turn::Quiet => "quiet",
        Turn::Hurt(_) => "hurt",
        Turn::Event(event) => event.name(),
    };
    json!({ "base": shift.base, "weather": shift.weather.name(), "turn": turn, "pay": pay.dollars() })
}

async fn note(deed: &mut StoredCx<'_>, shift: Shift, pay: Money) -> Result<(), StoreError> {
    let note = earning::Shift {
        who: deed.cx.heard.player.key(),
        pay,
        has_hit_car: shift.turn == Turn::Event(Event::CarHit),
        has_met_police: shift.turn == Turn::Event(Event::Police),
        is_perfect: pay >= PERFECT_FROM,
    };
    earning::note_shift(&mut deed.tx, deed.room, note, deed.cx.now).await
}

/// The first line: how it went, for whom, and under which sky.
fn day(deed: &mut StoredCx<'_>, shift: Shift, pay: Money) -> Reply {
    let business = match shift.business {
        Business::Common => pools::SIGN_BUSINESS,
        Business::Uncommon => pools::SIGN_BUSINESS_UNCOMMON,
    };
    let business = deed.cx.in_private(&business, &[]);
    let parts = [
        deed.cx.in_private(&header(shift.turn, pay), &[]),
        deed.cx.in_private(&pools::SIGN_SHIFT, &[("business", Word::Text(&business))]),
        deed.cx.in_private(&sky(shift.weather), &[]),
    ];
    Reply::say(deed.cx.caller(), &parts.join(" "))
}

/// The second line: what else happened, and what it came to.
fn slip(deed: &mut StoredCx<'_>, shift: Shift, pay: Money, balance: Money) -> Reply {
    let mut parts = Vec::new();
    match shift.turn {
        Turn::Quiet => {}
        Turn::Event(event) => parts.push(deed.cx.in_private(&tale(event), &[])),
        Turn::Hurt(0) => {
            parts.extend([pools::SIGN_HURT, pools::SIGN_HURT_FREE].map(|pool| deed.cx.in_private(&pool, &[])));
        }
        Turn::Hurt(cost) => {
            let cost = Money::of(cost).to_string();
            parts.push(deed.cx.in_private(&pools::SIGN_HURT, &[]));
            parts.push(deed.cx.in_private(&pools::SIGN_HURT_COSTS, &[("cost", Word::Text(&cost))]));
        }
    }
    parts.push(deed.paid(pay, Bonus::None));
    parts.push(deed.cx.in_private(&step(COMMENTS, pools::SIGN_COMMENT, pay), &[]));
    deed.payslip(&parts, balance)
}

fn header(turn: Turn, pay: Money) -> Pool {
    match turn {
        Turn::Hurt(_) => pools::SIGN_HEADER_HURT,
        _ if pay >= PERFECT_FROM => pools::SIGN_HEADER_PERFECT,
        _ if pay >= GOOD_FROM => pools::SIGN_HEADER_GOOD,
        _ => pools::SIGN_HEADER,
    }
}

const fn sky(weather: Weather) -> Pool {
    match weather {
        Weather::Sunny => pools::SIGN_SUNNY,
        Weather::Overcast => pools::SIGN_OVERCAST,
        Weather::Hot => pools::SIGN_HOT,
        Weather::Rain => pools::SIGN_RAIN,
        Weather::Wind => pools::SIGN_WIND,
        Weather::Breeze => pools::SIGN_BREEZE,
    }
}

const fn tale(event: Event) -> Pool {
    match event {
        Event::ThrownNote => pools::SIGN_THROWN_NOTE,
        Event::FoundNote => pools::SIGN_FOUND_NOTE,
        Event::Pleasure => pools::SIGN_PLEASURE,
        Event::CarHit => pools::SIGN_CAR_HIT,
        Event::Police => pools::SIGN_POLICE,
        Event::Nuisance => pools::SIGN_NUISANCE,
    }
}
