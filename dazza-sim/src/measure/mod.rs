//! How the benches measure and tell: one way to take figures, one way to print them, and one JSON that pages are made of.
//!
//! A bench begins a [`Report`], gives it each [`Figure`] as it is known, and ends it. What is printed and what is written with
//! `--json FILE` are the same: a [`Paper`], whose fields are the schema. `docs/performance.md` is made of such papers.

#[cfg(test)]
mod tests;

pub mod budget;
pub mod course;
pub mod curve;
pub mod figure;
pub mod machine;
pub mod page;
pub mod processes;
pub mod report;

pub use figure::{Figure, Floor, count};
pub use report::{Paper, Report};
