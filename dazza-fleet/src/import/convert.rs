//! A row of the source as a row of ours: what every column means, and whether there is a row at all.

use std::borrow::Cow;

use dazza_shared::names::RoomName;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::address;
use super::cell::{Cell, Whole};
use super::line::Line;
use super::moment::{self, Moment};
use super::name::{self, Name, Room, UNKNOWN};
use super::people::{People, Where};
use super::plain::{decoded, plain};
use super::table::{Column, Kind, Table, Takes};
use super::tally::Tally;

/// What holds for all rows.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    /// The room of everything that names none.
    pub(crate) home: RoomName,
    /// The bot's own name, in lower case.
    pub(crate) bot: String,
    /// When the import began.
    pub(crate) now: Timestamp,
    /// Whether rows of lost names are left out altogether.
    pub(crate) drop_corrupted: bool,
    /// Whether somebody whom the source trusts not at all is trusted not at all.
    pub(crate) keep_zero_trust: bool,
    /// By what amounts are divided.
    pub(crate) money_divisor: i64,
}

/// Why there is no row.
pub(super) type Rejected = &'static str;

/// One row on its way.
#[derive(Debug)]
pub(super) struct Row<'a> {
    /// What holds for all rows.
    pub(super) rules: &'a Rules,
    /// Whose rows are taken.
    pub(super) takes: Takes,
    /// Its key in the source, for people.
    pub(super) key: i64,
    /// What there is to tell of its table.
    pub(super) tally: &'a mut Tally,
    /// Who is named in it.
    pub(super) mentions: Vec<(name::Kind, String, String)>,
    /// When they were there.
    pub(super) seen: Vec<Timestamp>,
}

/// Trust of whoever the source has none for.
const NEW_TRUST: i64 = 50;

/// Longest text that names something. Source: PostgreSQL, a third of a page for a row of an index. Unit: bytes.
const MAX_KEY: usize = 2_000;

