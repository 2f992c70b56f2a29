//! What is heard inside the room: lines and their answers, echoes of our own, and the room's state.

use std::time::Duration;

use dazza_shared::clock;
use dazza_shared::link::{LiveEvent, ToFleet};
use dazza_shared::names::PlayerName;
use jiff::Timestamp;
use tracing::{debug, info};

use super::{Effect, Host, Now};
use crate::chat::{Heard, Reply, Route, To, html};
use crate::commands::RoomView;
use crate::cytube::event::{self, Event, LoginAnswer};
use crate::entry::Out;
use crate::outbox::{Flood, Line, Urgency};
use crate::room::Happening;

/// How many of the room's last lines are remembered as ours or not. Source: `commands-and-games.md`, 2.8, mood.
const N_RECENT: usize = 50;

/// How long a line of our own counts as recent. Source: as above.
const RECENT: Duration = Duration::from_hours(1);

impl Host {
    /// Takes in an event that left us where we are.
    pub(super) fn take_in(&mut self, event: Event, now: Now) {
        match event {
            Event::Chat(line) => self.line(&line, now),
            Event::Pm(pm) => self.private_line(&pm, now),
            Event::Login(LoginAnswer::Welcome { name, .. }) => self.known_as(&name),
            Event::Cooldown(gap) => self.outbox.said_too_fast(gap, now.instant),
            Event::Noflood { text, .. } => self.line_refused(&text),
            Event::SpamFiltered { reason } => self.line_refused(&reason),
            Event::ErrorMsg(refusal) => self.error_told(&refusal.text),
            Event::ChannelNotRegistered => self.channel_unregistered(now),
            Event::Unreadable { name, why } => {
                self.counters.frames_unreadable += 1;
                debug!("cannot read what the server sent as `{name}`: {why}");
            }
            Event::Unknown { name } => debug!("the server sent `{name}`, which we do not know"),
            other => self.apply(other, now),
        }
    }

    /// Says a line that nobody here asked for.
    pub(super) fn announce(&mut self, text: &str, now: Now) {
        for line in Reply::say(To::Room, text).into_lines() {
            self.outbox.push(Line::public(line.text), Urgency::Announcement, line.after, now.instant);
        }
    }

    fn apply(&mut self, event: Event, now: Now) {
        let happening = self.room.apply(event, self.bot.as_str());
        let flood = self.room.antiflood().map(|o| Flood { burst: o.burst, sustained: o.sustained });
        self.outbox.keep_to(flood);
        let time = now.time;
        let live = match happening {
            Some(Happening::PlayerJoined(name)) => LiveEvent::PlayerJoined { time, player: name.into() },
            Some(Happening::PlayerLeft(name)) => LiveEvent::PlayerLeft { time, player: name.into() },
            None => return,
        };
        self.effects.push(Effect::Tell(ToFleet::Event(live)));
    }

    fn line(&mut self, line: &event::Line, now: Now) {
        // Before the roster has come, lines are the backlog: heard, and answered, by an earlier connection.
        if !self.stage.is_inside() {
            return;
        }
        let text = html::as_typed(&line.html);
        let is_own = self.bot.is(&line.username);
        if is_own {
            self.outbox.confirm(&Line::public(text.as_str()));
        }
        // `[server]` and its like are no players, and a shadowed line is one that nobody else saw.
        let Ok(player) = line.username.parse::<PlayerName>() else { return };
        if line.is_shadow {
            return;
        }
        self.remember(is_own, line.time);
        self.effects.push(Effect::Tell(ToFleet::Event(LiveEvent::Chat {
            time: line.time,
            player: player.to_string(),
            text: text.clone(),
            is_own,
        })));
        if !is_own {
            self.counters.lines_in += 1;
            self.answer(&player, &text, Route::Public, now);
        }
    }

    fn private_line(&mut self, pm: &event::Pm, now: Now) {
        let text = html::as_typed(&pm.html);
        if self.bot.is(&pm.username) {
            self.outbox.confirm(&Line::private(&*pm.to, text));
        } else if let Ok(player) = pm.username.parse::<PlayerName>()
            && self.stage.is_inside()
        {
            self.answer(&player, &text, Route::Pm, now);
        }
    }

    fn answer(&mut self, player: &PlayerName, text: &str, route: Route, now: Now) {
        let rank = self.room.roster().get(player.key()).map_or(0.0, |person| person.rank);
        let heard = Heard { player, rank, text, route };
        let view = RoomView {
            bot_name: self.bot.as_str(),
            settings: &self.welcome.settings,
            zone: &self.zone,
            started: self.started,
            roster: self.room.roster(),
            playlist: self.room.playlist(),
            own_lines_last_hour: n_own_lines(&self.recent, now.time),
            bongs_today: 0,
        };
        let Some(answer) = self.desk.hear(&heard, &view, now.time, &mut self.dice) else { return };
        if let Some(command) = answer.command {
            self.counters.count_command(command, answer.result);
        }
        if let Some(kind) = answer.error {
            let what = answer.command.unwrap_or_default();
            self.note_error(kind, format!("the command `{what}` panicked"), now);
        }
        for line in answer.reply.into_lines() {
            let outgoing = match &line.to {
                To::Room => Line::public(line.text),
                To::Player(name) => Line::private(name.as_str(), line.text),
            };
            match line.after {
                Duration::ZERO => self.outbox.reply(outgoing, now.instant),
                after => self.outbox.push(outgoing, Urgency::Reply, after, now.instant),
            }
        }
    }

    fn remember(&mut self, is_own: bool, time: Timestamp) {
        if self.recent.len() == N_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((time, is_own));
    }

    /// The server spells our name its own way.
    fn known_as(&mut self, name: &str) {
        if let Ok(name) = name.parse() {
            self.bot = name;
        }
    }

    fn line_refused(&mut self, why: &str) {
        info!("the server refused a line of ours: {why}");
        self.outbox.refused();
    }

    fn error_told(&mut self, text: &str) {
        info!("the server complains: {text}");
        if text.starts_with("PM failed") {
            self.outbox.refused();
        }
    }

    fn channel_unregistered(&mut self, now: Now) {
        if !self.welcome.settings.allow_unregistered {
            let out = Out::unregistered(&self.welcome.settings.name);
            self.go_out(out, dazza_shared::counters::ErrorKind::ShutOut, now);
        }
    }
}

fn n_own_lines(recent: &std::collections::VecDeque<(Timestamp, bool)>, now: Timestamp) -> u64 {
    recent.iter().filter(|(time, is_own)| *is_own && clock::since(*time, now) < RECENT).count() as u64
}
