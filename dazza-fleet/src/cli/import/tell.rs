//! Tells how an import goes, and what came of it.

use std::io::{self, Write};
use std::time::Duration;

use dazza_shared::store::import::Finding;
use serde_json::json;
use tokio::time::Instant;

use crate::cli::columns;
use crate::import::{Done, Progressed, Report, TableReport};

/// Time between two tellings of one table.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// Tells how far an import is, two lines a second at most.
pub(super) struct Progress<'a> {
    err: &'a mut (dyn Write + Send),
    told: Option<Instant>,
}

impl<'a> Progress<'a> {
    pub(super) fn to(err: &'a mut (dyn Write + Send)) -> Self {
        Self { err, told: None }
    }

    /// It is this far.
    pub(super) fn tell(&mut self, progressed: Progressed<'_>) {
        let now = Instant::now();
        let is_soon = self.told.is_some_and(|told| now.duration_since(told) < TELL_EVERY);
        // Where nobody listens, the import goes on.
        match progressed {
            Progressed::Counting => drop(writeln!(self.err, "counting")),
            Progressed::Reading { n_read, .. } if is_soon || n_read == 0 => {}
            Progressed::Reading { table, n_read, n_rows } => {
                self.told = Some(now);
                drop(writeln!(self.err, "reading {table}: {n_read} of {n_rows}"));
            }
        }
    }
}

/// Tells what came of it.
pub(super) fn tell(done: &Done, as_json: bool, is_dry_run: bool, out: &mut dyn Write) -> io::Result<()> {
    match done {
        Done::Before { at, told } if as_json => {
            writeln!(out, "{}", json!({ "done": "before", "at": at.map(|at| at.to_string()), "report": told }))
        }
        Done::Before { at, .. } => {
            let when = at.map(|at| format!(" at {at}")).unwrap_or_default();
            writeln!(out, "this file was imported{when}; nothing was done")
        }
        Done::Imported(report) if as_json => {
            let done = if is_dry_run { "dry run" } else { "imported" };
            writeln!(out, "{}", json!({ "done": done, "report": report.json() }))
        }
        Done::Imported(report) => tell_all(report, is_dry_run, out),
    }
}

fn tell_all(report: &Report, is_dry_run: bool, out: &mut dyn Write) -> io::Result<()> {
    let head = ["TABLE", "READ", "IMPORTED", "MERGED", "SKIPPED", "MADE ANEW"].map(str::to_owned).to_vec();
    let shown = report.tables.iter().filter(|told| told.is_there || told.n_made > 0);
    let row = |told: &TableReport| {
        let counts = [told.n_read, told.n_imported, told.n_merged, told.n_skipped(), told.n_made];
        [told.table.to_owned()].into_iter().chain(counts.map(|n| n.to_string())).collect()
    };
    columns::write(out, &[head].into_iter().chain(shown.map(row)).collect::<Vec<Vec<_>>>())?;
    for told in &report.tables {
        tell_details(told, out)?;
    }
    let missing: Vec<_> = report.tables.iter().filter(|told| !told.is_there).map(|told| told.table).collect();
    tell_names("not in the file", &missing, out)?;
    tell_names("tables that nobody knows, left out", &report.unknown_tables, out)?;
    if let Some(damage) = &report.damage {
        writeln!(out, "the file is damaged, and what could be read was: {damage}")?;
    }
    for figures in &report.money {
        let (name, min, median, max) = (&figures.name, figures.min, figures.median, figures.max);
        writeln!(out, "dollars in {name}: {min} to {max}, {median} in the middle")?;
    }
    for (room, n) in &report.rooms {
        writeln!(out, "{room}: {n} lines")?;
    }
    writeln!(out, "{} names; {} checks, all of them true", report.n_people, report.checks.len())?;
    writeln!(out, "{}", if is_dry_run { "a dry run: nothing was kept" } else { "imported" })
}

fn tell_details(told: &TableReport, out: &mut dyn Write) -> io::Result<()> {
    let table = told.table;
    for Finding { what, n_rows, keys } in &told.skipped {
        let keys = if keys.is_empty() { String::new() } else { format!(" (such as {})", keys.join(", ")) };
        writeln!(out, "{table}: {n_rows} skipped: {what}{keys}")?;
    }
    for Finding { what, n_rows, keys } in &told.notes {
        writeln!(out, "{table}: {n_rows} with: {what} (such as {})", keys.join(", "))?;
    }
    tell_names(&format!("{table}: columns not in the file"), &told.missing_columns, out)?;
    tell_names(&format!("{table}: columns that nobody knows, left out"), &told.unknown_columns, out)
}

fn tell_names<T: AsRef<str>>(what: &str, names: &[T], out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    if names.is_empty() { Ok(()) } else { writeln!(out, "{what}: {}", names.join(", ")) }
}
