//! What players may ask of the bot: one row and one file a command, and the desk that takes their lines.

mod access;
mod act;
mod asking;
mod audited;
mod carried;
mod catalogue;
mod cooldowns;
mod customs;
mod cx;
mod desk;
mod dispatch;
mod heist_order;
mod job;
mod limits;
mod manual;
mod numbered;
mod offered;
mod payslip;
mod playlist_item;
mod settle;
mod stored;
mod target;
mod view;
mod whom;
mod windfall;

mod add;
mod addcommand;
mod addquote;
mod afk;
mod announce;
mod api;
mod autoreply;
mod available;
mod award;
mod balance;
mod ban;
mod beg;
mod blacklist;
mod bong;
mod bottles;
mod bump;
mod calc;
mod cashie;
mod centrelink;
mod channelstats;
mod clap;
mod clear;
pub(crate) mod coin_flip;
mod compliment;
mod convert;
mod cooldown;
mod couch_coins;
mod criminal;
mod customcommands;
mod dazza;
mod define;
mod delcommand;
mod delquote;
mod drink;
mod editcommand;
mod eight_ball;
mod endpoll;
mod fact;
mod fish;
mod forceheist;
mod gallery;
mod gallery_check;
mod give;
mod goth;
mod heistadvance;
mod heiststatus;
mod help;
mod insult;
mod kick;
mod memory;
mod monitor;
mod mood;
pub(crate) mod mug;
mod mute;
mod mystery_esky;
mod nextheist;
mod optin;
mod optout;
mod peak;
mod ping;
pub(crate) mod pissing_contest;
mod pokies;
mod poll;
mod queueban;
mod quiet;
mod quote;
mod raffle;
mod remind;
mod remove;
mod roll;
mod rq;
mod scratchie;
mod seen;
mod shuffle;
mod sign_spinning;
mod skip;
mod stats;
mod summary;
mod tab;
mod tell;
mod ticket;
mod top;
mod translate;
mod unban;
mod unmute;
mod uptime;
mod urls;
mod weather;
mod when;
mod world;
mod yeah;

use std::time::Duration;

use dazza_shared::config::RoomSettings;

pub use access::Access;
pub use asking::{Ask, Asking, Asks, First, OpenAsk, Tell, TellNow};
pub use catalogue::catalogue;
pub use cooldowns::Cooldowns;
pub use customs::{CustomNote, MAX_CUSTOMS};
pub use cx::Cx;
pub use desk::{Answer, Deferred, Desk, Ended, Taken};
pub use manual::manual;
pub use stored::{Cause, Deed, Done, Halt, Lasting, Pending, Snapshot, StoredCx, StoredRun};
pub use view::RoomView;
pub(crate) use whom::is_system;

use crate::chat::{Args, Pool, Reply, pools};

/// All commands, in the order of the manual. Those of our own stand behind the others of their chapter.
pub const TABLE: &[Command] = &[
    help::COMMAND,
    ping::COMMAND,
    uptime::COMMAND,
    customcommands::COMMAND,
    quote::COMMAND,
    rq::COMMAND,
    remind::COMMAND,
    tell::COMMAND,
    optout::COMMAND,
    optin::COMMAND,
    balance::COMMAND,
    beg::COMMAND,
    bottles::COMMAND,
    cashie::COMMAND,
    centrelink::COMMAND,
    coin_flip::COMMAND,
    couch_coins::COMMAND,
    dazza::COMMAND,
    forceheist::COMMAND,
    give::COMMAND,
    heistadvance::COMMAND,
    heiststatus::COMMAND,
    mug::COMMAND,
    mystery_esky::COMMAND,
    nextheist::COMMAND,
    pissing_contest::COMMAND,
    pokies::COMMAND,
    scratchie::COMMAND,
    sign_spinning::COMMAND,
    tab::COMMAND,
    raffle::COMMAND,
    ticket::COMMAND,
    eight_ball::COMMAND,
    bong::COMMAND,
    clap::COMMAND,
    compliment::COMMAND,
    drink::COMMAND,
    fact::COMMAND,
    fish::COMMAND,
    gallery::COMMAND,
    goth::COMMAND,
    insult::COMMAND,
    mood::COMMAND,
    roll::COMMAND,
    translate::COMMAND,
    world::COMMAND,
    yeah::COMMAND,
    afk::COMMAND,
    channelstats::COMMAND,
    criminal::COMMAND,
    peak::COMMAND,
    seen::COMMAND,
    stats::COMMAND,
    top::COMMAND,
    urls::COMMAND,
    when::COMMAND,
    available::COMMAND,
    calc::COMMAND,
    convert::COMMAND,
    cooldown::COMMAND,
    define::COMMAND,
    gallery_check::COMMAND,
    summary::COMMAND,
    weather::COMMAND,
    api::COMMAND,
    award::COMMAND,
    clear::COMMAND,
    memory::COMMAND,
    monitor::COMMAND,
    addcommand::COMMAND,
    editcommand::COMMAND,
    delcommand::COMMAND,
    announce::COMMAND,
    autoreply::COMMAND,
    quiet::COMMAND,
    addquote::COMMAND,
    delquote::COMMAND,
    mute::COMMAND,
    unmute::COMMAND,
    kick::COMMAND,
    ban::COMMAND,
    unban::COMMAND,
    poll::COMMAND,
    endpoll::COMMAND,
    add::COMMAND,
    skip::COMMAND,
    bump::COMMAND,
    remove::COMMAND,
    shuffle::COMMAND,
    blacklist::COMMAND,
    queueban::COMMAND,
];

