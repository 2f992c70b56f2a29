//! `dazza-fleet completions SHELL`: the script for a shell, and the answers to what that script asks.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory, ValueEnum};
use clap_complete::CompletionCandidate;
use clap_complete::engine::ArgValueCandidates;
use clap_complete::env::{Bash, EnvCompleter, Fish, Zsh};
use dazza_shared::config::Environment;
use dazza_shared::exit::Exit;

use super::failure::Failure;
use super::{Arguments, Terminal};
use crate::fleet_file;

/// The variable with which the script asks for completions; its value is the shell.
const ASKING: &str = "DAZZA_FLEET_COMPLETE";

/// Prints the script that makes a shell complete verbs, options, rooms and accounts.
///
/// The script asks this program, so that it knows the rooms of the fleet.toml in use.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  source <(dazza-fleet completions bash)    # in ~/.bashrc
  source <(dazza-fleet completions zsh)     # in ~/.zshrc, after compinit
  dazza-fleet completions fish | source     # in ~/.config/fish/config.fish

Exit codes:
   0  the script is printed
   2  there is none for this shell")]
pub(crate) struct Completions {
    /// The shell.
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// What a shell wants completed.
pub(super) struct Question {
    shell: Shell,
    words: Vec<OsString>,
}

impl Completions {
    pub(crate) fn run(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let us = std::env::current_exe()?;
        let name = Arguments::command().get_name().to_owned();
        let script = self.shell.completer();
        script.write_registration(ASKING, &name, &name, &us.to_string_lossy(), &mut *terminal.out)?;
        Ok(Exit::Done)
    }
}

impl Shell {
    fn completer(self) -> &'static dyn EnvCompleter {
        match self {
            Self::Bash => &Bash,
            Self::Zsh => &Zsh,
            Self::Fish => &Fish,
        }
    }
}

impl Question {
    /// What is asked, if the script of a shell asks at all; its words stand behind a `--`.
    pub(super) fn heard(arguments: &[OsString]) -> Option<Self> {
        let shell = Shell::from_str(&Environment::System.get(ASKING)?, false).ok()?;
        let words: Vec<_> = arguments.iter().skip_while(|word| *word != "--").skip(1).cloned().collect();
        (!words.is_empty()).then_some(Self { shell, words })
    }

    /// Prints the candidates.
    pub(super) fn answer(self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let mut command = knowing(Arguments::command(), &config_in(&self.words));
        command.build();
        let folder = std::env::current_dir().ok();
        let mut candidates = Vec::new();
        let found = self.shell.completer().write_complete(&mut command, self.words, folder.as_deref(), &mut candidates);
        // A message would end up in the line that is being typed: where there are no candidates, the code says so.
        if found.is_err() {
            return Ok(Exit::Failure);
        }
        terminal.out.write_all(&candidates)?;
        Ok(Exit::Done)
    }
}

/// The configuration that the words name so far.
fn config_in(words: &[OsString]) -> PathBuf {
    let mut words = words.iter();
    let mut config = PathBuf::from(super::DEFAULT_CONFIG);
    while let Some(word) = words.next() {
        let given = match word.to_str() {
            Some("--config") => words.next().map(PathBuf::from),
            Some(word) => word.strip_prefix("--config=").map(PathBuf::from),
            None => None,
        };
        config = given.unwrap_or(config);
    }
    config
}

/// The command with the rooms and accounts of a file as candidates, wherever one is asked for.
fn knowing(command: Command, config: &Path) -> Command {
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "room" | "rooms" => argument.add(names(config, "rooms")),
        "account" => argument.add(names(config, "accounts")),
        _ => argument,
    });
    command.mut_subcommands(|verb| knowing(verb, config))
}

fn names(config: &Path, table: &'static str) -> ArgValueCandidates {
    let config = config.to_owned();
    ArgValueCandidates::new(move || {
        fleet_file::names(&config, table).into_iter().map(CompletionCandidate::new).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(config: &Path, words: &[&str]) -> Vec<String> {
        let mut all: Vec<OsString> = ["dazza-fleet", "--config"].map(OsString::from).to_vec();
        all.push(config.into());
        all.extend(words.iter().map(OsString::from));
        let mut command = knowing(Arguments::command(), &config_in(&all));
        command.build();
        let last = all.len() - 1;
        let found = clap_complete::engine::complete(&mut command, all, last, None).unwrap();
        found.iter().map(|candidate| candidate.get_value().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn verbs_rooms_and_accounts_are_completed() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("fleet.toml");
        std::fs::write(&config, "[accounts.main]\n[rooms.thepub]\nbad = 1\n[rooms.shed]\n[rooms.them]").unwrap();
        let cases: [(&[&str], &[&str]); 6] = [
            (&["rooms", "re"], &["remove"]),
            (&["rooms", "remove", "the"], &["thepub", "them"]),
            (&["rooms", "disable", ""], &["shed", "thepub", "them"]),
            (&["restart", "sh"], &["shed"]),
            (&["rooms", "add", "new", "--account", ""], &["main"]),
            (&["completions", "f"], &["fish"]),
        ];
        for (words, wanted) in cases {
            let mut found = candidates(&config, words);
            found.retain(|candidate| !candidate.starts_with('-'));
            found.sort();
            let mut wanted = wanted.to_vec();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{words:?}");
        }
    }

    #[test]
    fn the_configuration_is_found_in_half_a_line() {
        let table = [
            ("dazza-fleet status", "fleet.toml"),
            ("dazza-fleet --config a.toml restart", "a.toml"),
            ("dazza-fleet restart --config=b.toml", "b.toml"),
            ("dazza-fleet --config", "fleet.toml"),
        ];
        for (line, config) in table {
            let words: Vec<_> = line.split(' ').map(OsString::from).collect();
            assert_eq!(config_in(&words), Path::new(config), "{line}");
        }
    }
}
