//! Why the database server of the fleet's own cannot be used, each with the way to mend it.

use std::io;
use std::path::PathBuf;

/// Why the server cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PostgresError {
    /// Its programs are not on this machine.
    #[error(
        "the database's programs are missing: found no PostgreSQL {oldest} or later{seen}; install it with `apt-get \
         install postgresql` (Debian, Ubuntu) or `scripts/install`, or name the folder of `postgres` and `initdb` as \
         `binaries` in [database]",
        oldest = super::programs::OLDEST
    )]
    NoPrograms {
        /// What was found instead, in words; empty when nothing was.
        seen: String,
    },
    /// The programs that speak to a server are not on this machine, or are older than that.
    #[error(
        "the programs `pg_dump`, `pg_restore` and `psql` of PostgreSQL {version} or later are missing{seen}; install them \
         with `apt-get install postgresql-client` (Debian, Ubuntu) or `scripts/install`{named}"
    )]
    NoClients {
        /// The version of the server.
        version: u32,
        /// What was found instead, in words; empty when nothing was.
        seen: String,
        /// What else helps, in words.
        named: &'static str,
    },
    /// The programs that the configuration names are older than what we need.
    #[error(
        "PostgreSQL {version} in {folder} is too old: version {oldest} or later is needed; name another folder as \
         `binaries` in [database], or leave it out",
        oldest = super::programs::OLDEST
    )]
    TooOld {
        /// The folder.
        folder: PathBuf,
        /// Its version.
        version: u32,
    },
    /// The programs that there are do not run.
    #[error(
        "the program {program} does not run as the user {user}: {trouble}; name the folder of others as `binaries` in \
         [database]"
    )]
    BadProgram {
        /// The program.
        program: PathBuf,
        /// The user that runs it.
        user: String,
        /// What came of it.
        trouble: String,
    },
    /// No program here reads data of that version.
    #[error(
        "the database in {folder} was made by PostgreSQL {made_by}, and the programs here are of version {have}: install \
         PostgreSQL {made_by} again (Debian: postgresql-{made_by}), or carry the data over with pg_upgrade"
    )]
    OtherVersion {
        /// The folder of the data.
        folder: PathBuf,
        /// The version that made it.
        made_by: u32,
        /// The versions there are, in words.
        have: String,
    },
    /// The system knows no such user.
    #[error("there is no user {name} on this machine to run the database as: set `user` in [database] to one there is")]
    UnknownUser {
        /// The name.
        name: String,
    },
    /// The data belongs to another user than the server is to run as.
    #[error(
        "the database in {folder} belongs to {owner} and its server is to run as {user}: run `chown -R {user} {folder}`, \
         or run the fleet as before"
    )]
    OtherOwner {
        /// The folder of the data.
        folder: PathBuf,
        /// Whose it is.
        owner: String,
        /// Whom the server runs as.
        user: String,
    },
    /// The user cannot get to its own folder.
    #[error(
        "the database's user {user} cannot pass the folder {folder} (mode {mode:04o}): run `chmod o+x {folder}`, or set \
         `state_dir` in [fleet] to a folder elsewhere"
    )]
    NotPassable {
        /// The user.
        user: String,
        /// The outermost folder that it cannot pass.
        folder: PathBuf,
        /// The mode of that folder.
        mode: u32,
    },
    /// The system refused something.
    #[error("cannot {deed} {path}")]
    System {
        /// What was to be done.
        deed: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// There is a folder of data without a database in it.
    #[error(
        "there is no whole database in {folder}: its file PG_VERSION is missing or damaged; put the folder back from a \
         backup, or move it away to begin with an empty database"
    )]
    NoDatabase {
        /// The folder.
        folder: PathBuf,
    },
    /// A password of a database that exists is lost.
    #[error(
        "the database's password in {file} is {trouble}: put the file back from a backup; without it the data in \
         {folder} cannot be reached, and moving that folder away begins with an empty database"
    )]
    LostPassword {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        trouble: &'static str,
        /// The folder of the data.
        folder: PathBuf,
    },
    /// The data could not be made.
    #[error("cannot make the database: {told}")]
    Init {
        /// What `initdb` told.
        told: String,
    },
    /// The data could not be made for want of space.
    #[error(
        "the disk is full: the database in {folder} needs about 70 MiB to begin with; make room, or set `state_dir` in \
         [fleet] to a folder on another disk"
    )]
    DiskFull {
        /// The folder of the data.
        folder: PathBuf,
    },
    /// Somebody else serves the data.
    #[error(
        "the database in {folder} is served already by process {pid}, which this fleet did not start: end it first"
    )]
    Foreign {
        /// The folder of the data.
        folder: PathBuf,
        /// The process.
        pid: i32,
    },
    /// The server ended before it was ready.
    #[error("the database server did not begin: {told}")]
    Start {
        /// What it told, or how it ended.
        told: String,
    },
}

impl PostgresError {
    /// What happened and what caused it, in one line.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::System { source, .. } => format!("{self}: {source}"),
            _ => self.to_string(),
        }
    }

    /// Turns what the system said of `path` into an error.
    pub(super) fn system(deed: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::System { deed, path, source }
    }
}
