//! The client against servers that do exactly one thing each, over real sockets.

mod ending;
mod hearing;
mod opening;
pub(crate) mod own_certificate;
mod peer;
