//! The scheduled jobs: figures made of what was said, and the nightly clearing up.
//!
//! A row of the `table` says what a job is and when it is due, `plan` what is due now; `shift` does what is due, one after
//! another, on a connection of its own. `work` has what each does. The `desk` of a running fleet sends a shift out as a
//! process of its own whenever something is due, so that neither a fault nor the memory of a job is the supervisor's.

mod desk;
mod plan;
mod shift;
mod table;
mod work;

#[cfg(test)]
mod tests;

pub(crate) use desk::{Desk, Duties, FAILED};
pub(crate) use shift::{Bounds, Outcome, Shift, ShiftError};
pub(crate) use table::{Job, ROWS, Row, When};
