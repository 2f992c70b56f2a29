//! Carries the scripts out, and tells what came of each table.

use sqlx::AssertSqlSafe;

use super::script::{self, Deed};
use crate::store::{StoreError, Tx};

/// Rows of which something is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub what: String,
    /// How many.
    pub n_rows: u64,
    /// Keys of some of them.
    pub keys: Vec<String>,
}

/// What became of the rows of one table of the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The table of the source.
    pub table: &'static str,
    /// Rows of ours that came of them; `None` for a table that is counted anew.
    pub n_imported: Option<u64>,
    /// Rows that were left out, by reason.
    pub skipped: Vec<Finding>,
    /// What else there is to tell.
    pub notes: Vec<Finding>,
    /// Rows that were counted anew.
    pub n_made: u64,
}

/// Something that must be true after an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What must be true.
    pub claim: &'static str,
    /// Where it is not: how often, and some of it in words.
    pub wrong: Finding,
}

/// The range of a column of money, by which a file that counts in cents would be noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Table and column.
    pub name: String,
    /// How many there are.
    pub n: i64,
    /// The least.
    pub min: i64,
    /// The one in the middle.
    pub median: i64,
    /// The most.
    pub max: i64,
}

/// Carries out all that is to be done, table by table.
///
/// # Errors
///
/// What the database has against it.
pub async fn carry_out(tx: &mut Tx<'_>) -> Result<Vec<Outcome>, StoreError> {
    let mut outcomes = Vec::new();
    for script in script::tables() {
        let mut outcome = Outcome { table: script.table, ..Outcome::default() };
        for statement in script.statements {
            match statement.deed {
                Deed::Imported => outcome.n_imported = Some(execute(tx, statement.sql).await?),
                Deed::Then => outcome.n_made += execute(tx, statement.sql).await?,
                Deed::Skipped(why) => outcome.skipped.push(find(tx, why, statement.sql).await?),
                Deed::Note(what) => outcome.notes.push(find(tx, what, statement.sql).await?),
                Deed::Check(_) | Deed::Figures => {}
            }
        }
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

/// Asks what must be true now.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn check(tx: &mut Tx<'_>) -> Result<Vec<Check>, StoreError> {
    let mut checks = Vec::new();
    for statement in script::last("checks") {
        if let Deed::Check(claim) = statement.deed {
            checks.push(Check { claim, wrong: find(tx, claim, statement.sql).await? });
        }
    }
    Ok(checks)
}

/// The ranges of all columns of money, as the source had them.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn figures(tx: &mut Tx<'_>) -> Result<Vec<Figures>, StoreError> {
    let mut all = Vec::new();
    for statement in script::last("money") {
        let rows = sqlx::query_as::<_, (String, i64, i64, i64, i64)>(statement.sql).fetch_all(&mut **tx).await?;
        all.extend(rows.into_iter().map(|(name, n, min, median, max)| Figures { name, n, min, median, max }));
    }
    Ok(all)
}

/// How many lines each room has.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn room_counts(tx: &mut Tx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let rows = sqlx::query!(r#"SELECT room_id, count(*) AS "n!" FROM messages GROUP BY room_id ORDER BY room_id"#);
    Ok(rows.fetch_all(&mut **tx).await?.into_iter().map(|row| (row.room_id, row.n)).collect())
}

async fn execute(tx: &mut Tx<'_>, sql: &'static str) -> Result<u64, StoreError> {
    Ok(sqlx::query(sql).execute(&mut **tx).await?.rows_affected())
}

async fn find(tx: &mut Tx<'_>, what: &str, sql: &'static str) -> Result<Finding, StoreError> {
    let counted = format!("WITH found (src) AS ({sql}) SELECT count(*), (array_agg(src::text))[1:10] FROM found");
    let (n_rows, keys) =
        sqlx::query_as::<_, (i64, Option<Vec<Option<String>>>)>(AssertSqlSafe(counted)).fetch_one(&mut **tx).await?;
    let keys = keys.unwrap_or_default().into_iter().flatten().collect();
    Ok(Finding { what: what.to_owned(), n_rows: n_rows.unsigned_abs(), keys })
}
