//! What the bot does unasked, with the help of the database: one file a habit, and what the room remembers to know when.

mod act_ended;
mod answer_duel;
mod courtesy;
mod deliver_tells;
mod door;
mod expire_duels;
mod give_reminders;
mod greet;
mod house;
mod load;
mod losses;
mod open_duels;
mod pending;
mod post;
mod remark_words;
mod remarks;
mod remembered;
mod respond;
mod say_announcement;
mod take_back;

use std::time::Duration;

use crate::commands::StoredRun;

pub use act_ended::ActEnded;
pub use door::{AtDoor, Door};
pub use house::{
    Announcements, House, HouseNote, Hush, MAX_ANNOUNCEMENTS, MAX_BARRED, MAX_MUTES, MAX_OPT_OUTS, MAX_QUEUE_BANS,
    MAX_RESPONSES, Matcher, MediaRules, Mutes, Offence, OptOuts, Responses,
};
pub use losses::Losses;
pub use open_duels::{OpenDuel, OpenDuels};
pub use pending::{Note, Pending};
pub use post::{AFTER_JOIN, AFTER_RETURN, Post};
pub use remark_words::{RemarkWords, remark_words};
pub use remarks::{Remark, Remarks};
pub use take_back::in_words as lost_in_words;

/// How soon what could not be done is tried again, mostly because the database was away.
pub const TRY_AGAIN: Duration = Duration::from_secs(5);

/// A habit: a name for logs and metrics, and how it is run.
#[derive(Clone, Copy, Debug)]
pub struct Reaction {
    /// What it is called.
    pub name: &'static str,
    /// How it is run.
    pub run: StoredRun,
}

/// Looks up what an earlier process left open.
pub const LOAD: Reaction = load::REACTION;

/// Answers a duel by coin.
pub const ANSWER_DUEL: Reaction = answer_duel::REACTION;

/// Calls off duels that nobody has answered.
pub const EXPIRE_DUELS: Reaction = expire_duels::REACTION;

/// Gives somebody who has turned up the messages that were left for them.
pub const DELIVER_TELLS: Reaction = deliver_tells::REACTION;

/// Says the reminders that are due.
pub const GIVE_REMINDERS: Reaction = give_reminders::REACTION;

/// Finds out whether somebody who came in is new.
pub const GREET: Reaction = greet::REACTION;

/// Writes down what became of an act on the server.
pub const ACT_ENDED: Reaction = act_ended::REACTION;

/// Says an announcement that is due.
pub const SAY_ANNOUNCEMENT: Reaction = say_announcement::REACTION;

/// Gives an answer that nobody asked for.
pub const RESPOND: Reaction = respond::REACTION;

/// Counts as not delivered what got lost.
pub const TAKE_BACK: Reaction = take_back::REACTION;
