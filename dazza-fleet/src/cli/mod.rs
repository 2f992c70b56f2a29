//! The command line: one file a verb.

mod check;
mod client;
mod columns;
mod completions;
mod db;
mod demo;
mod down;
mod failure;
mod host;
mod import;
mod jobs;
mod limit;
mod logs;
mod man;
mod order;
mod printer;
mod programs;
mod reload;
mod restart;
mod rooms;
mod secrets;
mod start;
mod status;
mod stop;
mod tokens;
mod top;
mod up;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use dazza_shared::exit::Exit;

use completions::Question;
use failure::Failure;

use crate::with_parent;

/// The configuration unless another is named.
const DEFAULT_CONFIG: &str = "fleet.toml";

/// Where a verb writes: what was asked for, and all else.
struct Terminal {
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
}

/// Keeps one bot process alive in each of many CyTube rooms.
#[derive(Debug, Parser)]
#[command(name = "dazza-fleet", version, after_help = "Exit codes are listed in docs/exit-codes.md.")]
struct Arguments {
    /// The fleet's configuration.
    #[arg(long, global = true, value_name = "FILE", default_value = DEFAULT_CONFIG)]
    config: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Up(up::Up),
    Down(down::Down),
    Status(status::Status),
    Top(top::Top),
    Start(start::Start),
    Stop(stop::Stop),
    Restart(restart::Restart),
    Plan(reload::Plan),
    Reload(reload::Reload),
    Rooms(rooms::Rooms),
    Logs(logs::Logs),
    Check(check::Check),
    Secrets(secrets::Secrets),
    Db(db::Db),
    Jobs(jobs::Jobs),
    Tokens(tokens::Tokens),
    Import(import::Import),
    Demo(demo::Demo),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the command line: `out` takes what was asked for, `err` all else.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
) -> Exit {
    let mut terminal = Terminal { out, err };
    let arguments: Vec<_> = arguments.into_iter().collect();
    if let Some(error) = with_parent::heard(&arguments) {
        return Failure::from(error).tell(&mut *terminal.err);
    }
    let outcome = match Question::heard(&arguments) {
        Some(question) => question.answer(&mut terminal),
        None => match Arguments::try_parse_from(arguments) {
            Ok(arguments) => arguments.carry_out(&mut terminal),
            Err(error) => show_usage(&error, &mut terminal),
        },
    };
    outcome.unwrap_or_else(|failure| failure.tell(&mut *terminal.err))
}

impl Arguments {
    fn carry_out(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = &self.config;
        match self.verb {
            Verb::Up(up) => up.run(config, terminal),
            Verb::Down(down) => down.run(config, terminal),
            Verb::Status(status) => status.run(config, terminal),
            Verb::Top(top) => top.run(config, terminal),
            Verb::Start(start) => start.run(config, terminal),
            Verb::Stop(stop) => stop.run(config, terminal),
            Verb::Restart(restart) => restart.run(config, terminal),
            Verb::Plan(plan) => plan.run(config, terminal),
            Verb::Reload(reload) => reload.run(config, terminal),
            Verb::Rooms(rooms) => rooms.run(config, terminal),
            Verb::Logs(logs) => logs.run(config, terminal),
            Verb::Check(check) => check.run(config, terminal),
            Verb::Secrets(secrets) => secrets.run(config, terminal),
            Verb::Db(db) => db.run(config, terminal),
            Verb::Jobs(jobs) => jobs.run(config, terminal),
            Verb::Tokens(tokens) => tokens.run(config, terminal),
            Verb::Import(import) => import.run(config, terminal),
            Verb::Demo(demo) => demo.run(terminal),
            Verb::Completions(completions) => completions.run(terminal),
            Verb::Man(man) => man.run(terminal),
        }
    }
}

/// Shows what clap has to say: the help that was asked for, or what was not understood.
fn show_usage(error: &clap::Error, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let is_help = !error.use_stderr();
    let stream = if is_help { &mut terminal.out } else { &mut terminal.err };
    write!(stream, "{}", error.render())?;
    Ok(if is_help { Exit::Done } else { Exit::Usage })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// Verbs whose output is for people, or is no output but a script or a page.
    const WITHOUT_JSON: [&str; 4] = ["top", "demo", "completions", "man"];

    /// Every verb that does something, with its words.
    fn verbs(command: &clap::Command, before: &str) -> Vec<(String, clap::Command)> {
        let mut found = Vec::new();
        for verb in command.get_subcommands() {
            let name = format!("{before}{}", verb.get_name());
            if verb.has_subcommands() {
                found.extend(verbs(verb, &format!("{name} ")));
            } else {
                found.push((name, verb.clone()));
            }
        }
        found
    }

    #[test]
    fn every_verb_tells_what_it_does_examples_and_exit_codes_that_exist() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for (name, verb) in verbs(&command, "") {
            assert!(verb.get_about().is_some(), "{name} does not tell what it does");
            let help = verb.get_after_help().unwrap_or_else(|| panic!("{name} tells nothing")).to_string();
            assert!(help.contains(&format!("dazza-fleet {name}")), "{name} shows no example");
            let codes = help.split_once("Exit codes:").unwrap_or_else(|| panic!("{name} tells no codes")).1;
            for line in codes.lines().filter(|line| !line.trim().is_empty()) {
                let code = line.split_whitespace().next().unwrap().parse().unwrap();
                assert!(Exit::from_code(code).is_some(), "{name}: {line}");
            }
            for argument in verb.get_arguments().filter(|argument| !argument.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{name} does not explain {}", argument.get_id());
            }
        }
    }

    #[test]
    fn every_verb_takes_json_and_every_limit_takes_seconds_and_units() {
        for (name, verb) in verbs(&Arguments::command(), "") {
            let has = |option: &str| verb.get_arguments().any(|argument| argument.get_long() == Some(option));
            let mut words: Vec<String> =
                ["dazza-fleet"].into_iter().chain(name.split(' ')).map(str::to_owned).collect();
            // One of `settings` or `--unset` is needed, which is more than `is_required_set` tells.
            let is_needed = |argument: &&clap::Arg| argument.is_required_set() || argument.get_id() == "settings";
            let sample = |argument: &clap::Arg| match argument.get_id().as_str() {
                "id" => "1",
                "settings" => "prefix=?",
                _ => "bash",
            };
            words.extend(verb.get_positionals().filter(is_needed).map(|argument| sample(argument).to_owned()));
            for option in verb.get_opts().filter(|option| option.is_required_set()) {
                let value = option.get_possible_values().first().map_or("bash", |value| value.get_name()).to_owned();
                words.extend([format!("--{}", option.get_long().unwrap()), value]);
            }
            words.extend(has("all").then(|| "--all".to_owned()));
            assert_eq!(has("json"), !WITHOUT_JSON.contains(&name.as_str()), "{name}");
            words.extend(has("json").then(|| "--json".to_owned()));
            for limit in ["20", "20s", "1m 30s"] {
                let timed = has("timeout").then(|| ["--timeout".to_owned(), limit.to_owned()]);
                let words = words.iter().cloned().chain(timed.into_iter().flatten());
                let parsed = Arguments::try_parse_from(words);
                assert!(parsed.is_ok(), "{name}: {}", parsed.unwrap_err());
            }
        }
    }

    #[test]
    fn the_manual_lists_every_exit_code() {
        let manual = include_str!("../../../docs/exit-codes.md");
        for exit in Exit::ALL {
            assert!(manual.contains(&format!("| {} | {} |", exit.code(), exit.meaning())), "{exit:?}");
        }
    }
}
