//! A stand-in for a CyTube server: speaks what the recordings show, for the demo, the tests and the benchmarks.

pub mod cast;
pub mod chaos;
mod chat;
pub mod cli;
mod emote;
pub mod limits;
pub mod load;
pub mod measure;
mod number;
mod options;
pub mod packet;
mod permissions;
pub mod rank;
pub mod seed;
pub mod server;
pub mod soak;
mod user_name;
pub mod web;
pub mod world;
