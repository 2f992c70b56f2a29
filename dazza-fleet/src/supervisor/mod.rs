//! The supervisor: makes the children match the wish, for ever.
//!
//! `desired`, `child`, `health`, `restart`, `row`, `table`, `plan` and `gate` are pure: no clock, no system, no sockets.

pub(crate) mod child;
pub(crate) mod desired;
pub(crate) mod gate;
pub(crate) mod health;
pub(crate) mod moment;
pub(crate) mod plan;
pub(crate) mod restart;
pub(crate) mod row;
pub(crate) mod table;
pub(crate) mod tally;

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(crate) mod sample;
