//! `tab`: a bet on a race, told by private message; a long shot that comes home is told to the room, and shared.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::settle::balance_of;
use super::windfall::Windfall;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{BadAmount, Reply, Route, To, Word, amount, pools};
use crate::games::tab::{self, Finish, Kind, Race};

pub(super) const COMMAND: Command = Command {
    name: "tab",
    aliases: &["bet", "punt", "racing"],
    usage: "<amount> [horse|dog]",
    about: "Bets up to $500 on a runner in the next race.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(2),
    waiting: Some(pools::TAB_WAIT),
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "tab";

/// How much more the winner is trusted. Source: `commands-and-games.md`, 2.4.
const TRUST: i16 = 1;

/// When the race is over. Source: as above.
const RESULT_AFTER: Duration = Duration::from_secs(1);

/// When the room hears of a long shot. Source: as above.
const FANFARE_AFTER: Duration = Duration::from_secs(2);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (stake, kind) = (stake(deed)?, kind(deed)?);
    let race = tab::race(deed.cx.dice, kind);
    let paid = tab::payout(race.finish, race.price, stake);
    let is_long_shot = race.finish == Finish::First && race.price >= tab::TOLD_FROM;
    let windfall = if is_long_shot { Windfall::of(deed, paid) } else { None };
    let kept = windfall.as_ref().map_or(paid, Windfall::kept);
    let balance = settle(deed, &race, [stake, paid, kept], windfall.as_ref()).await?;
    let ack = deed.cx.ack(&pools::TAB_ACK);
    let started = started(deed, &race, stake);
    let result = result(deed, &race, [stake, paid, kept, balance]);
    let mut reply = ack.and(Reply::say(deed.cx.caller(), &started));
    reply = reply.and_say_after(deed.cx.caller(), &result, RESULT_AFTER);
    if is_long_shot {
        let (pay, odds) = (paid.to_string(), race.price.to_string());
        let words = [("runner", Word::Text(race.runner)), ("odds", Word::Text(&odds)), ("pay", Word::Text(&pay))];
        let told = deed.cx.phrase_for(Route::Public, &pools::TAB_PUBLIC_WIN, &words);
        reply = reply.and_say_after(To::Room, &told, FANFARE_AFTER);
    }
    Ok(match windfall {
        Some(windfall) => reply.and(windfall.told(deed, &pools::TAB_SHARED)),
        None => reply,
    })
}

fn stake(deed: &mut StoredCx<'_>) -> Result<Money, Halt> {
    let typed = deed.args.split_whitespace().next().unwrap_or_default();
    match amount(typed) {
        Ok(stake) if stake <= tab::MOST => Ok(stake),
        Ok(_) | Err(BadAmount::TooMuch) => {
            let most = tab::MOST.to_string();
            Err(deed.halt(&pools::TAB_TOO_MUCH, &[("most", Word::Text(&most))]))
        }
        Err(BadAmount::Unreadable | BadAmount::Nothing) => Err(deed.halt_at(&pools::TAB_BAD_STAKE, "typed", typed)),
    }
}

/// What is to run: horses, if nothing was named.
fn kind(deed: &mut StoredCx<'_>) -> Result<Kind, Halt> {
    let Some(typed) = deed.args.split_whitespace().nth(1) else { return Ok(Kind::Horse) };
    match Kind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(typed)) {
        Some(kind) => Ok(kind),
        None => Err(deed.halt_at(&pools::TAB_NO_SUCH_RACE, "typed", typed)),
    }
}

/// Takes the stake and pays what the player keeps, and in the same settlement everybody else their share.
async fn settle(
    deed: &mut StoredCx<'_>,
    race: &Race,
    [stake, paid, kept]: [Money; 3],
    windfall: Option<&Windfall>,
) -> Result<Money, Halt> {
    let caller = deed.caller_key().to_owned();
    let (runner, finish) = (race.runner, race.finish.name());
    let facts = json!({ "runner": runner, "price": race.price, "finish": finish, "paid": paid.dollars() });
    let details = Some(deed.with_seed(facts));
    let staked = Entry { who: &caller, amount: stake.negated(), kind: KIND, details, ..Entry::default() };
    let trust = if race.finish == Finish::First { TRUST } else { 0 };
    let payout = (kept > Money::ZERO).then(|| Entry { amount: kept, trust, ..staked.clone() });
    let mut entries = vec![staked];
    entries.extend(payout);
    entries.extend(windfall.into_iter().flat_map(Windfall::entries));
    let wallets = deed.settle_or_halt(&entries, &pools::TAB_TOO_POOR).await?;
    Ok(balance_of(&wallets, &caller))
}

/// What is run, and against whom.
fn started(deed: &mut StoredCx<'_>, race: &Race, stake: Money) -> String {
    let (stake, odds, field) = (stake.to_string(), race.price.to_string(), race.others.join(", "));
    let number = race.number.to_string();
    let words = [
        ("number", Word::Text(&number)),
        ("track", Word::Text(race.track)),
        ("runner", Word::Text(race.runner)),
        ("odds", Word::Text(&odds)),
        ("stake", Word::Text(&stake)),
        ("field", Word::Text(&field)),
    ];
    let bet = deed.cx.in_private(&pools::TAB_STARTED, &words);
    format!("{bet} {}", deed.cx.in_private(&pools::TAB_FIELD, &words))
}

/// How the race went, what it brought, and what is owned then.
fn result(deed: &mut StoredCx<'_>, race: &Race, [stake, paid, kept, balance]: [Money; 4]) -> String {
    let pool = match race.finish {
        Finish::First => pools::TAB_WIN,
        Finish::Second | Finish::Third => pools::TAB_PLACE,
        Finish::Unplaced => pools::TAB_LOSS,
    };
    let [stake, pay, kept_text, balance] = [stake, paid, kept, balance].map(|money| money.to_string());
    let words = [
        ("runner", Word::Text(race.runner)),
        ("came", Word::Text(race.finish.name())),
        ("stake", Word::Text(&stake)),
        ("pay", Word::Text(&pay)),
        ("kept", Word::Text(&kept_text)),
        ("balance", Word::Text(&balance)),
    ];
    let mut parts = vec![deed.cx.in_private(&pool, &words)];
    if kept < paid {
        parts.push(deed.cx.in_private(&pools::WORK_PAY_SHARED, &words));
    }
    parts.push(deed.cx.in_private(&pools::WORK_BALANCE, &words));
    parts.join(" ")
}
