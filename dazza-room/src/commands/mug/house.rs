//! Mugging the house, which is seldom asleep. Who tries has waited for it, whatever comes of it.

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::mugging::{self, Part};
use dazza_shared::store::wallet::{self, Entry};
use serde_json::json;

use super::KIND;
use crate::chat::{Reply, Word, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::mug::{AtHouse, HOUSE_TRUST, mug_house};

pub(super) async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (caller, house) = (deed.caller_key().to_owned(), deed.house_key());
    let (pool, broke, taken) = match mug_house(deed.cx.dice) {
        AtHouse::Asleep(most) => {
            let taken = hand_over(deed, [&house, &caller], most, HOUSE_TRUST.0).await?;
            if taken > Money::ZERO {
                let parts = [(&*caller, Part::Took(taken)), (&*house, Part::Lost(taken, &caller))];
                note(deed, parts).await?;
            }
            (pools::MUG_HOUSE_ASLEEP, pools::MUG_HOUSE_BROKE, taken)
        }
        AtHouse::Reversal(most) => {
            let taken = hand_over(deed, [&caller, &house], most, HOUSE_TRUST.1).await?;
            if taken > Money::ZERO {
                mugging::note_part(&mut deed.tx, deed.room, &caller, Part::Tried, deed.cx.now).await?;
            }
            (pools::MUG_HOUSE_REVERSAL, pools::MUG_HOUSE_REVERSAL_BROKE, taken)
        }
    };
    if taken == Money::ZERO {
        return Ok(deed.cx.answer(&broke, &[]));
    }
    Ok(deed.cx.answer(&pool, &[("pay", Word::Text(&taken.to_string()))]))
}

/// Moves `most`, or all there is, from the first to the second; the asking player's trust changes if that is anything.
async fn hand_over(
    deed: &mut StoredCx<'_>,
    [from, to]: [&str; 2],
    most: Money,
    trust: i16,
) -> Result<Money, StoreError> {
    let balance = wallet::wallet_of(&mut deed.tx, from).await?.unwrap_or_default().balance;
    if balance <= Money::ZERO {
        return Ok(Money::ZERO);
    }
    let details = deed.with_seed(json!({ "of": "house", "drawn": most.dollars() }));
    let caller = deed.caller_key().to_owned();
    let entries = |taken: Money| {
        let sides = [(from, to, taken.negated()), (to, from, taken)];
        let sides = sides.into_iter().filter(|(who, ..)| taken > Money::ZERO || *who == caller);
        let entry = |(who, other, amount)| Entry {
            who,
            amount,
            trust: if who == caller && taken > Money::ZERO { trust } else { 0 },
            kind: KIND,
            counterparty: Some(other),
            details: Some(details.clone()),
        };
        sides.map(entry).collect()
    };
    Ok(deed.settle_up_to((from, most), entries).await?.0)
}

/// Takes the parts of two people into their statistics, in the order of their names.
async fn note(deed: &mut StoredCx<'_>, mut parts: [(&str, Part<'_>); 2]) -> Result<(), StoreError> {
    parts.sort_by_key(|(who, _)| *who);
    for (who, part) in parts {
        mugging::note_part(&mut deed.tx, deed.room, who, part, deed.cx.now).await?;
    }
    Ok(())
}
