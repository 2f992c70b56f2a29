//! The database as the fleet uses it: reached, brought to its schema, and rooms registered in it.
//!
//! Rooms log in by themselves, each as itself; the fleet only tells them how, once the database is what they need.

mod backing;
mod error;
mod key;
mod place;
mod prepare;
mod registrar;

pub(crate) use backing::{Backing, Seen};
pub(crate) use error::DatabaseError;
pub(crate) use key::provide as room_key;
pub(crate) use place::Place;
pub(crate) use prepare::{Prepared, prepare, provide};
pub(crate) use registrar::{Registered, Registrar, Wishes};
