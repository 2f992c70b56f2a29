//! Days in a row with a bong. They are counted with each bong; that one was missed is found out by the job.

use jiff::civil::Date;

use crate::store::{Day, StoreError, Tx};

/// Ends the streaks of those whose last bong was before yesterday; how many. Source: `platform.md`, 7.2.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end_streaks(tx: &mut Tx<'_>, today: Date) -> Result<u64, StoreError> {
    let ended = sqlx::query!(
        "UPDATE user_bong_streaks SET current_streak = 0, streak_start_date = NULL, updated_at = now()
         WHERE last_bong_date < $1::date - 1 AND (current_streak <> 0 OR streak_start_date IS NOT NULL)",
        Day(today) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(ended.rows_affected())
}
