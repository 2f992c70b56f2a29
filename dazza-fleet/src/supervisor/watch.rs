//! Tells when the configuration file has changed, and has been left alone since.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What a file looks like from outside; `None` when it is not there.
type Look = Option<(u64, u64, i64, i64)>;

/// One file that is looked at now and then.
#[derive(Debug)]
pub(crate) struct Watch {
    /// What the file looked like when it was last taken in.
    taken: Look,
    /// What it looked like at the last look.
    seen: Look,
}

impl Watch {
    /// Watches `file`, whose present content is known.
    pub(crate) fn of(file: &Path) -> Self {
        let now = look(file);
        Self { taken: now, seen: now }
    }

    /// The present content of `file` is known now.
    pub(crate) fn take_in(&mut self, file: &Path) {
        *self = Self::of(file);
    }

    /// Whether there is a new content that nobody was writing between the last look and this one.
    pub(crate) fn has_settled_anew(&mut self, file: &Path) -> bool {
        let now = look(file);
        let is_settled = now == self.seen;
        self.seen = now;
        let is_new = now.is_some() && now != self.taken;
        if is_settled && is_new {
            self.taken = now;
        }
        is_settled && is_new
    }
}

fn look(file: &Path) -> Look {
    let meta = fs::metadata(file).ok()?;
    Some((meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("fleet.toml");
        fs::write(&file, "one").unwrap();
        let mut watch = Watch::of(&file);
        assert!(!watch.has_settled_anew(&file));
        fs::write(&file, "one and").unwrap();
        assert!(!watch.has_settled_anew(&file), "it may be being written");
        fs::write(&file, "one and two").unwrap();
        assert!(!watch.has_settled_anew(&file));
        assert!(watch.has_settled_anew(&file));
        assert!(!watch.has_settled_anew(&file));
        fs::remove_file(&file).unwrap();
        assert!(!watch.has_settled_anew(&file) && !watch.has_settled_anew(&file), "gone is no content");
        fs::write(&file, "three").unwrap();
        assert!(!watch.has_settled_anew(&file));
        assert!(watch.has_settled_anew(&file));
    }
}
