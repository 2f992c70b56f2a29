//! `ticket`: tickets of the raffle that is open.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::raffle;
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "ticket",
    aliases: &["tickets"],
    usage: "[number]",
    about: "Buys tickets of the raffle, one if you do not say.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let typed = deed.args.trim();
    let wanted = if typed.is_empty() { Some(1) } else { super::numbered::number(typed) };
    let wanted = wanted.and_then(|wanted| i32::try_from(wanted).ok());
    let Some(wanted) = wanted else { return Err(deed.halt_at(&pools::RAFFLE_BAD_NUMBER, "typed", typed)) };
    let (room, now, caller) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let Some(raffle) = raffle::current(&mut deed.tx, room).await? else {
        return Err(deed.halt(&pools::RAFFLE_NONE, &[]));
    };
    let entrants = raffle::entrants(&mut deed.tx, room, raffle.id).await?;
    let held = entrants.iter().find(|one| one.who == caller).map_or(0, |one| one.tickets);
    if held.saturating_add(wanted) > raffle.max_tickets {
        let most = raffle.max_tickets.to_string();
        return Err(deed.halt(&pools::RAFFLE_TOO_MANY, &[("count", Word::Text(&most))]));
    }
    let held = raffle::enter(&mut deed.tx, room, raffle.id, (&caller, wanted), now).await?;
    if raffle.price > Money::ZERO {
        let price = Money::of(raffle.price.dollars() * i64::from(wanted)).negated();
        let details = Some(json!({ "raffle": raffle.id }));
        let paid = Entry { who: &caller, amount: price, kind: "raffle", details, ..Entry::default() };
        deed.settle_or_halt(&[paid], &pools::RAFFLE_TOO_POOR).await?;
    }
    let held = held.to_string();
    let words = [("count", Word::Text(&held)), ("title", Word::Text(&raffle.title))];
    Ok(deed.cx.answer(&pools::RAFFLE_TICKETS, &words))
}
