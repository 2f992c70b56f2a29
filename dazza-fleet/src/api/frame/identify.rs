//! Gives every question an id, which its answer and the audit carry.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use dazza_shared::dice::Dice;

/// The header that carries it, both ways.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that a client may give. Unit: bytes.
const MAX_BYTES: usize = 64;

/// The id of a question.
#[derive(Clone, Debug)]
pub(in crate::api) struct RequestId(pub(in crate::api) Arc<str>);

/// Takes the client's id, if it gave a plain one, and makes one otherwise.
pub(super) async fn name(mut request: Request, next: Next) -> Response {
    let given = request.headers().get(HEADER).and_then(|given| given.to_str().ok()).filter(|given| is_plain(given));
    let id = given.map_or_else(|| format!("{:016x}", Dice::unforeseen().below(u64::MAX)), str::to_owned);
    let shown = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id.into()));
    let mut answer = next.run(request).await;
    if let Ok(shown) = shown {
        answer.headers_mut().insert(HEADER, shown);
    }
    answer
}

fn is_plain(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=MAX_BYTES).contains(&id.len()) && id.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_plain() {
        for (id, plain) in [("a", true), ("0f-B_c.1", true), ("", false), ("a b", false), ("a\"", false)] {
            assert_eq!(is_plain(id), plain, "{id}");
        }
        assert!(is_plain(&"x".repeat(64)) && !is_plain(&"x".repeat(65)));
    }
}
