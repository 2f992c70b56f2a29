//! Rules and nothing else: what is drawn, and what it is worth. Pure, and without a word of chat.

pub mod calc;
pub mod coin_flip;
pub mod convert;
pub mod counters;
pub mod heist;
pub mod mood;
pub mod odds;
pub mod pokies;
pub mod roll;
pub mod translate;
pub mod trust;
pub mod watching;
pub mod windfall;
