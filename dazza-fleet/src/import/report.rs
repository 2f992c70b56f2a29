//! What came of an import, for people and for programs.

use dazza_shared::store::import::{Check, Figures, Finding, Outcome};
use serde_json::{Value, json};

use super::tally::Tally;

/// What came of an import.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// What was wrong with the file, if it was read all the same.
    pub(crate) damage: Option<String>,
    /// Every table of the source.
    pub(crate) tables: Vec<TableReport>,
    /// Tables of the file that nobody knows.
    pub(crate) unknown_tables: Vec<String>,
    /// How many lines each room has.
    pub(crate) rooms: Vec<(String, i64)>,
    /// How many people, and others with a name, there are.
    pub(crate) n_people: usize,
    /// The ranges of amounts, as they were read.
    pub(crate) money: Vec<Figures>,
    /// What must be true, and whether it is.
    pub(crate) checks: Vec<Check>,
}

/// What came of one table: what was read is what was imported, merged and skipped.
#[derive(Clone, Debug)]
pub(crate) struct TableReport {
    /// Its name in the source.
    pub(crate) table: &'static str,
    /// Whether the file has it.
    pub(crate) is_there: bool,
    /// Rows read.
    pub(crate) n_read: u64,
    /// Rows that became rows of ours.
    pub(crate) n_imported: u64,
    /// Rows that became one with others.
    pub(crate) n_merged: u64,
    /// Rows that were left out, by reason.
    pub(crate) skipped: Vec<Finding>,
    /// What else there is to tell.
    pub(crate) notes: Vec<Finding>,
    /// Rows of ours that were counted anew.
    pub(crate) n_made: u64,
    /// Columns that the file should have and has not.
    pub(crate) missing_columns: Vec<&'static str>,
    /// Columns of the file that nobody knows.
    pub(crate) unknown_columns: Vec<String>,
}

impl TableReport {
    /// What was read and what became of it; an error, in words, when the two do not fit.
    pub(super) fn of(table: &'static str, tally: Tally, outcome: Option<Outcome>) -> Result<Self, String> {
        let Tally { n_read, mut skipped, mut notes } = tally;
        let outcome = outcome.unwrap_or_default();
        skipped.extend(outcome.skipped);
        notes.extend(outcome.notes);
        let (n_imported, n_skipped) = (outcome.n_imported.unwrap_or(0), skipped.n_rows());
        let n_merged = n_read.checked_sub(n_imported + n_skipped).ok_or_else(|| {
            format!("{table}: {n_read} rows were read, {n_imported} imported and {n_skipped} skipped")
        })?;
        Ok(Self {
            table,
            is_there: false,
            n_read,
            n_imported,
            n_merged,
            skipped: skipped.all().to_vec(),
            notes: notes.all().to_vec(),
            n_made: outcome.n_made,
            missing_columns: Vec::new(),
            unknown_columns: Vec::new(),
        })
    }

    /// Rows that were left out.
    pub(crate) fn n_skipped(&self) -> u64 {
        self.skipped.iter().map(|finding| finding.n_rows).sum()
    }

    fn json(&self) -> Value {
        json!({
            "table": self.table, "is_there": self.is_there, "read": self.n_read, "imported": self.n_imported,
            "merged": self.n_merged, "skipped": findings(&self.skipped), "notes": findings(&self.notes),
            "made_anew": self.n_made, "missing_columns": self.missing_columns, "unknown_columns": self.unknown_columns,
        })
    }
}

impl Report {
    /// What must be true and is not, in words; nothing when all is well.
    pub(super) fn wrong(&self) -> Option<String> {
        let wrong: Vec<_> = self.checks.iter().filter(|check| check.wrong.n_rows > 0).collect();
        let tell = |check: &&Check| {
            format!("  not true, {} times: {}: {}", check.wrong.n_rows, check.claim, check.wrong.keys.join(", "))
        };
        (!wrong.is_empty()).then(|| wrong.iter().map(tell).collect::<Vec<_>>().join("\n"))
    }

    /// All of it, for programs.
    pub(crate) fn json(&self) -> Value {
        let figures =
            |f: &Figures| json!({ "column": f.name, "n": f.n, "min": f.min, "median": f.median, "max": f.max });
        let check = |check: &Check| json!({ "claim": check.claim, "n_wrong": check.wrong.n_rows, "examples": check.wrong.keys });
        json!({
            "damage": self.damage,
            "tables": self.tables.iter().map(TableReport::json).collect::<Vec<_>>(),
            "unknown_tables": self.unknown_tables,
            "rooms": self.rooms.iter().map(|(room, n)| (room.clone(), json!(n))).collect::<serde_json::Map<_, _>>(),
            "people": self.n_people,
            "money": self.money.iter().map(figures).collect::<Vec<_>>(),
            "checks": self.checks.iter().map(check).collect::<Vec<_>>(),
        })
    }
}

fn findings(findings: &[Finding]) -> Vec<Value> {
    let told = |found: &Finding| json!({ "what": found.what, "rows": found.n_rows, "keys": found.keys });
    findings.iter().map(told).collect()
}
