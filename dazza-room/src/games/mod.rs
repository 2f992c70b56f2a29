//! Rules and nothing else: what is drawn, and what it is worth. Pure, and without a word of chat.

pub mod beg;
pub mod bonus;
pub mod bottles;
pub mod calc;
pub mod cashie;
pub mod centrelink;
pub mod chances;
pub mod coin_flip;
pub mod contest;
pub mod convert;
pub mod couch_coins;
pub mod counters;
pub mod fish;
pub mod heist;
pub mod job;
pub mod mood;
pub mod odds;
pub mod pokies;
pub mod roll;
pub mod scratchie;
pub mod sign_spinning;
pub mod tab;
pub mod translate;
pub mod trust;
pub mod watching;
pub mod windfall;
