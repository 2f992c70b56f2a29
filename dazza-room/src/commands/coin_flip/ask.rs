//! Reads what was asked for: how much, and against whom.

use dazza_shared::money::Money;

use super::{challenge, house};
use crate::chat::{BadAmount, Reply, Word, amount, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::coin_flip::Side;

pub(super) async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let mut words = deed.args.split_whitespace();
    let (typed, behind) = (words.next().unwrap_or_default(), words.next());
    let called = behind.and_then(Side::named);
    // The two sides are no names: who is called so cannot be challenged.
    match behind.filter(|_| called.is_none()) {
        None => {
            let stake = house_stake(deed, typed)?;
            house::run(deed, stake, called).await
        }
        Some(_) if deed.cx.is_pm() => Err(deed.halt(&pools::DUEL_NOT_BY_PM, &[])),
        Some(word) => {
            let stake = amount(typed).map_err(|_bad| no_amount(deed, typed))?;
            challenge::run(deed, stake, word).await
        }
    }
}

/// A stake that the house goes along with; between two players it is theirs to know.
fn house_stake(deed: &mut StoredCx<'_>, typed: &str) -> Result<Money, Halt> {
    let cap = Money::of(i64::from(deed.cx.view.settings.commands.coin_flip_cap));
    match amount(typed) {
        Ok(stake) if stake <= cap => Ok(stake),
        Ok(_) | Err(BadAmount::TooMuch) => {
            let most = cap.to_string();
            Err(deed.halt(&pools::FLIP_OVER_CAP, &[("most", Word::Text(&most))]))
        }
        Err(BadAmount::Unreadable | BadAmount::Nothing) => Err(no_amount(deed, typed)),
    }
}

fn no_amount(deed: &mut StoredCx<'_>, typed: &str) -> Halt {
    deed.halt_at(&pools::FLIP_BAD_AMOUNT, "typed", typed)
}
