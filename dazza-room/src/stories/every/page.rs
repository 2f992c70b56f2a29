//! The page of what was seen, a line a command.

use std::collections::BTreeSet;

use crate::commands::{Category, Command, TABLE};

/// What has been seen of a command.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What was typed and answered, with the name that was used.
    pub(super) answered: Vec<(String, String)>,
    pub(super) is_answered_by_pm: bool,
    pub(super) refused: Vec<String>,
    pub(super) is_wait_kept: bool,
    pub(super) nonsense: Vec<String>,
    pub(super) minds_nothing: Option<&'static str>,
    /// As what money moved.
    pub(super) moves: BTreeSet<String>,
}

/// The page.
#[derive(Debug, Default)]
pub(super) struct Page {
    seen: Vec<(&'static Command, Seen)>,
}

const HEAD: &str = "# Commands as they are tested

<!-- Written from what a test has seen; it fails when the page is another. To write it anew:
     DAZZA_WRITE=1 scripts/with-postgres cargo nextest run -p dazza-room -E 'test(every_command_answers)' -->

Each line was typed into a room, by way of a frame, with a database behind it, and what came back was looked at: frames and the
ledger. A command is answered under each of its names. What is refused is so with words of the pool that is named behind it, or
where it is switched off, by private message, to those who may not. Typed again at once it is told to wait, and then nothing; a
wait that is \"kept\" holds in the next process of the room too. What is refused, waits or makes no sense moves no money. What
each command does besides is told by the tests in `dazza-room/src/commands/tests`.
";

const COLUMNS: &str = "| answered | also as | by PM | refused | wait | makes no sense | ledger |
| --- | --- | --- | --- | --- | --- | --- |
";

impl Page {
    pub(super) fn add(&mut self, command: &'static Command, seen: Seen) {
        self.seen.push((command, seen));
    }

    /// The page as it is written.
    pub(super) fn written(&self) -> String {
        let n_aliases: usize = TABLE.iter().map(|command| command.aliases.len()).sum();
        let mut page = format!("{HEAD}\n{} commands, {n_aliases} aliases.\n", self.seen.len());
        for category in Category::ALL {
            let rows: Vec<_> = self.seen.iter().filter(|(command, _)| command.category == category).collect();
            if rows.is_empty() {
                continue;
            }
            page.extend(["\n## ", category.title(), "\n\n", COLUMNS]);
            for (command, seen) in rows {
                page.push_str(&line(command, seen));
            }
        }
        page
    }
}

fn line(command: &Command, seen: &Seen) -> String {
    assert!(!seen.refused.is_empty(), "{} is never refused", command.name);
    let (first, others) = seen.answered.split_first().unwrap_or_else(|| panic!("{} is never answered", command.name));
    let also: Vec<_> = others.iter().map(|(_, name)| format!("`{name}`")).collect();
    assert_eq!(also.len(), command.aliases.len(), "{} is not answered under all its names", command.name);
    let nonsense = if seen.nonsense.is_empty() {
        seen.minds_nothing.unwrap_or_default().to_owned()
    } else {
        seen.nonsense.join(", ")
    };
    assert!(!nonsense.is_empty(), "{} was never typed wrongly", command.name);
    let cells = [
        first.0.clone(),
        also.join(", "),
        (if seen.is_answered_by_pm { "too" } else { "" }).to_owned(),
        seen.refused.join(", "),
        (if seen.is_wait_kept { "kept" } else { "yes" }).to_owned(),
        nonsense,
        seen.moves.iter().cloned().collect::<Vec<_>>().join(", "),
    ];
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.join(" | "))
}
