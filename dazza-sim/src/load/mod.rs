//! Puts a real fleet under load and checks all of it: every line is stored, every command answered once with what belongs to it.
//!
//! Lines are said by turns in all rooms, at an even pace, and each command has an asker of its own; the chat server is in this
//! process, the fleet is real processes in a folder of its own. What is checked, and how, is that of `chaos`, without kills.

mod args;
mod run;
mod stage;
mod talk;
#[cfg(test)]
mod tests;

pub use args::Args;
pub use run::{Outcome, perform, run};
