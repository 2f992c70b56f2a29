//! Wallets and the ledger: money moves by one verb, which writes line and sum together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::money::Money;
use crate::names::RoomName;

/// What a player owns, and how far he is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wallet {
    /// How much money.
    pub balance: Money,
    /// From 0 to 100.
    pub trust: i16,
}

impl Default for Wallet {
    /// The wallet of somebody who never had one. Source: `commands-and-games.md`, 0.3.
    fn default() -> Self {
        Self { balance: Money::ZERO, trust: 50 }
    }
}

/// One line for the ledger.
#[derive(Clone, Debug, Default)]
pub struct Entry<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// What comes in; below zero, what goes out.
    pub amount: Money,
    /// By how much trust changes; it stays between 0 and 100.
    pub trust: i16,
    /// Of which kind, such as `pokies`.
    pub kind: &'static str,
    /// The key of the other player, if there is one.
    pub counterparty: Option<&'a str>,
    /// Facts of the game, the seed of its dice among them.
    pub details: Option<Value>,
}

/// Lines that belong together: all are written, in this order, or none.
#[derive(Clone, Debug)]
pub struct Settlement<'a> {
    /// Where it happened.
    pub room: &'a RoomName,
    /// The line or timer that brought it about.
    pub cause: LineKey,
    /// Number of the first entry among all of this cause, from 0: the same one is never settled twice.
    pub first_effect: i32,
    /// When.
    pub at: Timestamp,
    /// The heist it belongs to.
    pub heist: Option<i64>,
    /// The lines.
    pub entries: &'a [Entry<'a>],
}

/// What watching videos has brought a player, over all rooms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchRewards {
    /// All of it.
    pub total: Money,
    /// For how many videos.
    pub n_videos: i64,
    /// How many of those paid more than usual.
    pub n_lucky: i64,
}

/// Moves money: writes the entries into the ledger and the wallets, and gives back the wallets of all who are in it.
///
/// # Errors
///
/// `TooPoor` when a wallet would go below zero, `AlreadyDone` when the cause has had this effect: the transaction is then
/// as it was before. After any other it is of no more use.
pub async fn settle(tx: &mut Tx<'_>, deal: &Settlement<'_>) -> Result<BTreeMap<String, Wallet>, StoreError> {
    let (mut who, mut amounts, mut trust, mut kinds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut counterparties, mut details) = (Vec::new(), Vec::new());
    for entry in deal.entries {
        who.push(entry.who.to_owned());
        amounts.push(entry.amount.dollars());
        trust.push(i32::from(entry.trust));
        kinds.push(entry.kind.to_owned());
        counterparties.push(entry.counterparty.map(str::to_owned));
        details.push(entry.details.clone());
    }
    let rows = sqlx::query!(
        r#"SELECT username, balance, trust, refusal
           FROM settle($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        deal.room.as_str(),
        deal.cause.as_bytes(),
        deal.first_effect,
        &who,
        &amounts,
        &trust,
        &kinds,
        &counterparties as _,
        &details as _,
        deal.heist,
        Stamp(deal.at) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut wallets = BTreeMap::new();
    for row in rows {
        let (who, balance) = (row.username.unwrap_or_default(), row.balance.unwrap_or_default());
        match row.refusal.as_deref() {
            None => wallets.insert(who, Wallet { balance: Money::of(balance), trust: row.trust.unwrap_or_default() }),
            Some("too poor") => return Err(StoreError::TooPoor { who, balance }),
            Some(_) => return Err(StoreError::AlreadyDone),
        };
    }
    Ok(wallets)
}

/// As [`settle`], but `None` when somebody is too poor.
///
/// # Errors
///
/// As [`settle`], but for `TooPoor`.
pub async fn try_settle(
    tx: &mut Tx<'_>,
    deal: &Settlement<'_>,
) -> Result<Option<BTreeMap<String, Wallet>>, StoreError> {
    match settle(tx, deal).await {
        Ok(wallets) => Ok(Some(wallets)),
        Err(StoreError::TooPoor { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The wallet of the player of that key; `None` when he never had money to do with.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn wallet_of(tx: &mut Tx<'_>, who: &str) -> Result<Option<Wallet>, StoreError> {
    let row = sqlx::query!("SELECT balance, trust FROM user_economy WHERE username = $1", who)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(|row| Wallet { balance: Money::of(row.balance), trust: row.trust }))
}

/// How far the players of those keys are trusted; who never had a wallet is not in it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn trust_of(tx: &mut Tx<'_>, who: &[String]) -> Result<BTreeMap<String, i16>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username AS "username: String", trust FROM user_economy WHERE username = ANY ($1)"#,
        who as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.username, row.trust)).collect())
}

/// What watching has brought the player of that key.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn watch_rewards_of(tx: &mut Tx<'_>, who: &str) -> Result<WatchRewards, StoreError> {
    let row = sqlx::query!(
        r#"SELECT total AS "total!", videos AS "videos!", lucky AS "lucky!" FROM watch_rewards_of($1)"#,
        who
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(WatchRewards { total: Money::of(row.total), n_videos: row.videos, n_lucky: row.lucky })
}
