//! Commands that need the database: what they have at hand, and what a use of one takes along to the worker.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::config::RoomSettings;
use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::link::WebFacts;
use dazza_shared::names::{PlayerName, RoomName};
use dazza_shared::store::cooldown::{self, Cooldown};
use dazza_shared::store::{StoreError, Tx};
use dazza_shared::zones;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tokio::time::Instant;

use super::{Cooldowns, Cx, EARNING, Ended, Pool, Refusal, RoomView};
use crate::chat::{Heard, Reply, Route, Word, plain};
use crate::outside::Found;
use crate::reactions::Note;
use crate::room::{Playlist, Roster, Vitals};

/// Longest piece of what was typed that is repeated. Unit: UTF-16 code units.
pub(super) const TYPED_LIMIT: usize = 30;

/// How a command that needs the database is run: check, draw, settle, say. It neither begins nor commits.
pub type StoredRun = for<'a> fn(&'a mut StoredCx<'_>) -> Pending<'a>;

/// A run that is under way.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Result<Reply, Halt>> + Send + 'a>>;

/// What a command that needs the database has at hand while it runs.
#[derive(Debug)]
pub struct StoredCx<'a> {
    /// What every command has at hand: the room as it was when the line was heard.
    pub cx: Cx<'a>,
    /// What was typed behind the command's name.
    pub args: &'a str,
    /// The transaction of the whole deed.
    pub tx: Tx<'static>,
    /// The room.
    pub room: &'a RoomName,
    /// What brought this about: the key of the line.
    pub line: LineKey,
    /// What was found outside, for a run that tells of it.
    pub found: Option<&'a Found>,
    /// What the room is to remember once all of it has happened.
    pub notes: Vec<Note>,
}

/// Why a run did not come to its end; nothing of it has happened then.
#[derive(Debug)]
pub enum Halt {
    /// The player may not.
    Refused(Refusal),
    /// We could not.
    Store(StoreError),
}

/// A use of a command, or a reaction, on its way to the worker with all that it needs.
#[derive(Debug)]
pub struct Deed {
    /// Which command or reaction.
    pub name: &'static str,
    /// How it is run.
    pub run: StoredRun,
    /// What brought it about.
    pub cause: Cause,
    /// Who asked for it: a player, or for timers the bot itself.
    pub player: PlayerName,
    /// The rank of that player in the room.
    pub rank: f64,
    /// What was said.
    pub text: String,
    /// What was typed behind the command's name.
    pub args: String,
    /// How it was said.
    pub route: Route,
    /// When.
    pub now: Timestamp,
    /// Chance, for this use alone.
    pub dice: Dice,
    /// A wait that is kept in the database.
    pub lasting: Option<Lasting>,
    /// What is said besides, whatever comes of it.
    pub aside: Reply,
    /// What was found outside, for a run that tells of it.
    pub found: Option<Found>,
    /// What the player waits for, as far as the process knows.
    pub cooldowns: Cooldowns,
    /// The room.
    pub snapshot: Snapshot,
    /// When the frame came in that this answers.
    pub heard_at: Option<Instant>,
}

/// A cooldown that is kept in the database.
#[derive(Clone, Copy, Debug)]
pub struct Lasting {
    /// How long it runs.
    pub length: Duration,
    /// Whether it holds in all rooms together.
    pub is_shared: bool,
    /// What is said to who has to wait.
    pub waiting: Pool,
}

/// What brought a deed about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A line that asks for a command, which happens once however often the line is heard.
    Command(LineKey),
    /// A line that a reaction answers, likewise once.
    Line(LineKey),
    /// A line whose answer is asked for outside; the deed only looks up what to ask, which is safe to repeat.
    Reading(LineKey),
    /// Time, or something else than a line; what it does is safe to repeat.
    Timer,
}

/// The room as it was when the line was heard.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The bot's own name, as the server spells it.
    pub bot_name: String,
    /// The room's settings.
    pub settings: Arc<RoomSettings>,
    /// The time zone of its hours and days.
    pub zone: TimeZone,
    /// When this process began to serve the room.
    pub started: Timestamp,
    /// Who is in the room.
    pub roster: Arc<Roster>,
    /// What plays, and what comes next.
    pub playlist: Arc<Playlist>,
    /// The bot's own public lines of the last hour, among the room's last 50.
    pub own_lines_last_hour: u64,
    /// The room's bong count of today.
    pub bongs_today: u64,
    /// What the bot's rank lets it do.
    pub powers: crate::room::Powers,
    /// Whether a poll is open.
    pub has_poll: bool,
    /// What plays now: what kind of thing, and its number where it comes from.
    pub on_screen: Option<(Box<str>, Box<str>)>,
    /// How the room's process is.
    pub vitals: std::sync::Arc<Vitals>,
    /// Whether a supervisor is on the line.
    pub is_supervised: bool,
    /// What the supervisor serves on the web, as it told last.
    pub web: Option<WebFacts>,
}

