//! `award`: money made out of nothing, in private.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::people;
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::settle::balance_of;
use super::stored::TYPED_LIMIT;
use super::whom::Whom;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, To, Word, amount, plain, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "award",
    aliases: &["givemoney", "devpay"],
    usage: "<user> <amount> [reason]",
    about: "Makes money out of nothing and gives it to somebody.",
    category: Category::Admin,
    access: Access::Admin,
    cooldown: Duration::from_secs(1),
    waiting: None,
    pm: Pm::Only,
    min_words: 2,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "dev_award";

/// Most of one award. Source: `commands-and-games.md`, 2.2.
const MOST: Money = Money::of(100_000);

/// Longest reason. Unit: UTF-16 code units.
const REASON_LIMIT: usize = pools::REASON_LIMIT;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (to, award) = checked(deed).await?;
    let reason = reason(deed);
    let (caller, to_key) = (deed.caller_key().to_owned(), deed.wallet_key(&to));
    let entry = Entry {
        who: &to_key,
        amount: award,
        kind: KIND,
        counterparty: Some(&caller),
        details: Some(json!({ "reason": reason })),
        ..Entry::default()
    };
    let wallets = deed.settle(&[entry]).await?;
    let (amount, balance) = (award.to_string(), balance_of(&wallets, &to_key).to_string());
    let words = [
        ("target", Word::Name(to.name.as_str())),
        ("amount", Word::Text(&amount)),
        ("balance", Word::Text(&balance)),
        ("reason", Word::Text(&reason)),
    ];
    let reply = deed.cx.answer(&pools::AWARD_DONE, &words);
    if to.is_bot || to_key == caller {
        return Ok(reply);
    }
    let received = deed.cx.in_private(&pools::AWARD_RECEIVED, &words);
    if !to.is_here {
        // Through the room they are in, whichever it is. Source: `commands-and-games.md`, 2.2.
        if let Some(room) = people::room_elsewhere(&mut deed.tx, deed.room, &to_key).await? {
            deed.notes.push(Note::Pass { room, to: to.name.clone(), text: received });
        }
        return Ok(reply);
    }
    Ok(reply.and_say(To::Player(to.name.clone()), &received))
}

/// Who gets how much.
async fn checked(deed: &mut StoredCx<'_>) -> Result<(Whom, Money), Halt> {
    let mut words = deed.args.split_whitespace();
    let (to, typed) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Some(award) = amount(typed).ok().filter(|award| *award <= MOST) else {
        let (typed, most) = (plain(typed, TYPED_LIMIT), MOST.to_string());
        let words = [("typed", Word::Text(&typed)), ("most", Word::Text(&most))];
        return Err(deed.halt(&pools::AWARD_BAD_AMOUNT, &words));
    };
    match deed.whom(to).await? {
        Some(whom) => Ok((whom, award)),
        None => Err(deed.halt_at(&pools::AWARD_UNKNOWN, "target", to)),
    }
}

/// What stands behind the amount, or a reason of ours.
fn reason(deed: &mut StoredCx<'_>) -> String {
    let typed = deed.args.split_whitespace().skip(2).collect::<Vec<_>>().join(" ");
    let reason = plain(&typed, REASON_LIMIT);
    if reason.is_empty() { deed.cx.in_private(&pools::AWARD_NO_REASON, &[]) } else { reason }
}
