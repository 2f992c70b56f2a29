//! What the bot does unasked, with the help of the database: one file a habit, and what the room remembers to know when.

mod act_ended;
mod answer_contest;
mod answer_duel;
mod courtesy;
mod deliver_tells;
mod door;
mod expire_contests;
mod expire_duels;
mod give_reminders;
mod greet;
mod hear_victim;
mod heist;
mod house;
mod load;
mod losses;
mod mention;
mod mentions;
mod open_duels;
mod open_mugs;
mod pending;
mod post;
mod remark_words;
mod remarks;
mod remembered;
mod respond;
mod say_announcement;
mod settle_mug;
mod take_back;
mod talk;
mod watching;

use std::time::Duration;

use crate::commands::StoredRun;

pub use act_ended::ActEnded;
pub use door::{AtDoor, Door};
pub(crate) use heist::begin as begin_heist;
pub use heist::{HeistClock, HeistNow, UNSEEN};
pub use house::{
    Announcements, House, HouseNote, Hush, MAX_ANNOUNCEMENTS, MAX_BARRED, MAX_MUTES, MAX_OPT_OUTS, MAX_QUEUE_BANS,
    MAX_RESPONSES, Matcher, MediaRules, Mutes, Offence, OptOuts, Responses,
};
pub use losses::Losses;
pub use mention::is_mention;
pub use mentions::{Heed, Mentions};
pub use open_duels::{OpenDuel, OpenDuels};
pub use open_mugs::{MugStep, OpenMug, OpenMugs};
pub use pending::{Note, Pending};
pub use post::{AFTER_JOIN, AFTER_RETURN, Post};
pub use remark_words::{RemarkWords, remark_words};
pub use remarks::{Remark, Remarks};
pub use take_back::in_words as lost_in_words;
pub use talk::{Said, quoted, spoken, summary_prompt, talk_prompt};
pub use watching::{Audience, LeftOpen, Playing, Seat, Step, Viewers};

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

/// Answers a dare to a contest.
pub const ANSWER_CONTEST: Reaction = answer_contest::REACTION;

/// Calls off contests that nobody has answered.
pub const EXPIRE_CONTESTS: Reaction = expire_contests::REACTION;

/// Answers a duel by coin.
pub const ANSWER_DUEL: Reaction = answer_duel::REACTION;

/// Calls off duels that nobody has answered.
pub const EXPIRE_DUELS: Reaction = expire_duels::REACTION;

/// Puts down that somebody who is being mugged has said something.
pub const HEAR_VICTIM: Reaction = hear_victim::REACTION;

/// Settles a mugging whose minute is over.
pub const SETTLE_MUG: Reaction = settle_mug::REACTION;

/// Takes the next step of a heist.
pub const MOVE_HEIST: Reaction = heist::STEP;

/// Takes a vote on what to steal.
pub const VOTE_HEIST: Reaction = heist::VOTE;

/// Gives somebody who has turned up the messages that were left for them.
pub const DELIVER_TELLS: Reaction = deliver_tells::REACTION;

/// Says the reminders that are due.
pub const GIVE_REMINDERS: Reaction = give_reminders::REACTION;

/// Finds out whether somebody who came in is new.
pub const GREET: Reaction = greet::REACTION;

/// Puts down who watched what, and pays for it.
pub const WATCH: Reaction = watching::WATCH;
/// Writes down what became of an act on the server.
pub const ACT_ENDED: Reaction = act_ended::REACTION;

/// Says an announcement that is due.
pub const SAY_ANNOUNCEMENT: Reaction = say_announcement::REACTION;

/// Gives an answer that nobody asked for.
pub const RESPOND: Reaction = respond::REACTION;

/// Counts as not delivered what got lost.
pub const TAKE_BACK: Reaction = take_back::REACTION;
