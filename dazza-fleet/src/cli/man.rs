//! `dazza-fleet man`: the manual pages, made from what the help says.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use dazza_shared::exit::Exit;

use super::failure::Failure;
use super::{Arguments, Terminal};

/// Prints the manual page, or writes a page for each verb into a folder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet man | man -l -
  dazza-fleet man ~/.local/share/man/man1

Exit codes:
   0  the page is printed, or the pages are written
   1  they were not; the message says why")]
pub(crate) struct Man {
    /// The folder, made if it is not there.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let command = Arguments::command().disable_help_subcommand(true);
        let Some(folder) = &self.folder else {
            clap_mangen::Man::new(command).render(&mut *terminal.out)?;
            return Ok(Exit::Done);
        };
        let told = || format!("cannot write manual pages into {}", folder.display());
        fs::create_dir_all(folder).with_context(told)?;
        clap_mangen::generate_to(command, folder).with_context(told)?;
        writeln!(terminal.out, "pages are in {}; `man -M` or MANPATH finds them", folder.display())?;
        Ok(Exit::Done)
    }
}
