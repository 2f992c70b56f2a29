//! `dazza-fleet tokens`: who may do what over the web.

mod create;
mod list;
mod revoke;

use std::path::Path;

use clap::{Args, Subcommand};
use dazza_shared::clock::Clock;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::store::acts::{self, Act};
use dazza_shared::store::{Connection, StoreError, Tx};

use super::db::Reached;
use super::failure::Failure;
use super::{Terminal, host};
use crate::database;

/// Makes, lists and revokes tokens, by which others may do things over the web.
///
/// These verbs work beside a running fleet; without one, the server of the fleet's own is begun for the verb and ended with it.
#[derive(Debug, Args)]
pub(crate) struct Tokens {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Create(create::Create),
    List(list::List),
    Revoke(revoke::Revoke),
}

impl Tokens {
    pub(crate) fn run(self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        match self.verb {
            Verb::Create(create) => create.run(&config, terminal),
            Verb::List(list) => list.run(&config, terminal),
            Verb::Revoke(revoke) => revoke.run(&config, terminal),
        }
    }
}

/// Changes something about tokens and writes it down, both or neither; `None` when there is nothing to change.
fn change<T>(
    config: &FleetConfig,
    deed: impl AsyncFnOnce(&mut Tx<'_>) -> Result<Option<(T, Act)>, StoreError>,
) -> Result<Option<T>, Failure> {
    with_database(config, async |reached| {
        let changed = async {
            let mut tx = reached.store().map_err(Err)?.begin().await.map_err(Ok)?;
            let Some((done, act)) = deed(&mut tx).await.map_err(Ok)? else { return Ok(None) };
            acts::write(&mut tx, &act, Clock::System.now()).await.map_err(Ok)?;
            tx.commit().await.map_err(|error| Ok(error.into()))?;
            Ok(Some(done))
        };
        changed.await
    })
}

/// Asks the database something.
fn ask<T>(
    config: &FleetConfig,
    question: impl AsyncFnOnce(&mut Connection) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    with_database(config, async |reached| {
        let mut connection = reached.store().map_err(Err)?.connection().await.map_err(Ok)?;
        question(&mut connection).await.map_err(Ok)
    })
}

fn with_database<T>(
    config: &FleetConfig,
    work: impl AsyncFnOnce(&Reached) -> Result<T, Result<StoreError, Failure>>,
) -> Result<T, Failure> {
    host::block_on(async {
        let reached = Reached::of(config).await?;
        let outcome = match database::provide(&reached.place).await {
            Ok(()) => work(&reached).await.map_err(|error| match error {
                Ok(error) => reached.explained(error),
                Err(failure) => failure,
            }),
            Err(error) => Err(error.into()),
        };
        reached.release().await;
        outcome
    })
}
