//! How far every answer of late has come. Pure: it is told, and says what is to be done.

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::line_key::LineKey;
use jiff::Timestamp;

use super::{Backlog, Entry, Said, Tag};
use crate::chat::Receipt;

/// The answers of late, by what they answer.
#[derive(Debug, Default)]
pub struct Book {
    pages: BTreeMap<LineKey, Page>,
    swept_at: Option<Timestamp>,
}

/// One answer.
#[derive(Debug)]
struct Page {
    /// When the line was said, or the answer was known.
    at: Timestamp,
    /// Until when it matters.
    until: Timestamp,
    n_tries: u32,
    /// This process is finding the answer out.
    is_working: bool,
    /// What is to be said, once it is known.
    parts: Option<Vec<Part>>,
    /// How long it is worth to be said.
    fresh: Duration,
    /// What counts as delivered with it.
    receipt: Option<Receipt>,
    /// Whether the database has it too.
    is_stored: bool,
}

#[derive(Debug)]
struct Part {
    said: Said,
    sent_at: Option<Timestamp>,
    is_seen: bool,
    /// It waits to be said, or for its echo.
    is_under_way: bool,
}

/// How a line that was heard stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has tried to answer it.
    Fresh,
    /// An answer is being found out, or is known.
    Handled,
    /// It was tried, and no answer ever came of it: whoever tried was killed over it.
    TriedInVain,
    /// So often that it looks like the cause.
    Deadly,
}

/// Something an earlier process was to say, of which the database does not know whether it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// Which line of which answer.
    pub tag: Tag,
    /// Plain text.
    pub text: String,
    /// When it was to be said.
    pub due_at: Timestamp,
    /// How long it is worth to be said.
    pub fresh: Duration,
    /// What counts as delivered with it.
    pub receipt: Option<Receipt>,
}

/// What becomes of the lines that were not seen to arrive.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// They had arrived.
    pub seen: Vec<Tag>,
    /// They are to be said again, with what they answer.
    pub again: Vec<(LineKey, Vec<Said>)>,
    /// They were to deliver these, and did not.
    pub lost: Vec<Receipt>,
}

/// An answer younger than this is still worth to be said. Source: architecture, section 6.
pub const FRESH: Duration = Duration::from_mins(1);

/// How long news of a game is worth to be said, which nobody waits for. Source: `commands-and-games.md`, 3.8.
pub const NEWS: Duration = Duration::from_mins(10);

/// How long an answer is remembered.
const KEPT: Duration = Duration::from_mins(2);

/// How long a delivery is remembered: as long as the database looks back for one that was not seen.
pub const DELIVERY_KEPT: Duration = Duration::from_hours(24);

/// How often a line is tried that never comes to its end.
const MAX_TRIES: u32 = 3;

/// How often what matters no more is forgotten.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Most answers that are remembered. Beyond it those are forgotten that have long been seen; the database has them.
const MAX_PAGES: usize = 1_000;

/// How far the clocks of server and database may be apart when an echo is looked for.
const CLOCKS_APART: Duration = Duration::from_secs(30);

impl Book {
    /// How many answers are kept in mind.
    pub fn n_kept(&self) -> usize {
        self.pages.len()
    }

    /// A line is about to be answered.
    pub fn begin(&mut self, key: LineKey, at: Timestamp) -> Entry {
        let page = self.page(key, at);
        page.n_tries += 1;
        page.is_working = true;
        Entry::Tried { key, at }
    }

    /// What is to be said because of `key` is known; under way is what is about to be said.
    pub fn answer(&mut self, key: LineKey, at: Timestamp, said: Vec<Said>, is_under_way: bool) -> Entry {
        let page = self.page(key, at);
        page.is_working = false;
        (page.at, page.until) = (at, later(at, KEPT));
        let part = |said: &Said| Part { said: said.clone(), sent_at: None, is_seen: false, is_under_way };
        page.parts = Some(said.iter().map(part).collect());
        Entry::Answered { key, at, said, fresh_s: None }
    }

    /// The same of something that nobody asked for, and that is worth to be said for so long.
    pub fn tell(
        &mut self,
        key: LineKey,
        at: Timestamp,
        said: Vec<Said>,
        under_way_and_fresh: (bool, Duration),
    ) -> Entry {
        let (is_under_way, fresh) = under_way_and_fresh;
        let entry = self.answer(key, at, said, is_under_way);
        let page = self.page(key, at);
        (page.fresh, page.until) = (fresh, later(at, kept(fresh)));
        match entry {
            Entry::Answered { key, at, said, .. } => Entry::Answered { key, at, said, fresh_s: Some(fresh.as_secs()) },
            other => other,
        }
    }

