//! `dazza-fleet logs`: the logs of rooms and supervisor, merged by time, once or for as long as they are written.

mod arguments;
mod paint;
mod verb;

pub(crate) use arguments::Logs;
pub(super) use verb::{allow_many_files, found};
