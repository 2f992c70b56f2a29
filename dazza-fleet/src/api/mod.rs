//! The API: health and metrics for everyone, the rooms for whoever may open the control socket.

mod error;
mod live;
mod probes;
mod rooms;
mod router;
mod serve;

pub(crate) use error::Problem;
pub(crate) use rooms::Ending;
pub(crate) use router::N_PUBLIC;
pub(crate) use serve::{serve_private, serve_public};
