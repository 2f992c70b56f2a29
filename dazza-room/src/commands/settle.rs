//! Money in stored commands: moved under the key of the line that asked, the seed of the dice kept beside it.

use std::collections::BTreeMap;

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::wallet::{self, Entry, Settlement, Wallet};
use serde_json::Value;

use super::{Halt, Pool, StoredCx};
use crate::chat::Word;

/// What all who had a part in a settlement own after it, by key.
pub(crate) type Wallets = BTreeMap<String, Wallet>;

impl StoredCx<'_> {
    /// Moves money; a line has one settlement, or it would not be known which of them has happened.
    pub(crate) async fn settle(&mut self, entries: &[Entry<'_>]) -> Result<Wallets, StoreError> {
        let deal = self.deal(entries);
        wallet::settle(&mut self.tx, &deal).await
    }

    /// Moves money, or leaves all as it was when somebody is too poor: `None`.
    pub(crate) async fn try_settle(&mut self, entries: &[Entry<'_>]) -> Result<Option<Wallets>, StoreError> {
        let deal = self.deal(entries);
        wallet::try_settle(&mut self.tx, &deal).await
    }

    /// Moves money, or stops with a phrase of `too_poor` that tells what is there.
    pub(super) async fn settle_or_halt(&mut self, entries: &[Entry<'_>], too_poor: &Pool) -> Result<Wallets, Halt> {
        match self.settle(entries).await {
            Ok(wallets) => Ok(wallets),
            Err(StoreError::TooPoor { balance, .. }) => {
                let balance = Money::of(balance).to_string();
                Err(self.halt(too_poor, &[("balance", Word::Text(&balance))]))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Takes a stake from the asking player and pays what it has won, in two lines; what the player owns then.
    pub(super) async fn bet(
        &mut self,
        kind: &'static str,
        (stake, paid): (Money, Money),
        facts: Value,
        too_poor: &Pool,
    ) -> Result<Money, Halt> {
        let (caller, details) = (self.caller_key().to_owned(), Some(self.with_seed(facts)));
        let staked = Entry { who: &caller, amount: stake.negated(), kind, details, ..Entry::default() };
        let mut entries = vec![staked];
        if paid > Money::ZERO {
            entries.extend(entries.first().cloned().map(|staked| Entry { amount: paid, ..staked }));
        }
        let wallets = self.settle_or_halt(&entries, too_poor).await?;
        Ok(balance_of(&wallets, &caller))
    }

    /// `facts` of a game, with the seed that plays it again: as text, for not every reader of JSON keeps all its digits.
    pub(crate) fn with_seed(&self, mut facts: Value) -> Value {
        if let Some(facts) = facts.as_object_mut() {
            facts.insert("seed".to_owned(), self.cx.dice.seed().to_string().into());
        }
        facts
    }

    fn deal<'e>(&self, entries: &'e [Entry<'e>]) -> Settlement<'e>
    where
        Self: 'e,
    {
        Settlement { room: self.room, cause: self.line, first_effect: 0, at: self.cx.now, heist: None, entries }
    }
}

/// What the player of that key owns, of all who had a part.
pub(crate) fn balance_of(wallets: &Wallets, who: &str) -> Money {
    wallets.get(who).map_or(Money::ZERO, |wallet| wallet.balance)
}
