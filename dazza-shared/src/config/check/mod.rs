//! From what the file says to what it means: every fault is told, and none stops the search for more.

mod backup;
mod checker;
mod commands;
mod database;
mod file;
mod fleet;
mod habits;
mod limits;
mod log;
mod pastimes;
mod privacy;
mod rooms;
mod secret;
mod server;
mod services;
mod social;
mod supervision;
mod web;

pub(super) use checker::Checker;