    /// Something is about to be delivered, which the database knows of.
    pub fn deliver(&mut self, key: LineKey, at: Timestamp, said: Said, receipt: Receipt) {
        self.answer(key, at, vec![said], true);
        let page = self.page(key, at);
        (page.receipt, page.is_stored, page.until) = (Some(receipt), true, later(at, DELIVERY_KEPT));
    }

    /// The database has the answer too.
    pub fn note_stored(&mut self, key: LineKey) {
        if let Some(page) = self.pages.get_mut(&key) {
            page.is_stored = true;
        }
    }

    /// A line is about to go out.
    pub fn sent(&mut self, tag: Tag, at: Timestamp) -> Option<Entry> {
        self.part(tag)?.sent_at = Some(at);
        Some(Entry::Sent { key: tag.key, n: tag.n, at })
    }

    /// A line has been seen in the room: what to note, and whether the database is to know.
    pub fn seen(&mut self, tag: Tag) -> Option<(Entry, bool)> {
        let part = self.part(tag)?;
        (part.is_seen, part.is_under_way) = (true, false);
        let page = self.pages.get(&tag.key)?;
        Some((Entry::Seen { key: tag.key, n: tag.n, until: page.until }, page.is_stored))
    }

    /// A line will not be said, or was not heard.
    pub fn dropped(&mut self, tag: Tag) {
        if let Some(part) = self.part(tag) {
            part.is_under_way = false;
        }
    }

    /// The connection is gone, and what was under way with it.
    pub fn line_gone(&mut self) {
        for part in self.pages.values_mut().flat_map(|page| page.parts.iter_mut().flatten()) {
            part.is_under_way = false;
        }
    }

    /// What was to be delivered is taken back.
    pub fn forget(&mut self, key: LineKey) {
        self.pages.remove(&key);
    }

    /// What matters no more is forgotten, now and then.
    pub fn sweep(&mut self, now: Timestamp) {
        if self.swept_at.is_none_or(|swept| swept > now || since(swept, now) >= SWEEP_EVERY) {
            self.forget_old(now);
        }
    }

    /// What matters no more is forgotten.
    pub fn forget_old(&mut self, now: Timestamp) {
        self.swept_at = Some(now);
        self.pages.retain(|_, page| page.until > now || page.is_working);
        let n_more = self.pages.len().saturating_sub(MAX_PAGES);
        if n_more > 0 {
            let done = self.in_order().into_iter().filter(|(_, page)| page.has_arrived() && since(page.at, now) > KEPT);
            let done: Vec<_> = done.take(n_more).map(|(key, _)| key).collect();
            for key in done {
                self.forget(key);
            }
        }
    }

    /// How a line stands.
    pub fn standing(&self, key: LineKey) -> Standing {
        match self.pages.get(&key) {
            None => Standing::Fresh,
            Some(page) if page.is_working || page.parts.is_some() => Standing::Handled,
            Some(page) if page.n_tries < MAX_TRIES => Standing::TriedInVain,
            Some(_) => Standing::Deadly,
        }
    }

