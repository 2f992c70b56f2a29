//! The line to the chat server: wait, ask the gate, dial, get in, fall out, wait again.

use std::time::Duration;

use dazza_shared::counters::ErrorKind;
use dazza_shared::line_key::Twins;
use dazza_shared::link::ToFleet;
use dazza_shared::phase::LinePhase;
use jiff::Timestamp;
use tokio::time::Instant;
use tracing::{info, warn};

use super::{Effect, Host, Now};
use crate::cytube::action::Action;
use crate::cytube::event::Event;
use crate::database::Record;
use crate::entry::{Entry, Out, Progress, Refusal};
use crate::journal::Backlog;
use crate::outbox::Line;
use crate::room::Room;

/// How far the line to the chat server is.
#[derive(Debug)]
pub(super) enum Stage {
    /// Stays away until then.
    Waiting { until: Instant, next_try: Timestamp },
    /// Has asked the connect gate; opens it alone at that time if no supervisor is there.
    AtGate { alone_at: Option<Instant> },
    /// A dial is under way.
    Dialling,
    /// Connected: on the way in, or inside since then.
    Connected { entry: Entry, inside_since: Option<Instant> },
}

/// How long lines that wait may hold up a leaving room. Source: `platform.md`, 1.10.
pub(super) const LEAVE_WITHIN: Duration = Duration::from_secs(2);

/// How long a room waits for a supervisor that is away before it gates itself. Source: `decisions.md`, 14.
const GATE_ALONE_AFTER: Duration = Duration::from_secs(5);

/// Time inside after which earlier failures no longer count. Source: `platform.md`, 1.8.
const HEALTHY_AFTER: Duration = Duration::from_mins(1);

impl Stage {
    pub(super) fn is_inside(&self) -> bool {
        matches!(self, Self::Connected { inside_since: Some(_), .. })
    }

    pub(super) fn is_connected(&self) -> bool {
        matches!(self, Self::Connected { .. } | Self::Dialling)
    }

    pub(super) fn wake_at(&self) -> Option<Instant> {
        match self {
            Self::Waiting { until, .. } => Some(*until),
            Self::AtGate { alone_at } => *alone_at,
            Self::Dialling => None,
            Self::Connected { entry, .. } => entry.give_up_at(),
        }
    }
}

impl Host {
    pub(super) fn line_phase(&self) -> LinePhase {
        let is_shut_out = self.why_not_inside.as_ref().is_some_and(|out| out.refusal.is_shut_out());
        match &self.stage {
            _ if self.leave_by.is_some() => LinePhase::Leaving,
            stage if stage.is_inside() => LinePhase::Joined,
            Stage::Waiting { .. } if is_shut_out => LinePhase::ShutOut,
            _ if self.has_been_inside => LinePhase::Lost,
            _ => LinePhase::Connecting,
        }
    }

    pub(super) fn woken(&mut self, now: Now) {
        self.outbox.expire(now.instant);
        self.react_to_time(now);
        match &self.stage {
            Stage::Waiting { until, .. } if *until <= now.instant && self.leave_by.is_none() => self.ask_gate(now),
            Stage::AtGate { alone_at: Some(at) } if *at <= now.instant => self.gate_opened(),
            Stage::Connected { entry, .. } if entry.give_up_at().is_some_and(|at| at <= now.instant) => {
                let out = entry.overdue();
                self.go_out(out, ErrorKind::Connect, now);
            }
            _ => {}
        }
    }

    fn ask_gate(&mut self, now: Now) {
        self.stage = Stage::AtGate { alone_at: None };
        if self.is_linked {
            self.ask_gate_again();
        } else {
            self.unlinked(now);
        }
    }

    /// The supervisor may have forgotten that we asked, or be a new one.
    pub(super) fn ask_gate_again(&mut self) {
        if let Stage::AtGate { alone_at } = &mut self.stage {
            *alone_at = None;
            self.effects.push(Effect::Tell(ToFleet::ConnectAsk));
        }
    }

    /// A supervisor that was away may count a connection that is over meanwhile.
    pub(super) fn relinked(&mut self) {
        match self.stage {
            Stage::AtGate { .. } => self.ask_gate_again(),
            Stage::Waiting { .. } => self.effects.push(Effect::Tell(ToFleet::ConnectOver { refused: None })),
            Stage::Dialling | Stage::Connected { .. } => {}
        }
    }

    /// Without a supervisor rooms open the gate alone, each in its turn.
    pub(super) fn unlinked(&mut self, now: Now) {
        self.is_linked = false;
        let server = &self.welcome.settings.server;
        let turns = self.welcome.slot.saturating_add(1).saturating_sub(server.connect_burst);
        let wait = GATE_ALONE_AFTER.saturating_add(server.connect_interval.saturating_mul(turns));
        if let Stage::AtGate { alone_at } = &mut self.stage {
            *alone_at = now.instant.checked_add(wait); // a turn that never comes is none
        }
    }

