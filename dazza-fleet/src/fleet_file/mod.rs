//! Changes to `fleet.toml`: a text goes in and a text comes out, checked whole before it takes the old one's place.

mod edit;
mod file;
#[cfg(test)]
mod laws;
mod layout;
mod setting;
mod values;
mod written;

pub(crate) use edit::{Edit, Refusal};
pub(crate) use file::{EditError, Outcome, edit, names};
pub(crate) use setting::Setting;
pub(crate) use written::tables;
