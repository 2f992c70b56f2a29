//! The supervisor of a fleet of rooms, with its command line, API and metrics.

mod api;
mod backup;
mod certificate;
mod cli;
mod database;
mod errand;
mod fleet_file;
mod import;
mod jobs;
mod logs;
mod metrics;
mod output;
mod pidfd;
mod postgres;
mod private_socket;
mod rollout;
mod supervisor;
mod view;
mod ways;
mod with_parent;

pub use api::openapi::document as openapi;
pub use cli::run;
pub use metrics::manual as metrics_manual;
