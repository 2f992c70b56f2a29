//! What the supervisor knows of one room: its child, the child's pulse, and what outlives the child.

use std::time::Duration;

use dazza_shared::claim::LastWords;
use dazza_shared::config::{MemoryLimits, Supervision};
use dazza_shared::counters::Counters;
use dazza_shared::dice::Dice;
use dazza_shared::link::Beat;
use dazza_shared::phase::{LinePhase, Phase};

use super::child::{Child, Ending, StopCause, is_allowed};
use super::health::Pulse;
use super::moment::Moment;
use super::pace::Pace;
use super::reason::reason_of;
use super::restart::{Failure, History};
use super::tally;
use super::weigh::{Verdict, verdict};
use crate::view::{RestartCounts, RestartReason};

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    child: Child,
    pulse: Pulse,
    history: History,
    life: Life,
    is_replacement_asked: bool,
    starts: u64,
    /// What made the next start necessary: the first thing that went wrong since the last one.
    replaces: Option<RestartReason>,
    restarts_by: RestartCounts,
    past: Counters,
    pace: Pace,
    last_failure: Option<(Moment, String)>,
    n_failures: u64,
    /// Why it is not tried though its own wait may be over: most rooms fail together.
    held: Option<String>,
}

/// What is known of the process that serves the room, or served it last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Life {
    /// When the supervisor met it.
    pub began: Moment,
    /// How old it was then.
    pub age: Duration,
    /// The version it said it runs.
    pub version: Option<String>,
    /// Its memory as it was weighed last. Unit: bytes.
    pub memory_bytes: Option<u64>,
    /// What its operator should look at.
    pub warning: Option<String>,
    /// Whether that was told.
    is_warned: bool,
    /// Whether it takes more memory than it may.
    is_too_heavy: bool,
    /// Its last beat.
    pub beat: Option<Box<Beat>>,
    /// Since when it has been joined without a break.
    joined_since: Option<Moment>,
    /// Its longest time joined at a stretch, the present one aside.
    joined_longest: Duration,
    /// What it said before it left.
    last_words: Option<LastWords>,
    /// The last line it printed.
    last_print: Option<String>,
}

/// After a kill the next one follows this much later, should the child still be there.
const KILL_AGAIN: Duration = Duration::from_secs(5);

impl Row {
    /// A room without a child.
    pub(crate) fn absent(now: Moment) -> Self {
        Self {
            child: Child::Absent,
            pulse: Pulse::Unlinked(now),
            history: History::default(),
            life: Life::default(),
            is_replacement_asked: false,
            starts: 0,
            replaces: None,
            restarts_by: RestartCounts::new(),
            past: Counters::default(),
            pace: Pace::default(),
            last_failure: None,
            n_failures: 0,
            held: None,
        }
    }

    /// Its child.
    pub(crate) fn child(&self) -> &Child {
        &self.child
    }

    /// What is heard of the child.
    pub(crate) fn pulse(&self) -> Pulse {
        self.pulse
    }

    /// The process that serves the room, or served it last.
    pub(crate) fn life(&self) -> &Life {
        &self.life
    }

    /// Whether an operator wants a fresh child.
    pub(crate) fn is_replacement_asked(&self) -> bool {
        self.is_replacement_asked
    }

    /// Why a fresh child is called for, though nobody asks for one: the child does not live, or takes too much.
    pub(crate) fn verdict(&self, rules: &Supervision, now: Moment) -> Option<StopCause> {
        self.life.is_too_heavy.then_some(StopCause::Memory).or_else(|| self.pulse.verdict(rules, now))
    }

    /// How often a child was started after the first one.
    pub(crate) fn restarts(&self) -> u64 {
        self.starts.saturating_sub(1)
    }

    /// The same by what made each start necessary.
    pub(crate) fn restarts_by(&self) -> &RestartCounts {
        &self.restarts_by
    }

    /// The last failure of a child, with its time.
    pub(crate) fn last_failure(&self) -> Option<(Moment, &str)> {
        self.last_failure.as_ref().map(|(moment, why)| (*moment, why.as_str()))
    }

    /// How often a child has failed, since the supervisor began.
    pub(crate) fn n_failures(&self) -> u64 {
        self.n_failures
    }

    /// Whether it is held back because most rooms fail together.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// When it is tried again, if it waits for a time that is known.
    pub(crate) fn next_try(&self) -> Option<Moment> {
        self.child.next_try().filter(|_| !self.is_held())
    }

    /// The next moment at which time alone calls for a step.
    pub(crate) fn due(&self) -> Option<Moment> {
        self.child.due().filter(|_| !self.is_held())
    }

