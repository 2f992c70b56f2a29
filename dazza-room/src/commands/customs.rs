//! The text commands that a room made for itself: which there are, who may use them and when, and how one is said.

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::store::custom::{self, Custom};
use jiff::Timestamp;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx, TABLE};
use crate::chat::{
    Reply, Scene, TEMPLATE_LIMIT, Word, duration, expand, plain, pools, round_span, units, unknown_blank,
};

/// The use of such a command, as the worker knows it. It stands in no table: nobody can ask for it by this name.
pub(super) static USE: Command = Command {
    name: "custom",
    aliases: &[],
    usage: "",
    about: "Says a text of the room's own.",
    category: Category::Moderation,
    access: Access::Everyone,
    cooldown: Duration::ZERO,
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(say(deed))),
};

/// Most commands of a room.
pub const MAX_CUSTOMS: i64 = 200;

/// Longest name, in characters.
const MAX_NAME: usize = 30;

/// Longest wait between two uses that a room may set.
const MAX_COOLDOWN: Duration = Duration::from_hours(24);

/// The commands of a room, as far as a line has to be held against them.
#[derive(Debug, Default)]
pub(super) struct Customs {
    known: BTreeMap<Box<str>, Known>,
}

#[derive(Debug)]
struct Known {
    min_rank: f64,
    cooldown: Duration,
    wait: Option<Wait>,
}

#[derive(Debug)]
struct Wait {
    began: Timestamp,
    is_told: bool,
}

/// What has changed about them.
#[derive(Clone, Debug, PartialEq)]
pub enum CustomNote {
    /// These are all.
    All(Vec<Custom>),
    /// This one is new, or other than before.
    Set(Custom),
    /// There is none of that name any more.
    Gone(String),
}

/// Whether a command may be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leave {
    /// It may.
    Granted,
    /// The player's rank is too low.
    RankTooLow,
    /// It was used a moment ago; how long it rests yet, unless that was told already.
    Resting(Option<Duration>),
}

impl Customs {
    /// Whether there is one of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.known.contains_key(name)
    }

    /// Takes in what has changed.
    pub(super) fn note(&mut self, note: &CustomNote) {
        match note {
            CustomNote::All(all) => {
                self.known.clear();
                for custom in all {
                    self.set(custom);
                }
            }
            CustomNote::Set(custom) => self.set(custom),
            CustomNote::Gone(name) => drop(self.known.remove(name.as_str())),
        }
    }

    /// Asks leave for a use of `name` by somebody of that rank; once granted it rests for its while.
    pub(super) fn ask(&mut self, name: &str, (rank, is_admin): (f64, bool), now: Timestamp) -> Leave {
        let Some(known) = self.known.get_mut(name) else { return Leave::RankTooLow };
        if rank < known.min_rank && !is_admin {
            return Leave::RankTooLow;
        }
        if let Some(wait) = &mut known.wait
            && wait.began <= now
            && since(wait.began, now) < known.cooldown
        {
            let left = since(now, later(wait.began, known.cooldown));
            let is_told = std::mem::replace(&mut wait.is_told, true);
            return Leave::Resting(Some(left).filter(|_| !is_told));
        }
        known.wait = Some(Wait { began: now, is_told: false });
        Leave::Granted
    }

    fn set(&mut self, custom: &Custom) {
        let wait = self.known.remove(custom.name.as_str()).and_then(|known| known.wait);
        let known = Known { min_rank: custom.min_rank.into(), cooldown: custom.cooldown, wait };
        self.known.insert(custom.name.as_str().into(), known);
    }
}

/// What somebody typed to set a command up: `-rank=2 -wait=30s the text`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Wanted<'a> {
    /// The text, if there is one.
    pub(super) text: Option<&'a str>,
    /// The rank it takes.
    pub(super) min_rank: Option<f32>,
    /// How long it rests after a use.
    pub(super) cooldown: Option<Duration>,
}

/// Reads the options and the text in `typed`; the word that makes no sense is the error.
fn wanted(typed: &str) -> Result<Wanted<'_>, &str> {
    let (mut wanted, mut rest) = (Wanted::default(), typed.trim());
    while let Some(option) = rest.strip_prefix('-') {
        let (word, behind) = option.split_once(char::is_whitespace).unwrap_or((option, ""));
        match word.split_once('=') {
            Some(("rank", rank)) => {
                let rank: Option<f32> = rank.parse().ok().filter(|rank| (0.0..=5.0).contains(rank));
                wanted.min_rank = Some(rank.ok_or(word)?);
            }
            Some(("wait", wait)) => {
                let wait = duration(wait).filter(|wait| *wait <= MAX_COOLDOWN);
                wanted.cooldown = Some(wait.ok_or(word)?);
            }
            _ => return Err(word),
        }
        rest = behind.trim_start();
    }
    wanted.text = Some(rest).filter(|text| !text.is_empty());
    Ok(wanted)
}

/// `typed` as a command may be called, without the prefix.
fn name_of(typed: &str, prefix: &str) -> Option<String> {
    let name = typed.strip_prefix(prefix).unwrap_or(typed).to_lowercase();
    let is_name = !name.is_empty()
        && name.chars().count() <= MAX_NAME
        && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    is_name.then_some(name)
}