/// Converts a row; whether it was taken. Its cells come in the order of `sources`, which has some for each column.
pub(super) fn convert(
    table: &Table,
    sources: &[Vec<usize>],
    cells: &[Cell<'_>],
    row: &mut Row<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Rejected> {
    let mut line = Line::begin(out);
    line.whole(row.key);
    for (column, sources) in table.columns.iter().zip(sources) {
        let is_seen = table.seen.contains(&column.to);
        if let Err(why) = row.column(column, (sources, cells), is_seen, &mut line) {
            line.undo();
            return Err(why);
        }
    }
    line.end();
    Ok(())
}

impl Row<'_> {
    /// Takes note of everybody who was named in it.
    pub(super) fn introduce(&self, people: &mut People, place: Where) {
        for (kind, key, shown) in &self.mentions {
            if key == UNKNOWN {
                people.note_unknown(self.seen.first().copied());
                continue;
            }
            people.note((*kind, key, shown), place, self.seen.first().copied());
            for at in self.seen.iter().skip(1) {
                people.note((*kind, key, shown), Where::Elsewhere, Some(*at));
            }
        }
    }

    fn column(
        &mut self,
        column: &Column,
        (sources, cells): (&[usize], &[Cell<'_>]),
        is_seen: bool,
        line: &mut Line<'_>,
    ) -> Result<(), Rejected> {
        let cell = sources.first().and_then(|at| cells.get(*at)).unwrap_or(&Cell::Null);
        match column.kind {
            Kind::Id => line.whole(self.id(cell)?),
            Kind::Count => line.whole(self.whole(cell).unwrap_or(0).clamp(i64::from(i32::MIN), i64::from(i32::MAX))),
            Kind::Whole => line.or_null(self.whole(cell), Line::whole),
            Kind::Small => line.whole(self.whole(cell).unwrap_or(0).clamp(i64::from(i16::MIN), i64::from(i16::MAX))),
            Kind::Money => line.whole(self.money(cell)),
            Kind::Balance => line.whole(self.balance(cell)),
            Kind::Trust => line.whole(self.trust(sources.iter().filter_map(|at| cells.get(*at)))),
            Kind::Real => line.real(self.real(cell).unwrap_or(0.0)),
            Kind::RealOrNone => line.or_null(self.real(cell), Line::real),
            Kind::Flag(default) => line.flag(self.flag(cell).unwrap_or(default)),
            Kind::FlagOrNone => line.or_null(self.flag(cell), Line::flag),
            Kind::Person => {
                let key = self.person(cell)?;
                line.text(&key);
            }
            Kind::NamedOrNone => line.or_null(self.other(cell).ok().as_deref(), Line::text),
            Kind::Reminded if cell.text().is_some_and(|text| text.trim() == "@me") => line.null(),
            Kind::Named | Kind::Reminded => {
                let name = self.other(cell)?;
                line.text(&name);
            }
            Kind::Room => line.text(self.room(cell).as_str()),
            Kind::Moment | Kind::MomentOrNone | Kind::MomentOrNow => self.a_moment(column.kind, cell, is_seen, line)?,
            Kind::Day => line.day(moment::day(cell).ok_or("no day")?),
            Kind::DayOrNone => line.or_null(moment::day(cell), Line::day),
            Kind::Picture => {
                let text = cell.text().unwrap_or_default();
                let address = address::picture(&text).ok_or("no address of a picture")?;
                if *text != *address {
                    self.tally.notes.add("damaged address: cleaned", self.key);
                }
                line.text(&address);
            }
            Kind::OneOf(words) => {
                let word = cell.text().unwrap_or_default().trim().to_lowercase();
                line.text(words.iter().find(|known| **known == word).ok_or("a kind that is not known")?);
            }
            _ => self.words(column.kind, cell, line),
        }
        Ok(())
    }

    /// What is text and cannot fail.
    fn words(&mut self, kind: Kind, cell: &Cell<'_>, line: &mut Line<'_>) {
        let given = cell.text();
        let text = given.as_deref().unwrap_or_default();
        match kind {
            Kind::Key => line.text(clipped(text)),
            Kind::TextOrNone => line.or_null(given.as_deref(), Line::text),
            Kind::Plain => line.text(&plain(text)),
            Kind::Decoded => line.text(&decoded(text)),
            Kind::Title => {
                let title = decoded(text.trim());
                let is_one = !["", "unknown"].contains(&title.to_lowercase().as_str());
                line.or_null(Some(title.as_str()).filter(|_| is_one), Line::text);
            }
            Kind::Word => {
                let word = text.trim().to_lowercase();
                line.or_null(Some(word.as_str()).filter(|word| !word.is_empty()), Line::text);
            }
            Kind::Ledger => line.text(&ledger_kind(text)),
            Kind::Json(default) => {
                let value = json_of(text);
                if value.is_none() && !text.trim().is_empty() {
                    self.tally.notes.add("no JSON: left empty", self.key);
                }
                line.text(value.as_deref().unwrap_or(default));
            }
            Kind::JsonOrRaw => match given.as_deref() {
                None => line.null(),
                Some(text) => {
                    let raw = || json!({ "raw": text.replace('\0', "") }).to_string();
                    line.text(&json_of(text).unwrap_or_else(raw));
                }
            },
            Kind::Normalized => line.text(&address::normalized(text).unwrap_or_else(|| decoded(text))),
            Kind::MediaType => line.text(address::media(text).0),
            Kind::MediaId => line.text(clipped(&address::media(text).1)),
            _ => line.text(text),
        }
    }

    fn a_moment(&mut self, kind: Kind, cell: &Cell<'_>, is_seen: bool, line: &mut Line<'_>) -> Result<(), Rejected> {
        match (self.moment(cell), kind) {
            (Some(at), _) => {
                if is_seen {
                    self.seen.push(at.min(self.rules.now));
                }
                line.moment(at);
            }
            (None, Kind::Moment) => return Err("no time that could be"),
            (None, Kind::MomentOrNow) => line.moment(self.rules.now),
            (None, _) => line.null(),
        }
        Ok(())
    }

    /// The row's own number.
    pub(super) fn id(&mut self, cell: &Cell<'_>) -> Result<i64, Rejected> {
        self.whole(cell).filter(|id| *id > 0).ok_or("no number of its own")
    }

    /// A moment, if there is one.
    pub(super) fn moment(&mut self, cell: &Cell<'_>) -> Option<Timestamp> {
        match moment::moment(cell, self.rules.now) {
            Moment::Missing => None,
            Moment::Plain(at) => Some(at),
            Moment::InSeconds(at) => {
                self.tally.notes.add("time in seconds: read as such", self.key);
                Some(at)
            }
            Moment::Implausible => {
                self.tally.notes.add("time that could not be", self.key);
                None
            }
            Moment::Garbled => {
                self.tally.notes.add("no time where one should be", self.key);
                None
            }
        }
    }

    /// The room that the row belongs to.
    pub(super) fn room(&mut self, cell: &Cell<'_>) -> RoomName {
        match name::room(cell.text().as_deref()) {
            Room::Of(room) => room,
            Room::Default => self.rules.home.clone(),
            Room::Invalid => {
                self.tally.notes.add("no name of a room: taken as the default", self.key);
                self.rules.home.clone()
            }
        }
    }

    /// The key of whoever the row is of.
    pub(super) fn person(&mut self, cell: &Cell<'_>) -> Result<Cow<'static, str>, Rejected> {
        let text = cell.text().unwrap_or_default();
        match name::name(&text, &self.rules.bot) {
            Name::Of { kind: name::Kind::System, .. } if self.takes == Takes::People => Err("of no person"),
            Name::Of { kind, key, shown } => {
                self.mentions.push((kind, key.clone(), shown));
                Ok(Cow::Owned(key))
            }
            Name::Corrupted if self.takes == Takes::Everybody && !self.rules.drop_corrupted => {
                self.tally.notes.add("corrupted name: kept as unknown#import", self.key);
                self.mentions.push((name::Kind::System, UNKNOWN.to_owned(), UNKNOWN.to_owned()));
                Ok(Cow::Borrowed(UNKNOWN))
            }
            Name::Corrupted => Err("corrupted name"),
            Name::None => Err("no name"),
        }
    }

    /// The key of somebody else in the row.
    fn other(&self, cell: &Cell<'_>) -> Result<String, Rejected> {
        let text = cell.text().unwrap_or_default();
        match name::name(&text, &self.rules.bot) {
            Name::Of { key, .. } if !["unknown", "none"].contains(&key.as_str()) => Ok(key),
            Name::Corrupted => Err("corrupted name"),
            Name::Of { .. } | Name::None => Err("no name"),
        }
    }

    fn whole(&mut self, cell: &Cell<'_>) -> Option<i64> {
        match cell.whole() {
            Whole::Missing => None,
            Whole::Exact(whole) => Some(whole),
            Whole::Rounded(whole) => {
                self.tally.notes.add("fractional number: rounded", self.key);
                Some(whole)
            }
            Whole::Garbled => {
                self.tally.notes.add("no number where one should be", self.key);
                None
            }
        }
    }

    fn money(&mut self, cell: &Cell<'_>) -> i64 {
        let divisor = self.rules.money_divisor;
        let (amount, is_fractional) = match cell.whole() {
            Whole::Exact(amount) => (amount, amount % divisor != 0),
            Whole::Rounded(amount) => (amount, true),
            Whole::Missing => return 0,
            Whole::Garbled => {
                self.tally.notes.add("no amount where one should be: taken as 0", self.key);
                return 0;
            }
        };
        if is_fractional {
            self.tally.notes.add("fractional money: rounded", self.key);
        }
        // Half away from zero, like all rounding here.
        (amount + amount.signum() * (divisor / 2)) / divisor
    }

    fn balance(&mut self, cell: &Cell<'_>) -> i64 {
        let amount = self.money(cell);
        if amount < 0 {
            self.tally.notes.add("less than nothing: taken as 0", self.key);
        }
        amount.max(0)
    }

    fn trust<'c, 's: 'c>(&mut self, mut cells: impl Iterator<Item = &'c Cell<'s>>) -> i64 {
        let trust = cells.find_map(|cell| self.whole(cell));
        match trust {
            Some(0) if self.rules.keep_zero_trust => 0,
            None | Some(0) => NEW_TRUST,
            Some(trust) => trust.clamp(0, 100),
        }
    }

    fn real(&mut self, cell: &Cell<'_>) -> Option<f64> {
        cell.real().unwrap_or_else(|()| {
            self.tally.notes.add("no number where one should be", self.key);
            None
        })
    }

    fn flag(&mut self, cell: &Cell<'_>) -> Option<bool> {
        cell.flag().unwrap_or_else(|()| {
            self.tally.notes.add("neither yes nor no", self.key);
            None
        })
    }
}

/// The kind of a line of the ledger, in the signs that ours may have.
fn ledger_kind(text: &str) -> String {
    let kind: String =
        text.trim().to_lowercase().chars().map(|c| if c.is_ascii_lowercase() { c } else { '_' }).take(40).collect();
    if kind.is_empty() || kind.starts_with("import_") || kind.starts_with("purged") {
        format!("old_{kind}")
    } else {
        kind
    }
    .chars()
    .take(40)
    .collect()
}

/// As much of `text` as an index can hold.
fn clipped(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_KEY)).unwrap_or(text)
}

/// `text` as JSON that the database can hold.
fn json_of(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(value.to_string()).filter(|json| !json.contains("\\u0000"))
}
