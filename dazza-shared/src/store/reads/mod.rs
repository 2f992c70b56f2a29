//! What the web shows: reads as the owner of the tables, over some rooms or all, in transactions that write nothing.
//!
//! Every read takes a [`View`], whose rooms are the filter: none named is all. Names are keys unless said otherwise, money is
//! whole dollars, and no read walks all that was ever said.

pub mod audit;
pub mod awards;
pub mod board;
pub mod category;
pub mod chat;
pub mod economy;
pub mod gallery;
pub mod games;
pub mod now;
pub mod people;
pub mod person;
pub mod rooms;

mod page;
mod period;

use jiff::Timestamp;

pub use page::{BadCursor, Cursor, Page};
pub use period::Period;

use super::{Store, StoreError, Tx};
use crate::names::RoomName;

/// From where one looks: which rooms, by what clock, and which names are no player's.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The rooms that are asked about; none named is all.
    pub rooms: &'a [RoomName],
    /// The zone whose days and hours are counted, by its IANA name.
    pub zone: &'a str,
    /// The name of the house's account.
    pub house: &'a str,
    /// The time.
    pub now: Timestamp,
}

impl View<'_> {
    /// The rooms as the database takes them.
    fn names(&self) -> Vec<String> {
        self.rooms.iter().map(|room| room.as_str().to_owned()).collect()
    }
}

/// Begins a transaction that sees one moment and changes nothing; a statement of it may take five seconds.
///
/// Plans are made for the rooms that are asked about: one for all would open all partitions for one room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn begin(store: &Store) -> Result<Tx<'static>, StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(&mut *tx).await?;
    sqlx::query!(
        "SELECT set_config('statement_timeout', '5s', true) AS statement,
                set_config('plan_cache_mode', 'force_custom_plan', true) AS plans,
                set_config('work_mem', '32MB', true) AS memory"
    )
    .fetch_one(&mut *tx)
    .await?;
    Ok(tx)
}
