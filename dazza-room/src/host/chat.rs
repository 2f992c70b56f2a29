//! What is heard inside the room: lines and their answers, echoes of our own, and the room's state.

use std::time::Duration;

use dazza_shared::clock;
use dazza_shared::config::StorePms;
use dazza_shared::line_key::{self, LineKey};
use dazza_shared::link::{LastError, LiveEvent};
use dazza_shared::names::PlayerName;
use dazza_shared::store::chat_log::{ChatLine, PostedLink, PrivateLine};
use dazza_shared::words::word_count;
use jiff::Timestamp;
use tokio::time::Instant;
use tracing::{debug, info};

use super::{Asked, Host, Now};
use crate::chat::{Heard, Link, Reply, Route, To, html, invocation, links_beside};
use crate::commands::{Access, Answer, Cause, RoomView, Taken};
use crate::cytube::event::{self, Event, LoginAnswer};
use crate::database::Record;
use crate::entry::Out;
use crate::games::coin_flip::Side;
use crate::games::contest::ContestAnswer;
use crate::journal::Missed;
use crate::outbox::{Answers, Line, Urgency};
use crate::reactions::{self, Reaction};

/// How many of the room's last lines are remembered as ours or not. Source: `commands-and-games.md`, 2.8, mood.
const N_RECENT: usize = 50;

/// How long a line of our own counts as recent. Source: as above.
const RECENT: Duration = Duration::from_hours(1);

/// What a command is carried out because of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Why {
    /// The line that asked for it.
    pub(super) line: LineKey,
    /// When the frame came in that brought it, if it has not waited since.
    pub(super) heard_at: Option<Instant>,
}

