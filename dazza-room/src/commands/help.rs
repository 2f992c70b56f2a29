//! `help`: where the manual is, or what one command does.

use std::time::Duration;

use super::offered::is_offered;
use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, Route, To, Word, plain, pools};

pub(super) const COMMAND: Command = Command {
    name: "help",
    aliases: &["commands", "halp"],
    usage: "[command]",
    about: "Sends the manual, or explains one command.",
    category: Category::Basic,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Now(run),
};

/// Longest name repeated in an answer. Unit: UTF-16 code units.
const NAME_LIMIT: usize = 25;

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    match args.first() {
        Some(name) => explain(cx, name),
        None => Ok(hand_out(cx)),
    }
}

fn explain(cx: &mut Cx<'_>, typed: &str) -> Result<Reply, Refusal> {
    let prefix = &cx.view.settings.prefix;
    let name = typed.strip_prefix(prefix.as_str()).unwrap_or(typed).to_lowercase();
    let Some(command) = cx.table.iter().find(|row| row.answers_to(&name) && is_told_of(cx, row)) else {
        let name = plain(&name, NAME_LIMIT);
        return Err(cx.refusal(&pools::NO_SUCH_COMMAND, &[("command", Word::Text(&name))]));
    };
    Ok(Reply::say(cx.here(), &line(command, prefix)))
}

fn is_told_of(cx: &Cx<'_>, command: &Command) -> bool {
    cx.may_use(command) && is_offered(command, cx.view.settings)
}

/// What is said of one command: what it does, how it is typed, what else it is called.
pub(super) fn line(command: &Command, prefix: &str) -> String {
    let line = format!("{}: {} | {prefix}{}", command.name, command.about, command.form());
    if command.aliases.is_empty() { line } else { format!("{line} | also: {}", command.aliases.join(", ")) }
}

/// The manual by private message, with a nudge in the room if that is where it was asked for.
fn hand_out(cx: &mut Cx<'_>) -> Reply {
    let nudge = if cx.is_pm() { Reply::default() } else { Reply::say(To::Room, &cx.phrase(&pools::HELP_NUDGE, &[])) };
    let url = &cx.view.settings.manual_url;
    let manual = if url.is_empty() {
        let names: Vec<_> = cx.table.iter().filter(|row| is_told_of(cx, row)).map(|row| row.name).collect();
        cx.phrase_for(Route::Pm, &pools::COMMAND_NAMES, &[("names", Word::Text(&names.join(", ")))])
    } else {
        cx.phrase_for(Route::Pm, &pools::MANUAL, &[("url", Word::Text(url))])
    };
    nudge.and_say(cx.caller(), &manual)
}
