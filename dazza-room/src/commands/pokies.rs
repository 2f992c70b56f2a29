//! `pokies`: a spin of the reels, told by private message; the room hears of what is big.

use std::time::Duration;

use dazza_shared::money::Money;
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{BadAmount, Pool, Reply, Route, To, Word, amount, pools};
use crate::games::pokies::{self, Fanfare, Outcome, Reels};

pub(super) const COMMAND: Command = Command {
    name: "pokies",
    aliases: &["slots", "slot", "pokie"],
    usage: "<amount>",
    about: "Spins the reels of the pokies for up to $1,000.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: Some(pools::POKIES_WAIT),
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "pokies";

/// When the room hears of a big win. Source: `commands-and-games.md`, 2.4.
const FANFARE_AFTER: Duration = Duration::from_millis(2_500);

/// When a loss is remarked upon. Source: as above.
const REMARK_AFTER: Duration = Duration::from_secs(3);

/// When the loss of a big stake is remarked upon. Source: as above.
const BIG_STAKE_REMARK_AFTER: Duration = Duration::from_millis(4_500);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let stake = stake(deed)?;
    let reels = pokies::spin(deed.cx.dice);
    let paid = pokies::payout(reels, stake);
    let facts = json!({ "reels": reels.to_string(), "stake": stake.dollars(), "paid": paid.dollars() });
    let balance = deed.bet(KIND, (stake, paid), facts, &pools::POKIES_TOO_POOR).await?;
    let ack = if deed.cx.is_pm() { Reply::default() } else { deed.cx.answer(&pools::POKIES_ACK, &[]) };
    let result = result(deed, reels, [stake, paid, balance]);
    Ok(ack.and(result).and(aftermath(deed, stake, paid)))
}

fn stake(deed: &mut StoredCx<'_>) -> Result<Money, Halt> {
    let typed = deed.args.split_whitespace().next().unwrap_or_default();
    match amount(typed) {
        Ok(stake) if stake <= pokies::MOST => Ok(stake),
        Ok(_) | Err(BadAmount::TooMuch) => {
            let most = pokies::MOST.to_string();
            Err(deed.halt(&pools::POKIES_TOO_MUCH, &[("most", Word::Text(&most))]))
        }
        Err(BadAmount::Unreadable | BadAmount::Nothing) => Err(deed.halt_at(&pools::POKIES_BAD_STAKE, "typed", typed)),
    }
}

/// What fell and what it brought, for the player alone.
fn result(deed: &mut StoredCx<'_>, reels: Reels, [stake, paid, balance]: [Money; 3]) -> Reply {
    let pool = words(pokies::outcome(reels, stake));
    let (reels, stake, paid, balance) = (reels.to_string(), stake.to_string(), paid.to_string(), balance.to_string());
    let words = [
        ("reels", Word::Text(&reels)),
        ("stake", Word::Text(&stake)),
        ("payout", Word::Text(&paid)),
        ("balance", Word::Text(&balance)),
    ];
    let text = deed.cx.phrase_for(Route::Pm, &pool, &words);
    Reply::say(deed.cx.caller(), &text)
}

/// What is said when the result has sunk in.
fn aftermath(deed: &mut StoredCx<'_>, stake: Money, paid: Money) -> Reply {
    let (amount, staked) = (paid.to_string(), stake.to_string());
    let words = [("amount", Word::Text(&amount)), ("stake", Word::Text(&staked))];
    if paid > Money::ZERO {
        let Some(fanfare) = pokies::fanfare(paid, stake) else { return Reply::default() };
        let pool = match fanfare {
            Fanfare::Jackpot => pools::POKIES_PUBLIC_JACKPOT,
            Fanfare::BigWin => pools::POKIES_PUBLIC_WIN,
        };
        let text = deed.cx.phrase_for(Route::Public, &pool, &words);
        return Reply::default().and_say_after(To::Room, &text, FANFARE_AFTER);
    }
    let mut reply = Reply::default();
    if deed.cx.dice.percent(pokies::LOSS_REMARK_PERCENT) {
        let text = deed.cx.phrase(&pools::POKIES_LOSS_REMARK, &[]);
        reply = reply.and_say_after(deed.cx.here(), &text, REMARK_AFTER);
    }
    if stake >= pokies::BIG_STAKE && deed.cx.dice.percent(pokies::BIG_STAKE_REMARK_PERCENT) {
        let text = deed.cx.phrase(&pools::POKIES_BIG_STAKE_REMARK, &words);
        reply = reply.and_say_after(deed.cx.here(), &text, BIG_STAKE_REMARK_AFTER);
    }
    reply
}

fn words(outcome: Outcome) -> Pool {
    match outcome {
        Outcome::MegaJackpot => pools::POKIES_MEGA_JACKPOT,
        Outcome::Jackpot => pools::POKIES_JACKPOT,
        Outcome::Triple => pools::POKIES_TRIPLE,
        Outcome::SmallWin => pools::POKIES_SMALL_WIN,
        Outcome::Pair => pools::POKIES_PAIR,
        Outcome::Loss => pools::POKIES_LOSS,
    }
}
