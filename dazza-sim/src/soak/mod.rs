//! Whether anything grows: a demo full of people is watched for hours, and once a minute what each process holds is noted.
//!
//! Real processes talk, play and queue media at the pace of people. What was seen is written down at each look, so that a run
//! that is cut off has told something; what it tells of growth is a function of the looks.

mod args;
mod looks;
mod run;
mod stage;
#[cfg(test)]
mod tests;

pub use args::Args;
pub use run::perform;
