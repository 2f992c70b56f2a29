//! Where the server keeps its data, as whom it runs, and with which programs.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use dazza_shared::config::{DatabaseConfig, FleetConfig};
use dazza_shared::paths::StatePaths;

use super::error::PostgresError;
use super::kin::Kin;
use super::programs::{MadeBy, Programs, version_of};
use super::user::ServerUser;

/// All that is needed to make and to run the server.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) paths: StatePaths,
    pub(super) user: ServerUser,
    pub(super) programs: Programs,
    pub(super) kin: Kin,
    /// For how many rooms it is.
    pub(super) n_rooms: usize,
    /// Whether it ends with this process, however that ends.
    pub(super) is_passing: bool,
    /// The folder of its data, with no link in its path.
    pub(super) data: PathBuf,
}

impl Cluster {
    /// Makes the server's folder, if it is not there, and looks whether all is as it must be.
    ///
    /// # Errors
    ///
    /// What keeps the server from running, as far as it can be told beforehand.
    pub(super) fn prepare(config: &FleetConfig) -> Result<Self, PostgresError> {
        let (binaries, named) = match &config.database {
            DatabaseConfig::Embedded { binaries, user } => (binaries.as_deref(), user.as_deref()),
            DatabaseConfig::Server { .. } => (None, None),
        };
        let paths = StatePaths::new(&config.state_dir);
        let (folder, data) = (paths.postgres_dir(), paths.postgres_cluster());
        let user = ServerUser::choose(named, &data)?;
        make_folder(&folder, &user)?;
        let programs = Programs::find(binaries, made_by(&data)?.as_ref(), &user)?;
        look_whether_passable(&folder, &user, &programs)?;
        let folder = folder.canonicalize().map_err(PostgresError::system("find", &folder))?;
        let (kin, data) = (Kin::of(&folder, user.uid()), folder.join("data"));
        Ok(Self { paths, user, programs, kin, n_rooms: config.rooms.len(), is_passing: false, data })
    }

    /// The folder of the socket and of the data.
    pub(super) fn folder(&self) -> PathBuf {
        self.paths.postgres_dir()
    }

    /// Whether there is data already.
    pub(super) fn is_made(&self) -> bool {
        self.data.exists()
    }
}

fn make_folder(folder: &Path, user: &ServerUser) -> Result<(), PostgresError> {
    let failed = |deed| PostgresError::system(deed, folder);
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed("make the folder"))?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(failed("set the mode of"))?;
    user.give(folder).map_err(failed("give to the database's user"))
}

/// The version that made the data which is there; `None` where there is none.
fn made_by(data: &Path) -> Result<Option<MadeBy>, PostgresError> {
    if !data.exists() {
        return Ok(None);
    }
    let version = fs::read_to_string(data.join("PG_VERSION")).ok().and_then(|text| text.trim().parse().ok());
    let version = version.ok_or_else(|| PostgresError::NoDatabase { folder: data.to_owned() })?;
    Ok(Some(MadeBy { data: data.to_owned(), version }))
}

/// Tries it, and only when that fails asks the modes of the folders who is to blame.
fn look_whether_passable(folder: &Path, user: &ServerUser, programs: &Programs) -> Result<(), PostgresError> {
    let Err(error) = version_of(&programs.postgres(), folder, user) else { return Ok(()) };
    Err(match user.stopped_by(folder) {
        Some((folder, mode)) => PostgresError::NotPassable { user: user.name().to_owned(), folder, mode },
        None => PostgresError::system("work as the database's user in", folder)(error),
    })
}
