//! Every route, a line each.

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, post};

use super::error::Problem;
use super::gallery::{acts, images, locks, looks, writes};
use super::kept::{self, Kept};
use super::state::Api;
use super::stats::{boards, days, people, person, quotes};
use super::{
    audit, chat, commands, dashboard, economy, frame, health, jobs, live, logs, memory, openapi, orders, probes, rolls,
    room, rooms, session, settings, tokens,
};

/// A path, and what is asked there.
type Route = (&'static str, fn() -> MethodRouter<Api>);

/// What everyone may ask.
const PUBLIC: [Route; 11] = [
    ("/healthz", || get(probes::healthz)),
    ("/readyz", || get(probes::readyz)),
    ("/metrics", || get(probes::metrics)),
    ("/api/v1/health", || get(health::health)),
    ("/api/v1/commands", || get(commands::list)),
    ("/api/v1/rooms", || get(rooms::list).post(settings::add)),
    ("/api/v1/rooms/{id}", || get(rooms::one).patch(settings::change).delete(settings::remove)),
    ("/api/v1/session", || get(session::tell).post(session::open).delete(session::close)),
    ("/api/v1/chat/stream", || get(live::stream)),
    ("/api/v1/ws", || get(live::socket)),
    ("/ws", || get(live::socket)),
];

/// What everyone may read of what the database holds.
const READS: &[Route] = &[
    ("/api/v1/openapi.json", || get(openapi::show)),
    ("/api/v1/health/endpoints", || get(health::endpoints)),
    ("/api/v1/health/upnp", || get(health::upnp)),
    ("/api/v1/rooms/{id}/stats", || get(room::stats)),
    ("/api/v1/rooms/{id}/users", || get(room::users)),
    ("/api/v1/rooms/{id}/activity", || get(room::activity)),
    ("/api/v1/rooms/{id}/commands", || get(room::commands)),
    ("/api/v1/rooms/{id}/games", || get(room::games)),
    ("/api/v1/chat/recent", || get(chat::recent)),
    ("/api/v1/stats/users", || get(people::list)),
    ("/api/v1/stats/users/{name}", || get(people::one)),
    ("/api/v1/stats/users/{name}/ranks", || get(people::ranks)),
    ("/api/v1/stats/users/{name}/category/{category}", || get(people::category)),
    ("/api/v1/stats/users/{name}/quote", || get(quotes::one)),
    ("/api/v1/stats/users/{name}/balances", || get(person::balances)),
    ("/api/v1/stats/users/{name}/ledger", || get(person::ledger)),
    ("/api/v1/stats/users/{name}/achievements", || get(person::achievements)),
    ("/api/v1/stats/users/{name}/heat", || get(person::heat)),
    ("/api/v1/stats/quotes/batch", || post(quotes::batch)),
    ("/api/v1/stats/leaderboard/all", || get(boards::all)),
    ("/api/v1/stats/leaderboard/{type}", || get(boards::one)),
    ("/api/v1/stats/channel", || get(days::channel)),
    ("/api/v1/stats/daily/{type}", || get(days::daily)),
    ("/api/v1/stats/messages", || get(days::messages)),
    ("/api/v1/stats/recent/activity", || get(days::recent)),
    ("/api/v1/stats/batch/status", || get(jobs::jobs)),
    ("/api/v1/stats/memory", || get(memory::memory)),
    ("/api/v1/jobs", || get(jobs::jobs)),
    ("/api/v1/economy", || get(economy::economy)),
    ("/api/v1/gallery/images", || get(images::list).delete(writes::delete)),
    ("/api/v1/gallery/images/by-url", || get(images::by_url)),
    ("/api/v1/gallery/images/{username}", || get(images::of)),
    ("/api/v1/gallery/images/restore", || post(writes::restore)),
    ("/api/v1/gallery/images/metadata", || post(looks::metadata)),
    ("/api/v1/gallery/health-check", || post(looks::check)),
    ("/api/v1/gallery/pruned/{id}/recheck", || post(looks::recheck)),
    ("/api/v1/gallery/pruned", || get(images::pruned)),
    ("/api/v1/gallery/stats", || get(images::stats)),
    ("/api/v1/gallery/activity", || get(acts::list)),
    ("/api/v1/gallery/locks", || get(locks::list)),
    ("/api/v1/gallery/locks/{username}", || get(locks::one).put(writes::lock)),
    ("/api/v1/guide", || get(commands::guide)),
];

/// The routes that the document of the API tells of.
#[cfg(test)]
pub(super) fn documented() -> impl Iterator<Item = Route> {
    let all = PUBLIC.iter().chain(READS).chain(&ADMIN).copied();
    all.filter(|(path, _)| path.starts_with("/api/"))
}

/// How many things everyone may ask.
pub(crate) const N_PUBLIC: u64 = (PUBLIC.len() + READS.len()) as u64;

/// What takes a token on TCP.
const ADMIN: [Route; 15] = [
    ("/api/v1/fleet", || get(orders::view)),
    ("/api/v1/fleet/plan", || get(orders::plan)),
    ("/api/v1/fleet/reload", || post(orders::reload)),
    ("/api/v1/fleet/restart", || get(rolls::tell).post(rolls::begin)),
    ("/api/v1/rooms/{id}/reconnect", || post(orders::reconnect)),
    ("/api/v1/rooms/{id}/say", || post(orders::say)),
    ("/api/v1/audit", || get(audit::list)),
    ("/api/v1/tokens", || get(tokens::list).post(tokens::create)),
    ("/api/v1/tokens/{id}", || delete(tokens::revoke)),
    ("/api/v1/logs", || get(logs::page)),
    ("/api/v1/logs/stream", || get(logs::follow)),
    ("/api/v1/rooms/{id}/settings", || get(settings::show).patch(settings::change)),
    ("/api/v1/rooms/{id}/start", || post(orders::start)),
    ("/api/v1/rooms/{id}/stop", || post(orders::stop)),
    ("/api/v1/rooms/{id}/restart", || post(orders::restart)),
];

/// What only the owner of the control socket may ask.
const OWNERS: [Route; 2] = [("/api/v1/fleet/down", || post(orders::down)), ("/api/v1/events", || get(live::events))];

/// What is served on TCP.
pub(crate) fn public(api: &Api) -> Router {
    frame::around_public(routes([&PUBLIC[..], READS, &ADMIN], api.clone()), api)
}

/// What is served on the control socket.
pub(crate) fn private(api: Api) -> Router {
    frame::around_private(routes([&PUBLIC[..], READS, &ADMIN, &OWNERS], api))
}

fn routes<const N: usize>(tables: [&[Route]; N], api: Api) -> Router {
    let all = tables.into_iter().flatten();
    let routes = all.fold(Router::new(), |router, (path, ask)| router.route(path, ask()));
    let routes = routes.layer(from_fn_with_state(Kept::default(), kept::answer));
    routes.fallback(elsewhere).method_not_allowed_fallback(wrong_method).with_state(api)
}

/// What is no question to the API may be one of the pages.
async fn elsewhere(method: Method, uri: Uri) -> Result<Response, Problem> {
    let page = (method == Method::GET).then(|| dashboard::find(uri.path())).flatten();
    page.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path())))
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{} does not take {method}", uri.path()))
}
