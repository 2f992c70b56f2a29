//! The way into the room: sign in, join, wait for the roster; and what to make of a refusal on the way.

mod refusal;

pub use refusal::{Redial, Refusal};
