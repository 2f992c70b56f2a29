//! `dazza-fleet db status`: where the database is and what it has.

use std::path::Path;

use clap::Args;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::store::schema::{self, Migration, SchemaError};
use dazza_shared::store::{cluster, registry};
use serde_json::json;

use super::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database::DatabaseError;

/// Tells where the database is, which changes of schema it has had, and which rooms it knows.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet db status
  dazza-fleet db status --json

Exit codes:
   0  it was told
  10  the configuration has faults
  16  the database cannot be used; the message says why and how to mend it")]
pub(super) struct Status {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// What there is to tell.
struct Found {
    url: String,
    version: i32,
    size: u64,
    migrations: Vec<Migration>,
    rooms: Vec<RoomName>,
}

impl Status {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let found = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let found = look(&reached).await;
            reached.release().await;
            found
        })?;
        if self.json {
            let migrations: Vec<_> = found.migrations.iter().map(as_json).collect();
            let told = json!({
                "url": found.url, "version": found.version, "size_bytes": found.size,
                "migrations": migrations, "rooms": found.rooms,
            });
            writeln!(terminal.out, "{told}")?;
        } else {
            found.tell(terminal)?;
        }
        Ok(Exit::Done)
    }
}

impl Found {
    fn tell(&self, terminal: &mut Terminal) -> Result<(), Failure> {
        let out = &mut terminal.out;
        writeln!(out, "database    {}, PostgreSQL {}", self.url, self.version)?;
        writeln!(out, "size        {} MiB", self.size.div_ceil(1024 * 1024))?;
        let rooms: Vec<_> = self.rooms.iter().map(ToString::to_string).collect();
        writeln!(out, "rooms       {}", if rooms.is_empty() { "none".to_owned() } else { rooms.join(", ") })?;
        for migration in &self.migrations {
            let state = if migration.is_applied { "applied" } else { "missing" };
            writeln!(out, "migration   {:>2}  {state}  {}", migration.version, migration.description)?;
        }
        Ok(())
    }
}

async fn look(reached: &Reached) -> Result<Found, Failure> {
    let store = reached.store()?;
    let failed = |error| reached.explained(error);
    let mut connection = store.connection().await.map_err(failed)?;
    let migrations = schema::status(&mut connection).await.map_err(|error| of_schema(reached, error))?;
    let is_made = migrations.iter().all(|migration| migration.is_applied);
    Ok(Found {
        url: reached.place.owner.url.clone(),
        version: cluster::version(&mut connection).await.map_err(failed)?,
        size: cluster::size(&mut connection).await.map_err(failed)?,
        rooms: if is_made { registry::rooms(&mut connection).await.map_err(failed)? } else { Vec::new() },
        migrations,
    })
}

fn of_schema(reached: &Reached, error: SchemaError) -> Failure {
    DatabaseError::of_schema(&reached.place.owner, error).into()
}

fn as_json(migration: &Migration) -> serde_json::Value {
    let Migration { version, description, is_applied } = migration;
    json!({ "version": version, "description": description, "is_applied": is_applied })
}
