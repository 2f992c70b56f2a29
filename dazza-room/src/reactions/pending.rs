//! What the room remembers of the database, so that an ordinary line costs no query.

use std::time::Duration;

use dazza_shared::names::{PlayerName, RoomName};
use dazza_shared::store::limiter::Use;
use dazza_shared::store::reminder::Scheduled;
use jiff::Timestamp;
use jiff::civil::Date;

use super::losses::Losses;
use super::post::Post;
use super::{Audience, HeistClock, HeistNow, House, HouseNote, LeftOpen, OpenDuel, OpenDuels, OpenMug, OpenMugs};
use crate::acts::Act;
use crate::commands::CustomNote;
use crate::journal::Unseen;
use crate::outside::Question;
use crate::room::Roster;

/// Something to remember, once the deed that found it out has happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A cooldown runs: the command, the key of the player, and for how long.
    Cooldown(String, String, Duration),
    /// The player who asked need not wait before asking again, though what was asked for has happened.
    Spared,
    /// How many bongs the room has had on that day, as the fleet counts days.
    Bongs(Date, u64),
    /// A duel waits for its answer.
    DuelOpen(OpenDuel),
    /// The duel of that number has come to its end.
    DuelOver(i64),
    /// So has every duel that ran out by then.
    DuelsOver(Timestamp),
    /// A contest waits for its answer.
    ContestOpen(OpenDuel),
    /// The contest of that number has come to its end.
    ContestOver(i64),
    /// So has every contest that ran out by then.
    ContestsOver(Timestamp),
    /// The minute of a mugging runs.
    MugOpen(OpenMug),
    /// The victim of that key, who has said something, is known to have done so.
    MugAnswered(String),
    /// The mugging of that number has come to its end.
    MugOver(i64),
    /// The heist stands so.
    Heist(HeistNow),
    /// The person of that key has locked their gallery, or unlocked it.
    GalleryLocked(String, bool),
    /// An earlier process left this open of what was watched.
    LeftOpen(LeftOpen),
    /// A tell for the person of that key has just been left.
    TellLeft(String),
    /// Whether a tell is open for the person of that key, now that some were delivered or came back.
    TellsOf(String, bool),
    /// A reminder is open.
    Reminder(Scheduled),
    /// These reminders are given.
    RemindersTaken(Vec<i64>),
    /// All tells and reminders that are open are these.
    Open {
        /// The keys of people for whom a tell is open.
        recipients: Vec<String>,
        /// The reminders.
        reminders: Vec<Scheduled>,
    },
    /// All that was to be said and is not known to have been seen is this.
    Unseen(Vec<Unseen>),
    /// Whether somebody who came in, the person of that key, had never been seen before.
    Met(String, bool),
    /// This is to be asked outside next.
    Ask(Question),
    /// Something about the commands of the room's own.
    Custom(CustomNote),
    /// Commands were used in other rooms, or in this one before the process began.
    Used(Vec<Use>),
    /// Somebody who is in another room is to be told this there, in private.
    Pass {
        /// The other room.
        room: RoomName,
        /// Whom.
        to: PlayerName,
        /// What.
        text: String,
    },
    /// Something is to be done on the chat server.
    Act(Act),
    /// Something about what the room's own people have set up.
    House(HouseNote),
    /// Something may have happened in the database that we were not told of: look again.
    Unsure,
    /// What an earlier process left open is known from now on.
    Loaded,
}

/// What is remembered.
#[derive(Debug, Default)]
pub struct Pending {
    is_loaded: bool,
    load_at: Option<Timestamp>,
    is_loading: bool,
    bongs: Option<(Date, u64)>,
    /// The duels that wait for an answer.
    pub duels: OpenDuels,
    /// The contests that do.
    pub contests: OpenDuels,
    /// The muggings whose minute runs.
    pub mugs: OpenMugs,
    /// The heist.
    pub heist: HeistClock,
    /// Who watches what.
    pub audience: Audience,
    /// Tells and reminders that wait.
    pub post: Post,
    /// Deliveries that got lost.
    pub losses: Losses,
    /// What the room's own people have set up.
    pub house: House,
}

impl Pending {
    /// Remembers `note`; cooldowns, uses, and who is greeted, are remembered elsewhere.
    pub fn note(&mut self, note: &Note) {
        match note {
            Note::Loaded => (self.is_loaded, self.is_loading) = (true, false),
            Note::Bongs(day, count) => self.bongs = Some((*day, *count)),
            Note::DuelOpen(duel) => self.duels.add(duel),
            Note::DuelOver(id) => self.duels.end(*id),
            Note::DuelsOver(then) => self.duels.end_by(*then),
            Note::ContestOpen(contest) => self.contests.add(contest),
            Note::ContestOver(id) => self.contests.end(*id),
            Note::ContestsOver(then) => self.contests.end_by(*then),
            Note::MugOpen(mug) => self.mugs.add(mug),
            Note::MugAnswered(victim) => self.mugs.answered(victim),
            Note::MugOver(id) => self.mugs.end(*id),
            Note::Heist(heist) => self.heist.learn(heist),
            Note::LeftOpen(left) => self.audience.inherit(left),
            Note::TellLeft(key) => self.post.note_tells(key, true),
            Note::TellsOf(key, is_open) => self.post.note_tells(key, *is_open),
            Note::Reminder(reminder) => self.post.note_reminder(reminder),
            Note::RemindersTaken(ids) => self.post.forget_reminders(ids),
            Note::Open { recipients, reminders } => self.post.replace(recipients, reminders),
            Note::House(change) => self.house.note(change),
            Note::Unsure => self.look_again(),
            Note::Cooldown(..)
            | Note::Met(..)
            | Note::Spared
            | Note::Unseen(_)
            | Note::Ask(_)
            | Note::Custom(_)
            | Note::Used(_)
            | Note::Pass { .. }
            | Note::GalleryLocked(..)
            | Note::Act(_) => {}
        }
    }

    /// The bongs of `day`.
    pub fn bongs_on(&self, day: Date) -> u64 {
        self.bongs.filter(|(known, _)| *known == day).map_or(0, |(_, count)| count)
    }

    /// Whether what an earlier process left open is known.
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Whether it will be known soon.
    pub fn will_load(&self) -> bool {
        !self.is_loaded && (self.load_at.is_some() || self.is_loading)
    }

    /// Sets when to look it up, or look again.
    pub fn load_at(&mut self, at: Timestamp) {
        self.load_at = Some(at);
    }

    /// When something of this is due next; deliveries only to people of `roster`, if there is one to deliver to.
    pub fn due_at(&self, roster: Option<&Roster>) -> Option<Timestamp> {
        let load = self.load_at.filter(|_| !self.is_loaded);
        let post = roster.and_then(|roster| self.post.due_at(roster));
        let games = [self.duels.due_at(), self.contests.due_at(), self.mugs.due_at(roster.is_some())];
        games.into_iter().chain([load, post, self.losses.due_at()]).flatten().min()
    }

    /// What is open is looked up anew, as soon as may be; nothing to do before it was looked up at all.
    fn look_again(&mut self) {
        if std::mem::take(&mut self.is_loaded) {
            self.load_at = Some(Timestamp::MIN);
        }
    }

    /// Whether it is time to look up what an earlier process left open; asked once, it is under way.
    pub fn take_load(&mut self, now: Timestamp) -> bool {
        let is_due = !self.is_loaded && self.load_at.is_some_and(|at| at <= now);
        if is_due {
            self.load_at = None;
            self.is_loading = true;
        }
        is_due
    }
}