    pub(super) fn gate_opened(&mut self) {
        if matches!(self.stage, Stage::AtGate { .. }) && self.leave_by.is_none() {
            self.stage = Stage::Dialling;
            self.counters.connects += 1;
            self.effects.push(Effect::Dial);
        }
    }

    pub(super) fn connected(&mut self, now: Now) {
        let (room, bot) = (self.welcome.settings.name.clone(), self.bot.clone());
        let begin = if self.is_replaced { Entry::begin_looking } else { Entry::begin };
        let (entry, first) = begin(room, bot, &self.welcome.credentials, now.instant);
        self.stage = Stage::Connected { entry, inside_since: None };
        (self.room, self.obstacle) = (Room::default(), None);
        self.twins = Twins::default();
        self.backlog = Backlog::default();
        self.ask(first);
    }

    pub(super) fn heard(&mut self, event: Event, now: Now) {
        self.counters.frames_in += 1;
        let Stage::Connected { entry, .. } = &mut self.stage else { return };
        match entry.heard(&event, &self.welcome.credentials, now.instant) {
            Progress::None => {}
            Progress::Ask(action) => self.ask(action),
            Progress::Inside => self.inside(now),
            Progress::Out(out) => return self.go_out(out, ErrorKind::ShutOut, now),
        }
        self.take_in(event, now);
    }

    fn inside(&mut self, now: Now) {
        if let Stage::Connected { inside_since, .. } = &mut self.stage {
            *inside_since = Some(now.instant);
        }
        (self.has_been_inside, self.is_replaced) = (true, false);
        self.look_for_obstacles();
        self.look_back(now);
        self.why_not_inside = None;
        self.counters.joins += 1;
        self.record(Record::Connection { event: "joined".into(), why: None, at: now.time });
        info!("joined the room {} as {}", self.welcome.settings.name, self.bot);
    }

    /// The line is gone, by our will or not: hang up, remember why, and set the next try.
    pub(super) fn go_out(&mut self, out: Out, kind: ErrorKind, now: Now) {
        if let Stage::Connected { inside_since: Some(since), .. } = &self.stage
            && now.instant - *since >= HEALTHY_AFTER
        {
            self.redial.forget_failures();
        }
        let kind = match out.refusal {
            Refusal::NeedsAPerson(_) | Refusal::GuestMustWait => ErrorKind::Login,
            _ => kind,
        };
        self.is_replaced |= out.refusal == Refusal::DuplicateLogin;
        self.note_error(kind, out.reason.clone(), now);
        self.effects.push(Effect::HangUp);
        if self.stage.is_connected() {
            let refused = out.refusal.of_address().filter(|_| matches!(self.stage, Stage::Dialling));
            self.effects.push(Effect::Tell(ToFleet::ConnectOver { refused }));
        }
        self.acts_lost(now);
        self.outbox.clear();
        self.book.line_gone();
        self.catch_up_by = None;
        self.take_back_undelivered(now);
        self.pending.post.all_gone();
        if matches!(self.stage, Stage::Connected { .. }) {
            self.nobody_here(now);
        }
        self.record(Record::Connection { event: "out".into(), why: Some(out.reason.clone()), at: now.time });
        if let Refusal::NeedsAPerson(exit) = out.refusal {
            self.effects.push(Effect::Leave(exit, out.reason));
            return;
        }
        let wait = self.redial.wait_after(&out.refusal, now.instant, &mut self.dice);
        let next_try = dazza_shared::clock::later(now.time, wait);
        warn!(wait_ms = wait.as_millis(), "not in the room: {}; next try in {} s", out.reason, wait.as_secs());
        self.stage = Stage::Waiting { until: now.instant + wait, next_try };
        self.why_not_inside = Some(out);
    }

    pub(super) fn ask(&mut self, action: Action) {
        self.effects.push(Effect::Ask { action, answers: None });
    }

    pub(super) fn say_what_is_due(&mut self, now: Now) {
        if !self.stage.is_inside() {
            return;
        }
        while let Some(due) = self.outbox.pop(now.instant) {
            self.counters.lines_out += 1;
            let Line { to, text, tag, receipt: _ } = due.line;
            if let Some(entry) = tag.and_then(|tag| self.book.sent(tag, now.time)) {
                self.note(entry);
            }
            let text = text.into_string();
            let action = match to {
                None => Action::Chat { text },
                Some(to) => Action::Pm { to: to.into_string(), text },
            };
            self.effects.push(Effect::Ask { action, answers: due.answers });
        }
    }
}
