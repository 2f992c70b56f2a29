//! Money for watching as the host lives it: what begins, who comes and goes, and what of it is put down when.

use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::names::PlayerName;

use super::{Host, Now};
use crate::commands::{Cause, Done, is_system};
use crate::cytube::event::Media;
use crate::reactions::{self, Note, Playing, Viewers};
use crate::room::Happening;

impl Host {
    /// Somebody came or went, or something else plays.
    pub(super) fn note_audience(&mut self, happening: &Happening, now: Now) {
        let rewards = &self.welcome.settings.watch_rewards;
        if !rewards.enabled {
            return self.pending.audience.stop(now.time);
        }
        let is_afk_paid = rewards.afk;
        match happening {
            Happening::PlayerJoined(name) => {
                if let Some(key) = self.viewer(name) {
                    self.pending.audience.came(&key, now.time);
                }
            }
            Happening::PlayerLeft(name) => self.pending.audience.left(&name.to_lowercase(), now.time),
            Happening::RosterTold => self.audience_told(now),
            Happening::Began(media, _) => {
                let here = self.viewers();
                self.pending.audience.began(playing(media), &here, is_afk_paid, now.time);
            }
            Happening::WentAway(_) | Happening::CameBack(_) | Happening::Queued(_) => {}
        }
    }

    /// Takes in what was put down, and what an earlier process had.
    pub(super) fn audience_put_down(&mut self, done: &Done, now: Now) {
        if done.name != reactions::WATCH.name {
            return;
        }
        let is_away = matches!(&done.error, Some((ErrorKind::StoreAway, _)));
        // What the database does not want it will not want the next time.
        let is_again = is_away || done.result == CommandResult::Refused;
        self.pending.audience.put_down(is_again, now.time);
        let is_news = done.notes.iter().any(|note| matches!(note, Note::LeftOpen(_)));
        if is_news && self.stage.is_inside() && self.pending.audience.is_inherited() {
            self.audience_told(now);
        }
    }

    /// Does for the audience what time alone calls for.
    pub(super) fn tend_audience(&mut self, now: Now) {
        let here = self.stage.is_inside().then(|| self.viewers());
        self.pending.audience.tick(here.as_ref(), now.time);
        if self.may_put_down()
            && let Some(steps) = self.pending.audience.take_steps(now.time)
        {
            self.react(reactions::WATCH, (self.bot.clone(), &steps), Cause::Timer, now);
        }
    }

    /// Whether there is a database to put anything down in, and anything to be put down.
    pub(super) fn may_put_down(&self) -> bool {
        let is_wanted = self.welcome.settings.watch_rewards.enabled || self.pending.audience.has_begun();
        self.pending.is_loaded() && is_wanted
    }

    fn audience_told(&mut self, now: Now) {
        let (here, is_afk_paid) = (self.viewers(), self.welcome.settings.watch_rewards.afk);
        let on = self.room.screen().media().map(playing);
        self.pending.audience.told(on, &here, is_afk_paid, now.time);
    }

    /// All people in the room who may be paid.
    fn viewers(&self) -> Viewers {
        let people = self.room.roster().iter();
        people.filter_map(|person| Some((self.viewer(&person.name)?, person.is_afk))).collect()
    }

    /// The key of somebody who may be paid: neither the bot nor the server.
    fn viewer(&self, name: &str) -> Option<Box<str>> {
        let player = name.parse::<PlayerName>().ok().filter(|player| !self.bot.is(player.as_str()))?;
        (!is_system(player.key())).then(|| player.key().into())
    }
}

fn playing(media: &Media) -> Playing {
    Playing { kind: media.kind.clone(), id: media.id.clone(), title: media.title.clone() }
}
