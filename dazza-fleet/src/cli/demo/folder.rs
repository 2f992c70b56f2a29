//! The demo's folder: its configuration and all its state.

use std::fs::{self, Permissions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use dazza_shared::config::secrets;
use dazza_shared::names::{NameError, RoomName};
use dazza_shared::paths::StatePaths;
use nix::unistd::geteuid;
use tempfile::TempDir;

use crate::cli::failure::Failure;

/// The rooms that the stand-in server's own seed has.
pub(crate) const ROOMS: [&str; 3] = ["fatpizza", "thepub", "shedcinema"];

/// The bot's account on the stand-in server. Source: `dazza-sim/seed.toml`.
const ACCOUNT: (&str, &str) = ("dazza", "dazza-demo");

/// Ports that are tried for the web pages, before any other.
const WEB_PORTS: std::ops::Range<u16> = 8080..8100;

/// The names of `n` rooms: those of the server's seed, then more like them.
///
/// # Errors
///
/// A name that is none, which those of the seed with a number never are.
pub(crate) fn rooms(n: usize) -> Result<Vec<RoomName>, NameError> {
    let name = |(n, model): (usize, &str)| match n / ROOMS.len() {
        0 => model.parse(),
        round => format!("{model}-{}", round + 1).parse(),
    };
    ROOMS.into_iter().cycle().enumerate().take(n).map(name).collect()
}

/// Where a demo keeps its things.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Removes the folder when it is dropped.
    passing: Option<TempDir>,
}

impl Folder {
    /// `given`, or a temporary folder that goes with the demo unless it is to be kept.
    ///
    /// # Errors
    ///
    /// The folder cannot be made.
    pub(crate) fn new(given: Option<&Path>, is_kept: bool) -> Result<Self, Failure> {
        if let Some(path) = given {
            fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
            return Ok(Self { path: fs::canonicalize(path)?, passing: None });
        }
        let passing = tempfile::Builder::new().prefix("dazza-demo-").tempdir().context("no temporary folder")?;
        // The database of a demo that is root runs as another user, who has to get to its own folder in there.
        let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
        fs::set_permissions(passing.path(), Permissions::from_mode(mode)).context("no temporary folder")?;
        let path = passing.path().to_owned();
        if is_kept {
            return Ok(Self { path: passing.keep(), passing: None });
        }
        Ok(Self { path, passing: Some(passing) })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The demo's `fleet.toml`.
    pub(crate) fn config(&self) -> PathBuf {
        self.path.join("fleet.toml")
    }

    /// What becomes of the folder, in words.
    pub(crate) fn farewell(&self) -> String {
        match self.passing {
            Some(_) => "nothing is left of it".to_owned(),
            None => format!("its logs are in {}", self.path.join("var/logs").display()),
        }
    }

    /// Writes a configuration for these rooms of the chat server at `url`, and the bot's password.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn configure(&self, url: &str, rooms: &[RoomName]) -> Result<(), Failure> {
        let paths = StatePaths::new(&self.path.join("var"));
        paths.create().map_err(anyhow::Error::from)?;
        let (username, password) = ACCOUNT;
        let secret = secrets::write(&paths, "main", &password.to_owned().into()).map_err(anyhow::Error::from)?;
        fs::write(self.config(), configuration(url, username, &secret, free_port(), rooms))
            .with_context(|| format!("cannot write {}", self.config().display()))?;
        Ok(())
    }
}

fn configuration(url: &str, username: &str, secret: &Path, port: u16, rooms: &[RoomName]) -> String {
    let rooms: Vec<_> = rooms.iter().map(|room| format!("\n[rooms.{room}]\n")).collect();
    let rooms = rooms.concat();
    format!(
        "# Written by `dazza-fleet demo`.
[fleet]
state_dir = \"var\"

[cytube]
url = \"{url}\"
connect_burst = 50
connect_interval = \"100ms\"
max_sockets_per_address = 100

[accounts.main]
username = \"{username}\"
password = {{ file = \"{}\" }}

[web]
listen = \"127.0.0.1:{port}\"

[backup]
at = \"off\"

# What comes once in hours elsewhere is to be seen within two minutes.
[defaults]
heists = {{ delay_min = \"20s\", delay_max = \"60s\", voting = \"25s\", run_min = \"15s\", run_max = \"30s\", cooldown = \"2m\" }}

# Should the demo be killed, its rooms soon leave by themselves.
[supervision]
orphan_grace = \"5s\"
{rooms}",
        secret.display()
    )
}

/// A port that nobody listens on: one of the usual ones if there is any.
fn free_port() -> u16 {
    let port_of = |port| Some(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()?.local_addr().ok()?.port());
    WEB_PORTS.chain([0]).find_map(port_of).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use dazza_shared::config::FleetConfig;

    use super::*;

    #[test]
    fn the_demo_has_a_configuration_without_faults() {
        let folder = Folder::new(None, false).unwrap();
        let rooms = rooms(10).unwrap();
        assert_eq!(rooms.iter().map(RoomName::as_str).nth(9), Some("fatpizza-4"));
        folder.configure("http://127.0.0.1:1337", &rooms).unwrap();
        let config = FleetConfig::load(&folder.config()).unwrap();
        assert_eq!(config.rooms.len(), 10);
        assert!(config.web_listen.is_some_and(|address| address.port() > 0));
        let path = folder.path().to_owned();
        drop(folder);
        assert!(!path.exists());
    }
}
