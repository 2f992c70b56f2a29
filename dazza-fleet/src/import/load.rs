//! Reads the file, table by table, into the database: all in one transaction, never more than a piece of it in memory.

use dazza_shared::store::import::{self, Column as Staged, Ground, Staging, Terms, Type};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::{Store, Tx, schema};
use jiff::Timestamp;
use serde_json::Value;

use super::cell::Cell;
use super::convert::{Row, Rules, convert};
use super::error::ImportError;
use super::files::{Files, is_variant};
use super::lines::{Lines, WRITING};
use super::people::People;
use super::report::{Report, TableReport};
use super::source::SourceFile;
use super::table::{Fate, Kind, Table};
use super::tables;
use super::tally::Tally;

/// What is wished for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// What holds for all rows.
    pub(crate) rules: Rules,
    /// IANA name of the zone in which days and hours are counted.
    pub(crate) zone: String,
    /// Whether nothing is to be kept.
    pub(crate) is_dry_run: bool,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Done {
    /// It was imported, or would be.
    Imported(Box<Report>),
    /// It had been imported before, and nothing was done.
    Before {
        /// When.
        at: Option<Timestamp>,
        /// What was told then.
        told: Value,
    },
}

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Progressed<'a> {
    /// Reads a table.
    Reading {
        /// Which.
        table: &'a str,
        /// How many of its rows were read.
        n_read: u64,
        /// How many there are.
        n_rows: u64,
    },
    /// All is read, and figures are made of it.
    Counting,
}

/// Is told now and then how far it is.
pub(crate) type Progress<'a> = &'a mut dyn FnMut(Progressed<'_>);

/// Text sent to the database at once. Unit: bytes.
const PIECE: usize = 1 << 18;

/// Imports the files.
///
/// # Errors
///
/// Each of [`ImportError`]; the database is as it was then.
pub(crate) async fn import(
    store: &Store,
    key: &RoomKey,
    files: &Files,
    wish: &Wish,
    progress: Progress<'_>,
) -> Result<Done, ImportError> {
    let mut tx = store.begin().await?;
    let source = files.sha256();
    match import::claim(&mut tx, &source).await? {
        Ground::Free => {}
        Ground::Imported { at, counts } => return Ok(Done::Before { at, told: counts }),
        Ground::Occupied { table } => return Err(ImportError::Occupied { table }),
    }
    let heist_room = files.heist_room();
    let (room, now) = (&wish.rules.home, wish.rules.now);
    import::set_terms(&mut tx, &Terms { room, heist_room: &heist_room, zone: &wish.zone, now }).await?;
    for room in files.rooms(room)? {
        import::provide_room(&mut tx, key, &room).await?;
    }
    let mut loading = Loading { tx, files, wish, progress, people: People::default(), lines: Lines::default() };
    let indexes = import::set_indexes_aside(&mut loading.tx).await?;
    let tallies = loading.read().await?;
    import::put_indexes_back(&mut loading.tx, indexes).await?;
    (loading.progress)(Progressed::Counting);
    let report = loading.conclude(tallies).await?;
    let mut tx = loading.tx;
    if wish.is_dry_run {
        tx.rollback().await.map_err(dazza_shared::store::StoreError::from)?;
        return Ok(Done::Imported(Box::new(report)));
    }
    import::conclude(&mut tx, &source, &report.json(), now).await?;
    tx.commit().await.map_err(dazza_shared::store::StoreError::from)?;
    // What was imported is there whether or not the planner knows of it yet.
    let mut connection = store.connection().await?;
    drop(schema::analyze(&mut connection).await);
    Ok(Done::Imported(Box::new(report)))
}

/// An import under way.
struct Loading<'a> {
    tx: Tx<'static>,
    files: &'a Files,
    wish: &'a Wish,
    progress: Progress<'a>,
    people: People,
    lines: Lines,
}

/// A table of the source as it is in a file: what is read of it.
struct Plan<'a> {
    table: &'static Table,
    file: &'a SourceFile,
    /// Columns that are read.
    columns: Vec<&'static str>,
    /// For each of our columns, which of those it is made of.
    sources: Vec<Vec<usize>>,
}

