//! One act: what is asked of the server for it, what proves it, and what refuses it.

use std::time::Duration;

use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use crate::chat::{To, html};
use crate::cytube::action::Action;
use crate::cytube::event::Event;

/// Something to be done on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The number of its row; 0 for one that has none.
    pub id: i64,
    /// What.
    pub what: What,
    /// Who wants it: somebody who looks after the room, or the bot itself.
    pub by: PlayerName,
    /// Who is told what became of it.
    pub to: To,
    /// It is not asked before then.
    pub not_before: Timestamp,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Keeps somebody from speaking, perhaps for that long.
    Mute {
        /// Whom.
        who: PlayerName,
        /// Until when; nothing is for good.
        until: Option<Timestamp>,
    },
    /// Lets somebody speak again.
    Unmute {
        /// Whom.
        who: PlayerName,
    },
    /// Throws somebody out.
    Kick {
        /// Whom.
        who: PlayerName,
        /// Why; may be empty.
        reason: String,
    },
    /// Keeps somebody out.
    Ban {
        /// Whom.
        who: PlayerName,
        /// Why; may be empty.
        reason: String,
    },
    /// Lets somebody in again.
    Unban {
        /// Whom.
        who: PlayerName,
    },
    /// Clears the chat.
    Clear {
        /// Why; may be empty.
        reason: String,
    },
    /// Asks the room.
    OpenPoll {
        /// The question.
        title: String,
        /// The answers.
        options: Vec<String>,
    },
    /// Ends the asking.
    ClosePoll,
    /// Adds to the playlist.
    Add {
        /// What kind of thing, e.g. `yt`.
        kind: String,
        /// Its number where it comes from.
        id: String,
        /// Whether it comes next.
        is_next: bool,
    },
    /// Goes on to the next item.
    Skip,
    /// Moves an item behind what plays.
    Bump {
        /// The item's number.
        uid: i64,
        /// The number of what plays; nothing plays, then it goes in front.
        after: Option<i64>,
        /// Its title.
        title: String,
    },
    /// Removes an item.
    Remove {
        /// The item's number.
        uid: i64,
        /// Its title.
        title: String,
    },
    /// Shuffles the playlist.
    Shuffle,
}

/// What an event means for an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has happened.
    Proved,
    /// The server will not; in its words.
    Refused(String),
    /// These bans are to be lifted next: the number and the name of each.
    Goes(Vec<(i64, Box<str>)>),
}

/// How long the server may take, mostly.
const WITHIN: Duration = Duration::from_secs(5);

/// How long it may take where it has to look into its own database.
const WITHIN_STORE: Duration = Duration::from_secs(10);

/// How long it may take where it asks another site.
const WITHIN_SITE: Duration = Duration::from_secs(20);

