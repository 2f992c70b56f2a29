//! `scratchie`: a scratch ticket, told by private message; the room hears of what is big.

use std::time::Duration;

use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Route, To, Word, amount, pools};
use crate::games::scratchie::{self, Fanfare, Scratch, TICKETS, Ticket};

pub(super) const COMMAND: Command = Command {
    name: "scratchie",
    aliases: &["scratch", "scratchies", "lotto"],
    usage: "[5|20|50|100]",
    about: "Buys a scratch ticket, for $5 unless you name a price.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: Some(pools::SCRATCHIE_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "scratchie";

/// When the silver is off. Source: `commands-and-games.md`, 2.4.
const RESULT_AFTER: Duration = Duration::from_secs(2);

/// When the room hears of a big win. Source: as above.
const FANFARE_AFTER: Duration = Duration::from_secs(3);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let ticket = ticket(deed)?;
    let (scratch, paid) = ticket.scratch(deed.cx.dice);
    let facts = json!({ "ticket": ticket.name, "paid": paid.dollars() });
    let balance = deed.bet(KIND, (ticket.price, paid), facts, &pools::SCRATCHIE_TOO_POOR).await?;
    let (price, paid_text, balance) = (ticket.price.to_string(), paid.to_string(), balance.to_string());
    let words = [
        ("ticket", Word::Text(ticket.name)),
        ("stake", Word::Text(&price)),
        ("payout", Word::Text(&paid_text)),
        ("balance", Word::Text(&balance)),
    ];
    let bought = deed.cx.in_private(&pools::SCRATCHIE_BOUGHT, &words);
    let result = deed.cx.in_private(&story(scratch), &words);
    let reply = Reply::say(deed.cx.caller(), &bought).and_say_after(deed.cx.caller(), &result, RESULT_AFTER);
    let Some(fanfare) = scratchie::fanfare(paid, ticket.price) else { return Ok(reply) };
    let pool = match fanfare {
        Fanfare::Loud => pools::SCRATCHIE_PUBLIC_JACKPOT,
        Fanfare::Plain => pools::SCRATCHIE_PUBLIC_WIN,
    };
    let told = deed.cx.phrase_for(Route::Public, &pool, &words);
    Ok(reply.and_say_after(To::Room, &told, FANFARE_AFTER))
}

/// The ticket that was asked for: the cheapest, if no price was named.
fn ticket(deed: &mut StoredCx<'_>) -> Result<&'static Ticket, Halt> {
    let typed = deed.args.split_whitespace().next();
    let price = typed.map_or(Ok(TICKETS[0].price), amount);
    match price.ok().and_then(scratchie::ticket) {
        Some(ticket) => Ok(ticket),
        None => Err(deed.halt_at(&pools::SCRATCHIE_NO_TICKET, "typed", typed.unwrap_or_default())),
    }
}

const fn story(scratch: Scratch) -> Pool {
    match scratch {
        Scratch::Nothing => pools::SCRATCHIE_NOTHING,
        Scratch::Small => pools::SCRATCHIE_SMALL,
        Scratch::Medium => pools::SCRATCHIE_MEDIUM,
        Scratch::Big => pools::SCRATCHIE_BIG,
        Scratch::Jackpot => pools::SCRATCHIE_JACKPOT,
    }
}
