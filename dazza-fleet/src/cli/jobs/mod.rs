//! `dazza-fleet jobs`: the scheduled jobs, looked at and run by hand.

mod history;
mod list;
mod run;

use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use dazza_shared::exit::Exit;
use dazza_shared::store::{Connection, StoreError};

use super::Terminal;
use super::db::Reached;
use super::failure::Failure;
use crate::jobs::ROWS;

/// Shows where the scheduled jobs stand, and runs them by hand.
///
/// A running fleet does them by itself. These verbs work beside it; without one, the server of the fleet's own is begun for the
/// verb and ended with it.
#[derive(Debug, Args)]
pub(crate) struct Jobs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[command(visible_alias = "status")]
    List(list::List),
    Run(run::Run),
    History(history::History),
}

impl Jobs {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        match self.verb {
            Verb::List(list) => list.run(config, terminal),
            Verb::Run(run) => run.run(config, terminal),
            Verb::History(history) => history.run(config, terminal),
        }
    }
}

/// Takes the name of a job, or one of `besides`.
fn job_names(besides: &[&'static str]) -> PossibleValuesParser {
    PossibleValuesParser::new(ROWS.iter().map(|row| row.name).chain(besides.iter().copied()))
}

/// Asks the database of `reached` something.
async fn ask<T>(
    reached: &Reached,
    question: impl AsyncFnOnce(&mut Connection) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    let answer = async {
        let store = reached.store().map_err(Err)?;
        let mut connection = store.connection().await.map_err(Ok)?;
        question(&mut connection).await.map_err(Ok)
    };
    answer.await.map_err(|error: Result<StoreError, Failure>| match error {
        Ok(error) => reached.explained(error),
        Err(failure) => failure,
    })
}
