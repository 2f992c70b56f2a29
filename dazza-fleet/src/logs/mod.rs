//! The logs of rooms and supervisor, read back: sifted, merged by time, across the files that were set aside.

mod line;
mod reading;
mod sieve;
mod source;

pub(crate) use line::{Level, Line, tame};
pub(crate) use reading::Reading;
pub(crate) use sieve::Sieve;