/// The commands that earn money: their cooldowns hold in all rooms together, or who is in many would earn many times.
pub const EARNING: [&str; 10] =
    ["bottles", "cashie", "centrelink", "sign_spinning", "couch_coins", "beg", "fish", "mug", "tab", "mystery_esky"];

/// Shortest cooldown that is kept in the database.
const LASTING: Duration = Duration::from_mins(1);

/// One command: all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it is called, lower case.
    pub name: &'static str,
    /// What else it is called, lower case.
    pub aliases: &'static [&'static str],
    /// What may follow the name: `<this>` must, `[this]` may.
    pub usage: &'static str,
    /// What it does, in a few words.
    pub about: &'static str,
    /// The chapter of the manual it stands in.
    pub category: Category,
    /// Who may use it.
    pub access: Access,
    /// How long a player waits between uses.
    pub cooldown: Duration,
    /// What is said to a player who has to wait, if it has words of its own.
    pub waiting: Option<Pool>,
    /// Whether it may come by private message.
    pub pm: Pm,
    /// Fewest words that must follow the name.
    pub min_words: usize,
    /// How it is run.
    pub run: Run,
}

/// A chapter of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    /// About the bot itself.
    Basic,
    /// From one player to another.
    Communication,
    /// Money.
    Economy,
    /// For the fun of it.
    Fun,
    /// About the room and its people.
    Stats,
    /// Sums and such.
    Utility,
    /// For those who look after the room.
    Moderation,
    /// For those who look after the bot.
    Admin,
}

/// What becomes of a command that comes by private message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pm {
    /// It is answered, by private message.
    Accepted,
    /// It is refused: the room should see it.
    Refused,
    /// It is refused with words of its own.
    Scorned(Pool),
    /// It has to come that way: said in public it is not answered, for nobody else is to know of it.
    Only,
}

/// How a command is run.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// At once, from what the room knows; it always has an answer.
    Always(fn(&mut Cx<'_>, &Args<'_>) -> Reply),
    /// At once, from what the room knows, if it was asked in the right way.
    Now(fn(&mut Cx<'_>, &Args<'_>) -> Result<Reply, Refusal>),
    /// By the worker, in a transaction of the database.
    Stored(StoredRun),
    /// With the help of somebody outside.
    Asked(Asking),
}

/// Why a command does not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It was not asked in the right way.
    Usage,
    /// For a reason of its own, in words for the player.
    Because(String),
}

impl Category {
    /// All chapters, in order.
    pub const ALL: [Self; 8] = [
        Self::Basic,
        Self::Communication,
        Self::Economy,
        Self::Fun,
        Self::Stats,
        Self::Utility,
        Self::Moderation,
        Self::Admin,
    ];

    /// The title of the chapter.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Basic => "Basic",
            Self::Communication => "Communication",
            Self::Economy => "Economy",
            Self::Fun => "Fun",
            Self::Stats => "Stats",
            Self::Utility => "Utility",
            Self::Moderation => "Moderation",
            Self::Admin => "Admin",
        }
    }
}

impl Command {
    /// Whether `name`, in lower case, is its name or an alias.
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Whether it earns money, so that its cooldown holds in all rooms together.
    pub fn is_earning(&self) -> bool {
        EARNING.contains(&self.name)
    }

    /// How long a player waits between uses in a room with these settings. One that holds in all rooms is alike in all.
    pub fn wait_in(&self, settings: &RoomSettings) -> Duration {
        let own = settings.commands.cooldowns.get(self.name).filter(|_| !self.is_earning());
        own.copied().unwrap_or(self.cooldown)
    }

    /// That wait, if it outlives the process: one worth to wait for, of a command with a transaction to keep it.
    pub fn lasting(&self, settings: &RoomSettings) -> Option<Lasting> {
        let length = self.wait_in(settings);
        let is_lasting = matches!(self.run, Run::Stored(_)) && length >= LASTING;
        is_lasting.then_some(Lasting {
            length,
            is_shared: self.is_earning(),
            waiting: self.waiting.unwrap_or(pools::WAIT),
        })
    }

    /// How it is typed, without the prefix.
    pub fn form(&self) -> String {
        format!("{} {}", self.name, self.usage).trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests;
