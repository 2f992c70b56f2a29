//! `balance`: what somebody owns, told by private message.

use std::time::Duration;

use dazza_shared::names::PlayerName;
use dazza_shared::store::wallet::{self, Wallet, WatchRewards};

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Route, Word, pools};
use crate::games::trust;

pub(super) const COMMAND: Command = Command {
    name: "balance",
    aliases: &["bal", "money", "$"],
    usage: "[user]",
    about: "Tells you what you own, or what somebody else does.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.cx.heard.player.clone();
    let asked = deed.args.split_whitespace().next();
    let Some(word) = asked.filter(|word| !caller.is(word)) else {
        let wallet = wallet::wallet_of(&mut deed.tx, caller.key()).await?;
        let rewards = wallet::watch_rewards_of(&mut deed.tx, caller.key()).await?;
        return Ok(told(deed, None, wallet.unwrap_or_default(), rewards));
    };
    let Some(whom) = deed.whom(word).await? else { return Err(unknown(deed, word)) };
    let key = deed.wallet_key(&whom);
    let Some(wallet) = wallet::wallet_of(&mut deed.tx, &key).await? else { return Err(unknown(deed, word)) };
    let rewards = wallet::watch_rewards_of(&mut deed.tx, whom.name.key()).await?;
    Ok(told(deed, Some(&whom.name), wallet, rewards))
}

fn unknown(deed: &mut StoredCx<'_>, word: &str) -> Halt {
    deed.halt_at(&pools::BALANCE_UNKNOWN, "target", word)
}

/// The balance of `other`, or of the asking player.
fn told(deed: &mut StoredCx<'_>, other: Option<&PlayerName>, wallet: Wallet, rewards: WatchRewards) -> Reply {
    let (balance, trust) = (wallet.balance.to_string(), wallet.trust.to_string());
    let mut words = vec![
        ("balance", Word::Text(&balance)),
        ("trust", Word::Text(&trust)),
        ("title", Word::Text(trust::title(i64::from(wallet.trust)))),
    ];
    words.extend(other.map(|name| ("target", Word::Name(name.as_str()))));
    let pool = if other.is_some() { &pools::BALANCE_OTHER } else { &pools::BALANCE_OWN };
    let mut text = deed.cx.phrase_for(Route::Pm, pool, &words);
    if rewards.n_videos > 0 {
        let (earned, videos) = (rewards.total.to_string(), rewards.n_videos.to_string());
        let lucky = rewards.n_lucky.to_string();
        let words = [("earned", Word::Text(&earned)), ("videos", Word::Text(&videos)), ("lucky", Word::Text(&lucky))];
        text = format!("{text} {}", deed.cx.phrase_for(Route::Pm, &pools::BALANCE_VIDEOS, &words));
    }
    Reply::say(deed.cx.caller(), &text)
}