    /// Takes in what an earlier process noted.
    pub fn recall(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            match entry {
                Entry::Tried { key, at } => self.page(key, at).n_tries += 1,
                Entry::Answered { key, at, said, fresh_s: None } => drop(self.answer(key, at, said, false)),
                Entry::Answered { key, at, said, fresh_s: Some(fresh) } => {
                    self.tell(key, at, said, (false, Duration::from_secs(fresh)));
                }
                Entry::Sent { key, n, at } => drop(self.sent(Tag { key, n }, at)),
                Entry::Seen { key, n, until } => self.recall_seen(Tag { key, n }, until),
            }
        }
    }

    /// Takes in what the database has of an earlier process, unless more is known of it here.
    pub fn learn(&mut self, unseen: &[Unseen]) {
        let is_known = |key: &LineKey| self.pages.get(key).is_some_and(|page| page.is_working || page.parts.is_some());
        let news: Vec<_> = unseen.iter().filter(|one| !is_known(&one.tag.key)).collect();
        for one in news {
            let Unseen { tag, text, due_at, fresh, receipt } = one;
            let page = self.page(tag.key, *due_at);
            let kept = if receipt.is_some() { DELIVERY_KEPT } else { kept(*fresh) };
            (page.receipt, page.is_stored, page.until) = (*receipt, true, later(*due_at, kept));
            page.fresh = *fresh;
            let said = Said { n: tag.n, text: text.as_str().into(), after_ms: 0 };
            let part = Part { said, sent_at: None, is_seen: false, is_under_way: false };
            page.parts.get_or_insert_default().push(part);
        }
    }

    /// Looks for the lines that were not seen to arrive among those that the server tells us we said.
    pub fn judge(&mut self, backlog: &mut Backlog, now: Timestamp) -> Verdicts {
        let mut verdicts = Verdicts::default();
        // The echo of one line is not that of another with the same words.
        for (_, page) in self.in_order() {
            for part in page.parts.iter().flatten().filter(|part| part.is_seen) {
                backlog.take_own(&part.said.text, earliest(page.at));
            }
        }
        for (key, page) in self.in_order() {
            verdicts.add(key, page, backlog, now);
        }
        let again = verdicts.again.iter().flat_map(|(key, said)| said.iter().map(|said| Tag { key: *key, n: said.n }));
        for tag in again {
            if let Some(part) = self.part(tag) {
                part.is_under_way = true;
            }
        }
        verdicts
    }

    /// All that still matters, as it is noted.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.in_order().into_iter().flat_map(|(key, page)| page.entries(key))
    }

    fn recall_seen(&mut self, tag: Tag, until: Timestamp) {
        if self.part(tag).is_none() {
            let known_until = self.pages.get(&tag.key).map(|page| page.until);
            let page = self.page(tag.key, until);
            page.until = known_until.map_or(until, |known| known.max(until));
            let said = Said { n: tag.n, text: Box::default(), after_ms: 0 };
            let part = Part { said, sent_at: None, is_seen: true, is_under_way: false };
            page.parts.get_or_insert_default().push(part);
        } else if let Some(part) = self.part(tag) {
            part.is_seen = true;
        }
    }

    fn page(&mut self, key: LineKey, at: Timestamp) -> &mut Page {
        self.pages.entry(key).or_insert_with(|| Page {
            at,
            until: later(at, KEPT),
            n_tries: 0,
            is_working: false,
            parts: None,
            fresh: FRESH,
            receipt: None,
            is_stored: false,
        })
    }

    fn part(&mut self, tag: Tag) -> Option<&mut Part> {
        let parts = self.pages.get_mut(&tag.key)?.parts.as_mut()?;
        parts.iter_mut().find(|part| part.said.n == tag.n)
    }

    fn in_order(&self) -> Vec<(LineKey, &Page)> {
        let mut pages: Vec<_> = self.pages.iter().map(|(key, page)| (*key, page)).collect();
        pages.sort_by_key(|(_, page)| page.at);
        pages
    }
}

impl Page {
    /// It as it is noted, as what answers `key`.
    fn entries(&self, key: LineKey) -> Vec<Entry> {
        let tried = Entry::Tried { key, at: self.at };
        let mut entries = vec![tried; usize::try_from(self.n_tries).unwrap_or(1)];
        let Some(parts) = &self.parts else { return entries };
        if self.receipt.is_none() {
            let said = parts.iter().map(|part| part.said.clone()).collect();
            let fresh_s = (self.fresh != FRESH).then_some(self.fresh.as_secs());
            entries.push(Entry::Answered { key, at: self.at, said, fresh_s });
        }
        for part in parts {
            let n = part.said.n;
            entries.extend(part.sent_at.map(|at| Entry::Sent { key, n, at }));
            entries.extend(part.is_seen.then_some(Entry::Seen { key, n, until: self.until }));
        }
        entries
    }

    /// Whether all of it was seen in the room.
    fn has_arrived(&self) -> bool {
        !self.is_working && self.parts.as_ref().is_some_and(|parts| parts.iter().all(|part| part.is_seen))
    }
}

impl Verdicts {
    /// Adds what becomes of the lines of one answer.
    fn add(&mut self, key: LineKey, page: &Page, backlog: &mut Backlog, now: Timestamp) {
        let mut again = Vec::new();
        for part in page.parts.iter().flatten().filter(|part| !part.is_seen && !part.is_under_way) {
            if backlog.take_own(&part.said.text, earliest(page.at)) {
                self.seen.push(Tag { key, n: part.said.n });
            } else if page.receipt.is_some() {
                self.lost.extend(page.receipt);
            } else if since(page.at, now) < page.fresh && part.sent_at.is_none_or(|sent_at| backlog.reaches(sent_at)) {
                again.push(part.said.clone());
            }
        }
        let first = again.iter().map(|said| said.after_ms).min().unwrap_or_default();
        for said in &mut again {
            said.after_ms -= first;
        }
        if !again.is_empty() {
            self.again.push((key, again));
        }
    }
}

/// How long that is remembered.
fn kept(fresh: Duration) -> Duration {
    KEPT.max(fresh)
}

fn earliest(at: Timestamp) -> Timestamp {
    at.checked_sub(CLOCKS_APART).unwrap_or(at)
}

#[cfg(test)]
mod tests;
