//! The database: how it is reached, and one file an aggregate with the verbs that its users know it by.
//!
//! Verbs take a transaction and neither begin nor commit it: whoever does the whole deed does. Those that a room uses name
//! its room in every statement, besides the policies that hold the room to its own rows anyway: only so does the planner
//! leave the partitions of all other rooms alone.
//!
//! Within a transaction rows are locked in one order, so that two that meet wait for each other once and not for ever:
//! the row of a game, then a cooldown, then wallets (by name), then statistics (by name).

pub mod access;
pub mod acts;
pub mod announcement;
pub mod answer;
pub mod audit;
pub mod audit_log;
pub mod auto_response;
pub mod backup;
pub mod chat_log;
pub mod cluster;
pub mod coin_flip;
pub mod contest;
pub mod contest_record;
pub mod cooldown;
pub mod counters;
pub mod curated;
pub mod curation;
pub mod custom;
pub mod dare;
pub mod duel;
pub mod earning;
pub mod gallery;
pub mod handled;
pub mod heist;
pub mod image_health;
pub mod import;
pub mod jobs;
pub mod ledger;
pub mod limiter;
pub mod link;
pub mod media;
pub mod media_rules;
pub mod moderation;
pub mod money_check;
pub mod mugging;
pub mod opt_out;
pub mod people;
pub mod poll;
pub mod quiet;
pub mod quote;
pub mod raffle;
pub mod reads;
pub mod recall;
pub mod registry;
pub mod reminder;
pub mod roles;
pub mod schema;
pub mod stats;
pub mod stopped;
pub mod tell;
pub mod tokens;
pub mod verify;
pub mod wallet;
pub mod watching;

mod error;
mod stamp;

pub use access::{Access, Connection, KEPT_UNUSED, Pooled, Store, Tx};
pub use error::StoreError;
pub use stamp::{Day, Stamp};

/// The changes of schema, in order; `dazza-fleet up` and `dazza-fleet db migrate` apply them.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// The text without the one sign that the database cannot store.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}
