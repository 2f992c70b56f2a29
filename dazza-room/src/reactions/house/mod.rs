//! What a room's own people have set up, as far as it has to be known without asking the database. Pure.

mod announcements;
mod media_rules;
mod mutes;
mod opt_outs;
mod quiet;
mod responses;

use dazza_shared::store::announcement::Announcement;
use dazza_shared::store::auto_response::AutoResponse;
use dazza_shared::store::media_rules::{Barred, QueueBan};
use dazza_shared::store::moderation::TimedMute;
use dazza_shared::store::opt_out::OptOut;
use dazza_shared::store::quiet::Quiet;

pub use announcements::Announcements;
pub use media_rules::{MAX_BARRED, MAX_QUEUE_BANS, MediaRules, Offence};
pub use mutes::{MAX_MUTES, Mutes};
pub use opt_outs::OptOuts;
pub use quiet::Hush;
pub use responses::{Matcher, Responses};

/// Most announcements of a room.
pub const MAX_ANNOUNCEMENTS: i64 = 20;

/// Most answers of a room that nobody asked for.
pub const MAX_RESPONSES: i64 = 50;

/// Most wishes to be left out that are kept in mind.
pub const MAX_OPT_OUTS: i64 = 5_000;

/// Something that has changed about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HouseNote {
    /// These are all announcements.
    Announcements(Vec<Announcement>),
    /// This announcement is new, or has just been said.
    Announcement(Announcement),
    /// The announcement of that number is gone.
    AnnouncementGone(i64),
    /// These are all answers that nobody asked for.
    Responses(Vec<AutoResponse>),
    /// This one is new.
    Response(AutoResponse),
    /// The one of that number is gone.
    ResponseGone(i64),
    /// All who want to be left out.
    OptOuts(Vec<OptOut>),
    /// One more.
    LeftOut(OptOut),
    /// The person of that key wants to be left out no more.
    TakenIn(String),
    /// All mutes that end by themselves.
    Mutes(Vec<TimedMute>),
    /// One more.
    Muted(TimedMute),
    /// The person of that key is muted for a time no more.
    Unmuted(String),
    /// All media that are barred.
    AllBarred(Vec<Barred>),
    /// One more.
    Barred(Barred),
    /// That kind and number is barred no more.
    Unbarred(String, String),
    /// Everybody whose additions are taken off the playlist.
    QueueBans(Vec<QueueBan>),
    /// One more.
    QueueBanned(QueueBan),
    /// The person of that key may add again.
    QueueFree(String),
    /// Whether the bot is to be quiet.
    Quiet(Option<Quiet>),
}

/// All of it.
#[derive(Debug, Default)]
pub struct House {
    /// What is said again and again.
    pub announcements: Announcements,
    /// What is answered unasked.
    pub responses: Responses,
    /// Who wants to be left out.
    pub opt_outs: OptOuts,
    /// Who is muted for a time.
    pub mutes: Mutes,
    /// What may not be on the playlist.
    pub media: MediaRules,
    /// Whether the bot is to be quiet.
    pub hush: Hush,
}

impl House {
    /// Takes in what has changed.
    pub fn note(&mut self, note: &HouseNote) {
        match note {
            HouseNote::Announcements(all) => self.announcements.replace(all),
            HouseNote::Announcement(one) => self.announcements.set(one),
            HouseNote::AnnouncementGone(id) => self.announcements.remove(*id),
            HouseNote::Responses(all) => self.responses.replace(all),
            HouseNote::Response(one) => self.responses.add(one),
            HouseNote::ResponseGone(id) => self.responses.remove(*id),
            HouseNote::OptOuts(all) => self.opt_outs.replace(all),
            HouseNote::LeftOut(one) => self.opt_outs.add(one),
            HouseNote::TakenIn(key) => self.opt_outs.remove(key),
            HouseNote::Mutes(all) => self.mutes.replace(all),
            HouseNote::Muted(one) => self.mutes.add(one),
            HouseNote::Unmuted(key) => self.mutes.remove(key),
            HouseNote::AllBarred(all) => self.media.replace_barred(all),
            HouseNote::Barred(one) => self.media.bar(one),
            HouseNote::Unbarred(kind, id) => self.media.unbar(kind, id),
            HouseNote::QueueBans(all) => self.media.replace_bans(all),
            HouseNote::QueueBanned(one) => self.media.ban(one),
            HouseNote::QueueFree(key) => self.media.unban(key),
            HouseNote::Quiet(quiet) => self.hush.set(*quiet),
        }
    }
}
