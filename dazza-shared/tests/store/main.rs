//! The store on real Postgres: what rooms may do, and what they may not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "these are tests from end to end")]

mod catalogue;
mod counters;
mod filler;
mod isolation;
mod rooms;
mod stakes;
mod tricks;
