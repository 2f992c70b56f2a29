//! Whether a picture is still there: what an answer tells of it, and what follows from that. Pure.

mod health;
mod sight;

pub use health::{Course, Health, LIMIT, MAX_PAUSE, RESTORE_PAUSE, STRIKES};
pub use sight::{MAX_WAIT, Seen, Sight, Verdict, wait_of};
