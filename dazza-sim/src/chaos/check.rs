//! Holds what came of it all against what was said: nothing lost, nothing twice. Pure: evidence goes in, breaches come out.

use std::collections::BTreeMap;
use std::fmt;

use dazza_shared::line_key::LineKey;
use dazza_shared::store::audit::{Effect, StoredLine};
use jiff::{SignedDuration, Timestamp};

use super::plan::{Asked, PlannedLine, Victim};
use super::words::{Said, said};

/// All that is known at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// What was to be said.
    pub(crate) planned: Vec<PlannedLine>,
    /// The public lines of the room, as the chat server has them.
    pub(crate) heard: Vec<Spoken>,
    /// The lines as they are stored.
    pub(crate) stored: Vec<StoredLine>,
    /// What has happened, by who brought it about.
    pub(crate) effects: Vec<Effect>,
    /// What was killed, and when.
    pub(crate) kills: Vec<Killed>,
    /// What does not add up in the database, in words.
    pub(crate) wrong_books: Vec<String>,
}

/// A public line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spoken {
    /// Its key.
    pub(crate) key: LineKey,
    /// Who said it.
    pub(crate) who: String,
    /// What, as it was typed.
    pub(crate) text: String,
    /// When, by the chat server's clock.
    pub(crate) at: Timestamp,
    /// Which of the planned lines it is; none: the bot's.
    pub(crate) planned: Option<usize>,
}

/// A process that was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Killed {
    /// What it was.
    pub(crate) victim: Victim,
    /// Its process.
    pub(crate) pid: i32,
    /// When.
    pub(crate) at: Timestamp,
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub promise: Promise,
    /// What happened, to which line, near which kills.
    pub told: String,
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Every line is stored.
    NoLineLost,
    /// No line is stored twice, and none that nobody said.
    NoLineTwice,
    /// Every command is answered.
    NoneUnanswered,
    /// No command is answered twice.
    NoAnswerTwice,
    /// What was answered has happened.
    NoEffectLost,
    /// Nothing happens twice, and nothing that was refused.
    NoEffectTwice,
    /// The bot says nothing that nobody asked for.
    NothingStrange,
    /// What lives longer than a line is settled or delivered once.
    LivedOnce,
    /// The database adds up.
    BooksRight,
}

/// How often what came of the commands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Answered in full.
    pub n_answered: usize,
    /// Told that the books are away.
    pub n_away: usize,
    /// Told that the books went away over it, and that it may have been done or not.
    pub n_unsure: usize,
    /// Refused for another reason.
    pub n_refused: usize,
    /// Not answered at all.
    pub n_silent: usize,
}

/// Kills this close to a moment are told with what went wrong then.
const NEARBY: SignedDuration = SignedDuration::from_secs(4);

/// What the bot has said about one command.
#[derive(Debug, Default)]
struct Replies<'e> {
    answers: Vec<&'e Spoken>,
    away: Vec<&'e Spoken>,
    unsure: Vec<&'e Spoken>,
    refusals: Vec<&'e Spoken>,
}

impl Evidence {
    /// All promises that were not kept, in the order of the lines, and what came of the commands.
    pub(crate) fn judge(&self) -> (Vec<Breach>, Outcomes) {
        let mut breaches = self.judge_lines();
        let (replies, strange) = self.replies();
        breaches.extend(strange);
        let mut outcomes = Outcomes::default();
        let effects = self.effects_by_asker();
        for spoken in &self.heard {
            let Some((n, asked)) = spoken.planned.and_then(|n| Some((n, self.asked(n)?))) else { continue };
            let none = Replies::default();
            let replies = replies.get(&n).unwrap_or(&none);
            outcomes.count(replies);
            breaches.extend(self.judge_answers(spoken, replies));
            breaches.extend(self.judge_effects(spoken, asked, replies, &effects));
        }
        breaches
            .extend(self.wrong_books.iter().map(|told| Breach { promise: Promise::BooksRight, told: told.clone() }));
        (breaches, outcomes)
    }

    /// What the bot said to commands that it refused: no breach, and worth a look.
    pub(crate) fn refusals(&self) -> Vec<String> {
        let (replies, _) = self.replies();
        let refusals = replies.values().flat_map(|replies| &replies.refusals);
        refusals.map(|reply| format!("refused: {} `{}`", at(reply.at), reply.text)).collect()
    }

