//! Acts for those who look after the room: asked of the server, waited for, and told what became of them.

use std::time::Duration;

use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::{Effect, Host, Now};
use crate::acts::{Act, Ended, What};
use crate::chat::{Pool, Reply, Route, To, Word, fill, html, plain, pools, round_span};
use crate::commands::Cause;
use crate::cytube::event::{Event, Item, Poll};
use crate::reactions::{self, ActEnded, HouseNote, Offence};

/// After how long it is told who had the chat cleared, and why. Source: `commands-and-games.md`, 2.12.
const CLEARED_AFTER: Duration = Duration::from_millis(100);

/// Longest title or complaint that is repeated. Unit: UTF-16 code units.
const REPEATED: usize = 100;

impl Host {
    /// Takes an act up.
    pub(super) fn begin_act(&mut self, act: &Act, now: Now) {
        let lost = |why: &str| Ended { act: act.clone(), result: Err(Some(why.to_owned())) };
        if !self.may_deliver() {
            return self.act_ended(&lost("the bot is not in the room"), now);
        }
        if !self.acts.take_up(act.clone()) {
            return self.act_ended(&lost("too much is under way already"), now);
        }
        self.ask_for_acts(now);
        self.set_alarm(now);
    }

    /// Takes in what an event means for the acts that are under way, before it changes the room.
    pub(super) fn hear_for_acts(&mut self, event: &Event, now: Now) {
        let (ended, actions) = self.acts.hear(event, self.bot.as_str());
        self.ask_all(actions);
        for one in ended {
            self.act_ended(&one, now);
        }
        match event {
            Event::SetUserMeta { name, is_muted: false, .. } => self.note_unmuted(name, now),
            Event::ClosePoll => self.tell_poll(now),
            _ => {}
        }
    }

    /// Does what time alone calls for.
    pub(super) fn act_on_time(&mut self, now: Now) {
        for one in self.acts.expire(now.time) {
            self.act_ended(&one, now);
        }
        if self.may_deliver()
            && let Some(key) = self.pending.house.mutes.take_due(self.room.roster(), now.time)
            && let Ok(who) = key.parse()
        {
            let (by, to) = (self.bot.clone(), To::Room);
            let act = Act { id: 0, what: What::Unmute { who }, by, to, not_before: now.time };
            self.acts.take_up(act);
        }
        self.ask_for_acts(now);
    }

    /// When something of this is due next.
    pub(super) fn acts_due_at(&self) -> Option<Timestamp> {
        let mutes = self.pending.house.mutes.due_at(self.room.roster()).filter(|_| self.may_deliver());
        self.acts.due_at().into_iter().chain(mutes).min()
    }

    /// Our line is gone, and with it what was under way.
    pub(super) fn acts_lost(&mut self, now: Now) {
        for one in self.acts.clear() {
            self.write_act_down(&one, now);
        }
    }

    fn ask_for_acts(&mut self, now: Now) {
        let actions = self.acts.ask(now.time);
        self.ask_all(actions);
    }

    fn ask_all(&mut self, actions: Vec<crate::cytube::action::Action>) {
        self.effects.extend(actions.into_iter().map(|action| Effect::Ask { action, answers: None }));
    }

    /// Somebody else has let a person speak again whom we muted for a time.
    fn note_unmuted(&mut self, name: &str, now: Now) {
        let was_muted = self.room.roster().get(name).is_some_and(|person| person.is_muted);
        let key = name.to_lowercase();
        if was_muted && self.pending.house.mutes.has(name) && !self.acts.is_unmuting(&key) {
            self.pending.house.note(&HouseNote::Unmuted(key.clone()));
            let ended = ActEnded { what: "unmute".to_owned(), who: Some(key), ..ActEnded::default() };
            self.write_down(&ended, self.bot.clone(), now);
        }
    }

    fn act_ended(&mut self, ended: &Ended, now: Now) {
        if ended.result.is_ok() {
            match &ended.act.what {
                What::Mute { who, until: Some(until) } => {
                    let mute = dazza_shared::store::moderation::TimedMute { who: who.key().to_owned(), until: *until };
                    self.pending.house.note(&HouseNote::Muted(mute));
                }
                What::Mute { who, until: None } | What::Unmute { who } => {
                    self.pending.house.note(&HouseNote::Unmuted(who.key().to_owned()));
                }
                _ => {}
            }
        }
        self.write_act_down(ended, now);
        if let Some(reply) = self.told_of(ended, now) {
            self.say(&reply, None, None, now);
        }
        self.set_alarm(now);
    }

    fn write_act_down(&mut self, ended: &Ended, now: Now) {
        let Ended { act, result } = ended;
        let (question, options) = match &act.what {
            What::OpenPoll { title, options } => (Some(title.clone()), options.clone()),
            _ => (None, Vec::new()),
        };
        let told = ActEnded {
            id: act.id,
            what: act.what.name().to_owned(),
            who: act.what.who().map(|who| who.key().to_owned()),
            why: result.clone().err().map(|why| why.unwrap_or_else(|| "the chat server did not show it".to_owned())),
            question,
            options,
            votes: Vec::new(),
        };
        self.write_down(&told, act.by.clone(), now);
    }

    fn write_down(&mut self, told: &ActEnded, by: PlayerName, now: Now) {
        let told = serde_json::to_string(told).unwrap_or_default();
        self.react(reactions::ACT_ENDED, (by, &told), Cause::Timer, now);
    }

