//! The commands of the bot, as their table has them.

use axum::http::header;
use axum::response::IntoResponse;

/// The list, written from the table of commands; a test of the room's holds the two together.
pub(super) const LIST: &str = include_str!("../../../docs/commands.json");

/// The list.
pub(crate) async fn list() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], LIST)
}