impl Host {
    /// Takes in an event that left us where we are.
    pub(super) fn take_in(&mut self, event: Event, now: Now) {
        self.hear_for_acts(&event, now);
        match event {
            Event::Chat(line) => self.line(&line, now),
            Event::Pm(pm) => self.private_line(&pm, now),
            Event::Login(LoginAnswer::Welcome { name, .. }) => self.known_as(&name),
            Event::Cooldown(gap) => self.outbox.said_too_fast(gap, now.instant),
            Event::Noflood { action, text } => self.muted(&action, &text),
            Event::SpamFiltered { reason } => self.too_new(&reason, now),
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

    /// Tells somebody what another room has for them, if they are here.
    pub(super) fn pass_on(&mut self, to: &PlayerName, text: &str, now: Now) {
        if self.stage.is_inside() && self.room.roster().get(to.key()).is_some() {
            self.say(&Reply::say(To::Player(to.clone()), text), None, None, now);
        }
    }

    fn line(&mut self, line: &event::Line, now: Now) {
        if line.is_shadow {
            return; // nobody else saw it
        }
        let key = self.key(&line.username, &line.html, (false, line.time));
        let text = html::as_typed(&line.html);
        let is_own = self.bot.is(&line.username);
        let links = links_beside(&line.html, &text);
        let of_note: Vec<_> = links.iter().filter(|link| link.is_of_note()).cloned().collect();
        self.record(Record::Line(self.stored(line, key, (&text, links), is_own)));
        // Before the roster has come, lines are the backlog.
        if !self.stage.is_inside() {
            return self.keep_for_later((line, key), (text, of_note), is_own, now);
        }
        if is_own && let Some(tag) = self.outbox.confirm(&Line::public(text.as_str())) {
            self.seen(tag, now);
        }
        // `[server]` and its like are no players.
        let Ok(player) = line.username.parse::<PlayerName>() else { return };
        self.remember(is_own, line.time);
        self.tell_live(LiveEvent::Chat {
            time: line.time,
            player: player.to_string(),
            text: text.clone(),
            is_own,
            is_command: !is_own && self.is_command(&text),
        });
        self.note_talk((player.as_str(), &text), is_own, now);
        if !is_own {
            self.counters.lines_in += 1;
            if self.asks_for_something(&player, &text, now.time) {
                let (player, text) = (player.clone(), text.clone());
                self.ask_for(Missed { key, player, text, links: Vec::new(), time: now.time }, Some(now.instant));
            } else {
                self.respond(&player, &text, key, now);
            }
            self.note_victim(&player, now.time, now);
            self.deliver_to_speaker(&player, now);
            self.note_links(&player, &of_note, (line.time, now));
        }
    }

    fn private_line(&mut self, pm: &event::Pm, now: Now) {
        let text = html::as_typed(&pm.html);
        let key = self.key(&pm.username, &pm.html, (true, pm.time));
        let choice = self.settings.store_pms;
        if choice != StorePms::Off {
            let is_kept = choice == StorePms::All || self.is_command(&text);
            self.record(Record::Private(PrivateLine {
                key,
                from: pm.username.to_lowercase().into(),
                to: pm.to.to_lowercase().into(),
                text: is_kept.then(|| text.as_str().into()),
                at: pm.time,
            }));
        }
        if self.bot.is(&pm.username) {
            self.outbox.confirm(&Line::private(&*pm.to, text)); // a private line is not noted
        } else if let Ok(player) = pm.username.parse::<PlayerName>()
            && self.stage.is_inside()
        {
            self.answer((&player, &text, Route::Pm), Why { line: key, heard_at: Some(now.instant) }, now);
        }
    }

    /// Keeps a line from before we came in until it is known which of them were answered.
    fn keep_for_later(
        &mut self,
        (line, key): (&event::Line, LineKey),
        (text, links): (String, Vec<Link>),
        is_own: bool,
        now: Now,
    ) {
        if is_own {
            self.backlog.note_own(&text, line.time);
        } else if let Ok(player) = line.username.parse() {
            self.note_victim(&player, line.time, now);
            self.backlog.note_line(Missed { key, player, text, links, time: line.time });
        }
    }

    /// Answers a line of the room, as if it had been heard when it was said.
    pub(super) fn serve(&mut self, asked: &Asked, now: Now) {
        let Missed { key, player, text, time, links: _ } = &asked.line;
        let then = Now { instant: now.instant, time: (*time).min(now.time) };
        if let Some(answer) = self.game_answer(player, text, then.time) {
            // Such a line is a move in a game, and no command. Source: `platform.md`, 3.1.
            self.react(answer, (player.clone(), text), Cause::Line(*key), then);
        } else if let Some(crime) = self.vote(text, then.time) {
            self.react(reactions::VOTE_HEIST, (player.clone(), crime.id), Cause::Line(*key), then);
        } else {
            self.answer((player, text, Route::Public), Why { line: *key, heard_at: asked.heard_at }, then);
        }
    }

    fn answer(&mut self, (player, text, route): (&PlayerName, &str, Route), cause: Why, now: Now) {
        let rank = self.room.roster().get(player.key()).map_or(0.0, |person| person.rank);
        let heard = Heard { player, rank, text, route };
        if self.pending.house.hush.is_total(now.time) && !Access::Moderator.admits(&heard, &self.welcome.settings) {
            return;
        }
        let mut dice = self.dice.child();
        let mut desk = std::mem::take(&mut self.desk);
        let taken = desk.hear(&heard, &self.view(now.time), now.time, &mut dice);
        self.desk = desk;
        for used in self.desk.take_uses() {
            self.record(Record::Use(used));
        }
        match taken {
            None => {}
            Some(Taken::Answered(answer)) => self.answered(&answer, cause, now),
            Some(Taken::Deferred(deferred)) => self.defer(*deferred, &heard, cause, now),
            Some(Taken::Asks(asks)) => self.ask_outside(*asks, &heard, cause, now),
        }
    }

    /// What hears a line that is a move in a game: contests first, then duels. Source: as above.
    pub(super) fn game_answer(&self, player: &PlayerName, text: &str, now: Timestamp) -> Option<Reaction> {
        let (key, pending) = (player.key(), &self.pending);
        if pending.contests.wait_for(key, now) && ContestAnswer::of(text).is_some() {
            return Some(reactions::ANSWER_CONTEST);
        }
        let is_call = pending.duels.wait_for(key, now) && Side::named(text.trim()).is_some();
        is_call.then_some(reactions::ANSWER_DUEL)
    }

    pub(super) fn answered(&mut self, answer: &Answer, cause: Why, now: Now) {
        if let Some(command) = answer.command {
            self.counters.count_command(command, answer.result);
        }
        if let Some(kind) = answer.error {
            let what = answer.command.unwrap_or_default();
            self.note_error(kind, format!("the command `{what}` panicked"), now);
        }
        let answers = cause.heard_at.map(|heard_at| Answers { heard_at, is_stored: false });
        self.say(&answer.reply, Some(cause.line), answers, now);
    }

    /// The room as commands see it.
    pub(super) fn view(&self, now: Timestamp) -> RoomView<'_> {
        let today = self.statistics_zone.to_datetime(now).date();
        RoomView {
            bot_name: self.bot.as_str(),
            settings: &self.welcome.settings,
            zone: &self.zone,
            started: self.started,
            roster: self.room.roster(),
            playlist: self.room.playlist(),
            own_lines_last_hour: n_own_lines(&self.recent, now),
            bongs_today: self.pending.bongs_on(today),
            powers: self.room.powers(),
            has_poll: self.room.poll().is_some(),
            on_screen: self.room.screen().media().map(|media| (&*media.kind, &*media.id)),
            vitals: &self.vitals,
            is_supervised: self.is_linked,
            web: self.welcome.web.as_ref(),
        }
    }

    fn key(&mut self, name: &str, raw: &str, (is_private, time): (bool, Timestamp)) -> LineKey {
        let room = &self.welcome.settings.name;
        self.twins.key(&line_key::Line { room, is_private, time, name, raw })
    }

    fn stored(&self, line: &event::Line, key: LineKey, (text, links): (&str, Vec<Link>), is_own: bool) -> ChatLine {
        let posted = |link: Link| PostedLink {
            url: link.url.into(),
            normalized: link.normalized.into(),
            domain: link.domain.into(),
            kind: link.kind.name().into(),
        };
        ChatLine {
            key,
            name: line.username.clone(),
            text: text.into(),
            sent_at: line.time,
            n_words: u16::try_from(word_count(text)).unwrap_or(u16::MAX),
            is_command: self.is_command(text),
            is_own,
            links: links.into_iter().map(posted).collect(),
        }
    }

    pub(super) fn is_command(&self, text: &str) -> bool {
        invocation(text, &self.welcome.settings.prefix).is_some()
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

    /// Source: `cytube-protocol`, 4.4: despite its name it says that we are muted; `/rank` uses it for its usage.
    fn muted(&mut self, action: &str, text: &str) {
        self.line_refused(text);
        if action == "chat" {
            self.room.note_muted();
            self.look_for_obstacles();
        }
    }

    fn too_new(&mut self, reason: &str, now: Now) {
        self.line_refused(reason);
        let text = format!("the channel refuses what accounts as new as the bot's say ({reason})");
        self.last_error = Some(LastError { time: now.time, text });
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
