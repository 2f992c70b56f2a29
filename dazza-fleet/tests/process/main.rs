//! The supervisor as a real program, with stub rooms as real processes: every wait is for a state, with a deadline.

#![expect(clippy::unwrap_used, reason = "this is a test from end to end")]

mod fleet_ends;
mod links;
mod rooms_live;
mod stage;
mod verbs;
mod web;
