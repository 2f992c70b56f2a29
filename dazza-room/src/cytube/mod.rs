//! CyTube's dialect: where its socket is, what it tells us, what we ask of it.

pub mod action;
pub mod event;
pub mod socketconfig;