impl Loading<'_> {
    /// Reads every table; what there is to tell of each.
    async fn read(&mut self) -> Result<Vec<(&'static Table, Tally)>, ImportError> {
        self.stage(&Staging { table: "words", columns: vec![text("username"), text("word"), whole("uses")] }).await?;
        let mut tallies = Vec::new();
        for table in tables::all() {
            if table.fate == Fate::Staged {
                self.stage(&table.staging()).await?;
            }
            let mut tally = Tally::default();
            if let Some(file) = self.files.that_has(table) {
                self.read_table(table, file, &mut tally).await?;
            }
            tallies.push((table, tally));
        }
        Ok(tallies)
    }

    async fn read_table(
        &mut self,
        table: &'static Table,
        file: &SourceFile,
        tally: &mut Tally,
    ) -> Result<(), ImportError> {
        let why = match table.fate {
            Fate::LeftOut(why) => Some(why),
            _ if is_variant(table, file) => Some("of a variant that keeps no heists"),
            _ => None,
        };
        if let Some(why) = why {
            tally.n_read = file.n_rows(table.name);
            tally.skipped.add_all(why, tally.n_read);
            return Ok(());
        }
        let plan = Plan::of(table, file)?;
        let n_rows = file.n_rows(table.name);
        let mut statement = file.reading(table.name, &plan.columns)?;
        let Some(mut rows) = file.passed(statement.query([]))? else { return Ok(()) };
        let mut has_more = true;
        while has_more {
            let mut feed = match table.fate {
                Fate::Lines => import::feed_lines(&mut self.tx).await?,
                _ => import::feed(&mut self.tx, table.name).await?,
            };
            let mut reading = Reading { rules: &self.wish.rules, people: &mut self.people, lines: &mut self.lines };
            let mut buffer = Vec::with_capacity(PIECE + PIECE / 4);
            has_more = reading.piece(&plan, &mut rows, &mut buffer, tally)?;
            while has_more && !reading.lines.is_full() {
                feed.send(&buffer).await?;
                buffer.clear();
                (self.progress)(Progressed::Reading { table: table.name, n_read: tally.n_read, n_rows });
                has_more = reading.piece(&plan, &mut rows, &mut buffer, tally)?;
            }
            feed.send(&buffer).await?;
            feed.finish().await?;
            self.pass_words_on().await?;
        }
        (self.progress)(Progressed::Reading { table: table.name, n_read: tally.n_read, n_rows });
        Ok(())
    }

    /// Gives the words that were gathered to the database.
    async fn pass_words_on(&mut self) -> Result<(), ImportError> {
        let words = self.lines.give_words();
        self.send("words", &words).await
    }

    async fn send(&mut self, table: &str, rows: &[u8]) -> Result<(), ImportError> {
        let mut feed = import::feed(&mut self.tx, table).await?;
        for piece in rows.chunks(PIECE) {
            feed.send(piece).await?;
        }
        feed.finish().await?;
        Ok(())
    }

    async fn stage(&mut self, staging: &Staging) -> Result<(), ImportError> {
        Ok(import::stage(&mut self.tx, staging).await?)
    }

    /// Has the scripts do their part, and checks that it all adds up.
    async fn conclude(&mut self, tallies: Vec<(&'static Table, Tally)>) -> Result<Report, ImportError> {
        let moment = |name| Staged { name, kind: Type::Moment };
        let columns = vec![text("username"), text("shown"), moment("first_seen"), moment("last_seen")];
        let columns = columns.into_iter().chain([Staged { name: "is_system", kind: Type::Flag }]).collect();
        self.stage(&Staging { table: "people", columns }).await?;
        let columns = [text("username")].into_iter().chain(WRITING.map(whole)).collect();
        self.stage(&Staging { table: "writing", columns }).await?;
        let rows = self.people.rows(self.wish.rules.now);
        self.send("people", &rows).await?;
        let rows = self.lines.writing();
        self.send("writing", &rows).await?;
        let mut outcomes = import::carry_out(&mut self.tx).await?;
        let mut report = Report { damage: self.files.damage(), n_people: self.people.len(), ..Report::default() };
        for (table, tally) in tallies {
            let at = outcomes.iter().position(|outcome| outcome.table == table.name);
            let mut outcome = at.map(|at| outcomes.swap_remove(at));
            if table.fate == Fate::Lines {
                let n_imported = Some(self.lines.by_room.values().sum());
                outcome = Some(import::Outcome { n_imported, ..outcome.unwrap_or_default() });
            }
            let told = TableReport::of(table.name, tally, outcome).map_err(ImportError::DoesNotAddUp)?;
            report.tables.push(self.files.described(table, told));
        }
        report.unknown_tables = self.files.unknown_tables();
        report.money = import::figures(&mut self.tx).await?;
        report.checks = import::check(&mut self.tx).await?;
        report.rooms = import::room_counts(&mut self.tx).await?;
        let read: Vec<_> = self.lines.by_room.iter().map(|(room, n)| (room.to_string(), n.cast_signed())).collect();
        match report.wrong() {
            Some(wrong) => Err(ImportError::DoesNotAddUp(wrong)),
            None if read != report.rooms => {
                Err(ImportError::DoesNotAddUp(format!("  of lines, {read:?} were read and {:?} written", report.rooms)))
            }
            None => Ok(report),
        }
    }
}

