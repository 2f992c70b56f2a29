//! `raffle`: opens a raffle, draws it or calls it off; the pot goes to the winner, or back to whom it came from.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::raffle::{self, Entrant, Raffle};
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::act::word_and_rest;
use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, Word, amount, plain, pools};

pub(super) const COMMAND: Command = Command {
    name: "raffle",
    aliases: &["raffles"],
    usage: "[start <price> <title> | draw | cancel]",
    about: "Shows the raffle; moderators open it, draw it or call it off.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What a ticket may cost at most.
const DEAREST: Money = Money::of(10_000);

/// Most tickets that one may hold; of those that cost nothing, one.
const MAX_TICKETS: i32 = 100;

/// Longest title. Unit: UTF-16 code units.
const TITLE_LIMIT: usize = 60;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (word, rest) = word_and_rest(deed.args);
    match word.to_lowercase().as_str() {
        "" => show(deed).await,
        "start" | "open" | "draw" | "cancel" if !deed.is_moderator() => {
            Err(deed.halt(&pools::NOT_ALLOWED, &[("command", Word::Text("raffle"))]))
        }
        "start" | "open" => start(deed, rest).await,
        "draw" => draw(deed).await,
        "cancel" => cancel(deed).await,
        _ => Err(Refusal::Usage.into()),
    }
}

async fn start(deed: &mut StoredCx<'_>, typed: &str) -> Result<Reply, Halt> {
    let (word, title) = word_and_rest(typed);
    let title = plain(title, TITLE_LIMIT);
    let price = if word.trim_start_matches('$') == "0" { Ok(Money::ZERO) } else { amount(word) };
    let Ok(price) = price else { return Err(Refusal::Usage.into()) };
    if title.is_empty() {
        return Err(Refusal::Usage.into());
    }
    if price > DEAREST {
        let most = DEAREST.to_string();
        return Err(deed.halt(&pools::RAFFLE_TOO_DEAR, &[("amount", Word::Text(&most))]));
    }
    let (room, now, by) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    let most = if price == Money::ZERO { 1 } else { MAX_TICKETS };
    let Some(id) = raffle::open(&mut deed.tx, room, (&title, price, most), (&by, now)).await? else {
        return Err(deed.halt(&pools::RAFFLE_OPEN_ALREADY, &[]));
    };
    let after = json!({ "title": title, "price": price.dollars() });
    deed.audit("raffle.start", &id.to_string(), (None, Some(after))).await?;
    let price = price.to_string();
    Ok(deed.cx.answer(&pools::RAFFLE_OPENED, &[("title", Word::Text(&title)), ("amount", Word::Text(&price))]))
}

async fn show(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (raffle, entrants) = open_raffle(deed).await?;
    let (pot, price, n_tickets) =
        (pot_of(&raffle, &entrants).to_string(), raffle.price.to_string(), n_tickets(&entrants));
    let n_tickets = n_tickets.to_string();
    let words = [
        ("title", Word::Text(&raffle.title)),
        ("amount", Word::Text(&price)),
        ("count", Word::Text(&n_tickets)),
        ("pot", Word::Text(&pot)),
    ];
    Ok(deed.cx.answer(&pools::RAFFLE_SHOWN, &words))
}

async fn draw(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (raffle, entrants) = open_raffle(deed).await?;
    let tickets: Vec<_> = entrants.iter().map(|one| (one.who.clone(), one.tickets.unsigned_abs())).collect();
    let Some(winner) = deed.cx.dice.weighted(&tickets).cloned() else {
        return Err(deed.halt(&pools::RAFFLE_NO_TICKETS, &[]));
    };
    let (room, now, pot) = (deed.room, deed.cx.now, pot_of(&raffle, &entrants));
    raffle::end(&mut deed.tx, room, raffle.id, Some(&winner), now).await?;
    deed.audit("raffle.draw", &raffle.id.to_string(), (None, Some(json!({ "winner": winner })))).await?;
    if pot > Money::ZERO {
        let facts = json!({ "raffle": raffle.id, "tickets": n_tickets(&entrants) });
        let details = Some(deed.with_seed(facts));
        let won = Entry { who: &winner, amount: pot, kind: "raffle", details, ..Entry::default() };
        deed.settle(&[won]).await?;
    }
    let (shown, pot) = (deed.shown(&winner).await?, pot.to_string());
    let words = [("winner", Word::Name(&shown)), ("title", Word::Text(&raffle.title)), ("pot", Word::Text(&pot))];
    Ok(deed.cx.answer(&pools::RAFFLE_DRAWN, &words))
}

async fn cancel(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (raffle, entrants) = open_raffle(deed).await?;
    let (room, now, pot) = (deed.room, deed.cx.now, pot_of(&raffle, &entrants));
    raffle::end(&mut deed.tx, room, raffle.id, None, now).await?;
    deed.audit("raffle.cancel", &raffle.id.to_string(), (None, None)).await?;
    if pot > Money::ZERO {
        let details = Some(json!({ "raffle": raffle.id }));
        let back: Vec<_> = entrants
            .iter()
            .map(|one| Entry {
                who: &one.who,
                amount: Money::of(raffle.price.dollars() * i64::from(one.tickets)),
                kind: "raffle_refund",
                details: details.clone(),
                ..Entry::default()
            })
            .collect();
        deed.settle(&back).await?;
    }
    Ok(deed.cx.answer(&pools::RAFFLE_CANCELLED, &[("title", Word::Text(&raffle.title))]))
}

/// The open raffle with those who hold tickets, or a refusal.
async fn open_raffle(deed: &mut StoredCx<'_>) -> Result<(Raffle, Vec<Entrant>), Halt> {
    let room = deed.room;
    let Some(raffle) = raffle::current(&mut deed.tx, room).await? else {
        return Err(deed.halt(&pools::RAFFLE_NONE, &[]));
    };
    let entrants = raffle::entrants(&mut deed.tx, room, raffle.id).await?;
    Ok((raffle, entrants))
}

fn n_tickets(entrants: &[Entrant]) -> i64 {
    entrants.iter().map(|one| i64::from(one.tickets)).sum()
}

fn pot_of(raffle: &Raffle, entrants: &[Entrant]) -> Money {
    Money::of(raffle.price.dollars().saturating_mul(n_tickets(entrants)))
}
