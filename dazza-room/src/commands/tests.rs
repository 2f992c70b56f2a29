//! The table as a whole: its names, its files, its pages.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// Files of the folder that are no commands.
const PARTS: [&str; 10] = ["access", "cooldowns", "cx", "desk", "dispatch", "limits", "manual", "mod", "tests", "view"];

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
