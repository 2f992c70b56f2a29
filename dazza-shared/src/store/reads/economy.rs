//! Money as a whole: how much there is, where it comes from and goes to, and what the games give back.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Period, View};
use crate::store::{Stamp, StoreError, Tx};

/// Games against the house, by the kind of their lines. A stake and a payout are lines of the same kind.
const GAMES: [&str; 5] = ["coin_flip", "mystery_esky", "pokies", "scratchie", "tab"];

/// All money there is, over all rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Supply {
    /// Wallets with something in them, that of the house left out.
    pub wallets: i64,
    /// What is in them. Unit: dollars.
    pub total: i64,
    /// What is in the one in the middle. Unit: dollars.
    pub median: i64,
    /// What is in the fullest. Unit: dollars.
    pub richest: i64,
    /// What is in the wallet of the house. Unit: dollars.
    pub house: i64,
}

/// What one kind of line brought and took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Flow {
    /// Of which kind, such as `pokies`.
    pub kind: String,
    /// How many lines, those that moved no money among them.
    pub lines: i64,
    /// What came into wallets. Unit: dollars.
    pub came_in: i64,
    /// What went out of them. Unit: dollars.
    pub went_out: i64,
    /// What is more by it, or less where it is below zero. Unit: dollars.
    pub net: i64,
}

/// What a game has given back so far.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Return {
    /// Which game.
    pub game: String,
    /// How many stakes.
    pub rounds: i64,
    /// What was staked. Unit: dollars.
    pub staked: i64,
    /// What was paid out. Unit: dollars.
    pub paid: i64,
    /// What was paid of what was staked; `None` before the first stake. Unit: per cent.
    pub returned_percent: Option<f64>,
}

/// All money there is, over all rooms.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn supply(tx: &mut Tx<'_>, view: &View<'_>) -> Result<Supply, StoreError> {
    let supply = sqlx::query_as!(
        Supply,
        r#"SELECT count(*) AS "wallets!", coalesce(sum(e.balance), 0)::bigint AS "total!",
                  coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY e.balance), 0) AS "median!",
                  coalesce(max(e.balance), 0) AS "richest!",
                  coalesce((SELECT h.balance FROM user_economy h WHERE h.username = lower($1)), 0) AS "house!"
           FROM user_economy e WHERE e.balance > 0 AND e.username <> lower($1)"#,
        view.house,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(supply)
}

/// What each kind of line brought and took in the rooms asked about, that of the house left out; what moved most comes first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn flows(tx: &mut Tx<'_>, view: &View<'_>, period: Period) -> Result<Vec<Flow>, StoreError> {
    let since = period.start(view.zone, view.now).map(|(_, at)| Stamp(at));
    let (names, house) = (view.names(), view.house);
    let flows = match since {
        // Kinds are found one by one along the index, so that a period reads its own lines alone.
        Some(since) => {
            sqlx::query_file_as!(Flow, "src/store/sql/reads/flows.sql", &names, house, since as _)
                .fetch_all(&mut **tx)
                .await?
        }
        None => {
            sqlx::query_file_as!(Flow, "src/store/sql/reads/flows_ever.sql", &names, house).fetch_all(&mut **tx).await?
        }
    };
    Ok(flows)
}

/// What the games against the house gave back in the rooms asked about. Duels, which have another player, are none.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn returns(tx: &mut Tx<'_>, view: &View<'_>, period: Period) -> Result<Vec<Return>, StoreError> {
    let since = period.start(view.zone, view.now).map(|(_, at)| Stamp(at));
    let games = GAMES.map(str::to_owned);
    let returns = sqlx::query_as!(
        Return,
        r#"SELECT g.game AS "game!", t.rounds AS "rounds!", t.staked AS "staked!", t.paid AS "paid!",
                  (100.0 * t.paid / nullif(t.staked, 0))::double precision AS returned_percent
           FROM unnest($1::text[]) AS g (game),
                -- Of all time a tally tells, but not against whom a coin was flipped.
                LATERAL (SELECT coalesce(sum(x.rounds), 0)::bigint AS rounds, coalesce(sum(x.staked), 0)::bigint AS staked,
                                coalesce(sum(x.paid), 0)::bigint AS paid
                         FROM (SELECT t.n_out AS rounds, t.went_out AS staked, t.came_in AS paid
                               FROM tallies t
                               WHERE $4::timestamptz IS NULL AND g.game <> 'coin_flip' AND t.kind = g.game
                                 AND (cardinality($2::text[]) = 0 OR t.room_id = ANY ($2)) AND t.username <> lower($3)
                               UNION ALL
                               SELECT (l.amount < 0)::integer, greatest(-l.amount, 0), greatest(l.amount, 0)
                               FROM economy_transactions l
                               WHERE ($4::timestamptz IS NOT NULL OR g.game = 'coin_flip') AND l.transaction_type = g.game
                                 AND (cardinality($2::text[]) = 0 OR l.room_id = ANY ($2)) AND l.username <> lower($3)
                                 AND ($4::timestamptz IS NULL OR l.created_at >= $4)
                                 AND (g.game <> 'coin_flip' OR coalesce(l.counterparty, lower($3)) = lower($3))) AS x) AS t
           ORDER BY 1"#,
        &games,
        &view.names(),
        view.house,
        since as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(returns)
}
