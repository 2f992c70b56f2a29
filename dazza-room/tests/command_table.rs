//! The table of commands against what lies in the folders: a file a command, and the page written from it.

use std::fs;
use std::path::{Path, PathBuf};

use dazza_room::commands::{TABLE, catalogue, manual};
use dazza_room::games::contest::guide;

/// Files of the folder that are no commands.
const PARTS: &[&str] = &[
    "access",
    "act",
    "asking",
    "audited",
    "carried",
    "catalogue",
    "cooldowns",
    "customs",
    "cx",
    "desk",
    "dispatch",
    "heist_order",
    "job",
    "limits",
    "manual",
    "mod",
    "numbered",
    "offered",
    "payslip",
    "playlist_item",
    "settle",
    "stored",
    "target",
    "tests",
    "view",
    "whom",
    "windfall",
];

#[test]
fn every_file_of_the_folder_is_a_command_of_the_table() {
    let files = fs::read_dir(root().join("dazza-room/src/commands")).unwrap();
    let names = files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    let mut commands: Vec<_> = names.filter(|name| !PARTS.contains(&name.as_str())).collect();
    // A file cannot begin with a digit and be a module.
    let mut listed: Vec<_> = TABLE.iter().map(|row| row.name.replace('8', "eight_")).collect();
    commands.sort_unstable();
    listed.sort_unstable();
    assert_eq!(commands, listed);
}

#[test]
fn the_manual_is_as_written_from_the_table() {
    let page = fs::read_to_string(root().join("docs/commands.md")).unwrap();
    let is_current = page == manual();
    assert!(is_current, "write it anew: cargo run -q -p dazza-room --example commands_md > docs/commands.md");
}

#[test]
fn the_list_that_the_web_serves_is_as_written_from_the_table() {
    let list = fs::read_to_string(root().join("docs/commands.json")).unwrap();
    let is_current = list == catalogue().unwrap();
    assert!(is_current, "write it anew: cargo run -q -p dazza-room --example commands_json > docs/commands.json");
}

#[test]
fn the_guide_to_contests_that_the_web_serves_is_as_written_from_the_tables() {
    let written = fs::read_to_string(root().join("docs/guide.json")).unwrap();
    let is_current = written == guide().unwrap();
    assert!(is_current, "write it anew: cargo run -q -p dazza-room --example guide_json > docs/guide.json");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
