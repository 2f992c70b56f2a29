//! Kills the real programs while people talk, and holds what came of it against what was said: nothing lost, nothing twice.
//!
//! A plan is made from a seed; the stage is a chat server in this process and a fleet of real processes in a folder of its
//! own; the speaker says the plan's lines, the reaper kills, and in the end everything that was heard and stored is judged.

mod args;
pub(crate) mod books;
pub(crate) mod check;
pub(crate) mod fleet;
mod gauge;
mod guest;
mod kill;
mod life;
mod lives;
mod log;
mod outage;
pub(crate) mod plan;
pub(crate) mod run;
mod speak;
pub(crate) mod stage;
pub(crate) mod words;

pub use args::Args;
pub use check::{Breach, Outcomes, Promise};
pub use fleet::end_server;
pub use run::{Verdict, perform, run};

#[cfg(test)]
mod tests;
