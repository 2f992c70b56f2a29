//! The database server of the fleet's own: one more child, made, started, watched and taken over like the rooms.
//!
//! `cluster` says where and as whom it runs, `init` makes its data once, `server` starts and stops it, `watch` keeps it
//! running. Nothing here speaks to the database: the store does, with what [`Postgres::access`] tells.

mod clients;
mod cluster;
mod error;
mod handle;
mod init;
mod kin;
mod lock_file;
pub(crate) mod passwords;
mod process;
mod programs;
mod server;
mod state;
mod tuning;
mod user;
mod watch;

pub(crate) use clients::Clients;
pub(crate) use error::PostgresError;
pub(crate) use handle::{Access, Login, Postgres};
pub(crate) use kin::Kin;
pub(crate) use state::{ServerPhase, ServerState};
