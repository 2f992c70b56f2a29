//! The stakes of duels that came to nothing: given back, once, and said.

use dazza_shared::line_key::LineKey;
use dazza_shared::store::StoreError;
use dazza_shared::store::duel::Duel;
use dazza_shared::store::wallet::{self, Entry, Settlement};
use serde_json::json;

use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::commands::StoredCx;

/// What a stake that goes back is called in the ledger: no win, so not of the kind of those.
const KIND: &str = "coin_flip_refund";

/// Why a duel came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// Nobody answered in time.
    Expired,
    /// Who was asked has not the money any more.
    TooPoor,
    /// The process that kept it has ended.
    Interrupted,
}

/// Gives stakes back to those who asked for the duels; in the order of their names, as wallets are locked.
pub(crate) async fn give_back(deed: &mut StoredCx<'_>, duels: &[Duel], why: Over) -> Result<(), StoreError> {
    let mut duels: Vec<_> = duels.iter().collect();
    duels.sort_by(|a, b| a.challenger.cmp(&b.challenger));
    for duel in duels {
        // Under a key of its own, so that it cannot happen twice however often it is tried.
        let cause = LineKey::of_timer(deed.room, KIND, duel.id);
        let entries = [Entry {
            who: &duel.challenger,
            amount: duel.stake,
            kind: KIND,
            counterparty: Some(&duel.challenged),
            details: Some(json!({ "duel": duel.id, "why": why.name() })),
            ..Entry::default()
        }];
        let (room, at) = (deed.room, deed.cx.now);
        let deal = Settlement { room, cause, first_effect: 0, at, heist: None, entries: &entries };
        wallet::settle(&mut deed.tx, &deal).await?;
    }
    Ok(())
}

/// Tells the room of duels that came to nothing.
pub(crate) async fn over(deed: &mut StoredCx<'_>, duels: &[Duel], why: Over) -> Result<Reply, StoreError> {
    let mut reply = Reply::default();
    for duel in duels {
        let (challenger, target) = (deed.shown(&duel.challenger).await?, deed.shown(&duel.challenged).await?);
        let amount = duel.stake.to_string();
        let words =
            [("challenger", Word::Name(&challenger)), ("target", Word::Name(&target)), ("amount", Word::Text(&amount))];
        let text = deed.cx.phrase_for(Route::Public, &why.words(), &words);
        // Whoever brings it about, and however often: it is told once.
        let told = Reply::say(To::Room, &text).because_of(LineKey::of_timer(deed.room, "duel over", duel.id));
        reply = reply.and(told);
    }
    Ok(reply)
}

impl Over {
    const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::TooPoor => "too poor",
            Self::Interrupted => "interrupted",
        }
    }

    const fn words(self) -> Pool {
        match self {
            Self::Expired => pools::DUEL_EXPIRED,
            Self::TooPoor => pools::DUEL_REFUNDED,
            Self::Interrupted => pools::DUEL_INTERRUPTED,
        }
    }
}
