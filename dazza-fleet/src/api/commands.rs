//! The commands of the bot, as their table has them.

use axum::http::header;
use axum::response::IntoResponse;

use super::openapi::Refusals;

/// The list, written from the table of commands; a test of the room's holds the two together.
pub(super) const LIST: &str = include_str!("../../../docs/commands.json");

/// The guide to contests, written from their tables; a test of the room's holds the two together.
const GUIDE: &str = include_str!("../../../docs/guide.json");

/// The list.
#[utoipa::path(get, path = "/api/v1/commands", tag = "bot", responses((status = 200, body = Object, content_type = "application/json", description = "docs/commands.json"), Refusals))]
pub(crate) async fn list() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], LIST)
}

/// The guide to contests.
#[utoipa::path(get, path = "/api/v1/guide", tag = "bot", responses((status = 200, body = Object, content_type = "application/json", description = "docs/guide.json"), Refusals))]
pub(crate) async fn guide() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], GUIDE)
}
