//! The API as `OpenAPI` 3.1 has it, written from the handlers: one attribute on each says what it takes and answers. Tests hold
//! the committed document to the handlers, and the routes to the document.

use std::collections::BTreeMap;

use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};

use super::gallery::{acts, images, locks, looks, writes};
use super::stats::{boards, days, people, person, quotes};
use super::{
    audit, chat, commands, economy, health, jobs, live, logs, memory, orders, rolls, room, rooms, session, settings,
    tokens,
};

/// The document, as it is committed.
const WRITTEN: &str = include_str!("../../../docs/openapi.json");

/// Every handler below `/api/v1`; those of the control socket alone are no part of the document.
#[derive(Debug, OpenApi)]
#[openapi(
    info(title = "Dazza fleet", description = "What a fleet of CyTube rooms tells and does. Every refusal is a problem as RFC 9457 has it."),
    components(schemas(super::error::Problem)),
    modifiers(&Finish),
    paths(
        health::health, health::endpoints, health::upnp, show, commands::list, commands::guide, jobs::jobs, memory::memory,
        rooms::list, rooms::one, room::stats, room::users, room::activity, room::commands, room::games,
        chat::recent, economy::economy,
        people::list, people::one, people::ranks, people::category, quotes::one, quotes::batch,
        person::balances, person::ledger, person::achievements, person::heat,
        boards::all, boards::one, days::channel, days::daily, days::messages, days::recent,
        images::list, images::by_url, images::of, images::pruned, images::stats, acts::list, locks::list, locks::one, writes::delete, writes::restore, writes::lock, looks::metadata, looks::check, looks::recheck,
        session::open, session::tell, session::close,
        orders::view, orders::plan, orders::reload, orders::say, orders::start, orders::stop, orders::restart,
        orders::reconnect,
        rolls::begin, rolls::tell, settings::show, settings::change, settings::add, settings::remove,
        audit::list, tokens::list, tokens::create, tokens::revoke, logs::page, logs::follow,
        live::socket,
        live::stream,
    )
)]
struct Document;

/// What every question may be refused with, in one form.
#[derive(Debug)]
pub(crate) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let refusal = ResponseBuilder::new().description("why not").content(super::error::MEDIA_TYPE, problem);
        BTreeMap::from([("default".to_owned(), refusal.build().into())])
    }
}

/// What no attribute says.
struct Finish;

impl Modify for Finish {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        let paths = &mut document.paths.paths;
        if let Some(jobs) = paths.get("/api/v1/jobs").cloned() {
            paths.insert("/api/v1/stats/batch/status".to_owned(), jobs);
        }
        let change = paths.get("/api/v1/rooms/{id}/settings").and_then(|item| item.patch.clone());
        if let Some(room) = paths.get_mut("/api/v1/rooms/{id}") {
            room.patch = change;
        }
        for (path, item) in paths {
            let name: String = path.trim_start_matches("/api/v1/").replace(['/', '-'], "_").replace(['{', '}'], "");
            let operations = [
                ("get", &mut item.get),
                ("post", &mut item.post),
                ("put", &mut item.put),
                ("patch", &mut item.patch),
                ("delete", &mut item.delete),
            ];
            let there = operations.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)));
            there.for_each(|(method, operation)| operation.operation_id = Some(format!("{method}_{name}")));
        }
    }
}

/// What may be asked.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub(crate) struct Endpoint {
    /// How.
    method: &'static str,
    /// Where.
    path: String,
}

/// The document.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "fleet",
    responses((status = 200, body = Object, content_type = "application/json", description = "this document"), Refusals)
)]
pub(crate) async fn show() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], WRITTEN)
}

/// The document as the handlers make it, as JSON for people's eyes too.
///
/// # Errors
///
/// None that can happen: all in it is text and numbers.
pub fn document() -> serde_json::Result<String> {
    serde_json::to_string_pretty(&Document::openapi()).map(|text| text + "\n")
}

/// All that may be asked, by path.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for (path, item) in Document::openapi().paths.paths {
        for (method, operation) in
            [("GET", item.get), ("POST", item.post), ("PUT", item.put), ("PATCH", item.patch), ("DELETE", item.delete)]
        {
            endpoints.extend(operation.map(|_| Endpoint { method, path: path.clone() }));
        }
    }
    endpoints.sort();
    endpoints
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::api::router;

    #[test]
    fn the_committed_document_is_as_written_from_the_handlers() {
        let is_current = document().unwrap() == WRITTEN;
        assert!(is_current, "write it anew: cargo run -q -p dazza-fleet --example openapi_json > docs/openapi.json");
    }

    /// What says nothing when it has done, and what takes nothing but its path.
    const SILENT: [&str; 2] = ["post_rooms_id_reconnect", "post_rooms_id_say"];
    const UNTOLD: [&str; 6] = [
        "post_fleet_reload",
        "post_gallery_pruned_id_recheck",
        "post_rooms_id_reconnect",
        "post_rooms_id_restart",
        "post_rooms_id_start",
        "post_rooms_id_stop",
    ];

    /// Why no client can be written for what an operation says or takes there, if so.
    fn undescribed(spoken: &Value) -> Option<&'static str> {
        let Some(content) = spoken["content"].as_object() else { return Some("nothing is said of it") };
        let is_empty = |schema: &Value| schema.as_object().is_none_or(serde_json::Map::is_empty);
        let kinds = content.iter().filter(|(kind, _)| *kind != "text/event-stream");
        kinds.into_iter().any(|(_, as_kind)| is_empty(&as_kind["schema"])).then_some("it has no schema")
    }

    #[test]
    fn every_question_and_answer_has_a_schema() {
        let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
        let (mut faults, mut n) = (Vec::new(), 0);
        let operations = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap());
        for (method, operation) in operations {
            let id = operation["operationId"].as_str().unwrap();
            n += 1;
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let is_silent = ["101", "204"].contains(&status.as_str()) || (status == "202" && SILENT.contains(&id));
                let fault = (!is_silent).then(|| undescribed(answer)).flatten();
                faults.extend(fault.map(|why| format!("{id} answers {status}: {why}")));
            }
            let takes = &operation["requestBody"];
            let may_be_bare = ["get", "delete"].contains(&method.as_str()) || UNTOLD.contains(&id);
            let fault = if may_be_bare && takes.is_null() { None } else { undescribed(takes) };
            faults.extend(fault.map(|why| format!("{id} takes a body: {why}")));
        }
        assert!(n > 60 && faults.is_empty(), "of {n}: {faults:#?}");
    }

    #[test]
    fn every_route_is_in_the_document_and_the_reverse() {
        let mut routes = Vec::new();
        for (path, ask) in router::documented() {
            // A method router shows what it takes only so: `get: None` where it takes no GET.
            let shown = format!("{:?}", ask());
            for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let is_taken = !shown.contains(&format!("{}: None", method.to_lowercase()));
                routes.extend(is_taken.then(|| Endpoint { method, path: path.to_owned() }));
            }
        }
        let documented = endpoints();
        let only = |these: &[Endpoint], those: &[Endpoint]| {
            let only = these.iter().filter(|endpoint| !those.contains(endpoint));
            only.map(|endpoint| format!("{} {}", endpoint.method, endpoint.path)).collect::<Vec<_>>()
        };
        assert_eq!((only(&routes, &documented), only(&documented, &routes)), (Vec::new(), Vec::new()));
    }
}
