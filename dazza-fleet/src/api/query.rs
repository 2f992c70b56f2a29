//! What stands behind the `?`: keys may repeat, and what cannot be read is a problem that says where.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::Problem;

/// What is asked for, read from what stands behind the `?`. A key that repeats is a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Query<T>(pub(crate) T);

/// What is asked where nothing may stand behind the `?`.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _api: &S) -> Result<Self, Problem> {
        let written = parts.uri.query().unwrap_or_default();
        let told =
            |error| Problem::new(StatusCode::BAD_REQUEST, format!("cannot read what stands behind the ?: {error}"));
        serde_html_form::from_str(written).map(Self).map_err(told)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Asked {
        room: Vec<String>,
        limit: Option<u32>,
    }

    async fn read(query: &str) -> Result<Asked, Problem> {
        let (mut parts, ()) = Request::builder().uri(format!("/x?{query}")).body(()).unwrap().into_parts();
        Query::from_request_parts(&mut parts, &()).await.map(|Query(asked)| asked)
    }

    #[tokio::test]
    async fn keys_may_repeat_and_what_cannot_be_read_is_told() {
        assert_eq!(read("").await.unwrap(), Asked::default());
        let both = Asked { room: vec!["a".to_owned(), "b c".to_owned()], limit: Some(5) };
        assert_eq!(read("room=a&room=b%20c&limit=5").await.unwrap(), both);
        for wrong in ["limit=abc", "limit=-1", "limit=1&limit=2", "nosuch=1", "limit=99999999999"] {
            let problem = read(wrong).await.unwrap_err();
            assert_eq!(problem.status, 400, "{wrong}");
            assert!(problem.detail.starts_with("cannot read what stands behind the ?: "), "{}", problem.detail);
        }
    }
}
