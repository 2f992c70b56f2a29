//! Where everything lies in the state folder; nothing is written outside it.

use std::fs::{DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::names::RoomName;

/// Longest path a Unix socket can be bound to. Unit: bytes.
///
/// Source: unix(7): `sun_path` holds 108 bytes, the closing zero included.
pub const MAX_SOCKET_PATH_BYTES: usize = 107;

/// The name of a room's log would be the fleet's own: no room can have it.
pub const FLEET_LOG_NAME: &str = "fleet";

/// Part of the socket's name of a database server of our own; no network port is opened.
///
/// Source: the manual of PostgreSQL, `port`: its default.
pub const POSTGRES_PORT: u16 = 5432;

/// The name of the database server's output would be the room's own: no room can have it.
pub const POSTGRES_LOG_NAME: &str = "postgres";

/// The paths of one fleet's state.
///
/// Source: architecture, section 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatePaths {
    state_dir: PathBuf,
}

/// A folder of the state that could not be made, or not be made private.
#[derive(Debug, thiserror::Error)]
#[error("cannot make the folder {path}")]
pub struct FolderError {
    /// The folder.
    pub path: PathBuf,
    /// What the system said.
    #[source]
    pub source: io::Error,
}

impl StatePaths {
    /// The paths below `state_dir`, which need not exist yet.
    pub fn new(state_dir: &Path) -> Self {
        Self { state_dir: state_dir.to_owned() }
    }

    /// Makes all folders: the outermost passable for a database that runs as another user, the rest private.
    ///
    /// A state folder that is there already keeps its mode; the private folders are made private again.
    ///
    /// # Errors
    ///
    /// The first folder that cannot be made or whose mode cannot be set.
    pub fn create(&self) -> Result<(), FolderError> {
        if !self.state_dir.is_dir() {
            make_folder(&self.state_dir, 0o711)?;
        }
        let private = [self.run_dir(), self.rooms_dir(), self.logs_dir(), self.spool_dir(), self.secrets_dir()];
        private.iter().try_for_each(|folder| make_folder(folder, 0o700))
    }

    /// The state folder itself.
    pub fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    /// Sockets, locks, and what a new supervisor needs to adopt rooms.
    pub fn run_dir(&self) -> PathBuf {
        self.state_dir.join("run")
    }

    /// The socket that rooms dial.
    pub fn fleet_sock(&self) -> PathBuf {
        self.run_dir().join("fleet.sock")
    }

    /// The socket of the command line and the local admin API.
    pub fn control_sock(&self) -> PathBuf {
        self.run_dir().join("control.sock")
    }

    /// Held by the one supervisor of this state folder.
    pub fn fleet_lock(&self) -> PathBuf {
        self.run_dir().join("fleet.lock")
    }

    /// The rooms that an operator has stopped.
    pub fn stopped_file(&self) -> PathBuf {
        self.state_dir.join("stopped.json")
    }

    /// One lock and one record a room.
    pub fn rooms_dir(&self) -> PathBuf {
        self.run_dir().join("rooms")
    }

    /// Held by the process that serves `room`.
    pub fn room_lock(&self, room: &RoomName) -> PathBuf {
        self.rooms_dir().join(format!("{room}.lock"))
    }

    /// What the process that serves `room` says of itself.
    pub fn room_json(&self, room: &RoomName) -> PathBuf {
        self.rooms_dir().join(format!("{room}.json"))
    }

    /// Logs and what children print.
    pub fn logs_dir(&self) -> PathBuf {
        self.state_dir.join("logs")
    }

    /// The log of `room`.
    pub fn log_file(&self, room: &RoomName) -> PathBuf {
        self.logs_dir().join(format!("{room}.jsonl"))
    }

    /// The log of the supervisor.
    pub fn fleet_log(&self) -> PathBuf {
        self.logs_dir().join(format!("{FLEET_LOG_NAME}.jsonl"))
    }

    /// What the supervisor prints when it runs in the background.
    pub fn fleet_output(&self) -> PathBuf {
        self.logs_dir().join(format!("{FLEET_LOG_NAME}.out"))
    }

