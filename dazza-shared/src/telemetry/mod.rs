//! Logging: JSON lines into a file of the process's own, rotated by size.

mod archive;
mod record;
mod rotate;
mod setup;

pub use setup::{Guard, TelemetryError, init};
