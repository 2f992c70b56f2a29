//! What comes in the body of a question: JSON, and what cannot be read is a problem that says where.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::error::Problem;

/// What is sent, as JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, api: &S) -> Result<Self, Problem> {
        match Json::from_request(request, api).await {
            Ok(Json(sent)) => Ok(Self(sent)),
            Err(JsonRejection::JsonDataError(error)) => {
                Err(Problem::new(StatusCode::BAD_REQUEST, format!("cannot read what was sent: {}", error.body_text())))
            }
            Err(other) => Err(Problem::new(other.status(), other.body_text())),
        }
    }
}