    /// What is said of an act that has come to its end.
    fn told_of(&mut self, ended: &Ended, now: Now) -> Option<Reply> {
        let Act { what, by, to, .. } = &ended.act;
        let command = what.name();
        let who = what.who().map_or("", PlayerName::as_str);
        let why = match &ended.result {
            Err(Some(why)) => {
                let why = plain(why, REPEATED);
                let words = [("command", Word::Text(command)), ("text", Word::Text(&why))];
                return Some(self.worded(pools::ACT_REFUSED, (by, to), &words));
            }
            Err(None) => return Some(self.worded(pools::ACT_UNSEEN, (by, to), &[("command", Word::Text(command))])),
            Ok(()) => what,
        };
        let target = [("target", Word::Name(who))];
        Some(match why {
            What::Mute { until: Some(until), .. } => {
                let span = round_span(dazza_shared::clock::since(now.time, *until));
                let [target] = target;
                self.worded(pools::MUTED_FOR, (by, to), &[target, ("span", Word::Text(&span))])
            }
            What::Mute { until: None, .. } => self.worded(pools::MUTED, (by, to), &target),
            What::Unmute { .. } if *by == self.bot => self.worded(pools::MUTE_OVER, (by, to), &target),
            What::Unmute { .. } => self.worded(pools::UNMUTED, (by, to), &target),
            What::Kick { .. } => self.worded(pools::KICKED, (by, to), &target),
            What::Ban { .. } => self.worded(pools::BANNED, (by, to), &target),
            What::Unban { .. } => self.worded(pools::UNBANNED, (by, to), &target),
            What::Clear { reason } if reason.is_empty() => return None,
            What::Clear { reason } => {
                let words = [("who", Word::Name(by.as_str())), ("text", Word::Text(reason))];
                let said = self.worded(pools::CLEARED, (by, &To::Room), &words);
                let text = said.lines().first().map(|line| line.text.clone()).unwrap_or_default();
                Reply::default().and_say_after(To::Room, &text, CLEARED_AFTER)
            }
            What::OpenPoll { .. } | What::ClosePoll if *to == To::Room => return None,
            What::OpenPoll { .. } | What::ClosePoll => self.worded(pools::POLL_DONE, (by, to), &[]),
            What::Add { .. } => self.worded(pools::MEDIA_ADDED, (by, to), &[]),
            What::Skip => self.worded(pools::MEDIA_SKIPPED, (by, to), &[]),
            What::Shuffle => self.worded(pools::MEDIA_SHUFFLED, (by, to), &[]),
            What::Bump { title, .. } => {
                let title = plain(title, REPEATED);
                self.worded(pools::MEDIA_BUMPED, (by, to), &[("title", Word::Text(&title))])
            }
            What::Remove { title, .. } => {
                let title = plain(title, REPEATED);
                self.worded(pools::MEDIA_REMOVED, (by, to), &[("title", Word::Text(&title))])
            }
        })
    }

    fn worded(&mut self, pool: Pool, (by, to): (&PlayerName, &To), words: &[(&str, Word<'_>)]) -> Reply {
        let route = if *to == To::Room { Route::Public } else { Route::Pm };
        let mut known = vec![
            ("user", Word::Name(by.as_str())),
            ("bot", Word::Text(self.bot.as_str())),
            ("prefix", Word::Text(&self.welcome.settings.prefix)),
        ];
        known.extend_from_slice(words);
        let text = fill(pool.pick(&mut self.dice), route, &known);
        Reply::say(to.clone(), &text)
    }

    /// Takes off the playlist what may not be on it, or was put there by who may not.
    pub(super) fn enforce_rules(&mut self, item: &Item, now: Now) {
        let found = self.pending.house.media.offence((&item.kind, &item.id), &item.added_by, now.time);
        let Some(offence) = found.filter(|_| self.may_deliver()) else { return };
        let (bot, who) = (self.bot.clone(), item.added_by.to_lowercase());
        self.ask_all(vec![crate::cytube::action::Action::Delete { uid: item.uid }]);
        let why = if offence == Offence::Barred { "blacklist.enforced" } else { "queueban.enforced" };
        let question = Some(format!("{}:{}", item.kind, item.id));
        let told = ActEnded { what: why.to_owned(), who: Some(who), question, ..ActEnded::default() };
        self.write_down(&told, bot.clone(), now);
        if self.pending.house.media.may_tell(now.time) && !item.added_by.is_empty() {
            let pool = if offence == Offence::Barred { pools::MEDIA_TAKEN_OFF } else { pools::QUEUE_TAKEN_OFF };
            let words = [("target", Word::Name(&item.added_by))];
            let reply = self.worded(pool, (&bot, &To::Room), &words);
            self.say(&reply, None, None, now);
        }
    }

    /// The poll that was open is closed: what came of it is told if it was ours.
    fn tell_poll(&mut self, now: Now) {
        let Some(poll) = self.room.poll().filter(|poll| self.bot.is(&poll.initiator)).cloned() else { return };
        let votes = poll.counts.iter().map(|count| i32::try_from(*count).unwrap_or(i32::MAX)).collect();
        let told = ActEnded { what: "poll.closed".to_owned(), votes, ..ActEnded::default() };
        let bot = self.bot.clone();
        self.write_down(&told, bot.clone(), now);
        let result = result_of(&poll);
        let reply = self.worded(pools::POLL_RESULT, (&bot, &To::Room), &[("text", Word::Text(&result))]);
        self.say(&reply, None, None, now);
    }
}

/// A poll with its votes, in one line.
fn result_of(poll: &Poll) -> String {
    let text = |html: &str, limit| plain(&html::as_typed(html), limit);
    let mut answers: Vec<_> = poll.options.iter().zip(poll.counts.iter().chain(std::iter::repeat(&0))).collect();
    answers.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let answers: Vec<_> =
        answers.iter().take(3).map(|(option, count)| format!("{} {count}", text(option, 25))).collect();
    format!("{}: {}", text(&poll.title, 60), answers.join(", "))
}
