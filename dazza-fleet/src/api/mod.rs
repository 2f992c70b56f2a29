//! The API: what everyone may see on TCP, and what can be done to the fleet for whoever may open the control socket.

mod caller;
mod commands;
mod database;
mod error;
mod frame;
mod health;
mod live;
mod orders;
mod probes;
mod query;
mod rooms;
mod router;
mod scribe;
mod serve;
mod stalls;
mod state;
pub(crate) mod token;

pub(crate) use error::Problem;
pub(crate) use orders::Ending;
pub(crate) use router::N_PUBLIC;
pub(crate) use serve::{serve_private, serve_public};
pub(crate) use state::Api;
pub(crate) use token::Scope;