    /// Whether the child has proved itself: joined for long enough to count as healthy, or as long in the world as it
    /// takes to be put into quarantine. The latter is for days when the chat server is away.
    pub(crate) fn stands(&self, rules: &Supervision, now: Moment) -> bool {
        let is_at_work = matches!(self.child, Child::Starting { .. } | Child::Running { .. });
        let age = self.life.age.saturating_add(now.since(self.life.began));
        is_at_work && (self.life.joined_now(now) >= rules.healthy_after || age >= rules.quarantine_window)
    }

    /// Whether its child said that it is in the room.
    pub(crate) fn is_joined(&self) -> bool {
        self.life.joined_since.is_some()
    }

    /// The phase a viewer sees.
    pub(crate) fn phase(&self) -> Phase {
        Phase::shown(self.child.phase(), self.life.beat.as_ref().map(|beat| (beat.line, beat.store)))
    }

    /// Why the room is not joined, as far as anyone knows.
    pub(crate) fn reason(&self) -> Option<String> {
        match &self.child {
            Child::Stopping { why, .. } => Some(why.to_string()),
            Child::Starting { .. } | Child::Running { .. } => self.life.beat.as_ref()?.reason.clone(),
            Child::Absent => None,
            Child::BackingOff { .. } | Child::Quarantined { .. } | Child::Blocked { .. } => {
                let why = self.last_failure.as_ref().map(|(_, why)| why.clone())?;
                Some(self.held.as_ref().map_or_else(|| why.clone(), |held| format!("{held} ({why})")))
            }
        }
    }

    /// All that the room's processes have counted since the supervisor began.
    pub(crate) fn totals(&self) -> Counters {
        let mut totals = self.past.clone();
        if let Some(beat) = &self.life.beat {
            tally::add(&mut totals, &beat.counters);
        }
        totals
    }

    /// How much was said in the room of late.
    pub(crate) fn pace(&self) -> &Pace {
        &self.pace
    }

    /// A link of the child stands.
    pub(crate) fn linked(&mut self, version: String, now: Moment) {
        self.pulse = Pulse::Heard(now);
        self.life.version = Some(version);
    }

    /// The link of the child is gone.
    pub(crate) fn unlinked(&mut self, now: Moment) {
        self.pulse = Pulse::Unlinked(now);
    }

    /// A beat came.
    pub(crate) fn beaten(&mut self, beat: Box<Beat>, now: Moment) {
        self.pulse = Pulse::Heard(now);
        match (beat.line, self.life.joined_since) {
            (LinePhase::Joined, None) => self.life.joined_since = Some(now),
            (LinePhase::Joined, Some(_)) => {}
            (_, since) => {
                let stretch = since.map_or(Duration::ZERO, |since| now.since(since));
                self.life.joined_longest = self.life.joined_longest.max(stretch);
                self.life.joined_since = None;
            }
        }
        self.pace.note(self.past.lines_in.saturating_add(beat.counters.lines_in), now);
        self.life.beat = Some(beat);
        if let Child::Starting { pid } = self.child {
            self.go(Child::Running { pid });
        }
    }

    /// A beat came since the last turn that says what the last one said.
    pub(crate) fn beaten_again(&mut self, now: Moment) {
        self.pulse = Pulse::Heard(now);
    }

    /// The child was weighed; the warning, the first time there is one.
    pub(crate) fn weighed(&mut self, bytes: u64, limits: MemoryLimits) -> Option<&str> {
        self.life.memory_bytes = Some(bytes);
        match verdict(bytes, limits) {
            Verdict::Fine => self.life.warning = None,
            Verdict::TooHeavy(_) => self.life.is_too_heavy = true,
            Verdict::Heavy(soft) => {
                let mib = |bytes: u64| bytes.div_ceil(1 << 20);
                let told = format!("its memory is {} MiB, beyond memory_soft ({} MiB)", mib(bytes), mib(soft));
                self.life.warning = Some(told);
                let is_news = !std::mem::replace(&mut self.life.is_warned, true);
                return self.life.warning.as_deref().filter(|_| is_news);
            }
        }
        None
    }

    /// The child said why it leaves, or this is what it printed last; nothing new changes nothing.
    pub(crate) fn left_behind(&mut self, words: Option<LastWords>, print: Option<String>) {
        self.life.last_words = words.or_else(|| self.life.last_words.take());
        self.life.last_print = print.or_else(|| self.life.last_print.take());
    }

