//! Whether the database adds up: what must always be true of it, asked of all its rows.

use sqlx::Connection as _;

use super::{Connection, StoreError};

/// One thing that must be true, and how often it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What must be true.
    pub claim: &'static str,
    /// Rows for which it is not.
    pub n_wrong: i64,
    /// Some of those, in words.
    pub examples: Vec<String>,
}

/// Most examples of one check.
const MAX_EXAMPLES: usize = 5;

/// Asks everything, of the database as it is at one moment. On a large one it takes a while, and holds up nobody.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn verify(connection: &mut Connection) -> Result<Vec<Check>, StoreError> {
    let mut tx = connection.begin().await?;
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut *tx).await?;
    let checks = ask(&mut tx).await?;
    tx.commit().await?;
    Ok(checks)
}

async fn ask(connection: &mut Connection) -> Result<Vec<Check>, StoreError> {
    let money = sqlx::query_scalar!(
        r#"SELECT format('%s has %s and a ledger of %s', coalesce(e.username, l.username), e.balance, l.amount) AS "told!"
           FROM user_economy e
           FULL JOIN (SELECT username, sum(amount) AS amount FROM economy_transactions GROUP BY username) l
             ON l.username = e.username
           WHERE coalesce(e.balance, 0) <> coalesce(l.amount, 0) OR e.balance < 0"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let counters = sqlx::query_scalar!(
        r#"SELECT format('%s counted %s of %s on the counter', room_id, n, total) AS "told!" FROM (
             SELECT c.room_id, c.total, (SELECT count(*) FROM user_bongs b WHERE b.room_id = c.room_id) AS n
             FROM (SELECT room_id, sum(count - imported) AS total FROM bong_counter GROUP BY room_id) c
             UNION ALL
             SELECT c.room_id, c.total, (SELECT count(*) FROM user_drinks b WHERE b.room_id = c.room_id)
             FROM (SELECT room_id, sum(count - imported) AS total FROM drink_counter GROUP BY room_id) c
           ) AS counted WHERE n <> total"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let tallies = sqlx::query_file_scalar!("src/store/sql/verify/tallies.sql").fetch_all(&mut *connection).await?;
    let days = sqlx::query_file_scalar!("src/store/sql/verify/days.sql").fetch_all(&mut *connection).await?;
    let statistics = sqlx::query_scalar!(
        r#"SELECT format('%s in %s has %s lines of %s counted', coalesce(s.username, m.username),
                         coalesce(s.room_id, m.room_id), m.n, s.message_count) AS "told!"
           FROM user_room_stats s
           FULL JOIN (SELECT l.room_id, l.username, count(*) AS n FROM messages l JOIN rooms r ON r.id = l.room_id
                      WHERE NOT l.is_own AND left(l.username, 1) <> '[' AND (l.line_key IS NULL OR l.id <= r.counted_line)
                      GROUP BY l.room_id, l.username) m
             ON m.room_id = s.room_id AND m.username = s.username
           WHERE coalesce(m.n, 0) <> coalesce(s.message_count, 0)
             AND NOT EXISTS (SELECT FROM users u WHERE u.username = coalesce(s.username, m.username) AND u.is_system)"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let stakes = sqlx::query_file_scalar!("src/store/sql/verify/stakes.sql").fetch_all(&mut *connection).await?;
    let contests = sqlx::query_file_scalar!("src/store/sql/verify/contests.sql").fetch_all(&mut *connection).await?;
    let loot = sqlx::query_file_scalar!("src/store/sql/verify/heists.sql").fetch_all(&mut *connection).await?;
    let raffles = sqlx::query_file_scalar!("src/store/sql/verify/raffles.sql").fetch_all(&mut *connection).await?;
    let rooms = sqlx::query_scalar!(r#"SELECT format('%s', id) AS "told!" FROM rooms WHERE NOT is_registered(id)"#)
        .fetch_all(connection)
        .await?;
    Ok(vec![
        check("every wallet is the sum of its ledger, and none is below zero", money),
        check("the counters of a room are the sum of what was counted", counters),
        check("the tallies are the sums of the ledger and of what was counted", tallies),
        check("the days of a room are the sums of what people said on them", days),
        check("everybody's lines in a room are counted, but for its newest", statistics),
        check("the stakes of every duel are where its end has them: with it, with the winner, or given back", stakes),
        check("the stakes of every contest are where its end has them, likewise", contests),
        check("the loot of every heist is shared out to the dollar", loot),
        check("the pot of every raffle is where its end has it: with it, with the winner, or given back", raffles),
        check("every room has its partitions and its login role", rooms),
    ])
}

fn check(claim: &'static str, wrong: Vec<String>) -> Check {
    let n_wrong = i64::try_from(wrong.len()).unwrap_or(i64::MAX);
    Check { claim, n_wrong, examples: wrong.into_iter().take(MAX_EXAMPLES).collect() }
}
