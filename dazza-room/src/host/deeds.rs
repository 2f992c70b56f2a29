//! Deeds: what the worker is asked to do in the database, and what comes of it.

use std::time::Duration;

use dazza_shared::clock;
use dazza_shared::counters::CommandResult;
use dazza_shared::line_key::LineKey;
use dazza_shared::link::{LiveEvent, ToFleet};
use dazza_shared::names::PlayerName;
use jiff::Timestamp;
use tracing::error;

use super::chat::Why;
use super::{Effect, Host, Now};
use crate::chat::{Heard, Reply, Route, To};
use crate::commands::{Cause, Cooldowns, Deed, Deferred, Done, Snapshot};
use crate::journal::{Standing, Tag};
use crate::outbox::{Answers, Line, Urgency};
use crate::reactions::{self, Note, Reaction};

impl Host {
    /// Has a command carried out by the worker.
    pub(super) fn defer(&mut self, deferred: Deferred, heard: &Heard<'_>, why: Why, now: Now) {
        let Deferred { command, run, args, dice, aside, cooldowns } = deferred;
        let deed = Deed {
            name: command.name,
            run,
            cause: Cause::Command(why.line),
            player: heard.player.clone(),
            rank: heard.rank,
            text: heard.text.to_owned(),
            args,
            route: heard.route,
            now: now.time,
            dice,
            lasting: command.lasting(&self.settings),
            aside,
            found: None,
            cooldowns,
            snapshot: self.snapshot(now.time),
            heard_at: why.heard_at,
        };
        self.effects.push(Effect::Work(Box::new(deed)));
    }

    /// Has a reaction carried out by the worker, because of what `player` said; for timers that is the bot, and nothing.
    pub(super) fn react(&mut self, reaction: Reaction, (player, text): (PlayerName, &str), cause: Cause, now: Now) {
        let rank = self.room.roster().get(player.key()).map_or(0.0, |person| person.rank);
        let deed = Deed {
            name: reaction.name,
            run: reaction.run,
            cause,
            player,
            rank,
            text: text.to_owned(),
            args: text.trim().to_owned(),
            route: Route::Public,
            now: now.time,
            dice: self.dice.child(),
            lasting: None,
            aside: Reply::default(),
            found: None,
            cooldowns: Cooldowns::default(),
            snapshot: self.snapshot(now.time),
            heard_at: cause.line().map(|_| now.instant),
        };
        self.effects.push(Effect::Work(Box::new(deed)));
    }

    /// Takes in what became of a deed.
    pub(super) fn done(&mut self, done: &Done, now: Now) {
        if matches!(done.cause, Cause::Command(_)) {
            self.counters.count_command(done.name, done.result);
            self.desk.finish(done.name, done.player.key(), done.ended(), now.time);
        }
        if let Cause::Reading(line) = done.cause {
            self.looked_up(line, done, now);
        }
        if let Some((kind, what)) = &done.error {
            error!(command.name = done.name, "{} was not done: {what}", done.name);
            self.note_error(*kind, what.clone(), now);
        }
        for note in &done.notes {
            self.pending.note(note);
            self.desk.note(note, now.time);
            match note {
                Note::Cooldown(command, who, left) => self.desk.resume_cooldown(command, who, *left, now.time),
                Note::Unseen(unseen) => self.book.learn(unseen),
                Note::Act(act) => self.begin_act(act, now),
                Note::Heist(heist) => self.tell_of_heist(heist),
                Note::GalleryLocked(player, is_locked) => {
                    let (time, player, is_locked) = (now.time, player.clone(), *is_locked);
                    self.tell_live(LiveEvent::GalleryLocked { time, player, is_locked });
                }
                Note::Pass { room, to, text } => {
                    let (room, to, text) = (room.clone(), to.clone(), text.clone());
                    self.effects.push(Effect::Tell(ToFleet::Pass { room, to, text }));
                }
                _ => {}
            }
        }
        if done.notes.contains(&Note::Loaded) {
            self.catch_up_with_news(now);
        }
        self.mugging_done(done, now);
        self.post_done(done, now);
        self.heist_moved(done, now);
        self.audience_put_down(done, now);
        self.greet_done(done);
        self.house_done(done, now);
        if done.name == reactions::LOAD.name && !self.pending.is_loaded() {
            self.pending.load_at(clock::later(now.time, reactions::TRY_AGAIN));
        }
        if done.name == reactions::EXPIRE_DUELS.name {
            self.pending.duels.tried(now.time);
        }
        if done.name == reactions::EXPIRE_CONTESTS.name {
            self.pending.contests.tried(now.time);
        }
        if !matches!(done.cause, Cause::Reading(_)) {
            let answers = done.heard_at.map(|heard_at| Answers { heard_at, is_stored: true });
            self.say(&done.reply, done.cause.line(), answers, now);
        }
        if let Some(key) = done.cause.line().filter(|_| done.result == CommandResult::Ok) {
            self.book.note_stored(key);
        }
        self.set_alarm(now);
    }

