//! Whether all money adds up: the balances of all wallets against the ledger of all rooms.

use super::{StoreError, Tx};
use crate::money::Money;
use crate::names::RoomName;

/// All money at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MoneySums {
    /// How many wallets there are.
    pub n_wallets: i64,
    /// What is in them.
    pub balances: Money,
    /// What the ledger comes to.
    pub ledger: Money,
}

/// A wallet that is not the sum of its ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtOdds {
    /// The key of the player.
    pub who: String,
    /// What is in the wallet.
    pub balance: Money,
    /// What its ledger comes to.
    pub ledger: Money,
}

/// All money together.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn sums(tx: &mut Tx<'_>, room: &RoomName) -> Result<MoneySums, StoreError> {
    let row = sqlx::query!(
        r#"SELECT wallets AS "wallets!", balances AS "balances!", ledger AS "ledger!" FROM money_sums($1)"#,
        room.as_str(),
    )
    .fetch_one(&mut **tx)
    .await?;
    let (balances, ledger) = (Money::of(row.balances), Money::of(row.ledger));
    Ok(MoneySums { n_wallets: row.wallets, balances, ledger })
}

/// Wallets that are not the sum of their ledger, at most so many, and how many there are.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn at_odds(tx: &mut Tx<'_>, room: &RoomName, limit: i32) -> Result<(Vec<AtOdds>, i64), StoreError> {
    let rows = sqlx::query!(
        r#"SELECT username AS "username!", balance AS "balance!", ledger AS "ledger!", of_all AS "of_all!"
           FROM wallets_at_odds($1, $2)"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let n_all = rows.first().map_or(0, |row| row.of_all);
    let wallets = rows.into_iter().map(|row| AtOdds {
        who: row.username,
        balance: Money::of(row.balance),
        ledger: Money::of(row.ledger),
    });
    Ok((wallets.collect(), n_all))
}
