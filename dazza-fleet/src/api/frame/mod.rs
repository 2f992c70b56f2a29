//! What every question passes on its way in and every answer on its way out: an id, bounds, origins, limits, one form of
//! saying no, and marks for caches.

mod bounds;
mod client;
mod identify;
mod limits;
mod marks;
mod origins;
mod problems;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub(super) use client::Client;
pub(super) use identify::RequestId;

use super::caller;
use super::state::Api;

/// What never ends, and would wait in a compressor.
const LIVE: NotForContentType = NotForContentType::const_new("application/x-ndjson");

/// Puts the frame of everyone's part around `routes`.
pub(super) fn around_public(routes: Router, api: &Api) -> Router {
    let origins = origins::Origins::of(&api.access);
    // The last one is met first.
    let routes = whole(routes)
        .layer(from_fn_with_state(limits::Limits::new(), limits::hold))
        .layer(from_fn_with_state(api.clone(), caller::know))
        .layer(from_fn_with_state(api.access.clone(), client::note))
        .layer(from_fn_with_state(origins.clone(), origins::hold))
        .layer(origins.layer());
    around(routes)
}

/// Puts the frame of the control socket's part around `routes`.
pub(super) fn around_private(routes: Router) -> Router {
    around(whole(routes).layer(from_fn(caller::trust)))
}

/// All routes as one: what is put around them is there once, and not once for each of them.
fn whole(routes: Router) -> Router {
    Router::new().fallback_service(routes)
}

fn around(routes: Router) -> Router {
    routes
        .layer(DefaultBodyLimit::max(bounds::MAX_BODY_BYTES))
        .layer(from_fn(bounds::hold))
        .layer(from_fn(marks::put))
        .layer(from_fn(problems::form))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(LIVE)))
        .layer(from_fn(identify::name))
}
