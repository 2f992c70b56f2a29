//! Every pool of phrases, a file a chapter: the table of [`Pool`]s that commands name.

mod admin;
mod basic;
mod beg;
mod bottles;
mod calc;
mod cashie;
mod centrelink;
mod coin_flip;
mod communication;
mod contest;
mod convert;
mod couch_coins;
mod counters;
mod customs;
mod desk;
mod earning;
mod economy;
mod facts;
mod fish;
mod fun;
mod gallery_check;
mod heist;
mod house;
mod moderation;
mod mood;
mod mug;
mod mystery_esky;
mod outside;
mod pages;
mod pokies;
mod raffle;
mod roll;
mod scratchie;
mod set_up;
mod sign_spinning;
mod slang;
mod social;
mod stats;
mod tab;
mod talk;
mod translate;
mod utility;

pub(crate) use admin::*;
pub(crate) use basic::*;
pub(crate) use beg::*;
pub(crate) use bottles::*;
pub(crate) use calc::*;
pub(crate) use cashie::*;
pub(crate) use centrelink::*;
pub(crate) use coin_flip::*;
pub(crate) use communication::*;
pub(crate) use contest::*;
pub(crate) use convert::*;
pub(crate) use couch_coins::*;
pub(crate) use counters::*;
pub(crate) use customs::*;
pub(crate) use desk::*;
pub(crate) use earning::*;
pub(crate) use economy::*;
pub(crate) use facts::*;
pub(crate) use fish::*;
pub(crate) use fun::*;
pub(crate) use gallery_check::*;
pub(crate) use heist::*;
pub(crate) use house::*;
pub(crate) use moderation::*;
pub(crate) use mood::*;
pub(crate) use mug::*;
pub(crate) use mystery_esky::*;
pub(crate) use outside::*;
pub(crate) use pages::*;
pub(crate) use pokies::*;
pub(crate) use raffle::*;
pub(crate) use roll::*;
pub(crate) use scratchie::*;
pub(crate) use set_up::*;
pub(crate) use sign_spinning::*;
pub(crate) use slang::*;
pub(crate) use social::*;
pub(crate) use stats::*;
pub(crate) use tab::*;
pub(crate) use talk::*;
pub(crate) use translate::*;
pub(crate) use utility::*;

use super::phrases::Pool;

/// The pool called `name` in the text of `file`; its phrases may ask for `blanks`.
const fn pool(file: &'static str, name: &'static str, blanks: &'static [&'static str]) -> Pool {
    Pool { file, name, blanks }
}

/// The pools of one file.
#[cfg(test)]
pub(super) struct Chapter {
    /// The name of the file, without its ending.
    pub(super) name: &'static str,
    /// Its text.
    pub(super) file: &'static str,
    /// Each pool, with how many phrases it has at the least.
    pub(super) at_least: &'static [(Pool, usize)],
}

#[cfg(test)]
pub(super) const CHAPTERS: &[Chapter] = &[
    basic::CHAPTER,
    desk::CHAPTER,
    fun::CHAPTER,
    facts::CHAPTER,
    roll::CHAPTER,
    calc::CHAPTER,
    convert::CHAPTER,
    mood::CHAPTER,
    translate::CHAPTER,
    slang::CHAPTER,
    social::CHAPTER,
    communication::CHAPTER,
    economy::CHAPTER,
    pokies::CHAPTER,
    scratchie::CHAPTER,
    tab::CHAPTER,
    mystery_esky::CHAPTER,
    coin_flip::CHAPTER,
    heist::CHAPTER,
    earning::CHAPTER,
    bottles::CHAPTER,
    cashie::CHAPTER,
    centrelink::CHAPTER,
    sign_spinning::CHAPTER,
    couch_coins::CHAPTER,
    fish::CHAPTER,
    beg::CHAPTER,
    mug::CHAPTER,
    house::CHAPTER,
    contest::CHAPTER,
    counters::CHAPTER,
    stats::CHAPTER,
    utility::CHAPTER,
    outside::CHAPTER,
    talk::CHAPTER,
    pages::CHAPTER,
    admin::CHAPTER,
    gallery_check::CHAPTER,
    customs::CHAPTER,
    set_up::CHAPTER,
    moderation::CHAPTER,
    raffle::CHAPTER,
];
