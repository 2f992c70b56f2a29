//! The table as a whole: its names, its files, its pages.

mod answers;
mod bench;
mod desk;

use std::collections::BTreeSet;
use std::path::Path;

use super::{TABLE, help, manual};
use crate::chat::{MAX_UNITS, units};

/// Files of the folder that are no commands.
const PARTS: [&str; 11] =
    ["access", "cooldowns", "cx", "desk", "dispatch", "limits", "manual", "mod", "target", "tests", "view"];

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
fn every_file_of_the_folder_is_a_command_of_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let n_commands = files.filter(|file| !PARTS.contains(&file.trim_end_matches(".rs"))).count();
    assert_eq!(n_commands, TABLE.len());
}

#[test]
fn the_manual_is_as_generated() {
    let page = include_str!("../../../../docs/commands.md");
    let is_current = page == manual();
    assert!(is_current, "cargo run -q -p dazza-room --example commands_md > docs/commands.md");
}

#[test]
fn the_help_of_each_command_is_one_line() {
    for command in TABLE {
        let line = help::line(command, "!");
        assert!(units(&line) <= MAX_UNITS, "{line}");
        assert!(command.about.ends_with('.') && command.about.is_ascii(), "{line}");
    }
}
