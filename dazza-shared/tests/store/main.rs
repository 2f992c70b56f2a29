//! The store on real Postgres: what rooms may do, and what they may not; money under concurrency; plans of queries.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "these are tests from end to end")]

mod catalogue;
mod counters;
mod crowd;
mod filler;
mod gallery;
mod image_health;
mod isolation;
mod lean;
mod login;
mod model;
mod plans;
mod reads;
mod reads_people;
mod reads_rooms;
mod reads_world;
mod rooms;
mod stakes;
mod storm;
mod tricks;
