//! The rooms that an operator has stopped, remembered across restarts of the fleet in one small file.
//!
//! The database remembers them too. The file is what an order waits for, since a room must be stopped also while the
//! database is away; where it is missing, as in a state folder that is new, the database tells.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use dazza_shared::names::RoomName;
use serde::{Deserialize, Serialize};
use tracing::warn;

/// The file, and where it is.
#[derive(Debug)]
pub(crate) struct StoppedFile {
    path: PathBuf,
}

/// What stands in it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    stopped: BTreeSet<RoomName>,
}

impl StoppedFile {
    /// The file at `path`, which need not exist.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The rooms in it; `None` when there is no such file, or one that cannot be read, which is set aside.
    pub(crate) fn read(&self) -> Option<BTreeSet<RoomName>> {
        let content = fs::read(&self.path).and_then(|bytes| Ok(serde_json::from_slice::<Content>(&bytes)?));
        match content {
            Ok(content) => Some(content.stopped),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                let aside = self.path.with_extension("json.damaged");
                let kept = fs::rename(&self.path, &aside);
                warn!(
                    error = %error, ?kept,
                    "cannot read which rooms were stopped, and go by the database; the file is now {}",
                    aside.display()
                );
                None
            }
        }
    }

    /// Puts these rooms in, in one go: a crash leaves the old file or the new one.
    ///
    /// # Errors
    ///
    /// Whatever the file system says; the old file stands then.
    pub(crate) fn write(&self, stopped: &BTreeSet<RoomName>) -> io::Result<()> {
        let aside = self.path.with_extension("json.new");
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&aside)?;
        file.write_all(&serde_json::to_vec_pretty(&Content { stopped: stopped.clone() })?)?;
        file.sync_all()?;
        fs::rename(&aside, &self.path)?;
        sync_folder(&self.path)
    }
}

/// A rename stands after a power cut only once its folder is on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::sample;

    #[test]
    fn what_is_written_reads_back_and_nothing_is_written_for_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let file = StoppedFile::at(folder.path().join("stopped.json"));
        assert_eq!(file.read(), None);
        let rooms = BTreeSet::from([sample::room("fatpizza"), sample::room("thepub")]);
        file.write(&rooms).unwrap();
        assert_eq!(file.read(), Some(rooms.clone()));
        assert!(StoppedFile::at(folder.path().join("no/such/folder.json")).write(&rooms).is_err());
    }

    #[test]
    fn a_damaged_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("stopped.json");
        for damaged in ["", "{\"stopped\":[\"thep", "[]", "{\"stopped\":[\"not a room\"]}", "{\"other\":1}"] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(StoppedFile::at(path.clone()).read(), None, "{damaged}");
            assert_eq!(fs::read_to_string(path.with_extension("json.damaged")).unwrap(), damaged);
            assert!(!path.exists());
        }
    }
}
