//! What each stored command does and answers, on a database of its own.

mod balance;

use crate::chat::Pool;

/// Whether `text` is a phrase of `pool`: what stands between its blanks, in that order.
pub(super) fn is_from(pool: Pool, text: &str) -> bool {
    super::answers::is_from(pool, text)
}
