//! The manual of all commands, written from the table.

use std::fmt::Write as _;

use super::{Category, Command, Pm, TABLE};
use crate::chat::span;

const HEAD: &str = "\
# Commands

<!-- Written from the table of commands; a test holds the two together. To write it anew:
     cargo run -q -p dazza-room --example commands_md > docs/commands.md -->

The prefix `!` is the usual one; a room may have another. `<this>` has to be given, `[this]` may be. Each player waits
the time under \"wait\" between two uses of a command in a room. \"PM\" says whether a command may come by private message.
";

/// The manual, as Markdown.
pub fn manual() -> String {
    let mut page = HEAD.to_owned();
    for category in Category::ALL {
        page.extend(["\n## ", category.title(), "\n\n"]);
        page.push_str("| command | also | what it does | who | wait | PM |\n| --- | --- | --- | --- | --- | --- |\n");
        for command in TABLE.iter().filter(|command| command.category == category) {
            row(&mut page, command);
        }
    }
    page
}

fn row(page: &mut String, command: &Command) {
    let also: Vec<_> = command.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let by_pm = match command.pm {
        Pm::Accepted => "yes",
        Pm::Refused => "no",
    };
    // Writing to a String cannot fail.
    let (form, about, who) = (command.form().replace('|', "\\|"), command.about, command.access.title());
    let wait = span(command.cooldown);
    writeln!(page, "| `!{form}` | {} | {about} | {who} | {wait} | {by_pm} |", also.join(", ")).unwrap_or_default();
}
