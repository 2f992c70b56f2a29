//! What the supervisor and the rooms must agree on: names, time, chance, settings, and the words on the link.

pub mod claim;
pub mod clock;
pub mod config;
pub mod counters;
pub mod dice;
pub mod exit;
pub mod line_key;
pub mod link;
pub mod live_event;
pub mod money;
pub mod names;
pub mod paths;
pub mod phase;
pub mod picture;
pub mod store;
pub mod telemetry;
pub mod words;
pub mod writing;
pub mod zones;
