//! Finds the programs that speak to a server: those that dump a database and restore it.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::error::PostgresError;
use super::programs::{first_number, usual_folders};
use crate::errand::Errands;

/// What there must be.
const PROGRAMS: [&str; 3] = ["pg_dump", "pg_restore", "psql"];

/// The programs of one version that speak to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clients {
    folder: PathBuf,
    version: u32,
}

impl Clients {
    /// Those for a server of that version, in the folder `named` or else on this machine: of the same version, or else
    /// of the next later one. Older ones do not read what a newer server has.
    ///
    /// # Errors
    ///
    /// There are none that will do; what was found instead is told.
    pub(crate) async fn find(named: Option<&Path>, server: i32, errands: &Errands) -> Result<Self, PostgresError> {
        let folders = match named {
            Some(folder) if PROGRAMS.iter().all(|program| folder.join(program).is_file()) => vec![folder.to_owned()],
            _ => usual_folders(&PROGRAMS),
        };
        let mut found = Vec::new();
        for folder in folders {
            if let Some(version) = version_of(&folder.join("pg_dump"), errands).await {
                found.push(Self { folder, version });
            }
        }
        choose(found, u32::try_from(server).unwrap_or(0), named.is_some())
    }

    /// What dumps a database.
    pub(crate) fn pg_dump(&self) -> PathBuf {
        self.folder.join("pg_dump")
    }

    /// What makes a script of a dump.
    pub(crate) fn pg_restore(&self) -> PathBuf {
        self.folder.join("pg_restore")
    }

    /// What runs a script.
    pub(crate) fn psql(&self) -> PathBuf {
        self.folder.join("psql")
    }
}

fn choose(mut found: Vec<Clients>, server: u32, is_named: bool) -> Result<Clients, PostgresError> {
    found.sort_by_key(|clients| clients.version);
    if let Some(clients) = found.iter().find(|clients| clients.version >= server) {
        return Ok(clients.clone());
    }
    let seen: Vec<_> = found.iter().map(|old| format!("{} in {}", old.version, old.folder.display())).collect();
    let seen = if seen.is_empty() { String::new() } else { format!(", found only {}", seen.join(", ")) };
    let named = if is_named { "; the folder `binaries` in [database] lacks them too" } else { "" };
    Err(PostgresError::NoClients { version: server, seen, named })
}

/// What the program says of its version; `None` when it does not run.
async fn version_of(program: &Path, errands: &Errands) -> Option<u32> {
    let mut command = Command::new(program);
    command.env_clear().arg("--version").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut errand = errands.send(&mut command).ok()?;
    let output = errand.take_output().ok()?;
    let (status, _) = errand.end().await.ok()?;
    let told = std::io::read_to_string(std::fs::File::from(output)).ok()?;
    // Source: its words: `pg_dump (PostgreSQL) 15.18 (Debian 15.18-0)`.
    let version = told.trim().strip_prefix("pg_dump (PostgreSQL) ").and_then(first_number);
    version.filter(|_| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_the_server_are_taken_or_the_next_later_ones() {
        let clients = |version: u32| Clients { folder: format!("/usr/lib/postgresql/{version}/bin").into(), version };
        let found = || vec![clients(17), clients(15), clients(16)];
        assert_eq!(choose(found(), 15, false).unwrap(), clients(15));
        assert_eq!(choose(vec![clients(17), clients(14)], 15, false).unwrap(), clients(17));
        let older = choose(found(), 18, false).unwrap_err().to_string();
        assert!(older.contains("PostgreSQL 18 or later are missing, found only 15 in"), "{older}");
        let none = choose(Vec::new(), 15, true).unwrap_err().to_string();
        assert!(none.contains("postgresql-client") && none.contains("`binaries`"), "{none}");
    }

    #[tokio::test]
    async fn this_machine_has_some() {
        Clients::find(None, 15, &Errands::default()).await.unwrap();
        assert!(Clients::find(None, 99, &Errands::default()).await.is_err());
    }
}
