//! Every route, a line each.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::routing::{MethodRouter, get, post};

use super::error::Problem;
use super::{live, probes, rooms};
use crate::supervisor::FleetHandle;

/// A path, and what is asked there.
type Route = (&'static str, fn() -> MethodRouter<FleetHandle>);

/// What everyone may ask.
const PUBLIC: [Route; 3] =
    [("/healthz", || get(probes::healthz)), ("/readyz", || get(probes::readyz)), ("/metrics", || get(probes::metrics))];

/// How many things everyone may ask.
pub(crate) const N_PUBLIC: u64 = PUBLIC.len() as u64;

/// The routes of what everyone may ask.
pub(crate) fn public(fleet: FleetHandle) -> Router {
    finish(probes(), fleet)
}

/// What the owner of the control socket may ask.
pub(crate) fn private(fleet: FleetHandle) -> Router {
    let routes = probes()
        .route("/api/v1/rooms", get(rooms::list))
        .route("/api/v1/rooms/{name}/start", post(rooms::start))
        .route("/api/v1/rooms/{name}/stop", post(rooms::stop))
        .route("/api/v1/rooms/{name}/restart", post(rooms::restart))
        .route("/api/v1/fleet/plan", get(rooms::plan))
        .route("/api/v1/fleet/reload", post(rooms::reload))
        .route("/api/v1/fleet/down", post(rooms::down))
        .route("/api/v1/events", get(live::events));
    finish(routes, fleet)
}

fn probes() -> Router<FleetHandle> {
    PUBLIC.iter().fold(Router::new(), |router, (path, ask)| router.route(path, ask()))
}

fn finish(routes: Router<FleetHandle>, fleet: FleetHandle) -> Router {
    routes.fallback(no_such_page).method_not_allowed_fallback(wrong_method).with_state(fleet)
}

async fn no_such_page(uri: Uri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path()))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{} does not take {method}", uri.path()))
}
