//! The supervisor as a real program, with stub rooms as real processes: every wait is for a state, with a deadline.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "this is a test from end to end")]

mod adoption;
mod chaos;
mod common_cause;
mod crowd;
mod database;
mod demo;
mod fates;
mod fleet_ends;
mod limits;
mod links;
mod live;
mod load;
mod logs;
mod orders;
mod postgres;
mod real_demo;
mod real_rooms;
mod reload;
mod rooms_live;
mod rooms_verbs;
mod stage;
mod store;
mod top;
mod verbs;
mod web;
mod web_curation;
mod web_frame;
mod web_gallery;
mod web_reads;
mod web_world;
