//! What a contest moves: the stake of who was asked, what the winner takes, what goes back, and fines. One settlement.

use dazza_shared::money::Money;
use dazza_shared::store::contest::Contest;
use dazza_shared::store::wallet::{self, Entry};
use serde_json::{Value, json};

use super::{KIND, REFUND};
use crate::commands::{Halt, StoredCx};
use crate::games::contest::{Outcome, Verdict};

/// How often it is tried with fines that fit the wallets as they were seen, before it is done without them.
const TRIES: usize = 3;

/// What was paid besides the stakes.
#[derive(Clone, Debug, Default)]
pub(super) struct Paid {
    /// Who had to pay what, and whether for the place or for the ambulance; sides by index.
    pub(super) fines: Vec<Fine>,
}

/// A fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fine {
    /// Whose, by index.
    pub(super) side: usize,
    /// How much was to be had of it.
    pub(super) amount: Money,
    /// Whether it is for the place; else it is for the ambulance.
    pub(super) is_for_place: bool,
}

/// Moves all that a contest moves; `None`, and nothing has moved, when who was asked cannot pay the stake.
pub(super) async fn pay(deed: &mut StoredCx<'_>, contest: &Contest, outcome: &Outcome) -> Result<Option<Paid>, Halt> {
    let seed = deed.with_seed(json!({}));
    for n_left in (0..TRIES).rev() {
        let mut owned = [Money::ZERO; 2];
        for (owned, who) in owned.iter_mut().zip([&contest.challenger, &contest.challenged]) {
            *owned = wallet::wallet_of(&mut deed.tx, who).await?.unwrap_or_default().balance;
        }
        let [_, theirs] = owned;
        if theirs < contest.stake {
            return Ok(None);
        }
        let fines = if n_left > 0 { fines(contest, outcome, owned) } else { Vec::new() };
        let entries = entries(contest, outcome, &fines, &seed);
        if entries.is_empty() || deed.try_settle(&entries).await?.is_some() {
            return Ok(Some(Paid { fines }));
        }
    }
    Ok(None)
}

/// The fines, each as far as its payer's money goes once the stakes are where they belong.
fn fines(contest: &Contest, outcome: &Outcome, owned: [Money; 2]) -> Vec<Fine> {
    let stake = contest.stake;
    let won = |side| outcome.verdict == Verdict::Won(side);
    let has_winner = won(0) || won(1);
    let [of_first, of_second] = owned;
    // The challenger's stake is out of the wallet already, that of the other is not yet.
    let pot = stake.times(2).unwrap_or(stake);
    let first = match (won(0), has_winner) {
        (true, _) => of_first.plus(pot),
        (false, true) => Some(of_first),
        (false, false) => of_first.plus(stake),
    };
    let second = match (won(1), has_winner) {
        (true, _) => of_second.plus(stake),
        (false, true) => of_second.minus(stake),
        (false, false) => Some(of_second),
    };
    let mut left = [first, second].map(Option::unwrap_or_default);
    let mut fines = Vec::new();
    for (side, (left, performance)) in left.iter_mut().zip(&outcome.sides).enumerate() {
        let for_place = outcome.fine.filter(|_| won(side)).unwrap_or_default();
        for (due, is_for_place) in [(for_place, true), (performance.fine, false)] {
            let amount = Money::of(due).min(*left);
            if amount > Money::ZERO {
                *left = left.minus(amount).unwrap_or_default();
                fines.push(Fine { side, amount, is_for_place });
            }
        }
    }
    fines
}

fn entries<'e>(contest: &'e Contest, outcome: &Outcome, fines: &[Fine], seed: &Value) -> Vec<Entry<'e>> {
    let both = [contest.challenger.as_str(), contest.challenged.as_str()];
    let [first, second] = both;
    let details = |key: &str| {
        let mut details = seed.clone();
        if let Some(facts) = details.as_object_mut() {
            facts.insert(key.to_owned(), contest.id.into());
        }
        Some(details)
    };
    let moved = |who: &'e str, amount, kind| {
        let counterparty = Some(if who == first { second } else { first });
        Entry { who, amount, kind, counterparty, details: details("contest"), ..Entry::default() }
    };
    let mut entries = Vec::new();
    if contest.stake > Money::ZERO {
        entries.push(moved(second, contest.stake.negated(), KIND));
        match outcome.verdict {
            Verdict::Won(side) => {
                let pot = contest.stake.times(2).unwrap_or(contest.stake);
                entries.extend(both.get(side).map(|winner| moved(winner, pot, KIND)));
            }
            Verdict::Draw | Verdict::NoneLeft => entries.extend(both.map(|who| moved(who, contest.stake, REFUND))),
        }
    }
    for fine in fines {
        let who = both.get(fine.side).copied().unwrap_or(first);
        let details = details(if fine.is_for_place { "fined_at" } else { "ambulance_after" });
        entries.push(Entry { who, amount: fine.amount.negated(), kind: KIND, details, ..Entry::default() });
    }
    entries
}
