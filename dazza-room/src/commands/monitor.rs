//! `monitor`: whether all money adds up. Nothing is polled: the ledger has every change, so that asking is enough.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::{ledger, money_check};

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, pools, short_age};

pub(super) const COMMAND: Command = Command {
    name: "monitor",
    aliases: &["cashmonitor", "cm"],
    usage: "[force|debug]",
    about: "Adds all money up and holds it against the ledger. With force it does so for every wallet, \
            with debug it sends you what moved here last.",
    category: Category::Admin,
    access: Access::Admin,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Most wallets, or lines of the ledger, that are told one by one.
const MOST: i32 = 5;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    match deed.args.trim().to_lowercase().as_str() {
        "" => all_together(deed).await,
        "force" => each_wallet(deed).await,
        "debug" => last_moves(deed).await,
        _ => Err(Refusal::Usage.into()),
    }
}

/// All balances against all of the ledger.
async fn all_together(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let sums = money_check::sums(&mut deed.tx, deed.room).await?;
    let (people, total, ledger) = (sums.n_wallets.to_string(), sums.balances.to_string(), sums.ledger.to_string());
    let words = [("n", Word::Text(&people)), ("total", Word::Text(&total)), ("ledger", Word::Text(&ledger))];
    let pool = if sums.balances == sums.ledger { pools::MONITOR_SOUND } else { pools::MONITOR_UNSOUND };
    Ok(deed.cx.answer(&pool, &words))
}

/// Every wallet against its own ledger; those that differ are told in private.
async fn each_wallet(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let sums = money_check::sums(&mut deed.tx, deed.room).await?;
    let (wallets, n_wrong) = money_check::at_odds(&mut deed.tx, deed.room, MOST).await?;
    let (people, wrong) = (sums.n_wallets.to_string(), n_wrong.to_string());
    if n_wrong == 0 {
        return Ok(deed.cx.answer(&pools::MONITOR_CHECKED, &[("n", Word::Text(&people))]));
    }
    let reply = deed.cx.answer(&pools::MONITOR_AT_ODDS, &[("wrong", Word::Text(&wrong))]);
    let list = wallets.iter().map(|wallet| format!("{}: {} and not {}", wallet.who, wallet.balance, wallet.ledger));
    Ok(listed(deed, reply, &list.collect::<Vec<_>>().join(" | ")))
}

/// What moved here last, the newest first.
async fn last_moves(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let lines = ledger::latest(&mut deed.tx, deed.room, MOST.into()).await?;
    if lines.is_empty() {
        return Ok(deed.cx.answer(&pools::MONITOR_NO_MOVES, &[]));
    }
    let now = deed.cx.now;
    let list = lines.iter().map(|line| {
        let age = short_age(since(line.at, now));
        format!("{} {} {} ({age})", line.who, line.amount, line.kind)
    });
    let list = list.collect::<Vec<_>>().join(" | ");
    let reply = deed.cx.answer(&pools::MONITOR_MOVES, &[]);
    Ok(listed(deed, reply, &list))
}

fn listed(deed: &mut StoredCx<'_>, reply: Reply, list: &str) -> Reply {
    let list = deed.cx.in_private(&pools::MONITOR_LIST, &[("list", Word::Text(list))]);
    reply.and_say(deed.cx.caller(), &list)
}