/// What became of a deed.
#[derive(Debug)]
pub struct Done {
    /// Which command or reaction.
    pub name: &'static str,
    /// What brought it about.
    pub cause: Cause,
    /// Who asked for it.
    pub player: PlayerName,
    /// What is to be said.
    pub reply: Reply,
    /// How it ended.
    pub result: CommandResult,
    /// What went wrong on our side, with what the log should know.
    pub error: Option<(ErrorKind, String)>,
    /// What the room is to remember.
    pub notes: Vec<Note>,
    /// How long the player has to wait, if that is why nothing was done.
    pub wait: Option<Duration>,
    /// When the frame came in that this answers.
    pub heard_at: Option<Instant>,
}

impl StoredCx<'_> {
    /// The key of the asking player.
    pub fn caller_key(&self) -> &str {
        self.cx.heard.player.key()
    }

    /// The key of the house's wallet: one for all rooms, whatever the bot is called in them.
    pub(crate) fn house_key(&self) -> String {
        self.cx.view.settings.house.clone()
    }

    /// Takes the wait back that `command` has just begun: what came of it is not worth one.
    pub(crate) async fn spare_wait(&mut self, command: &str) -> Result<(), StoreError> {
        let (room, is_shared, who) = (self.room, EARNING.contains(&command), self.cx.heard.player.key());
        cooldown::release(&mut self.tx, Cooldown { room, is_shared, command, who }).await?;
        self.notes.push(Note::Spared);
        Ok(())
    }

    /// Stops with a phrase of `pool`.
    pub fn halt(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> Halt {
        Halt::Refused(self.cx.refusal(pool, words))
    }

    /// Stops with a phrase of `pool` that repeats, as its blank of that name, what was typed.
    pub fn halt_at(&mut self, pool: &Pool, blank: &str, typed: &str) -> Halt {
        let typed = plain(typed, TYPED_LIMIT);
        self.halt(pool, &[(blank, Word::Text(&typed))])
    }

    /// The moment in the time zone by which the whole fleet counts days and hours.
    pub fn statistics_time(&self) -> DateTime {
        let zone = zones::named(&self.cx.view.settings.statistics_zone).unwrap_or(TimeZone::UTC);
        zone.to_datetime(self.cx.now)
    }

    /// Today, as the whole fleet counts days.
    pub fn statistics_day(&self) -> Date {
        self.statistics_time().date()
    }
}

impl Snapshot {
    /// The snapshot as commands see a room.
    pub fn view(&self) -> RoomView<'_> {
        RoomView {
            bot_name: &self.bot_name,
            settings: &self.settings,
            zone: &self.zone,
            started: self.started,
            roster: &self.roster,
            playlist: &self.playlist,
            own_lines_last_hour: self.own_lines_last_hour,
            bongs_today: self.bongs_today,
            powers: self.powers,
            has_poll: self.has_poll,
            on_screen: self.on_screen.as_ref().map(|(kind, id)| (&**kind, &**id)),
            vitals: &self.vitals,
            is_supervised: self.is_supervised,
            web: self.web.as_ref(),
        }
    }
}

impl Done {
    /// How it ended, as far as the player's next use is concerned.
    pub fn ended(&self) -> Ended {
        // Of a deed that had happened before we cannot tell whether it was spared: the database knows, if anything waits.
        let is_spared = self.notes.iter().any(|note| matches!(note, Note::Spared | Note::Unsure));
        match (self.wait, self.result) {
            (Some(left), _) => Ended::Waits(left),
            (None, CommandResult::Ok) if !is_spared => Ended::Done,
            (None, _) => Ended::Undone,
        }
    }
}

impl Cause {
    /// The line, if it is one.
    pub const fn line(self) -> Option<LineKey> {
        match self {
            Self::Command(line) | Self::Line(line) => Some(line),
            Self::Reading(_) | Self::Timer => None,
        }
    }
}

impl Deed {
    /// The line as it was heard.
    pub fn heard(&self) -> Heard<'_> {
        Heard { player: &self.player, rank: self.rank, text: &self.text, route: self.route }
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