/// What takes a row in.
struct Reading<'a> {
    rules: &'a Rules,
    people: &'a mut People,
    lines: &'a mut Lines,
}

impl Reading<'_> {
    /// Takes rows in until a piece is full; whether there may be more.
    fn piece(
        &mut self,
        plan: &Plan<'_>,
        rows: &mut rusqlite::Rows<'_>,
        buffer: &mut Vec<u8>,
        tally: &mut Tally,
    ) -> Result<bool, ImportError> {
        while buffer.len() < PIECE {
            let read = match plan.file.passed(rows.next())? {
                Some(Some(row)) => plan.file.passed(self.row(plan, row, buffer, tally))?,
                Some(None) => return Ok(false),
                None => None,
            };
            if read.is_none() {
                tally.notes.add("cannot be read beyond here", i64::try_from(tally.n_read).unwrap_or(i64::MAX));
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn row(
        &mut self,
        plan: &Plan<'_>,
        row: &rusqlite::Row<'_>,
        buffer: &mut Vec<u8>,
        tally: &mut Tally,
    ) -> rusqlite::Result<()> {
        let key = row.get(0)?;
        tally.n_read += 1;
        let mut cells = Vec::with_capacity(plan.columns.len());
        for at in 0..plan.columns.len() {
            let (cell, is_damaged) = Cell::of(row.get_ref(at + 1)?);
            if is_damaged {
                tally.notes.add("text that is no UTF-8: replaced by \u{fffd}", key);
            }
            cells.push(cell);
        }
        let table = plan.table;
        let mut row = Row { rules: self.rules, takes: table.takes, key, tally, mentions: Vec::new(), seen: Vec::new() };
        let converted = if table.fate == Fate::Lines {
            let cells = [0, 1, 2, 3, 4].map(|column| plan.cell(column, &cells));
            self.lines.convert(&cells, &mut row, buffer)
        } else {
            convert(table, &plan.sources, &cells, &mut row, buffer)
        };
        match converted {
            Ok(()) => row.introduce(self.people, table.place),
            Err(why) => tally.skipped.add(why, key),
        }
        Ok(())
    }
}

impl<'a> Plan<'a> {
    fn of(table: &'static Table, file: &'a SourceFile) -> Result<Self, ImportError> {
        let had = file.form().get(table.name).map(Vec::as_slice).unwrap_or_default();
        let mut columns: Vec<&'static str> = Vec::new();
        let mut sources = Vec::new();
        for column in table.columns {
            let there = column.from.iter().copied().filter(|name| had.iter().any(|had| had == name));
            let n_wanted = if column.kind == Kind::Trust { column.from.len() } else { 1 };
            let mut made_of = Vec::new();
            for name in there.take(n_wanted) {
                made_of.push(place_of(name, &mut columns));
            }
            if let (true, true, Some(name)) = (made_of.is_empty(), column.kind.is_vital(), column.from.first()) {
                return Err(file.lacks(table.name, name));
            }
            sources.push(made_of);
        }
        Ok(Self { table, file, columns, sources })
    }

    /// The value that one of our columns is made of.
    fn cell<'c>(&self, column: usize, cells: &[Cell<'c>]) -> Cell<'c> {
        let at = self.sources.get(column).and_then(|sources| sources.first());
        at.and_then(|at| cells.get(*at)).cloned().unwrap_or(Cell::Null)
    }
}

/// Where `name` is among `columns`; at their end, if it was not.
fn place_of(name: &'static str, columns: &mut Vec<&'static str>) -> usize {
    let at = columns.iter().position(|known| *known == name).unwrap_or(columns.len());
    if at == columns.len() {
        columns.push(name);
    }
    at
}

const fn text(name: &'static str) -> Staged {
    Staged { name, kind: Type::Text }
}

const fn whole(name: &'static str) -> Staged {
    Staged { name, kind: Type::Int }
}
