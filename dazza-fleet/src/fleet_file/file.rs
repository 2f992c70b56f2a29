//! The file on disk: read, changed, checked and put in its place while no other verb does the same.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, fchown};
use std::path::{self, Path, PathBuf};

use dazza_shared::config::{Environment, Faults, FleetConfig};

use toml_edit::{Document, Item, TableLike};

use super::edit::{Edit, Refusal};

/// Why a file was left as it is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EditError {
    /// The change cannot be made to it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// With the change it would not be a configuration.
    #[error("nothing was written, because with this change {0}")]
    Invalid(Faults),
    /// It cannot be read, or not be written.
    #[error("cannot change {path}: {source}")]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It has the change.
    Changed,
    /// It had said so already.
    Same,
}

/// Makes the change to the file at `config`; a reader sees the old file or the new one, whole.
///
/// # Errors
///
/// Any [`EditError`]; the file is as it was then.
pub(crate) fn edit(config: &Path, edit: &Edit) -> Result<Outcome, EditError> {
    let unwritten = |source| EditError::Unwritten { path: config.to_owned(), source };
    let (target, mut held) = hold(config).map_err(unwritten)?;
    let mut text = String::new();
    held.read_to_string(&mut text).map_err(unwritten)?;
    let Some(new) = edit.apply(&text)? else { return Ok(Outcome::Same) };
    check(config, &new)?;
    held.metadata().and_then(|like| replace(&target, &new, &like)).map_err(unwritten)?;
    Ok(Outcome::Changed)
}

/// The names in a table of the file, such as `rooms`; none if it cannot be read. Its faults matter to nobody here.
pub(crate) fn names(config: &Path, table: &str) -> Vec<String> {
    let text = fs::read_to_string(config).unwrap_or_default();
    let Ok(document) = Document::parse(text) else { return Vec::new() };
    let named = document.get(table).and_then(Item::as_table_like);
    named.into_iter().flat_map(TableLike::iter).map(|(name, _)| name.to_owned()).collect()
}

fn check(config: &Path, text: &str) -> Result<(), EditError> {
    let absolute = path::absolute(config).unwrap_or_else(|_no_folder| config.to_owned());
    let folder = absolute.parent().unwrap_or(Path::new("/"));
    match FleetConfig::from_text(text, folder, &Environment::System) {
        Ok(_understood) => Ok(()),
        Err(faults) => Err(EditError::Invalid(Faults { file: config.to_owned(), ..faults })),
    }
}

/// Opens the file, links followed, and keeps other verbs from it until it is dropped.
///
/// Whoever waited for the lock holds the file that was there before; so it looks again.
fn hold(config: &Path) -> io::Result<(PathBuf, File)> {
    loop {
        let target = fs::canonicalize(config)?;
        let file = File::open(&target)?;
        file.lock()?;
        let (held, there) = (file.metadata()?, fs::metadata(&target)?);
        if (held.dev(), held.ino()) == (there.dev(), there.ino()) {
            return Ok((target, file));
        }
    }
}

/// Puts a file with this text, and owner and mode of the old one, in the place of `target`.
fn replace(target: &Path, text: &str, like: &Metadata) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut new = tempfile::Builder::new().prefix(".fleet.toml.").tempfile_in(folder)?;
    let made = new.as_file().metadata()?;
    if (made.uid(), made.gid()) != (like.uid(), like.gid()) {
        fchown(new.as_file(), Some(like.uid()), Some(like.gid()))?;
    }
    new.as_file().set_permissions(like.permissions())?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(target)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::thread;

    use super::*;

    const TEXT: &str = "# mine\n[accounts.main]\nusername = \"dazza\"\n\n[rooms.thepub]\n";

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fleet.toml");
        fs::write(&path, TEXT).unwrap();
        (folder, path)
    }

    #[test]
    fn a_link_is_followed_and_the_mode_kept() {
        let (folder, path) = folder();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.toml");
        symlink("fleet.toml", &link).unwrap();
        assert_eq!(edit(&link, &Edit::Enable("thepub".parse().unwrap(), false)).unwrap(), Outcome::Changed);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{TEXT}enabled = false\n"));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o7777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_change_that_would_spoil_the_file_is_refused_with_every_fault() {
        let (_folder, path) = folder();
        let settings = ["account=nobody", "prefx=?", "allow_unregistered=1"].map(|text| text.parse().unwrap());
        let error = edit(&path, &Edit::Add("shed".parse().unwrap(), settings.into())).unwrap_err().to_string();
        for told in ["3 faults", "no such account", "did you mean `prefix`?", "true or false", "nothing was written"] {
            assert!(error.contains(told), "{error}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), TEXT);
        assert_eq!(edit(&path, &Edit::Enable("thepub".parse().unwrap(), true)).unwrap(), Outcome::Same);
    }

    #[test]
    fn changes_at_the_same_time_are_all_made() {
        let (_folder, path) = folder();
        let add = |n: usize| edit(&path, &Edit::Add(format!("room{n}").parse().unwrap(), Vec::new())).unwrap();
        thread::scope(|scope| (0..8).for_each(|n| drop(scope.spawn(move || add(n)))));
        let text = fs::read_to_string(&path).unwrap();
        assert!((0..8).all(|n| text.contains(&format!("[rooms.room{n}]\n"))), "{text}");
    }
}
