//! The supervisor: makes the children match the wish, for ever.
//!
//! `desired`, `child`, `health`, `restart`, `row`, `table`, `plan`, `gate`, `common_cause` and `picture` are pure: no clock, no system,
//! no sockets. `execute` and `strays` alone touch processes.

mod adopt;
mod announcer;
mod child;
mod common_cause;
mod desired;
mod event;
mod execute;
mod gate;
mod handle;
mod health;
mod keeper;
mod links;
mod moment;
mod output;
mod picture;
mod plan;
mod reason;
mod restart;
mod row;
mod run;
mod strays;
mod switchboard;
mod table;
mod tally;
mod turns;

#[cfg(test)]
mod common_cause_laws;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod sample;

pub(crate) use event::{LiveLine, Notice, Restarted, Unrestartable};
pub(crate) use handle::{FleetHandle, Unanswered};
pub(crate) use run::{Fleet, Outfit};
