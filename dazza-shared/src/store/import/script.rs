//! The scripts of an import: statements, each with a line before it that says what it does.

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// Writes rows of ours from the rows of the source table; what is not written was merged.
    Imported,
    /// Takes rows of the source out, and gives their keys back. For this reason.
    Skipped(&'static str),
    /// Gives the keys of rows back of which this is to be told.
    Note(&'static str),
    /// Anything else that has to be done.
    Then,
    /// Gives back, in words, where this is not true.
    Check(&'static str),
    /// Gives figures back.
    Figures,
}

/// One statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// What it does.
    pub(super) deed: Deed,
    /// The statement itself.
    pub(super) sql: &'static str,
}

/// All statements about one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Script {
    /// The table of the source.
    pub(super) table: &'static str,
    /// In order.
    pub(super) statements: Vec<Statement>,
}

/// What is carried out, in order: what others point to comes first, what is counted anew comes last.
const SCRIPTS: [&str; 6] = [
    include_str!("../sql/import/chat.sql"),
    include_str!("../sql/import/counters.sql"),
    include_str!("../sql/import/economy.sql"),
    include_str!("../sql/import/games.sql"),
    include_str!("../sql/import/media.sql"),
    include_str!("../sql/import/people.sql"),
];

/// What is checked and counted in the end.
const LAST: &str = include_str!("../sql/import/checks.sql");

/// All tables, in the order in which they are carried out.
pub(super) fn tables() -> Vec<Script> {
    SCRIPTS.into_iter().flat_map(scripts).collect()
}

/// The last statements of that name: `checks` or `money`.
pub(super) fn last(name: &str) -> Vec<Statement> {
    scripts(LAST).into_iter().filter(|script| script.table == name).flat_map(|script| script.statements).collect()
}

fn scripts(text: &'static str) -> Vec<Script> {
    let mut found: Vec<Script> = Vec::new();
    for part in text.split("--! ").skip(1) {
        let (head, sql) = part.split_once('\n').unwrap_or((part, ""));
        let (word, rest) = head.split_once(' ').unwrap_or((head, ""));
        if word == "table" {
            found.push(Script { table: rest, statements: Vec::new() });
        } else if let (Some(script), Some(deed)) = (found.last_mut(), deed(word, rest)) {
            script.statements.push(Statement { deed, sql: sql.trim() });
        }
    }
    found
}

fn deed(word: &str, rest: &'static str) -> Option<Deed> {
    match word {
        "imported" => Some(Deed::Imported),
        "skipped" => Some(Deed::Skipped(rest)),
        "note" => Some(Deed::Note(rest)),
        "then" => Some(Deed::Then),
        "check" => Some(Deed::Check(rest)),
        "figures" => Some(Deed::Figures),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_says_what_follows_is_understood() {
        for text in SCRIPTS.into_iter().chain([LAST]) {
            let n_marks = text.matches("\n--! ").count();
            let scripts = scripts(text);
            let n_understood: usize = scripts.iter().map(|script| 1 + script.statements.len()).sum();
            assert_eq!(n_understood, n_marks, "{text}");
            for statement in scripts.iter().flat_map(|script| &script.statements) {
                assert!(!statement.sql.is_empty() && !statement.sql.contains(';'), "{}", statement.sql);
            }
        }
    }

    #[test]
    fn a_table_is_imported_at_most_once() {
        for script in tables() {
            let n = script.statements.iter().filter(|statement| statement.deed == Deed::Imported).count();
            assert!(n <= 1, "{}: {n}", script.table);
        }
        let mut names: Vec<_> = tables().iter().map(|script| script.table).collect();
        names.sort_unstable();
        let n_scripts = names.len();
        names.dedup();
        assert_eq!(names.len(), n_scripts);
    }
}
