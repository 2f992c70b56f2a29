//! The table as a whole.

mod answers;
mod asked;
mod bench;
mod desk;
mod handy;
mod store;
mod stored;
mod till;

use std::collections::BTreeSet;

use super::{TABLE, help};
use crate::chat::{MAX_UNITS, units};

#[test]
fn no_two_commands_share_a_name() {
    let mut seen = BTreeSet::new();
    for name in TABLE.iter().flat_map(|row| std::iter::once(&row.name).chain(row.aliases)) {
        assert!(seen.insert(*name), "{name} is taken");
        assert_eq!(*name, name.to_lowercase());
        assert!(!name.contains(char::is_whitespace) && !name.is_empty());
    }
}

#[test]
fn the_help_of_each_command_is_one_line() {
    for command in TABLE {
        let line = help::line(command, "!");
        assert!(units(&line) <= MAX_UNITS, "{line}");
        assert!(command.about.ends_with('.') && command.about.is_ascii(), "{line}");
    }
}