    /// There is a database now: what an earlier process left open in it is to be known.
    pub(super) fn look_up_what_is_open(&mut self, now: Now) {
        self.pending.load_at(now.time);
        self.react_to_time(now);
    }

    /// Does what time alone calls for.
    pub(super) fn react_to_time(&mut self, now: Now) {
        if self.react_at.is_none_or(|at| at <= now.instant) {
            if self.pending.take_load(now.time) {
                self.react(reactions::LOAD, (self.bot.clone(), ""), Cause::Timer, now);
            }
            if self.pending.duels.take_due(now.time) {
                self.react(reactions::EXPIRE_DUELS, (self.bot.clone(), ""), Cause::Timer, now);
            }
            if self.pending.contests.take_due(now.time) {
                self.react(reactions::EXPIRE_CONTESTS, (self.bot.clone(), ""), Cause::Timer, now);
            }
            self.tend_muggings(now);
            self.move_heist(now);
            self.tend_audience(now);
            self.act_on_time(now);
            self.announce_what_is_due(now);
            self.deliver_what_is_due(now);
            self.say_unasked(now);
            self.set_alarm(now);
        }
    }

    /// Notes a reply and puts it into the outbox; lines without a wait may go out as the direct answer to a frame.
    pub(super) fn say(&mut self, reply: &Reply, cause: Option<LineKey>, answers: Option<Answers>, now: Now) {
        self.note_answer(cause, reply, now);
        let cause = cause.filter(|key| self.book.standing(*key) == Standing::Handled);
        for (n, line) in reply.numbered() {
            if let Some(receipt) = line.receipt.filter(|_| !self.stage.is_inside()) {
                self.lose(vec![receipt]); // they would find it stale when we are back
                continue;
            }
            let tag = match (&line.to, line.receipt) {
                (To::Player(_), _) => None,
                (To::Room, Some(receipt)) => Some(self.note_delivery(receipt, line, now)),
                (To::Room, None) => line.because.or(cause).map(|key| Tag { key, n }),
            };
            if tag.is_some() && !self.stage.is_inside() {
                continue; // it is said when we are back, if it is still of use then
            }
            let outgoing = match &line.to {
                To::Room => Line::public(line.text.as_str()),
                To::Player(name) => Line::private(name.as_str(), line.text.as_str()),
            };
            let urgency = if line.receipt.is_some() { Urgency::Delivery } else { Urgency::Reply };
            let outgoing = Line { receipt: line.receipt, tag, ..outgoing };
            match (line.after, answers) {
                (Duration::ZERO, Some(answers)) => self.outbox.reply(outgoing, answers, now.instant),
                (after, _) => self.outbox.push(outgoing, urgency, after, now.instant),
            }
        }
    }

    /// Sets when time alone calls for something next.
    pub(super) fn set_alarm(&mut self, now: Now) {
        let roster = self.may_deliver().then(|| &**self.room.roster());
        let unasked = roster.and_then(|_| self.door.due_at().into_iter().chain(self.remarks.due_at()).min());
        let heist = self.heist_due_at(now);
        let audience = self.pending.audience.due_at(self.may_put_down());
        let own = [self.pending.due_at(roster), unasked, heist, audience, self.house_due_at(now), self.acts_due_at()];
        let due_at = own.into_iter().flatten().min();
        self.react_at = due_at.map(|at| now.instant + clock::since(now.time, at));
    }

    pub(super) fn snapshot(&self, now: Timestamp) -> Snapshot {
        let view = self.view(now);
        Snapshot {
            bot_name: view.bot_name.to_owned(),
            settings: self.settings.clone(),
            zone: view.zone.clone(),
            started: view.started,
            roster: self.room.roster().clone(),
            playlist: self.room.playlist().clone(),
            own_lines_last_hour: view.own_lines_last_hour,
            bongs_today: view.bongs_today,
            powers: view.powers,
            has_poll: view.has_poll,
            on_screen: view.on_screen.map(|(kind, id)| (kind.into(), id.into())),
            vitals: self.vitals.clone(),
            is_supervised: view.is_supervised,
            web: view.web.cloned(),
        }
    }
}
