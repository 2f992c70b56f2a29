//! Galleries: what is in them, and what came and went.

pub(super) mod acts;
mod curator;
pub(super) mod images;
pub(super) mod locks;
pub(super) mod looks;
pub(super) mod writes;