impl What {
    /// What it is called, as the command is.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Mute { .. } => "mute",
            Self::Unmute { .. } => "unmute",
            Self::Kick { .. } => "kick",
            Self::Ban { .. } => "ban",
            Self::Unban { .. } => "unban",
            Self::Clear { .. } => "clear",
            Self::OpenPoll { .. } => "poll",
            Self::ClosePoll => "endpoll",
            Self::Add { .. } => "add",
            Self::Skip => "skip",
            Self::Bump { .. } => "bump",
            Self::Remove { .. } => "remove",
            Self::Shuffle => "shuffle",
        }
    }

    /// Whom it is done to, if it is done to somebody.
    pub fn who(&self) -> Option<&PlayerName> {
        match self {
            Self::Mute { who, .. }
            | Self::Unmute { who }
            | Self::Kick { who, .. }
            | Self::Ban { who, .. }
            | Self::Unban { who } => Some(who),
            _ => None,
        }
    }

    /// How long the proof may take.
    pub fn within(&self) -> Duration {
        match self {
            Self::Ban { .. } | Self::Unban { .. } => WITHIN_STORE,
            Self::Add { .. } => WITHIN_SITE,
            _ => WITHIN,
        }
    }

    /// What is asked of the server.
    pub fn asked(&self) -> Vec<Action> {
        let said = |text: String| vec![Action::Chat { text: text.trim_end().to_owned() }];
        match self {
            Self::Mute { who, .. } => said(format!("/mute {who}")),
            Self::Unmute { who } => said(format!("/unmute {who}")),
            Self::Kick { who, reason } => said(format!("/kick {who} {reason}")),
            Self::Ban { who, reason } => {
                let mut asked = said(format!("/ban {who} {reason}"));
                asked.push(Action::RequestBanlist);
                asked
            }
            Self::Unban { .. } => vec![Action::RequestBanlist],
            Self::Clear { .. } => said("/clear".to_owned()),
            Self::OpenPoll { title, options } => {
                vec![Action::NewPoll { title: title.clone(), options: options.clone() }]
            }
            Self::ClosePoll => vec![Action::ClosePoll],
            Self::Add { kind, id, is_next } => {
                vec![Action::Queue { kind: kind.clone(), id: id.clone(), is_next: *is_next }]
            }
            Self::Skip => vec![Action::PlayNext],
            Self::Bump { uid, after, .. } => vec![Action::MoveMedia { uid: *uid, after: *after }],
            Self::Remove { uid, .. } => vec![Action::Delete { uid: *uid }],
            Self::Shuffle => vec![Action::ShufflePlaylist],
        }
    }

    /// What is asked once more while no proof has come: what may be asked twice, and whose first answer may come too soon.
    pub fn asked_again(&self) -> Option<Action> {
        match self {
            Self::Ban { .. } => Some(Action::RequestBanlist),
            Self::Unmute { who } => Some(Action::Chat { text: format!("/unmute {who}") }),
            _ => None,
        }
    }

    /// What `event` means for it; `bot` is our own name.
    pub fn outcome(&self, event: &Event, bot: &str) -> Option<Outcome> {
        if self.is_proved_by(event, bot) {
            return Some(Outcome::Proved);
        }
        match (self, event) {
            (Self::Unban { who }, Event::BanList(bans)) => {
                let of_name: Vec<_> = bans.iter().filter(|ban| who.is(&ban.name)).collect();
                if of_name.is_empty() {
                    return Some(Outcome::Refused(format!("{who} is not on the ban list")));
                }
                Some(Outcome::Goes(of_name.into_iter().map(|ban| (ban.id, ban.name.clone())).collect()))
            }
            (Self::Add { .. }, Event::QueueFail { text }) => Some(Outcome::Refused(html::as_typed(text))),
            (_, Event::ErrorMsg(refusal)) => {
                let is_meant = self.complaints().iter().any(|part| refusal.text.contains(part));
                is_meant.then(|| Outcome::Refused(refusal.text.to_string()))
            }
            _ => None,
        }
    }

    fn is_proved_by(&self, event: &Event, bot: &str) -> bool {
        let is_bot = |name: &str| name.eq_ignore_ascii_case(bot);
        match (self, event) {
            (Self::Mute { who, .. }, Event::SetUserMeta { name, is_muted: true, .. })
            | (Self::Unmute { who }, Event::SetUserMeta { name, is_muted: false, .. })
            | (Self::Kick { who, .. }, Event::UserLeave { name })
            | (Self::Unban { who }, Event::BanRemoved { name }) => who.is(name),
            // Somebody who is not here shows no sign; that there is nothing to lift is the sign.
            (Self::Unmute { who }, Event::ErrorMsg(told)) => *told.text == *format!("{} is not muted.", who.key()),
            (Self::Ban { who, .. }, Event::BanList(bans)) => bans.iter().any(|ban| who.is(&ban.name)),
            (Self::Clear { .. }, Event::ClearChat { by }) => is_bot(by),
            (Self::OpenPoll { .. }, Event::NewPoll(poll)) => is_bot(&poll.initiator),
            (Self::Add { kind, .. }, Event::Queue { item, .. }) => *item.kind == **kind && is_bot(&item.added_by),
            (Self::Bump { uid, .. }, Event::MoveVideo { uid: moved, .. }) => uid == moved,
            (Self::Remove { uid, .. }, Event::Delete { uid: gone }) => uid == gone,
            (Self::ClosePoll, Event::ClosePoll)
            | (Self::Skip, Event::SetCurrent { .. })
            | (Self::Shuffle, Event::Playlist(_)) => true,
            _ => false,
        }
    }

    /// What the server's complaints about it hold.
    fn complaints(&self) -> &'static [&'static str] {
        match self {
            Self::Mute { .. } => &["/mute", "mute"],
            Self::Unmute { .. } => &["/unmute"],
            Self::Kick { .. } => &["kick"],
            Self::Ban { .. } => &["ban"],
            Self::OpenPoll { .. } => &["oll", "option"],
            _ => &[],
        }
    }
}
