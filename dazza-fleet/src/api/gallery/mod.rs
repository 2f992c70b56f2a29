//! Galleries: what is in them, and what came and went.

pub(super) mod acts;
pub(super) mod images;
pub(super) mod locks;
