//! `mystery_esky`: a closed esky for $80, opened by private message; the room hears of a jackpot.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::{self, Entry};
use dazza_shared::store::{StoreError, earning};
use serde_json::json;

use super::settle::balance_of;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::games::mystery_esky::{self, Contents, PRICE, Size};

pub(super) const COMMAND: Command = Command {
    name: "mystery_esky",
    aliases: &["mysteryesky", "esky", "mesky"],
    usage: "",
    about: "Buys a closed esky for $80. What is in it is anybody's guess.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_mins(5),
    waiting: Some(pools::ESKY_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "mystery_esky";

/// When it is known what is in it. Source: `commands-and-games.md`, 2.4.
const RESULT_AFTER: Duration = Duration::from_secs(3);

/// When the room hears of a jackpot. Source: as above.
const FANFARE_AFTER: Duration = Duration::from_secs(4);

/// What came of an esky.
struct Opened {
    contents: Contents,
    /// What a trap took.
    bill: Money,
    /// What the player owns then.
    balance: Money,
}

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.caller_key().to_owned();
    let before = wallet::wallet_of(&mut deed.tx, &caller).await?.unwrap_or_default().balance;
    if before < PRICE {
        return Err(too_poor(deed, before));
    }
    let contents = mystery_esky::open(deed.cx.dice);
    let opened = match settled(deed, &caller, contents).await {
        Ok(opened) => opened,
        // Another room was quicker.
        Err(StoreError::TooPoor { balance, .. }) => return Err(too_poor(deed, Money::of(balance))),
        Err(error) => return Err(error.into()),
    };
    let note = earning::Esky {
        who: &caller,
        prize: opened.prize(),
        is_jackpot: matches!(opened.contents, Contents::Prize(Size::Jackpot, _)),
        is_trap: matches!(opened.contents, Contents::Trap(_)),
        lost: opened.lost(),
    };
    earning::note_esky(&mut deed.tx, deed.room, note, deed.cx.now).await?;
    Ok(told(deed, &opened))
}

/// Takes the price and what a trap costs besides, as far as it is there, and pays what lay in the esky.
async fn settled(deed: &mut StoredCx<'_>, caller: &str, contents: Contents) -> Result<Opened, StoreError> {
    let (prize, bill) = match contents {
        Contents::Prize(_, prize) => (prize, Money::ZERO),
        Contents::Trap(bill) => (Money::ZERO, bill),
        Contents::Nothing => (Money::ZERO, Money::ZERO),
    };
    let details = deed.with_seed(json!({ "prize": prize.dollars(), "bill": bill.dollars() }));
    let billed = |taken: Money| taken.minus(PRICE).unwrap_or_default().max(Money::ZERO);
    let entries = |taken: Money| {
        let moves = [PRICE.negated(), billed(taken).negated(), prize].into_iter();
        let entry =
            |amount| Entry { who: caller, amount, kind: KIND, details: Some(details.clone()), ..Entry::default() };
        moves.filter(|amount| *amount != Money::ZERO).map(entry).collect()
    };
    let most = PRICE.plus(bill).unwrap_or(PRICE);
    let (taken, wallets) = deed.settle_up_to((caller, most), entries).await?;
    Ok(Opened { contents, bill: billed(taken), balance: balance_of(&wallets, caller) })
}

fn too_poor(deed: &mut StoredCx<'_>, balance: Money) -> Halt {
    let (price, balance) = (PRICE.to_string(), balance.to_string());
    deed.halt(&pools::ESKY_TOO_POOR, &[("stake", Word::Text(&price)), ("balance", Word::Text(&balance))])
}

/// The lid comes off in private; the room sees it bought, and hears of a jackpot.
fn told(deed: &mut StoredCx<'_>, opened: &Opened) -> Reply {
    let (price, pay, bill) = (PRICE.to_string(), opened.prize().to_string(), opened.bill.to_string());
    let (balance, net) = (opened.balance.to_string(), opened.net().to_string());
    let words = [
        ("stake", Word::Text(&price)),
        ("pay", Word::Text(&pay)),
        ("cost", Word::Text(&bill)),
        ("balance", Word::Text(&balance)),
        ("net", Word::Text(&net)),
    ];
    let ack = if deed.cx.is_pm() { Reply::default() } else { deed.cx.answer(&pools::ESKY_ACK, &words) };
    let opening = deed.cx.in_private(&pools::ESKY_OPENING, &[]);
    let result = [opened.story(), pools::ESKY_SLIP].map(|pool| deed.cx.in_private(&pool, &words)).join(" ");
    let reply = ack.and(Reply::say(deed.cx.caller(), &opening)).and_say_after(deed.cx.caller(), &result, RESULT_AFTER);
    if !matches!(opened.contents, Contents::Prize(Size::Jackpot, _)) {
        return reply;
    }
    let fanfare = deed.cx.phrase_for(Route::Public, &pools::ESKY_PUBLIC_JACKPOT, &words);
    reply.and_say_after(To::Room, &fanfare, FANFARE_AFTER)
}

impl Opened {
    fn prize(&self) -> Money {
        match self.contents {
            Contents::Prize(_, prize) => prize,
            Contents::Trap(_) | Contents::Nothing => Money::ZERO,
        }
    }

    /// What is gone of who has won nothing.
    fn lost(&self) -> Money {
        match self.contents {
            Contents::Prize(..) => Money::ZERO,
            Contents::Trap(_) | Contents::Nothing => PRICE.plus(self.bill).unwrap_or(PRICE),
        }
    }

    /// What it has come to, price and bill taken off.
    fn net(&self) -> Money {
        let cost = PRICE.plus(self.bill).unwrap_or(PRICE);
        self.prize().minus(cost).unwrap_or_default()
    }

    const fn story(&self) -> Pool {
        match self.contents {
            Contents::Trap(_) if self.bill.dollars() == 0 => pools::ESKY_TRAP_FREE,
            Contents::Trap(_) => pools::ESKY_TRAP,
            Contents::Nothing => pools::ESKY_NOTHING,
            Contents::Prize(Size::Small, _) => pools::ESKY_SMALL,
            Contents::Prize(Size::Medium, _) => pools::ESKY_MEDIUM,
            Contents::Prize(Size::Good, _) => pools::ESKY_GOOD,
            Contents::Prize(Size::Jackpot, _) => pools::ESKY_JACKPOT,
        }
    }
}
