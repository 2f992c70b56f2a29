//! The API: what everyone may see on TCP, and what can be done to the fleet for whoever may open the control socket.

mod audit;
mod body;
mod caller;
mod commands;
mod dashboard;
mod database;
mod error;
mod frame;
mod health;
mod live;
mod logs;
mod orders;
mod probes;
mod query;
mod rolls;
mod rooms;
mod router;
mod scribe;
mod serve;
mod session;
mod settings;
mod state;
mod tls;
pub(crate) mod token;
mod tokens;

pub(crate) use error::Problem;
pub(crate) use orders::Ending;
pub(crate) use router::N_PUBLIC;
pub(crate) use serve::{Web, serve_private, serve_public};
pub(crate) use state::Api;
pub(crate) use tls::certified;
pub(crate) use token::Scope;