    /// What the process of `room` prints: its stdout and stderr.
    pub fn output_file(&self, room: &RoomName) -> PathBuf {
        self.logs_dir().join(format!("{room}.out"))
    }

    /// Backups of the database.
    pub fn backups_dir(&self) -> PathBuf {
        self.state_dir.join("backups")
    }

    /// What could not be written to the database yet.
    pub fn spool_dir(&self) -> PathBuf {
        self.state_dir.join("spool")
    }

    /// What `room` notes of its answers, for the process after it.
    pub fn journal_file(&self, room: &RoomName) -> PathBuf {
        self.spool_dir().join(format!("{room}.journal"))
    }

    /// What `room` could not write to the database yet: a folder that is made when it is needed.
    pub fn room_spool(&self, room: &RoomName) -> PathBuf {
        self.spool_dir().join(room.as_str())
    }

    /// The database server of our own: its folder belongs to the user it runs as, and to nobody else.
    pub fn postgres_dir(&self) -> PathBuf {
        self.state_dir.join("postgres")
    }

    /// What that server keeps.
    pub fn postgres_cluster(&self) -> PathBuf {
        self.postgres_dir().join("data")
    }

    /// The socket of that server; the longest socket path there is.
    ///
    /// Source: the manual of PostgreSQL, `unix_socket_directories`: the name is the server's own choice.
    pub fn postgres_sock(&self) -> PathBuf {
        self.postgres_dir().join(format!(".s.PGSQL.{POSTGRES_PORT}"))
    }

    /// What that server prints.
    pub fn postgres_output(&self) -> PathBuf {
        self.logs_dir().join(format!("{POSTGRES_LOG_NAME}.out"))
    }

    /// Passwords, a file each.
    pub fn secrets_dir(&self) -> PathBuf {
        self.state_dir.join("secrets")
    }

    /// The secret called `name`.
    pub fn secret_file(&self, name: &str) -> PathBuf {
        self.secrets_dir().join(name)
    }
}

fn make_folder(path: &Path, mode: u32) -> Result<(), FolderError> {
    let failed = |source| FolderError { path: path.to_owned(), source };
    DirBuilder::new().recursive(true).mode(mode).create(path).map_err(failed)?;
    std::fs::set_permissions(path, Permissions::from_mode(mode)).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_are_made_private_and_the_outermost_passable() {
        let outside = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(&outside.path().join("var"));
        paths.create().unwrap();
        assert_eq!(mode(paths.state_dir()), 0o711);
        for folder in [paths.run_dir(), paths.rooms_dir(), paths.logs_dir(), paths.secrets_dir(), paths.spool_dir()] {
            assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        }
    }

    #[test]
    fn making_folders_again_closes_what_was_opened_and_leaves_the_state_folder_alone() {
        let state = tempfile::tempdir().unwrap();
        std::fs::set_permissions(state.path(), Permissions::from_mode(0o750)).unwrap();
        let paths = StatePaths::new(state.path());
        paths.create().unwrap();
        std::fs::set_permissions(paths.secrets_dir(), Permissions::from_mode(0o755)).unwrap();
        paths.create().unwrap();
        assert_eq!(mode(state.path()), 0o750);
        assert_eq!(mode(&paths.secrets_dir()), 0o700);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let outside = tempfile::tempdir().unwrap();
        let file = outside.path().join("file");
        std::fs::write(&file, "in the way").unwrap();
        let error = StatePaths::new(&file).create().unwrap_err();
        assert!(error.to_string().contains("file"), "{error}");
    }

    #[test]
    fn no_socket_has_a_longer_path_than_that_of_the_database() {
        let paths = StatePaths::new(Path::new("/var/lib/dazza"));
        for socket in [paths.fleet_sock(), paths.control_sock()] {
            assert!(socket.as_os_str().len() <= paths.postgres_sock().as_os_str().len());
        }
        let room: RoomName = "FatPizza".parse().unwrap();
        assert_eq!(paths.log_file(&room), Path::new("/var/lib/dazza/logs/fatpizza.jsonl"));
    }
}
