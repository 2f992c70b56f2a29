//! The jobs before a real database: run twice, late, beside writers, and broken off; always as if counted from scratch.

mod model;
mod store;
mod stories;
