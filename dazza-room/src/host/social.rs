//! What the bot does unasked: words at the door, remarks about links, and pictures for galleries.

use dazza_shared::counters::CommandResult;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use super::{Effect, Host, Now};
use crate::chat::{Link, LinkKind, Pool, Route, Word, fill, pools};
use crate::commands::{Cause, Done};
use crate::database::{Picture, Record};
use crate::outside::{Errand, Question};
use crate::reactions::{self, AtDoor, Note, RemarkWords, remark_words};
use crate::room::Happening;

/// From this rank on a name is an account's; guests have no galleries, since anybody may go by their names.
const ACCOUNT_RANK: f64 = 1.0;

impl Host {
    /// Somebody came, went or changed.
    pub(super) fn note_at_door(&mut self, happening: &Happening, now: Now) {
        if !self.may_deliver() {
            return;
        }
        let settings = &self.welcome.settings;
        match happening {
            Happening::PlayerJoined(name) => {
                let Ok(player) = name.parse::<PlayerName>() else { return };
                if !self.may_greet(name, now) {
                    return;
                }
                if self.door.came(name, &settings.greetings, now.time, &mut self.dice) {
                    self.react(reactions::GREET, (player, ""), Cause::Timer, now);
                }
            }
            Happening::PlayerLeft(name) if self.may_greet(name, now) => {
                self.door.left(name, &settings.farewells, now.time, &mut self.dice);
            }
            Happening::PlayerLeft(_)
            | Happening::RosterTold
            | Happening::WentAway(_)
            | Happening::CameBack(_)
            | Happening::Began(..)
            | Happening::Queued(_) => {}
        }
    }

    /// Takes in what was found out about somebody who came in.
    pub(super) fn greet_done(&mut self, done: &Done) {
        if done.name != reactions::GREET.name {
            return;
        }
        let met = done.notes.iter().find_map(|note| match note {
            Note::Met(_, is_newcomer) => Some(*is_newcomer),
            _ => None,
        });
        let known = met.filter(|_| done.result == CommandResult::Ok);
        self.door.looked_up(done.player.as_str(), known);
    }

    /// A player has posted links in public.
    pub(super) fn note_links(&mut self, player: &PlayerName, links: &[Link], (said_at, now): (Timestamp, Now)) {
        self.keep_pictures(player, links, said_at);
        let may_remark = self.may_deliver() && self.may_answer_unasked(player.key(), now);
        let video = links.iter().find(|link| link.kind == LinkKind::YouTube).filter(|_| may_remark);
        if let Some(Link { normalized, kind, .. }) = video {
            let settings = &self.welcome.settings.url_comments;
            let posted = (normalized.as_str(), player.as_str());
            if let Some(id) = self.remarks.consider(posted, settings, now.time, &mut self.dice) {
                let question = Question::Title { url: normalized.clone(), kind: *kind };
                self.effects.push(Effect::Fetch(Errand { id, question }));
            }
            self.set_alarm(now);
        }
    }

    /// Has the pictures among links put into a gallery; one that is there already stays as it is.
    pub(super) fn keep_pictures(&mut self, player: &PlayerName, links: &[Link], said_at: Timestamp) {
        let rank = self.room.roster().get(player.key()).map_or(0.0, |person| person.rank);
        if self.welcome.settings.images.enabled && rank >= ACCOUNT_RANK {
            for url in links.iter().filter_map(Link::picture) {
                self.record(Record::Picture(Picture { who: player.key().into(), url: url.into(), at: said_at }));
            }
        }
    }

    /// Says what is due unasked.
    pub(super) fn say_unasked(&mut self, now: Now) {
        if !self.may_deliver() {
            return;
        }
        while let Some(word) = self.door.take_due(now.time, &mut self.dice) {
            self.say_at_door(&word, now);
        }
        if let Some(remark) = self.remarks.take_due(now.time)
            && self.welcome.settings.url_comments.enabled
            && self.may_answer_unasked(&remark.poster, now)
        {
            let RemarkWords { pool, blanks } = remark_words(remark.title.as_deref(), &mut self.dice);
            let blanks: Vec<_> = blanks.iter().map(|(blank, text)| (*blank, Word::Text(text))).collect();
            self.say_of(&remark.poster, (pool, &[]), &blanks, now);
        }
    }

    /// Our line is gone: nothing of this is said any more.
    pub(super) fn nothing_unasked(&mut self, now: Now) {
        let roster = self.room.roster().clone();
        self.door.lost(roster.iter().map(|person| &*person.name), now.time);
        self.remarks.lost();
    }

    fn say_at_door(&mut self, word: &AtDoor, now: Now) {
        let (greetings, farewells) = (&self.welcome.settings.greetings, &self.welcome.settings.farewells);
        let (name, is_wanted, pool, own) = match word {
            AtDoor::Greeting { name, is_newcomer: true } => {
                (name, greetings.enabled, pools::GREET_NEWCOMER, greetings.newcomers.clone())
            }
            AtDoor::Greeting { name, is_newcomer: false } => {
                (name, greetings.enabled, pools::GREET_REGULAR, greetings.regulars.clone())
            }
            AtDoor::Farewell { name } => (name, farewells.enabled, pools::FAREWELL, farewells.phrases.clone()),
        };
        let is_here = self.room.roster().get(name).is_some();
        if is_wanted && is_here == matches!(word, AtDoor::Greeting { .. }) && self.may_greet(name, now) {
            self.say_of(name, (pool, &own), &[], now);
        }
    }

    /// Says a phrase about `name`: one of the room's own, if it has any, or one of `pool`.
    fn say_of(&mut self, name: &str, (pool, own): (Pool, &[String]), words: &[(&str, Word<'_>)], now: Now) {
        let phrase = self.dice.pick(own).cloned().unwrap_or_else(|| pool.pick(&mut self.dice).to_owned());
        let mut known = vec![
            ("user", Word::Name(name)),
            ("bot", Word::Text(self.bot.as_str())),
            ("prefix", Word::Text(&self.welcome.settings.prefix)),
        ];
        known.extend_from_slice(words);
        let text = fill(&phrase, Route::Public, &known);
        self.announce(&text, now);
    }
}
