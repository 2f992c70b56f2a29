//! What a flip does to the statistics of its two sides.

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::coin_flip::{self, Flip};

use crate::commands::StoredCx;
use crate::games::coin_flip::{Side, pot, streak};

/// Takes a flip into the statistics of who has won and who has lost, by their keys.
pub(crate) async fn tally(
    deed: &mut StoredCx<'_>,
    fallen: Side,
    stake: Money,
    [winner, loser]: [&str; 2],
) -> Result<(), StoreError> {
    let streaks = coin_flip::streaks(&mut deed.tx, deed.room, &[winner, loser]).await?;
    let won = pot(stake).unwrap_or(stake);
    let flip = |who, won| Flip {
        who,
        is_heads: fallen == Side::Heads,
        stake,
        won,
        streak: streak(streaks.get(who).copied().unwrap_or(0), won > Money::ZERO),
    };
    coin_flip::note_flips(&mut deed.tx, deed.room, &[flip(winner, won), flip(loser, Money::ZERO)], deed.cx.now).await
}
