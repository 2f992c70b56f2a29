//! Files set aside: compressed and numbered, the youngest being number 1.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

use crate::config::LogSettings;

/// What stands before the inode of the file it was made of, in the head of an archive.
///
/// A reader that has this very file open knows it again by this.
pub(super) const INODE_MARK: &str = "inode ";

/// The archives beside one log file.
#[derive(Clone, Debug)]
pub(super) struct Archive {
    log: PathBuf,
}

/// How much may be kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Size at which the log file is set aside. Unit: bytes.
    pub(super) max_bytes: u64,
    /// Archives that are kept.
    pub(super) keep: u32,
    /// What all files may take together. Unit: bytes.
    max_total_bytes: u64,
}

impl From<&LogSettings> for Limits {
    fn from(settings: &LogSettings) -> Self {
        let LogSettings { max_bytes, keep, max_total_bytes, .. } = settings;
        Self { max_bytes: *max_bytes, keep: *keep, max_total_bytes: *max_total_bytes }
    }
}

impl Limits {
    /// The size beyond which a log file takes no more while the one before it is not compressed yet.
    pub(super) const fn most(self) -> u64 {
        self.max_total_bytes / LogSettings::FILES_IN_TOTAL
    }

    /// What archives may take beside a log file, and beside one of `waiting` bytes with its copy.
    fn for_archives(self, waiting: u64) -> u64 {
        // What cannot be made smaller grows by less than a thousandth. Source: RFC 1951, 3.2.4; RFC 1952, 2.3.
        let copy = waiting + waiting / 1000 + 1024;
        let taken = if waiting == 0 { 0 } else { waiting.saturating_add(copy) };
        self.max_total_bytes.saturating_sub(self.most()).saturating_sub(taken)
    }
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

    /// Compresses the waiting file into number 1, moves the others on, and removes those beyond the limits.
    ///
    /// Cut off at any point and begun again, it loses nothing but may keep the waiting file twice.
    pub(super) fn take_in(&self, limits: Limits) -> io::Result<()> {
        self.prune(limits.keep, limits.for_archives(self.waiting().metadata()?.len()))?;
        if limits.keep > 0 {
            let made = self.with_ending("gz.new");
            if let Err(error) = compress(&self.waiting(), &made) {
                drop(fs::remove_file(made)); // half a copy only takes the space that is missing
                return Err(error);
            }
            self.make_room(limits.keep)?;
            fs::rename(made, self.numbered(1))?;
        }
        fs::remove_file(self.waiting())
    }

    /// Removes the oldest archives until the others are within the limits.
    pub(super) fn trim(&self, limits: Limits) -> io::Result<()> {
        self.prune(limits.keep, limits.for_archives(0))
    }

    fn prune(&self, keep: u32, max_bytes: u64) -> io::Result<()> {
        let mut total = 0_u64;
        for (number, size) in self.numbers()? {
            total = total.saturating_add(size);
            if number > keep || total > max_bytes {
                fs::remove_file(self.numbered(number))?;
            }
        }
        Ok(())
    }

    /// The archives that there are, the youngest first: number and size.
    fn numbers(&self) -> io::Result<Vec<(u32, u64)>> {
        let (Some(folder), Some(name)) = (self.log.parent(), self.log.file_name()) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (file, name) = (entry.file_name(), name.to_string_lossy());
            let file = file.to_string_lossy();
            let ending = file.strip_prefix(&*name).and_then(|rest| rest.strip_prefix('.'));
            if let Some(number) = ending.and_then(|ending| ending.strip_suffix(".gz")?.parse().ok()) {
                found.push((number, entry.metadata()?.len()));
            }
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Moves archives on until number 1 is free; a gap that a crash has left is filled.
    fn make_room(&self, keep: u32) -> io::Result<()> {
        let free = (1..=keep).find(|number| !self.numbered(*number).exists()).unwrap_or(keep);
        (1..free).rev().try_for_each(|number| fs::rename(self.numbered(number), self.numbered(number + 1)))
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
    let from = File::open(from)?;
    let mark = format!("{INODE_MARK}{}", from.metadata()?.ino());
    let mut encoder = GzBuilder::new().comment(mark).write(made, Compression::default());
    io::copy(&mut BufReader::new(from), &mut encoder)?;
    encoder.finish()?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    fn limits(keep: u32) -> Limits {
        Limits::from(&LogSettings { keep, ..LogSettings::default() })
    }

    fn set_aside(archive: &Archive, text: &str, keep: u32) {
        fs::write(archive.waiting(), text).unwrap();
        archive.take_in(limits(keep)).unwrap();
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

    /// Text that cannot be made smaller.
    fn noise(seed: u64, n_bytes: usize) -> String {
        let mut dice = crate::dice::Dice::seeded(seed);
        (0..n_bytes).map(|_| char::from(u8::try_from(dice.below(94)).unwrap() + 33)).collect()
    }

    #[test]
    fn all_files_together_stay_below_their_limit_and_the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::beside(&folder.path().join("room.jsonl"));
        let settings = LogSettings { keep: 100, max_bytes: 8_000, max_total_bytes: 60_000, ..LogSettings::default() };
        let limits = Limits::from(&settings);
        for round in 0..30 {
            let text = noise(round, 8_000);
            fs::write(archive.waiting(), &text).unwrap();
            archive.take_in(limits).unwrap();
            let sizes: u64 = archive.numbers().unwrap().iter().map(|(_, size)| size).sum();
            assert!(sizes + limits.most() <= settings.max_total_bytes, "{sizes}");
            assert_eq!(held(&archive)[0], text);
        }
        assert!(archive.numbers().unwrap().len() > 2);
        let tight = Limits::from(&LogSettings { max_total_bytes: 20_000, ..settings });
        archive.trim(tight).unwrap();
        let numbers: Vec<_> = archive.numbers().unwrap().iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn what_cannot_be_compressed_waits_on() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::beside(&folder.path().join("room.jsonl"));
        fs::write(archive.waiting(), "a").unwrap();
        fs::create_dir(folder.path().join("room.jsonl.1.gz")).unwrap();
        fs::create_dir(folder.path().join("room.jsonl.1.gz").join("full")).unwrap();
        assert!(archive.take_in(limits(1)).is_err());
        assert_eq!(fs::read_to_string(archive.waiting()).unwrap(), "a");
    }
}