    fn asked(&self, n: usize) -> Option<Asked> {
        self.planned.get(n)?.asked
    }

    fn judge_lines(&self) -> Vec<Breach> {
        let mut by_key: BTreeMap<&[u8], usize> = BTreeMap::new();
        let mut by_text: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for line in &self.stored {
            *by_key.entry(line.key.as_deref().unwrap_or_default()).or_default() += 1;
            *by_text.entry((&line.who, &line.text)).or_default() += 1;
        }
        let mut breaches = Vec::new();
        let mut n_known = 0;
        for spoken in &self.heard {
            let n_stored = by_key.get(spoken.key.as_bytes()).copied().unwrap_or(0);
            // No two of the planned lines are alike; the bot may repeat itself.
            let n_alike =
                by_text.get(&(spoken.who.to_lowercase().as_str(), spoken.text.as_str())).copied().unwrap_or(0);
            n_known += n_stored.min(1);
            if n_stored == 0 {
                breaches.push(self.breach(Promise::NoLineLost, spoken, "is not stored"));
            } else if spoken.planned.is_some() && n_alike == 0 {
                breaches.push(self.breach(
                    Promise::NoLineLost,
                    spoken,
                    "is stored with other words or by another name",
                ));
            }
            if n_stored > 1 || spoken.planned.is_some() && n_alike > 1 {
                let told = format!("is stored {} times", n_stored.max(n_alike));
                breaches.push(self.breach(Promise::NoLineTwice, spoken, &told));
            }
        }
        if by_key.len() > n_known {
            let told = format!("{} lines are stored that nobody said", by_key.len() - n_known);
            breaches.push(Breach { promise: Promise::NoLineTwice, told });
        }
        breaches
    }

