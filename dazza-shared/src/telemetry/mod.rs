//! Logging: JSON lines into a file of the process's own, rotated by size; and reading them while they are written.

mod archive;
mod flood;
mod log;
mod parts;
mod record;
mod rotate;
mod setup;
mod tail;
mod trouble;

pub use parts::Part;
pub use setup::{Guard, Meter, TelemetryError, init};
pub use tail::Tail;
