//! Files set aside: compressed and numbered, the youngest being number 1.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The archives beside one log file.
#[derive(Clone, Debug)]
pub(super) struct Archive {
    log: PathBuf,
}

impl Archive {
    /// The archives beside the log file `log`.
    pub(super) fn beside(log: &Path) -> Self {
        Self { log: log.to_owned() }
    }

    /// Where a log file waits for its compression.
    pub(super) fn waiting(&self) -> PathBuf {
        self.with_ending("0")
    }

    /// The archive with this number.
    pub(super) fn numbered(&self, number: u32) -> PathBuf {
        self.with_ending(&format!("{number}.gz"))
    }

    /// Compresses the waiting file into number 1, moves the others on, and removes those beyond `keep`.
    ///
    /// Cut off at any point and begun again, it loses nothing but may keep the waiting file twice.
    pub(super) fn take_in(&self, keep: u32) -> io::Result<()> {
        if keep > 0 {
            let made = self.with_ending("gz.new");
            compress(&self.waiting(), &made)?;
            self.make_room(keep)?;
            fs::rename(made, self.numbered(1))?;
        }
        fs::remove_file(self.waiting())?;
        self.forget_beyond(keep)
    }

    /// Moves archives on until number 1 is free; a gap that a crash has left is filled.
    fn make_room(&self, keep: u32) -> io::Result<()> {
        let free = (1..=keep).find(|number| !self.numbered(*number).exists()).unwrap_or(keep);
        (1..free).rev().try_for_each(|number| fs::rename(self.numbered(number), self.numbered(number + 1)))
    }

    fn forget_beyond(&self, keep: u32) -> io::Result<()> {
        let beyond = (keep + 1..).map(|number| self.numbered(number));
        beyond.take_while(|path| path.exists()).try_for_each(fs::remove_file)
    }

    fn with_ending(&self, ending: &str) -> PathBuf {
        let mut name = self.log.clone().into_os_string();
        name.push(".");
        name.push(ending);
        name.into()
    }
}

fn compress(from: &Path, to: &Path) -> io::Result<()> {
    let made = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to)?;
    let mut encoder = GzEncoder::new(made, Compression::default());
    io::copy(&mut BufReader::new(File::open(from)?), &mut encoder)?;
    encoder.finish()?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn set_aside(archive: &Archive, text: &str, keep: u32) {
        fs::write(archive.waiting(), text).unwrap();
        archive.take_in(keep).unwrap();
        assert!(!archive.waiting().exists());
    }

    fn held(archive: &Archive) -> Vec<String> {
        let read = |path: PathBuf| {
            let mut text = String::new();
            GzDecoder::new(File::open(path).ok()?).read_to_string(&mut text).ok()?;
            Some(text)
        };
        (1..10).map(|number| read(archive.numbered(number)).unwrap_or_default()).collect()
    }

    #[test]
    fn the_youngest_is_number_one_and_the_oldest_goes() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::beside(&folder.path().join("room.jsonl"));
        for text in ["a", "b", "c", "d"] {
            set_aside(&archive, text, 3);
        }
        assert_eq!(held(&archive)[..4], ["d", "c", "b", ""]);
        set_aside(&archive, "e", 1);
        assert_eq!(held(&archive)[..4], ["e", "", "", ""]);
        set_aside(&archive, "f", 0);
        assert_eq!(held(&archive)[..4], ["", "", "", ""]);
    }

    #[test]
    fn a_gap_is_filled_before_anything_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::beside(&folder.path().join("room.jsonl"));
        for text in ["a", "b", "c"] {
            set_aside(&archive, text, 3);
        }
        fs::remove_file(archive.numbered(2)).unwrap();
        set_aside(&archive, "d", 3);
        assert_eq!(held(&archive)[..4], ["d", "c", "a", ""]);
    }
}
