//! Reads what was asked for: against whom, and for how much.

use dazza_shared::money::Money;

use super::challenge;
use crate::chat::{Reply, amount, pools};
use crate::commands::{Halt, StoredCx};

pub(super) async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let mut words = deed.args.split_whitespace();
    match (words.next().unwrap_or_default(), words.next()) {
        // Somebody may be called like a number; who is here counts.
        (word, None) if is_number(word) && deed.whom_here(word).is_none() => {
            Err(deed.halt(&pools::CONTEST_NO_TARGET, &[]))
        }
        (word, None) => challenge::run(deed, Money::ZERO, word).await,
        (typed, Some(word)) => {
            let stake = stake(typed).ok_or_else(|| deed.halt_at(&pools::CONTEST_BAD_AMOUNT, "typed", typed))?;
            challenge::run(deed, stake, word).await
        }
    }
}

/// A stake; nothing is one, too.
fn stake(typed: &str) -> Option<Money> {
    if !typed.is_empty() && typed.chars().all(|c| c == '0') {
        return Some(Money::ZERO);
    }
    amount(typed).ok()
}

/// Whether it looks like an amount, and like nobody.
fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || "-+$.,".contains(c))
}
