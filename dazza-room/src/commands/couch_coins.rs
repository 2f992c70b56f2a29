//! `couch_coins`: an arm down the back of the couch, for coins or for what bites.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::{self, Entry};
use dazza_shared::store::{StoreError, earning};
use serde_json::json;

use super::settle::balance_of;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, pools};
use crate::games::couch_coins::{self, Find, Mishap, RELIEF_FROM, Size, is_desperate};

pub(super) const COMMAND: Command = Command {
    name: "couch_coins",
    aliases: &["couch", "couchsearch", "searchcouch"],
    usage: "",
    about: "Searches the couch for coins. Mind your fingers.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(12),
    waiting: Some(pools::COUCH_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "couch_coins";

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.caller_key().to_owned();
    let before = wallet::wallet_of(&mut deed.tx, &caller).await?.unwrap_or_default().balance;
    let is_desperate = is_desperate(before);
    match couch_coins::search(deed.cx.dice, is_desperate) {
        Find::Mishap(mishap, cost) => went_wrong(deed, &caller, mishap, Money::of(cost)).await,
        Find::Found(size, found) => turned_up(deed, size, Money::of(found), is_desperate).await,
    }
}

async fn went_wrong(deed: &mut StoredCx<'_>, caller: &str, mishap: Mishap, cost: Money) -> Result<Reply, Halt> {
    let details = deed.with_seed(json!({ "mishap": mishap.name(), "cost": cost.dollars() }));
    let entries = |taken: Money| {
        let (amount, details) = (taken.negated(), Some(details.clone()));
        vec![Entry { who: caller, amount, kind: KIND, details, ..Entry::default() }]
    };
    let (paid, wallets) = deed.settle_up_to((caller, cost), entries).await?;
    note(deed, Money::ZERO, Some(paid)).await?;
    let ack = deed.cx.ack(&pools::COUCH_ACK);
    let taken = if paid > Money::ZERO {
        deed.cx.in_private(&pools::COUCH_MISHAP_COSTS, &[("pay", Word::Text(&paid.to_string()))])
    } else {
        deed.cx.in_private(&pools::COUCH_MISHAP_SPARED, &[])
    };
    let (header, tale) = (&pools::COUCH_HEADER_MISHAP, &tale(mishap));
    let parts = [deed.cx.in_private(header, &[]), deed.cx.in_private(tale, &[]), taken];
    Ok(ack.and(deed.payslip(&parts, balance_of(&wallets, caller))))
}

async fn turned_up(deed: &mut StoredCx<'_>, size: Size, found: Money, is_desperate: bool) -> Result<Reply, Halt> {
    let facts = json!({ "found": found.dollars(), "desperate": is_desperate });
    let balance = deed.earn(KIND, found, facts).await?;
    note(deed, found, None).await?;
    let ack = deed.cx.ack(&pools::COUCH_ACK);
    let (header, story) = match size {
        Size::Nothing => (pools::COUCH_HEADER_NOTHING, pools::COUCH_NOTHING),
        Size::Small => (pools::COUCH_HEADER, pools::COUCH_SMALL),
        Size::Medium => (pools::COUCH_HEADER, pools::COUCH_MEDIUM),
        Size::Good => (pools::COUCH_HEADER, pools::COUCH_GOOD),
        Size::Amazing => (pools::COUCH_HEADER_AMAZING, pools::COUCH_AMAZING),
    };
    let (place, pay) = (deed.cx.in_private(&pools::COUCH_PLACE, &[]), found.to_string());
    let words = [("place", Word::Text(&place)), ("pay", Word::Text(&pay))];
    let comment = if is_desperate && found >= RELIEF_FROM { pools::COUCH_DESPERATE } else { pools::COUCH_COMMENT };
    let parts =
        [deed.cx.in_private(&header, &[]), deed.cx.in_private(&story, &words), deed.cx.in_private(&comment, &[])];
    let slip = deed.payslip(&parts, balance);
    let is_told = size == Size::Amazing && !deed.cx.is_pm();
    let told = if is_told { deed.told(&pools::COUCH_PUBLIC, found) } else { Reply::default() };
    Ok(ack.and(slip).and(told))
}

/// Takes a search into the statistics; `hurt` is what a mishap took.
async fn note(deed: &mut StoredCx<'_>, found: Money, hurt: Option<Money>) -> Result<(), StoreError> {
    let search = earning::Search {
        who: deed.cx.heard.player.key(),
        found,
        is_hurt: hurt.is_some(),
        has_paid: hurt > Some(Money::ZERO),
    };
    earning::note_search(&mut deed.tx, deed.room, search, deed.cx.now).await
}

const fn tale(mishap: Mishap) -> Pool {
    match mishap {
        Mishap::Spider => pools::COUCH_SPIDER,
        Mishap::PartnersFine => pools::COUCH_PARTNERS_FINE,
        Mishap::SharpThing => pools::COUCH_SHARP_THING,
        Mishap::Collapse => pools::COUCH_COLLAPSE,
        Mishap::Possum => pools::COUCH_POSSUM,
        Mishap::HushMoney => pools::COUCH_HUSH_MONEY,
        Mishap::Mould => pools::COUCH_MOULD,
        Mishap::PoliceFine => pools::COUCH_POLICE_FINE,
    }
}
