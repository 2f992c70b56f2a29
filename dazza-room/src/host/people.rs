//! Who comes, goes and stays: told to the live feed, and stored.

use dazza_shared::link::{LiveEvent, ToFleet};
use dazza_shared::store::chat_log::{Move, Movement};
use tracing::{info, warn};

use super::beat::on_screen;
use super::{Effect, Host, Now};
use crate::cytube::event::Event;
use crate::database::{Picture, Record};
use crate::outbox::Flood;
use crate::room::Happening;

impl Host {
    /// Takes in an event that changes the room.
    pub(super) fn apply(&mut self, event: Event, now: Now) {
        let happening = self.room.apply(event, self.bot.as_str());
        let flood = self.room.antiflood().map(|o| Flood { burst: o.burst, sustained: o.sustained });
        self.outbox.keep_to(flood);
        self.look_for_obstacles();
        let time = now.time;
        if let Some(happening) = &happening {
            self.note_at_door(happening, now);
            self.note_audience(happening, now);
            self.note_for_post(happening, now);
        }
        match happening {
            Some(Happening::PlayerJoined(name)) => {
                self.moved(Move::Join, &name, now);
                self.tell_live(LiveEvent::PlayerJoined { time, player: name.into() });
            }
            Some(Happening::PlayerLeft(name)) => {
                self.moved(Move::Leave, &name, now);
                self.tell_live(LiveEvent::PlayerLeft { time, player: name.into() });
            }
            Some(Happening::WentAway(name)) => {
                self.moved(Move::Away, &name, now);
                self.tell_live(LiveEvent::Afk { time, player: name.into(), is_afk: true });
            }
            Some(Happening::CameBack(name)) => {
                self.moved(Move::Back, &name, now);
                self.tell_live(LiveEvent::Afk { time, player: name.into(), is_afk: false });
            }
            Some(Happening::RosterTold) => self.roster_told(now),
            Some(Happening::Began(media, added_by)) => {
                self.tell_live(LiveEvent::Began(on_screen(&media)));
                self.began(media, added_by, now);
            }
            Some(Happening::Queued(item)) => {
                self.enforce_rules(&item, now);
                self.queued(item, now);
            }
            None => {}
        }
    }

    /// Says nothing in vain, and tells the operator why.
    pub(super) fn look_for_obstacles(&mut self) {
        let obstacle = self.room.obstacle(self.bot.as_str()).filter(|_| self.stage.is_inside());
        if obstacle == self.obstacle {
            return;
        }
        if let Some(obstacle) = obstacle {
            warn!("{obstacle}");
        } else {
            info!("the bot is heard again");
        }
        self.obstacle = obstacle;
        self.outbox.silence(obstacle.is_some());
    }

    /// Our view of the room is gone: as far as we know, nobody is here.
    pub(super) fn nobody_here(&mut self, now: Now) {
        self.nothing_unasked(now);
        self.pending.audience.line_lost(now.time);
        self.moved(Move::Nobody, "", now);
    }

    pub(super) fn tell_live(&mut self, event: LiveEvent) {
        self.effects.push(Effect::Tell(ToFleet::Event(event)));
    }

    /// Tells that a picture is in a gallery that was not there before.
    pub(super) fn picture_kept(&mut self, picture: Picture, is_back: bool) {
        let Picture { who, url, at } = picture;
        self.tell_live(LiveEvent::PictureAdded { time: at, player: who.into(), url: url.into(), is_back });
    }

    pub(super) fn record(&mut self, record: Record) {
        self.effects.push(Effect::Store(record));
    }

    fn roster_told(&mut self, now: Now) {
        let (roster, bot) = (self.room.roster().clone(), self.bot.clone());
        self.moved(Move::Nobody, "", now);
        for person in roster.iter().filter(|person| !bot.is(&person.name)) {
            self.moved(Move::Here, &person.name, now);
            if person.is_afk {
                self.moved(Move::Away, &person.name, now);
            }
        }
    }

    fn moved(&mut self, kind: Move, name: &str, now: Now) {
        // That nobody is here is stored even so: what was stored before does not stay open for ever.
        if !self.welcome.settings.presence.enabled && kind != Move::Nobody {
            return;
        }
        self.record(Record::Move(Movement { kind, name: name.into(), at: now.time }));
    }
}
