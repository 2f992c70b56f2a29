//! A win too big for one: half of it goes to who is there and to the house, in the settlement of the win itself.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::Entry;

use super::StoredCx;
use super::whom::is_system;
use crate::chat::{Pool, Reply, Route, To, Word};
use crate::games::windfall::{self, Parts};

/// What its lines are called in the ledger.
const KIND: &str = "windfall";

/// When the room hears of the sharing. Source: `commands-and-games.md`, 0.5.
const TOLD_AFTER: Duration = Duration::from_secs(5);

/// A windfall and who has a part in it.
#[derive(Clone, Debug)]
pub(super) struct Windfall {
    parts: Parts,
    winner: String,
    others: Vec<String>,
    house: String,
}

impl Windfall {
    /// How `win` of the asking player is shared with those who are in the room and not away; `None` if it is not.
    pub(super) fn of(deed: &StoredCx<'_>, win: Money) -> Option<Self> {
        let (winner, house) = (deed.caller_key().to_owned(), deed.house_key());
        let view = deed.cx.view;
        let awake = view.roster.iter().filter(|person| !person.is_afk && !view.is_bot(&person.name));
        let keys = awake.map(|person| person.name.to_lowercase());
        let others: Vec<_> = keys.filter(|key| *key != winner && *key != house && !is_system(key)).collect();
        let parts = windfall::parts(win, u32::try_from(others.len()).ok()?)?;
        Some(Self { parts, winner, others, house })
    }

    /// What the winner keeps: the payout in the winner's own line of the ledger.
    pub(super) const fn kept(&self) -> Money {
        self.parts.kept
    }

    /// The lines of all others, to be settled together with the winner's.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let shares = self.others.iter().map(|who| (who, self.parts.each));
        let all = shares.chain([(&self.house, self.parts.house)]);
        all.filter(|(_, amount)| *amount > Money::ZERO).map(|(who, amount)| Entry {
            who,
            amount,
            kind: KIND,
            counterparty: Some(&self.winner),
            ..Entry::default()
        })
    }

    /// What the room hears of it: a phrase of `pool` with the blanks `each`, `n` and `rest`.
    pub(super) fn told(&self, deed: &mut StoredCx<'_>, pool: &Pool) -> Reply {
        let (each, rest) = (self.parts.each.to_string(), self.parts.house.to_string());
        let n_others = self.others.len().to_string();
        let words = [("each", Word::Text(&each)), ("n", Word::Text(&n_others)), ("rest", Word::Text(&rest))];
        let text = deed.cx.phrase_for(Route::Public, pool, &words);
        Reply::default().and_say_after(To::Room, &text, TOLD_AFTER)
    }
}
