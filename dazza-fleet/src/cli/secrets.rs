//! `dazza-fleet secrets set NAME`: writes a password into a file of its own.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Stdin, Write};
use std::path::Path;

use anyhow::Context;
use clap::{Args, Subcommand};
use dazza_shared::config::{FleetConfig, secrets};
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::Terminal;
use super::failure::Failure;

/// Keeps passwords, a file each.
#[derive(Debug, Args)]
pub(crate) struct Secrets {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Set(Set),
}

/// Writes a password into `state_dir/secrets/NAME`, readable by this user alone.
///
/// Asks for it without showing it, or takes the one line of its input.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet secrets set main
  pass show cytube/dazza | dazza-fleet secrets set main

Name it in fleet.toml: password = { file = \"var/secrets/main\" }

Exit codes:
   0  the password is written
   1  it was not; the message says why
  10  the configuration does not tell where the fleet's state is")]
struct Set {
    /// Name of the secret.
    name: String,
    /// Print the file's path as JSON.
    #[arg(long)]
    json: bool,
}

/// Longest input that is read. Unit: bytes.
const MAX_INPUT_BYTES: u64 = 4096;

impl Secrets {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let Verb::Set(Set { name, json }) = &self.verb;
        if secrets::DATABASE_SECRETS.contains(&name.as_str()) {
            let told = format!("the name {name} is taken: the fleet keeps a password of its own database there");
            return Err(Failure::new(Exit::Failure, told));
        }
        let paths = StatePaths::new(&FleetConfig::load_state_dir(config)?);
        paths.create().map_err(anyhow::Error::from)?;
        let stdin = io::stdin();
        let secret = if stdin.is_terminal() { prompt(&stdin, name, terminal)? } else { read_line(stdin.lock())? };
        let path = secrets::write(&paths, name, &secret).map_err(anyhow::Error::from)?;
        if *json {
            writeln!(terminal.out, "{}", json!({ "file": path }))?;
        } else {
            writeln!(terminal.out, "written to {}", path.display())?;
        }
        Ok(Exit::Done)
    }
}

fn prompt(stdin: &Stdin, name: &str, terminal: &mut Terminal) -> Result<SecretString, Failure> {
    let hidden = Hidden::begin()?;
    let mut ask = |what: &str| -> Result<SecretString, Failure> {
        write!(terminal.err, "{what} for {name}: ")?;
        terminal.err.flush()?;
        let secret = read_line(stdin.lock())?;
        writeln!(terminal.err)?;
        Ok(secret)
    };
    let (first, again) = (ask("Password")?, ask("The same again")?);
    drop(hidden);
    if first.expose_secret() != again.expose_secret() {
        return Err(Failure::new(Exit::Failure, "the two differ; nothing was written"));
    }
    Ok(first)
}

/// Reads the first line, without its end.
fn read_line(input: impl Read) -> Result<SecretString, Failure> {
    let mut line = String::new();
    BufReader::new(input.take(MAX_INPUT_BYTES)).read_line(&mut line).context("cannot read the password")?;
    let secret = line.strip_suffix('\n').unwrap_or(&line);
    Ok(secret.strip_suffix('\r').unwrap_or(secret).to_owned().into())
}

/// While it lives, the terminal shows nothing of what is typed, and Ctrl-C does not end us before it shows again.
struct Hidden {
    before: Termios,
}

impl Hidden {
    fn begin() -> Result<Self, Failure> {
        let before = tcgetattr(io::stdin()).context("cannot ask the terminal")?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden).context("cannot hide what is typed")?;
        Ok(Self { before })
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        // A terminal that is gone needs no restoring.
        tcsetattr(io::stdin(), OptionalActions::Flush, &self.before).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_read_without_its_end() {
        for (input, secret) in [("hunter2\n", "hunter2"), ("hunter2\r\nmore", "hunter2"), ("a b", "a b"), ("", "")] {
            assert_eq!(read_line(input.as_bytes()).unwrap().expose_secret(), secret, "{input:?}");
        }
        let long = "x".repeat(10_000);
        assert!(read_line(long.as_bytes()).unwrap().expose_secret().len() < 5_000);
    }
}
