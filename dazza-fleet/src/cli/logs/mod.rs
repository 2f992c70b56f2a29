//! `dazza-fleet logs`: the logs of rooms and supervisor, merged by time, once or for as long as they are written.

mod arguments;
mod line;
mod paint;
mod reading;
mod sieve;
mod source;
mod verb;

pub(crate) use arguments::Logs;
