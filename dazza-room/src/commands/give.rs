//! `give`: money from one player to another, or to the house.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::Entry;

use super::settle::balance_of;
use super::whom::Whom;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Route, To, Word, amount, pools};

pub(super) const COMMAND: Command = Command {
    name: "give",
    aliases: &["transfer", "send", "pay"],
    usage: "<user> <amount>",
    about: "Gives somebody money of yours.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 2,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// From which gift on which words are used, the biggest first. Source: `commands-and-games.md`, 2.2.
const WORDS: [(Money, Pool); 3] =
    [(Money::of(100), pools::GIVE_GENEROUS), (Money::of(50), pools::GIVE_FAIR), (Money::ZERO, pools::GIVE_SMALL)];

/// The same for gifts to the bot. Source: as above.
const THANKS: [(Money, Pool); 4] = [
    (Money::of(100), pools::THANKS_GENEROUS),
    (Money::of(50), pools::THANKS_GOOD),
    (Money::of(20), pools::THANKS_FAIR),
    (Money::ZERO, pools::THANKS_SMALL),
];

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (to, gift) = checked(deed).await?;
    let (from, to_key) = (deed.caller_key().to_owned(), deed.wallet_key(&to));
    let entry = |who, counterparty, amount| Entry {
        who,
        amount,
        kind: "give",
        counterparty: Some(counterparty),
        ..Entry::default()
    };
    let entries = [entry(&*from, &*to_key, gift.negated()), entry(&*to_key, &*from, gift)];
    let wallets = deed.settle_or_halt(&entries, &pools::GIVE_TOO_POOR).await?;
    let (balance, theirs) = (balance_of(&wallets, &from), balance_of(&wallets, &to_key));
    Ok(if to.is_bot { thanks(deed, gift, balance) } else { told(deed, &to, gift, [balance, theirs]) })
}

/// Who gets how much.
async fn checked(deed: &mut StoredCx<'_>) -> Result<(Whom, Money), Halt> {
    let mut words = deed.args.split_whitespace();
    let (to, typed) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Ok(gift) = amount(typed) else {
        return Err(deed.halt_at(&pools::GIVE_BAD_AMOUNT, "typed", typed));
    };
    match deed.whom(to).await? {
        Some(whom) if whom.name == *deed.cx.heard.player => Err(deed.halt(&pools::GIVE_SELF, &[])),
        Some(whom) => Ok((whom, gift)),
        None => Err(deed.halt_at(&pools::GIVE_UNKNOWN, "target", to)),
    }
}

fn thanks(deed: &mut StoredCx<'_>, gift: Money, balance: Money) -> Reply {
    let (amount, balance) = (gift.to_string(), balance.to_string());
    let words = [("amount", Word::Text(&amount)), ("balance", Word::Text(&balance))];
    deed.cx.answer(&words_for(&THANKS, gift), &words)
}

/// The gift and both new balances; who gets it is told in private when it was given in private.
fn told(deed: &mut StoredCx<'_>, to: &Whom, gift: Money, [balance, theirs]: [Money; 2]) -> Reply {
    let (amount, balance, theirs) = (gift.to_string(), balance.to_string(), theirs.to_string());
    let target = ("target", Word::Name(to.name.as_str()));
    let given = deed.cx.phrase(&words_for(&WORDS, gift), &[target, ("amount", Word::Text(&amount))]);
    let words = [target, ("balance", Word::Text(&balance)), ("theirs", Word::Text(&theirs))];
    let left = deed.cx.phrase(&pools::GIVE_BALANCES, &words);
    let reply = Reply::say(deed.cx.here(), &format!("{given} {left}"));
    if !deed.cx.is_pm() || !to.is_here {
        return reply;
    }
    let sender = ("sender", Word::Name(deed.cx.heard.player.as_str()));
    let words = [sender, ("amount", Word::Text(&amount)), ("balance", Word::Text(&theirs))];
    let received = deed.cx.phrase_for(Route::Pm, &pools::GIVE_RECEIVED, &words);
    reply.and_say(To::Player(to.name.clone()), &received)
}

fn words_for(steps: &[(Money, Pool)], gift: Money) -> Pool {
    steps.iter().find(|(from, _)| gift >= *from).map_or(pools::GIVE_SMALL, |(_, pool)| *pool)
}
