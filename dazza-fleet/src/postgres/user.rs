//! The user that the server runs as: PostgreSQL refuses to be root.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::unistd::{Gid, Uid, User, geteuid};

use super::error::PostgresError;
use crate::with_parent;

/// Users that a fleet of root runs its server as, unless another is named: the first there is.
const USUAL: [&str; 2] = ["postgres", "nobody"];

/// The user that the server runs as.
#[derive(Clone, Debug)]
pub(super) struct ServerUser {
    name: String,
    /// Who that is, if it is not who we are.
    other: Option<Ids>,
}

/// A user and its group.
#[derive(Clone, Copy, Debug)]
struct Ids {
    uid: u32,
    gid: u32,
}

impl ServerUser {
    /// Ourselves, unless we are root: then `named`, or the owner of the `data` that is there, or the usual one.
    ///
    /// # Errors
    ///
    /// There is no such user, or the data belongs to another one.
    pub(super) fn choose(named: Option<&str>, data: &Path) -> Result<Self, PostgresError> {
        let owner = fs::metadata(data).ok().map(|data| Ids { uid: data.uid(), gid: data.gid() });
        let us = geteuid();
        let chosen = match (named, owner) {
            _ if !us.is_root() => Self { name: name_of(us), other: None },
            (Some(name), _) => Self::called(name)?,
            (None, Some(owner)) if owner.uid != 0 => Self { name: name_of(owner.uid.into()), other: Some(owner) },
            (None, _) => Self::usual()?,
        };
        match owner {
            Some(owner) if owner.uid != chosen.uid() => Err(PostgresError::OtherOwner {
                folder: data.to_owned(),
                owner: name_of(owner.uid.into()),
                user: chosen.name,
            }),
            _ => Ok(chosen),
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Its number.
    pub(super) fn uid(&self) -> u32 {
        self.other.map_or_else(|| geteuid().as_raw(), |ids| ids.uid)
    }

    /// A command that runs `program` as this user, with none of our groups and nothing of our environment.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear();
        if let Some(Ids { uid, gid }) = self.other {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// The same, for a program that is to end with this process.
    pub(super) fn with_parent(&self, program: &Path) -> io::Result<Command> {
        let mut command = with_parent::command(program, self.other.map(|Ids { uid, gid }| (uid, gid)))?;
        command.env_clear();
        Ok(command)
    }

    /// Gives `path` to this user.
    pub(super) fn give(&self, path: &Path) -> io::Result<()> {
        self.other.map_or(Ok(()), |Ids { uid, gid }| chown(path, Some(uid), Some(gid)))
    }

    /// The outermost folder above `path`, `path` included, that this user cannot pass, with its mode.
    ///
    /// Told by the plain modes: finer rights could admit the user all the same.
    pub(super) fn stopped_by(&self, path: &Path) -> Option<(PathBuf, u32)> {
        let Ids { uid, gid } = self.other?;
        let mut folders: Vec<&Path> = path.ancestors().collect();
        folders.reverse();
        folders.into_iter().find_map(|folder| {
            let meta = fs::metadata(folder).ok()?;
            let mode = meta.permissions().mode() & 0o7777;
            let bit = match (meta.uid() == uid, meta.gid() == gid) {
                (true, _) => 0o100,
                (false, true) => 0o010,
                (false, false) => 0o001,
            };
            (mode & bit == 0).then(|| (folder.to_owned(), mode))
        })
    }

    fn called(name: &str) -> Result<Self, PostgresError> {
        let user = User::from_name(name).ok().flatten().filter(|user| !user.uid.is_root());
        let user = user.ok_or_else(|| PostgresError::UnknownUser { name: name.to_owned() })?;
        let other = Some(Ids { uid: user.uid.as_raw(), gid: Gid::as_raw(user.gid) });
        Ok(Self { name: user.name, other })
    }

    fn usual() -> Result<Self, PostgresError> {
        let found = USUAL.into_iter().find_map(|name| Self::called(name).ok());
        found.ok_or_else(|| PostgresError::UnknownUser { name: USUAL.join(" or ") })
    }
}

/// The name of a user, or its number where it has none.
fn name_of(uid: Uid) -> String {
    User::from_uid(uid).ok().flatten().map_or_else(|| uid.to_string(), |user| user.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_user_is_told_where_a_user_is_chosen_at_all() {
        let nowhere = Path::new("/nonexistent");
        let chosen = ServerUser::choose(Some("nobody-of-that-name"), nowhere);
        if geteuid().is_root() {
            assert!(chosen.unwrap_err().to_string().contains("no user nobody-of-that-name"));
            assert!(ServerUser::choose(None, nowhere).unwrap().other.is_some());
        } else {
            assert!(chosen.unwrap().other.is_none());
        }
    }

    #[test]
    fn the_outermost_closed_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        let stranger = ServerUser { name: "stranger".to_owned(), other: Some(Ids { uid: 4_000_000, gid: 4_000_000 }) };
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        set(folder.path(), 0o700);
        set(&inner, 0o700);
        assert_eq!(stranger.stopped_by(&inner), Some((folder.path().to_owned(), 0o700)));
        set(folder.path(), 0o711);
        assert_eq!(stranger.stopped_by(&inner), Some((inner.clone(), 0o700)));
        set(&inner, 0o701);
        assert_eq!(stranger.stopped_by(&inner), None);
        let ourselves = ServerUser { name: "us".to_owned(), other: None };
        assert_eq!(ourselves.stopped_by(&inner), None);
    }
}
