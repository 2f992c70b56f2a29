//! The jobs before a real database: run twice, late, beside writers, and broken off; always as if counted from scratch.

mod keeping;
mod model;
mod scene;
mod store;
mod stories;
