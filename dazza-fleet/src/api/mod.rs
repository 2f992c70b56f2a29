//! The API: what everyone may see on TCP, and what can be done to the fleet for whoever may open the control socket.

mod asked;
mod body;
mod caller;
mod catalogue;
mod chat;
mod commands;
mod database;
mod economy;
mod error;
mod frame;
mod health;
mod jobs;
mod live;
mod orders;
mod probes;
mod query;
mod room;
mod rooms;
mod router;
mod scribe;
mod serve;
mod session;
mod settings;
mod state;
mod stats;
mod tls;
pub(crate) mod token;

pub(crate) use error::Problem;
pub(crate) use orders::Ending;
pub(crate) use router::N_PUBLIC;
pub(crate) use serve::{Web, serve_private, serve_public};
pub(crate) use state::Api;
pub(crate) use tls::certified;
pub(crate) use token::Scope;