    /// What the bot has said about which command, and what cannot be explained or was said too often.
    fn replies(&self) -> (BTreeMap<usize, Replies<'_>>, Vec<Breach>) {
        let mut replies: BTreeMap<usize, Replies<'_>> = BTreeMap::new();
        let mut once: BTreeMap<(usize, &'static str), usize> = BTreeMap::new();
        let mut breaches = Vec::new();
        for spoken in self.heard.iter().filter(|spoken| spoken.planned.is_none()) {
            let mut note_once = |key| {
                let n_times = once.entry(key).or_default();
                *n_times += 1;
                *n_times > 1
            };
            let is_twice = match said(&spoken.text, |n| self.asked(n)) {
                Said::Answer(n) => {
                    replies.entry(n).or_default().answers.push(spoken);
                    false
                }
                Said::Away(n) => {
                    replies.entry(n).or_default().away.push(spoken);
                    false
                }
                Said::Unsure(n) => {
                    replies.entry(n).or_default().unsure.push(spoken);
                    false
                }
                Said::Refusal(n, _) => {
                    replies.entry(n).or_default().refusals.push(spoken);
                    false
                }
                Said::Aside(n, pool) => note_once((n, pool)),
                Said::Milestone(pool, count) => note_once((usize::try_from(count).unwrap_or(usize::MAX), pool)),
                Said::Strange => {
                    breaches.push(self.breach(Promise::NothingStrange, spoken, "answers nothing that was asked"));
                    false
                }
            };
            if is_twice {
                breaches.push(self.breach(Promise::NoAnswerTwice, spoken, "was said before"));
            }
        }
        (replies, breaches)
    }

    fn judge_answers(&self, spoken: &Spoken, replies: &Replies<'_>) -> Option<Breach> {
        match replies.all().count() {
            0 => Some(self.breach(Promise::NoneUnanswered, spoken, "was not answered")),
            1 => None,
            n => {
                let times: Vec<_> = replies.all().map(|reply| format!("{} `{}`", at(reply.at), reply.text)).collect();
                let told = format!("was answered {n} times: {}", times.join("; "));
                Some(self.breach(Promise::NoAnswerTwice, spoken, &told))
            }
        }
    }

    fn judge_effects(
        &self,
        spoken: &Spoken,
        asked: Asked,
        replies: &Replies<'_>,
        effects: &BTreeMap<&str, BTreeMap<&str, i64>>,
    ) -> Vec<Breach> {
        let none = BTreeMap::new();
        let happened = effects.get(spoken.who.to_lowercase().as_str()).unwrap_or(&none);
        // What was never answered has happened or has not; that it was not answered is told already.
        let wanted = match (replies.answers.len(), replies.unsure.len(), replies.all().count()) {
            (1.., ..) => 1..=1,
            (_, 1.., _) | (_, _, 0) => 0..=1,
            _ => 0..=0,
        };
        let wanted = asked.effects().iter().map(|what| (*what, wanted.clone()));
        let wanted = wanted.chain(asked.perhaps().map(|what| (what, 0..=1)));
        let counted = wanted.map(|(what, wanted)| (what, wanted, happened.get(what).copied().unwrap_or(0)));
        let wrong = counted.filter(|(_, wanted, n)| !wanted.contains(n));
        let answered: Vec<_> = replies.all().map(|reply| format!("`{}`", reply.text)).collect();
        wrong
            .map(|(what, wanted, n)| {
                let is_too_often = n > *wanted.end();
                let promise = if is_too_often { Promise::NoEffectTwice } else { Promise::NoEffectLost };
                let told = format!("led to `{what}` {n} times, and was answered {}", answered.join("; "));
                self.breach(promise, spoken, &told)
            })
            .collect()
    }

    fn effects_by_asker(&self) -> BTreeMap<&str, BTreeMap<&str, i64>> {
        let mut effects: BTreeMap<&str, BTreeMap<&str, i64>> = BTreeMap::new();
        for Effect { who, what, n } in &self.effects {
            effects.entry(who).or_default().insert(what, *n);
        }
        effects
    }

    fn breach(&self, promise: Promise, spoken: &Spoken, told: &str) -> Breach {
        let whose = spoken.planned.map_or("a line of the bot's".to_owned(), |n| format!("line {n}"));
        let Spoken { key, who, text, at: when, .. } = spoken;
        let nearby: Vec<_> = self.kills.iter().filter_map(|kill| kill.near(*when)).collect();
        let nearby = if nearby.is_empty() { "no kill nearby".to_owned() } else { nearby.join(", ") };
        let told = format!("{whose}, {} <{who}> `{text}` ({key:?}) {told} [{nearby}]", at(*when));
        Breach { promise, told }
    }
}

impl<'e> Replies<'e> {
    fn all(&self) -> impl Iterator<Item = &'e Spoken> {
        self.answers.iter().chain(&self.away).chain(&self.unsure).chain(&self.refusals).copied()
    }
}

impl Outcomes {
    fn count(&mut self, replies: &Replies<'_>) {
        let Replies { answers, away, unsure, refusals } = replies;
        let which = [
            (answers, &mut self.n_answered),
            (unsure, &mut self.n_unsure),
            (away, &mut self.n_away),
            (refusals, &mut self.n_refused),
        ];
        let which = which.into_iter().find(|(said, _)| !said.is_empty());
        *which.map_or(&mut self.n_silent, |(_, n)| n) += 1;
    }
}

impl Killed {
    /// How it lies to a moment, if it is close.
    fn near(&self, moment: Timestamp) -> Option<String> {
        let apart = self.at.duration_since(moment);
        (apart.abs() <= NEARBY).then(|| format!("{} killed {:+.3} s", self.victim.name(), apart.as_secs_f64()))
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.promise.words(), self.told)
    }
}

impl Promise {
    const fn words(self) -> &'static str {
        match self {
            Self::NoLineLost => "LOST LINE",
            Self::NoLineTwice => "LINE TWICE",
            Self::NoneUnanswered => "UNANSWERED",
            Self::NoAnswerTwice => "ANSWERED TWICE",
            Self::NoEffectLost => "LOST EFFECT",
            Self::NoEffectTwice => "EFFECT TWICE",
            Self::NothingStrange => "STRANGE",
            Self::LivedOnce => "NOT ONCE",
            Self::BooksRight => "WRONG BOOKS",
        }
    }
}

/// A moment, as it is told: the time of day in UTC to the millisecond.
pub(crate) fn at(moment: Timestamp) -> String {
    moment.strftime("%H:%M:%S%.3f").to_string()
}