    /// The child was asked to leave.
    pub(crate) fn terminated(&mut self, why: StopCause, grace: Duration, now: Moment) {
        if let Some(pid) = self.child.pid() {
            self.go(Child::Stopping { pid, why, kill_at: now.after(grace) });
        }
    }

    /// The child was killed; it is killed again should it not go.
    pub(crate) fn killed(&mut self, now: Moment) {
        if let Child::Stopping { pid, why, .. } = self.child {
            self.go(Child::Stopping { pid, why, kill_at: now.after(KILL_AGAIN) });
        }
    }

    /// Patience is over: a child that was asked to leave is killed at once.
    pub(crate) fn hurry(&mut self, now: Moment) {
        if let Child::Stopping { kill_at, .. } = &mut self.child {
            *kill_at = now.min(*kill_at);
        }
    }

    /// The room waits for nothing any more.
    pub(crate) fn rest(&mut self) {
        self.held = None;
        self.go(Child::Absent);
    }

    /// An operator wants a fresh child: a living one is replaced, a waiting room is tried at once.
    pub(crate) fn ask_replacement(&mut self) {
        self.history.clear();
        self.held = None;
        if self.child.pid().is_some() {
            self.is_replacement_asked = true;
        } else if self.child.next_try().is_some() {
            self.go(Child::Absent);
        }
    }

    /// Held back for this reason, or not any more. A room with a child is never held.
    pub(crate) fn hold(&mut self, why: Option<&str>) {
        if self.held.as_deref() != why {
            self.held = why.map(str::to_owned);
        }
    }

    /// A child was started.
    pub(crate) fn spawned(&mut self, pid: i32, now: Moment) {
        let reason = self.replaces.take();
        if self.starts > 0 {
            *self.restarts_by.entry(reason.unwrap_or(RestartReason::Untold)).or_default() += 1;
        }
        self.starts += 1;
        self.met(pid, Life { began: now, ..Life::default() }, now);
    }

    /// A child that an earlier supervisor started lives still, and is ours now.
    pub(crate) fn adopted(&mut self, pid: i32, age: Duration, now: Moment) {
        self.starts = self.starts.max(1);
        self.met(pid, Life { began: now, age, ..Life::default() }, now);
    }

    /// The child is gone, or never came to be.
    pub(crate) fn ended(&mut self, ending: Ending, now: Moment, rules: &Supervision, dice: &mut Dice) {
        let joined = self.life.joined(now);
        let (ending, why) = self.explain(ending);
        let cause = if let Child::Stopping { why, .. } = self.child { Some(why) } else { None };
        self.replaces.get_or_insert(reason_of(cause, &ending));
        let is_ours = self.child.stops_in_order();
        self.retire(now);
        if is_ours {
            self.go(Child::Absent);
        } else {
            self.last_failure = Some((now, why));
            self.n_failures += 1;
            let next = self.history.fail(Failure { ending: &ending, joined, now }, rules, dice);
            self.go(next);
        }
    }

    /// How it ended and why in words, from all that is known: our own doing, its last words, the system's word.
    fn explain(&self, ending: Ending) -> (Ending, String) {
        match (&self.child, &self.life.last_words) {
            (Child::Stopping { why, .. }, _) if why.is_failure() => (Ending::Untold, why.to_string()),
            (_, Some(words)) => {
                let ending = if ending == Ending::Untold { Ending::Code(words.code) } else { ending };
                (ending, words.reason.clone())
            }
            (_, None) => {
                let printed = self.life.last_print.as_ref().map(|line| format!("; it printed: {line}"));
                let why = format!("{ending}{}", printed.unwrap_or_default());
                (ending, why)
            }
        }
    }

    /// Takes what the process leaves behind.
    fn retire(&mut self, now: Moment) {
        self.past = self.totals();
        self.life = Life { began: now, ..Life::default() };
        self.pulse = Pulse::Unlinked(now);
        self.is_replacement_asked = false;
    }

    fn met(&mut self, pid: i32, life: Life, now: Moment) {
        self.life = life;
        self.pulse = Pulse::Unlinked(now);
        self.held = None;
        self.go(Child::Starting { pid });
    }

    fn go(&mut self, to: Child) {
        debug_assert!(is_allowed(self.child.phase(), to.phase()), "{:?} -> {to:?}", self.child);
        self.child = to;
    }
}

impl Life {
    /// The longest time it was joined at a stretch.
    fn joined(&self, now: Moment) -> Duration {
        self.joined_now(now).max(self.joined_longest)
    }

    /// How long it has been joined without a break.
    fn joined_now(&self, now: Moment) -> Duration {
        self.joined_since.map_or(Duration::ZERO, |since| now.since(since))
    }
}
