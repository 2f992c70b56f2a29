//! What was missed while we were not in the room: answers that never arrived, and commands that nobody has answered.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::line_key::LineKey;
use dazza_shared::names::PlayerName;
use dazza_shared::phase::StorePhase;
use jiff::Timestamp;
use tokio::time::Instant;
use tracing::{error, info};

use super::{Effect, Host, Now};
use crate::chat::{Heard, Receipt, Reply, ReplyLine, Route, To, pools};
use crate::commands::{Cooldowns, Cx};
use crate::database::Record;
use crate::journal::{Entry, FRESH, Missed, Said, Standing, Tag};
use crate::outbox::{Line, Urgency};

/// A line that asks for something, on its way to its answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The line.
    pub line: Missed,
    /// When the frame came in that brought it; a line from before we came in has waited already.
    pub heard_at: Option<Instant>,
}

/// How long the database is waited for: it knows of answers that we do not.
const WAIT_FOR_STORE: Duration = Duration::from_secs(5);

impl Host {
    /// Takes in what an earlier process noted of its answers.
    pub fn recall(&mut self, entries: Vec<Entry>) {
        self.book.recall(entries);
    }

    /// All that the next process is to know of our answers.
    pub fn journal(&mut self, now: Timestamp) -> impl Iterator<Item = Entry> {
        self.book.forget_old(now);
        self.book.entries()
    }

    /// We have come in: what was missed is caught up with soon.
    pub(super) fn look_back(&mut self, now: Now) {
        self.catch_up_by = Some(now.instant + WAIT_FOR_STORE);
    }

    /// Catches up once all is known that will be.
    pub(super) fn catch_up(&mut self, now: Now) {
        let Some(latest) = self.catch_up_by else { return };
        let knows_all = self.pending.is_loaded() || !self.pending.will_load() || self.store.phase == StorePhase::Away;
        if self.stage.is_inside() && (knows_all || latest <= now.instant) {
            self.catch_up_by = None;
            self.find_what_arrived(now);
            self.answer_what_was_missed(now);
        }
    }

    /// The database has told what an earlier process left open.
    pub(super) fn catch_up_with_news(&mut self, now: Now) {
        match self.catch_up_by {
            Some(_) => self.catch_up(now),
            None => self.find_what_arrived(now),
        }
    }

    /// Says again what did not arrive, and counts as delivered what did.
    fn find_what_arrived(&mut self, now: Now) {
        if !self.stage.is_inside() {
            return;
        }
        let verdicts = self.book.judge(&mut self.backlog, now.time);
        for tag in verdicts.seen {
            self.seen(tag, now);
        }
        self.lose(verdicts.lost);
        for (key, said) in verdicts.again {
            info!("saying again an answer that did not arrive");
            for Said { n, text, after_ms } in said {
                let line = Line { tag: Some(Tag { key, n }), ..Line::public(text) };
                self.outbox.push(line, Urgency::Reply, Duration::from_millis(after_ms), now.instant);
            }
        }
    }

    fn answer_what_was_missed(&mut self, now: Now) {
        for line in self.backlog.take_missed() {
            if since(line.time, now.time) >= FRESH {
                continue;
            }
            self.keep_pictures(&line.player, &line.links, line.time);
            match self.book.standing(line.key) {
                Standing::Fresh | Standing::TriedInVain
                    if self.asks_for_something(&line.player, &line.text, line.time) =>
                {
                    self.ask_for(line, None);
                }
                Standing::Handled | Standing::Fresh | Standing::TriedInVain => {}
                Standing::Deadly => self.give_up_on(&line, now),
            }
        }
    }

    /// Whether a line is a command, or a move in a game.
    pub(super) fn asks_for_something(&self, player: &PlayerName, text: &str, time: Timestamp) -> bool {
        self.desk.knows(text, &self.welcome.settings.prefix)
            || self.game_answer(player, text, time).is_some()
            || self.vote(text, time).is_some()
    }

    /// Has a line answered: that it is about to be is noted first.
    pub(super) fn ask_for(&mut self, line: Missed, heard_at: Option<Instant>) {
        let entry = self.book.begin(line.key, line.time);
        self.note(entry);
        self.effects.push(Effect::Serve(Box::new(Asked { line, heard_at })));
    }

    /// A line that has ended every process that tried to answer it is told to be beyond us.
    fn give_up_on(&mut self, line: &Missed, now: Now) {
        error!("gave up on a line of {}: every process that tried to answer it was killed over it", line.player);
        let mut dice = self.dice.child();
        let heard = Heard { player: &line.player, rank: 0.0, text: &line.text, route: Route::Public };
        let cooldowns = Cooldowns::default();
        let view = self.view(now.time);
        let mut cx =
            Cx { heard: &heard, view: &view, now: now.time, dice: &mut dice, cooldowns: &cooldowns, table: &[] };
        let reply = cx.answer(&pools::STUMBLED, &[]);
        self.say(&reply, Some(line.key), None, now);
    }

    /// A line of ours has been seen in the room.
    pub(super) fn seen(&mut self, tag: Tag, now: Now) {
        if let Some((entry, is_stored)) = self.book.seen(tag) {
            self.note(entry);
            if is_stored {
                self.record(Record::Seen { key: tag.key, n: tag.n, at: now.time });
            }
        }
    }

    /// What was to be delivered was not.
    pub(super) fn lose(&mut self, receipts: Vec<Receipt>) {
        for receipt in &receipts {
            self.book.forget(receipt.key(&self.welcome.settings.name));
        }
        self.pending.losses.lose(receipts);
    }

    /// Notes that something is about to be delivered to the room.
    pub(super) fn note_delivery(&mut self, receipt: Receipt, line: &ReplyLine, now: Now) -> Tag {
        let key = receipt.key(&self.welcome.settings.name);
        let said = Said { n: 0, text: line.text.as_str().into(), after_ms: 0 };
        self.book.deliver(key, now.time, said, receipt);
        Tag { key, n: 0 }
    }

    /// Notes what is to be said to the room because of a line, and what tells of other things, before any of it is said.
    pub(super) fn note_answer(&mut self, cause: Option<LineKey>, reply: &Reply, now: Now) {
        let said_of = |key: Option<LineKey>| {
            let of_it =
                |(_, line): &(i16, &ReplyLine)| line.to == To::Room && line.receipt.is_none() && line.because == key;
            reply.numbered().filter(of_it).map(said).collect::<Vec<_>>()
        };
        let is_inside = self.stage.is_inside();
        if let Some(key) = cause.filter(|key| self.book.standing(*key) != Standing::Fresh) {
            let entry = self.book.answer(key, now.time, said_of(None), is_inside);
            self.note(entry);
        }
        for key in reply.lines().iter().filter_map(|line| line.because).collect::<BTreeSet<_>>() {
            let lines = reply.lines().iter().filter(|line| line.because == Some(key));
            let fresh = lines.filter_map(|line| line.fresh).max().unwrap_or(FRESH);
            let entry = self.book.tell(key, now.time, said_of(Some(key)), (is_inside, fresh));
            self.book.note_stored(key);
            self.note(entry);
        }
    }

    pub(super) fn note(&mut self, entry: Entry) {
        self.effects.push(Effect::Journal(entry));
    }
}

fn said((n, line): (i16, &ReplyLine)) -> Said {
    let after_ms = u64::try_from(line.after.as_millis()).unwrap_or(u64::MAX);
    Said { n, text: line.text.as_str().into(), after_ms }
}
