//! Rules and nothing else: what is drawn, and what it is worth. Pure, and without a word of chat.

pub mod calc;
pub mod convert;
pub mod mood;
pub mod roll;
pub mod translate;