impl StoredCx<'_> {
    /// The name and the rest of what was typed behind `addcommand` and its like.
    pub(super) fn custom_name(&mut self) -> Result<(String, &str), Halt> {
        let (word, rest) = self.args.trim().split_once(char::is_whitespace).unwrap_or((self.args.trim(), ""));
        match name_of(word, &self.cx.view.settings.prefix) {
            Some(name) => Ok((name, rest.trim())),
            None => Err(self.halt_at(&pools::CUSTOM_BAD_NAME, "typed", word)),
        }
    }

    /// What is wanted of the command, if it is sense.
    pub(super) fn custom_wanted<'t>(&mut self, typed: &'t str) -> Result<Wanted<'t>, Halt> {
        let wanted = wanted(typed).map_err(|word| self.halt_at(&pools::CUSTOM_BAD_OPTION, "typed", word))?;
        if let Some(text) = wanted.text {
            self.check_template(text)?;
        }
        Ok(wanted)
    }

    /// Stops if `text` is too long to be said, or asks for what nobody could fill in.
    pub(super) fn check_template(&mut self, text: &str) -> Result<(), Halt> {
        if units(text) > TEMPLATE_LIMIT {
            let limit = TEMPLATE_LIMIT.to_string();
            return Err(self.halt(&pools::TEXT_TOO_LONG, &[("count", Word::Text(&limit))]));
        }
        match unknown_blank(text) {
            Some(blank) => Err(self.halt_at(&pools::CUSTOM_BAD_BLANK, "typed", blank)),
            None => Ok(()),
        }
    }

    /// `text` of the room's own, filled for the player who brought it about.
    pub(crate) fn expanded(&mut self, text: &str, args: &str, count: i64) -> String {
        let view = self.cx.view;
        let user = self.cx.heard.player.as_str();
        let aimed = args.split_whitespace().next();
        let target = aimed.and_then(|word| view.person(word)).map(|person| &*person.name).or(aimed).unwrap_or(user);
        let uptime = round_span(since(view.started, self.cx.now));
        let media = view.playlist.current().map_or("nothing", |item| &*item.title);
        let scene = Scene { user, target, args, count, uptime: &uptime, media };
        expand(text, &scene, (self.cx.heard.route, &view.settings.prefix), self.cx.dice)
    }
}

/// Whether one of the bot's own commands answers to `name`.
pub(super) fn is_built_in(name: &str) -> bool {
    TABLE.iter().any(|command| command.answers_to(name))
}

async fn say(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (name, rest) = deed.args.split_once(char::is_whitespace).unwrap_or((deed.args, ""));
    let room = deed.room;
    let Some(spoken) = custom::speak(&mut deed.tx, room, name).await? else {
        let name = plain(name, MAX_NAME);
        return Err(deed.halt(&pools::CUSTOM_NONE, &[("command", Word::Text(&name))]));
    };
    let line = deed.expanded(&spoken.text, rest, spoken.uses);
    if line.is_empty() {
        return Err(Refusal::Because(line).into());
    }
    Ok(Reply::say(deed.cx.here(), &line))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn custom(name: &str, min_rank: f32, seconds: u64) -> Custom {
        Custom { name: name.to_owned(), min_rank, cooldown: Duration::from_secs(seconds) }
    }

    #[test]
    fn a_command_rests_for_the_whole_room_and_says_so_once() {
        let mut customs = Customs::default();
        customs.note(&CustomNote::All(vec![custom("rules", 0.0, 30), custom("staff", 2.0, 0)]));
        let at = |seconds| later(START, Duration::from_secs(seconds));
        assert_eq!(customs.ask("rules", (0.0, false), at(0)), Leave::Granted);
        assert_eq!(customs.ask("rules", (5.0, false), at(10)), Leave::Resting(Some(Duration::from_secs(20))));
        assert_eq!(customs.ask("rules", (0.0, true), at(11)), Leave::Resting(None));
        assert_eq!(customs.ask("rules", (0.0, false), at(30)), Leave::Granted);
        assert_eq!(customs.ask("staff", (1.0, false), at(0)), Leave::RankTooLow);
        assert_eq!(customs.ask("staff", (1.0, true), at(0)), Leave::Granted);
        assert_eq!(customs.ask("staff", (2.0, false), at(0)), Leave::Granted);
        customs.note(&CustomNote::Set(custom("rules", 0.0, 10)));
        assert_eq!(customs.ask("rules", (0.0, false), at(40)), Leave::Granted, "the wait was shortened");
        customs.note(&CustomNote::Gone("rules".to_owned()));
        assert!(!customs.has("rules") && customs.has("staff"));
    }

    #[test]
    fn options_stand_before_the_text() {
        let text = |text| Wanted { text: Some(text), ..Wanted::default() };
        assert_eq!(wanted("be nice - or else"), Ok(text("be nice - or else")));
        assert_eq!(
            wanted("-rank=2 -wait=1m30s  hello"),
            Ok(Wanted { min_rank: Some(2.0), cooldown: Some(Duration::from_secs(90)), ..text("hello") })
        );
        assert_eq!(wanted("-rank=1.5"), Ok(Wanted { min_rank: Some(1.5), ..Wanted::default() }));
        for (typed, word) in [
            ("-rank=9 x", "rank=9"),
            ("-rank=NaN x", "rank=NaN"),
            ("-wait=2d x", "wait=2d"),
            ("-loud x", "loud"),
            ("- x", ""),
        ] {
            assert_eq!(wanted(typed), Err(word));
        }
    }

    #[test]
    fn a_name_is_a_word_of_letters_and_digits() {
        for (typed, name) in [
            ("!Rules", Some("rules")),
            ("be-nice_2", Some("be-nice_2")),
            ("größe", Some("größe")),
            ("a{b}", None),
            ("!", None),
            ("", None),
            ("👏", None),
        ] {
            assert_eq!(name_of(typed, "!").as_deref(), name, "{typed}");
        }
        assert_eq!(name_of(&"x".repeat(31), "!"), None);
    }
}
