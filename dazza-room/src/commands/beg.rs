//! `beg`: a hat held out to the house, in front of everybody.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::wallet::{self, Entry};
use serde_json::json;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, pools};
use crate::games::beg::{self, Answer, Standing};

pub(super) const COMMAND: Command = Command {
    name: NAME,
    aliases: &["panhandle", "spare", "sparechange"],
    usage: "",
    about: "Begs the house for change, which may go either way.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(48),
    waiting: Some(pools::BEG_WAIT),
    pm: Pm::Scorned(pools::BEG_BY_PM),
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What it is called.
const NAME: &str = "beg";

/// What its lines are called in the ledger.
const KIND: &str = "beg";

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (caller, house) = (deed.caller_key().to_owned(), deed.house_key());
    let of_house = wallet::wallet_of(&mut deed.tx, &house).await?.unwrap_or_default();
    if of_house.balance < beg::HOUSE_BROKE_BELOW {
        return house_broke(deed).await;
    }
    let trust = wallet::wallet_of(&mut deed.tx, &caller).await?.unwrap_or_default().trust.into();
    match beg::beg(deed.cx.dice, trust) {
        Answer::Robbed(loot) => robbed(deed, [&caller, &house], Money::of(loot)).await,
        Answer::Given(alms) => given(deed, [&house, &caller], Money::of(alms), beg::standing(trust)).await,
        Answer::Refused => {
            note(deed, "refused").await?;
            Ok(deed.cx.answer(&no(beg::standing(trust)), &[]))
        }
    }
}

/// The house has nothing to give: that is worth a line in the ledger, but no wait of two days.
async fn house_broke(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    deed.spare_wait(NAME).await?;
    note(deed, "house broke").await?;
    Ok(deed.cx.answer(&pools::BEG_HOUSE_BROKE, &[]))
}

async fn robbed(deed: &mut StoredCx<'_>, parties: [&str; 2], loot: Money) -> Result<Reply, Halt> {
    let taken = hand_over(deed, parties, loot, "robbed").await?;
    if taken == Money::ZERO {
        return Ok(deed.cx.answer(&pools::BEG_MOCKED, &[]));
    }
    Ok(deed.cx.answer(&pools::BEG_ROBBED, &[("pay", Word::Text(&taken.to_string()))]))
}

async fn given(deed: &mut StoredCx<'_>, parties: [&str; 2], alms: Money, standing: Standing) -> Result<Reply, Halt> {
    let got = hand_over(deed, parties, alms, "given").await?;
    if got == Money::ZERO {
        return Ok(deed.cx.answer(&pools::BEG_GIVEN_NOTHING, &[]));
    }
    Ok(deed.cx.answer(&yes(standing), &[("pay", Word::Text(&got.to_string()))]))
}

/// Moves `most`, or all there is, from the first to the second; when that is nothing, who begs has a line of it alone.
async fn hand_over(
    deed: &mut StoredCx<'_>,
    [from, to]: [&str; 2],
    most: Money,
    outcome: &str,
) -> Result<Money, StoreError> {
    let details = deed.with_seed(json!({ "outcome": outcome, "drawn": most.dollars() }));
    let caller = deed.caller_key().to_owned();
    let entries = |taken: Money| {
        let sides = [(from, to, taken.negated()), (to, from, taken)];
        let sides = sides.into_iter().filter(|(who, ..)| taken > Money::ZERO || *who == caller);
        let entry = |(who, other, amount)| Entry {
            who,
            amount,
            kind: KIND,
            counterparty: Some(other),
            details: Some(details.clone()),
            ..Entry::default()
        };
        sides.map(entry).collect()
    };
    Ok(deed.settle_up_to((from, most), entries).await?.0)
}

/// A line in the ledger about what moved no money.
async fn note(deed: &mut StoredCx<'_>, outcome: &str) -> Result<(), StoreError> {
    deed.earn(KIND, Money::ZERO, json!({ "outcome": outcome })).await.map(drop)
}

const fn yes(standing: Standing) -> Pool {
    match standing {
        Standing::Stranger => pools::BEG_GIVEN_STRANGER,
        Standing::Familiar => pools::BEG_GIVEN_FAMILIAR,
        Standing::Regular => pools::BEG_GIVEN_REGULAR,
        Standing::Mate => pools::BEG_GIVEN_MATE,
    }
}

const fn no(standing: Standing) -> Pool {
    match standing {
        Standing::Stranger => pools::BEG_REFUSED_STRANGER,
        Standing::Familiar => pools::BEG_REFUSED_FAMILIAR,
        Standing::Regular => pools::BEG_REFUSED_REGULAR,
        Standing::Mate => pools::BEG_REFUSED_MATE,
    }
}
