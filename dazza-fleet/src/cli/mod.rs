//! The command line: one file a verb.

mod check;
mod client;
mod demo;
mod down;
mod failure;
mod host;
mod limit;
mod printer;
mod programs;
mod restart;
mod secrets;
mod status;
mod up;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use dazza_shared::exit::Exit;

use failure::Failure;

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
    #[arg(long, global = true, value_name = "FILE", default_value = "fleet.toml")]
    config: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Up(up::Up),
    Down(down::Down),
    Status(status::Status),
    Restart(restart::Restart),
    Check(check::Check),
    Secrets(secrets::Secrets),
    Demo(demo::Demo),
}

/// Runs the command line: `out` takes what was asked for, `err` all else.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: Box<dyn Write + Send>,
    err: Box<dyn Write + Send>,
) -> Exit {
    let mut terminal = Terminal { out, err };
    let outcome = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments.carry_out(&mut terminal),
        Err(error) => show_usage(&error, &mut terminal),
    };
    outcome.unwrap_or_else(|failure| failure.tell(&mut *terminal.err))
}

impl Arguments {
    fn carry_out(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = &self.config;
        match self.verb {
            Verb::Up(_) => up::run(config, terminal),
            Verb::Down(down) => down.run(config, terminal),
            Verb::Status(status) => status.run(config, terminal),
            Verb::Restart(restart) => restart.run(config, terminal),
            Verb::Check(_) => check::run(config, terminal),
            Verb::Secrets(secrets) => secrets.run(config, terminal),
            Verb::Demo(demo) => demo.run(terminal),
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

    #[test]
    fn every_verb_tells_examples_and_exit_codes_that_exist() {
        let command = Arguments::command();
        command.clone().debug_assert();
        for verb in command.get_subcommands().filter(|verb| !verb.has_subcommands()) {
            let name = verb.get_name();
            let help = verb.get_after_help().unwrap_or_else(|| panic!("{name} tells nothing")).to_string();
            assert!(help.contains(&format!("dazza-fleet {name}")), "{name} shows no example");
            let codes = help.split_once("Exit codes:").unwrap_or_else(|| panic!("{name} tells no codes")).1;
            for line in codes.lines().filter(|line| !line.trim().is_empty()) {
                let code = line.split_whitespace().next().unwrap().parse().unwrap();
                assert!(Exit::from_code(code).is_some(), "{name}: {line}");
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
