//! Days in a row on which people spoke, in any room. Best and total never shrink.

use jiff::civil::Date;

use crate::store::{Day, StoreError, Tx};

/// Counts the days of those anew who have spoken since the last time, or in whose streak a day was missed; of everybody when
/// `is_anew`. How many people that changed.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn count(tx: &mut Tx<'_>, today: Date, is_anew: bool) -> Result<u64, StoreError> {
    let n = sqlx::query_file_scalar!("src/store/sql/jobs/streaks.sql", Day(today) as _, is_anew)
        .fetch_one(&mut **tx)
        .await?;
    Ok(n.unsigned_abs())
}
