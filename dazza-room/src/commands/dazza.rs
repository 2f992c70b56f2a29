//! `dazza`: what the house owns, told to who looks after it.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, pools};
use crate::games::trust;

pub(super) const COMMAND: Command = Command {
    name: "dazza",
    aliases: &["dazzamoney", "dazzabalance"],
    usage: "",
    about: "Tells you what the house owns.",
    category: Category::Economy,
    access: Access::Admin,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// With more than this the house talks big. Source: `commands-and-games.md`, 2.2.
const RICH_ABOVE: Money = Money::of(10_000);

/// With less than this it talks small. Source: as above.
const POOR_BELOW: Money = Money::of(100);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let house = deed.house_key();
    let wallet = wallet::wallet_of(&mut deed.tx, &house).await?.unwrap_or_default();
    let (balance, trust) = (wallet.balance.to_string(), wallet.trust.to_string());
    let words = [
        ("balance", Word::Text(&balance)),
        ("trust", Word::Text(&trust)),
        ("title", Word::Text(trust::title(i64::from(wallet.trust)))),
    ];
    let pool = pool(deed, wallet.balance);
    let text = deed.cx.in_private(&pool, &words);
    Ok(Reply::say(deed.cx.caller(), &text))
}

/// The words for what the house has: those for any balance, and those for this kind, each phrase as likely.
fn pool(deed: &mut StoredCx<'_>, balance: Money) -> Pool {
    let more = match balance {
        _ if balance > RICH_ABOVE => Some(pools::HOUSE_RICH),
        _ if balance < POOR_BELOW => Some(pools::HOUSE_POOR),
        _ => None,
    };
    let n_usual = pools::HOUSE.phrases().count() as u64;
    let n_more = more.map_or(0, |pool| pool.phrases().count() as u64);
    let is_usual = deed.cx.dice.below(n_usual + n_more) < n_usual;
    more.filter(|_| !is_usual).unwrap_or(pools::HOUSE)
}
