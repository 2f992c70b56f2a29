//! The way to the database for a verb, whether or not a fleet runs.

use std::fs::File;
use std::future::pending;

use anyhow::Context;
use dazza_shared::config::{DatabaseConfig, FleetConfig};
use dazza_shared::paths::StatePaths;
use dazza_shared::store::{Access, Store, StoreError};

use crate::cli::failure::Failure;
use crate::cli::host;
use crate::database::{DatabaseError, Place};
use crate::postgres::Postgres;

/// A database that a verb can use.
#[derive(Debug)]
pub(crate) struct Reached {
    /// Where it is.
    pub(crate) place: Place,
    /// Begun for the verb, and ended with it.
    server: Option<(Postgres, File)>,
}

impl Reached {
    /// The database of `config`. A server of the fleet's own that does not run is begun.
    ///
    /// # Errors
    ///
    /// `DatabaseUnusable`, with what keeps it from being reached.
    pub(crate) async fn of(config: &FleetConfig) -> Result<Self, Failure> {
        let paths = StatePaths::new(&config.state_dir);
        // The key of the rooms' passwords is kept there, whoever runs the server.
        paths.create().map_err(anyhow::Error::from)?;
        if let DatabaseConfig::Server { .. } = config.database {
            let place = Place::of_server(&config.database).context("no database is named")?;
            return Ok(Self { place, server: None });
        }
        if let Some(access) = Postgres::running(config)? {
            return Ok(Self { place: Place::embedded(&access), server: None });
        }
        let lock = host::try_fleet_lock(&paths)?.context("a fleet runs, and its database does not answer")?;
        let begun = Postgres::begin(config, true, pending()).await?;
        let postgres = begun.context("the database server was told to end")?;
        Ok(Self { place: Place::embedded(postgres.access()), server: Some((postgres, lock)) })
    }

    /// Uses it as its owner.
    ///
    /// # Errors
    ///
    /// `DatabaseUnusable`, when the address is none.
    pub(crate) fn store(&self) -> Result<Store, Failure> {
        let owner = &self.place.owner;
        Store::open(owner, "dazza-fleet", 2).map_err(|error| explained(owner, error))
    }

    /// What an error of the store means for whoever asked.
    pub(crate) fn explained(&self, error: StoreError) -> Failure {
        explained(&self.place.owner, error)
    }

    /// Ends the server, if it was begun for the verb.
    pub(crate) async fn release(self) {
        if let Some((postgres, lock)) = self.server {
            postgres.stop().await;
            drop(lock);
        }
    }
}

fn explained(access: &Access, error: StoreError) -> Failure {
    DatabaseError::of(access, error).into()
}
