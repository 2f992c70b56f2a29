//! The stakes of contests that came to nothing: given back, once, and said.

use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::contest::{self, Contest, NotHeld};
use dazza_shared::store::wallet::{self, Entry, Settlement};
use serde_json::json;

use super::REFUND;
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::commands::{Halt, StoredCx};
use crate::reactions::Note;

/// Why a contest came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotOn {
    /// Nobody answered in time.
    Expired,
    /// Who was asked does not want to.
    Declined,
    /// Who was asked has not the money.
    TooPoor,
    /// The process that kept it has ended.
    Interrupted,
}

/// Ends one contest that is open: its row, its stake, and what is remembered of it.
pub(crate) async fn call_off(deed: &mut StoredCx<'_>, contest: Contest, why: NotOn) -> Result<Reply, Halt> {
    let how = if why == NotOn::Declined { NotHeld::Declined } else { NotHeld::Cancelled };
    contest::end(&mut deed.tx, deed.room, contest.id, how, deed.cx.now).await?;
    deed.notes.push(Note::ContestOver(contest.id));
    let contests = [contest];
    hand_back(deed, &contests, why).await?;
    Ok(called_off(deed, &contests, why).await?)
}

/// Gives stakes back to those who asked for the contests; in the order of their names, as wallets are locked.
pub(crate) async fn hand_back(deed: &mut StoredCx<'_>, contests: &[Contest], why: NotOn) -> Result<(), StoreError> {
    let mut staked: Vec<_> = contests.iter().filter(|contest| contest.stake > Money::ZERO).collect();
    staked.sort_by(|a, b| a.challenger.cmp(&b.challenger));
    for contest in staked {
        // Under a key of its own, so that it cannot happen twice however often it is tried.
        let cause = LineKey::of_timer(deed.room, REFUND, contest.id);
        let entries = [Entry {
            who: &contest.challenger,
            amount: contest.stake,
            kind: REFUND,
            counterparty: Some(&contest.challenged),
            details: Some(json!({ "contest": contest.id, "why": why.name() })),
            ..Entry::default()
        }];
        let (room, at) = (deed.room, deed.cx.now);
        let deal = Settlement { room, cause, first_effect: 0, at, heist: None, entries: &entries };
        wallet::settle(&mut deed.tx, &deal).await?;
    }
    Ok(())
}

/// Tells the room of contests that came to nothing.
pub(crate) async fn called_off(deed: &mut StoredCx<'_>, contests: &[Contest], why: NotOn) -> Result<Reply, StoreError> {
    let mut reply = Reply::default();
    for contest in contests {
        let (challenger, target) = (deed.shown(&contest.challenger).await?, deed.shown(&contest.challenged).await?);
        let amount = contest.stake.to_string();
        let words =
            [("challenger", Word::Name(&challenger)), ("target", Word::Name(&target)), ("amount", Word::Text(&amount))];
        let mut text = deed.cx.phrase_for(Route::Public, &why.words(), &words);
        if contest.stake > Money::ZERO {
            text.push(' ');
            text.push_str(&deed.cx.phrase_for(Route::Public, &pools::CONTEST_REFUND, &words));
        }
        // Whoever brings it about, and however often: it is told once.
        let told = Reply::say(To::Room, &text).because_of(LineKey::of_timer(deed.room, "contest over", contest.id));
        reply = reply.and(told);
    }
    Ok(reply)
}

impl NotOn {
    const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Declined => "declined",
            Self::TooPoor => "too poor",
            Self::Interrupted => "interrupted",
        }
    }

    const fn words(self) -> Pool {
        match self {
            Self::Expired => pools::CONTEST_EXPIRED,
            Self::Declined => pools::CONTEST_DECLINED,
            Self::TooPoor => pools::CONTEST_TARGET_POOR,
            Self::Interrupted => pools::CONTEST_INTERRUPTED,
        }
    }
}
