//! The supervisor: makes the children match the wish, for ever.
//!
//! `desired`, `child`, `health`, `restart`, `row`, `table`, `plan`, `gate`, `common_cause`, `changes`, `pace` and `picture` are
//! pure: no clock, no system, no sockets. `execute` and `strays` alone touch processes.

mod adopt;
mod announcer;
mod audience;
mod changes;
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
mod orders;
mod pace;
mod picture;
mod plan;
mod reason;
mod reload;
mod restart;
mod row;
mod run;
mod spared;
mod stopped;
mod strays;
mod switchboard;
mod table;
mod tally;
mod turns;
mod watch;
mod watchers;
mod weigh;

#[cfg(test)]
mod common_cause_laws;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod sample;

pub(crate) use changes::Changes;
pub(crate) use event::{LiveLine, Notice, Order, Ordered, Refused, RoomNotice};
pub(crate) use handle::{FleetHandle, Unanswered};
pub(crate) use run::{Fleet, Outfit};
pub(crate) use spared::Spared;
pub(crate) use stopped::StoppedFile;
pub(crate) use watchers::{Dropped, WatcherCounts, Watchers, Way};
