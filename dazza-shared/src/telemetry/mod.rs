//! Logging: JSON lines into a file of the process's own, rotated by size.

mod archive;
mod filter;
mod record;
mod rotate;
mod setup;

pub use filter::{FilterError, LEVELS, check_filter};
pub use setup::{Guard, TelemetryError, init};
