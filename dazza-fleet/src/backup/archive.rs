//! The folder of backups: a dump and its manifest each, of which the manifest alone is no backup, nor the dump.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use dazza_shared::claim::try_lock;
use dazza_shared::config::BackupConfig;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::error::BackupError;
use super::manifest::Manifest;
use super::name::BackupName;
use super::plan;

/// Endings of the dump, of its manifest, and of what is not whole yet.
const DUMP: &str = "dump";
const MANIFEST: &str = "json";
const UNFINISHED: &str = "new";

/// A folder of backups.
#[derive(Clone, Debug)]
pub(crate) struct Archive {
    folder: PathBuf,
}

/// A backup in the archive.
#[derive(Clone, Debug)]
pub(crate) struct Archived {
    /// Its name.
    pub(crate) name: String,
    /// Its dump.
    pub(crate) dump: PathBuf,
    /// What it holds; or what is wrong with it.
    pub(crate) state: Result<Manifest, String>,
}

/// A backup that is being written; dropped, nothing is left of it.
#[derive(Debug)]
pub(super) struct Draft {
    archive: Archive,
    name: BackupName,
    file: File,
    hash: Sha256,
    n_bytes: u64,
    is_whole: bool,
}

impl Archive {
    /// The archive in that folder, which need not exist.
    pub(crate) fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the folder if it is not there, takes it for this process alone as long as what is handed back lives, and
    /// removes what a process left behind that was killed.
    ///
    /// # Errors
    ///
    /// `Busy`, or what the system said.
    pub(crate) fn claim(&self) -> Result<File, BackupError> {
        let folder = &self.folder;
        if !folder.is_dir() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(BackupError::system("make the folder", folder))?;
            let closed = fs::set_permissions(folder, Permissions::from_mode(0o700));
            closed.map_err(BackupError::system("set the mode of", folder))?;
        }
        let path = folder.join("lock");
        let lock = try_lock(&path).map_err(BackupError::system("lock", &path))?;
        let lock = lock.ok_or_else(|| BackupError::Busy { folder: folder.clone() })?;
        self.sweep()?;
        Ok(lock)
    }

    /// All backups, oldest first; a size that is wrong is seen, what is in the dump is not looked at.
    ///
    /// # Errors
    ///
    /// The folder cannot be read; one that is not there is empty.
    pub(crate) fn list(&self) -> Result<Vec<Archived>, BackupError> {
        let names: BTreeSet<BackupName> = self.files()?.into_iter().filter_map(|path| named(&path)).collect();
        Ok(names.into_iter().map(|name| Archived::at(&self.dump(name), name.to_string())).collect())
    }

    /// The backup of that name here, or the one at that path.
    ///
    /// # Errors
    ///
    /// There is none.
    pub(crate) fn find(&self, asked: &str) -> Result<Archived, BackupError> {
        let path = Path::new(asked);
        let is_name = asked.parse::<BackupName>().is_ok();
        let dump = if is_name { self.folder.join(asked) } else { path.to_owned() }.with_extension(DUMP);
        if !dump.is_file() && !dump.with_extension(MANIFEST).is_file() {
            let folder = dump.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = if is_name { &self.folder } else { folder.unwrap_or(Path::new(".")) }.to_owned();
            return Err(BackupError::NoSuchBackup { name: asked.to_owned(), folder });
        }
        let name = dump.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Archived::at(&dump, name))
    }

    /// Begins a backup. The archive must be claimed.
    pub(super) fn draft(&self, now: Timestamp) -> Result<Draft, BackupError> {
        let mut name = BackupName::at(now);
        while self.dump(name).exists() || self.dump(name).with_extension(MANIFEST).exists() {
            name = name.next();
        }
        let path = unfinished(&self.dump(name));
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let file = file.map_err(BackupError::system("write", &path))?;
        Ok(Draft { archive: self.clone(), name, file, hash: Sha256::new(), n_bytes: 0, is_whole: false })
    }

    /// Removes the backups that the rules do not keep; their names. What is damaged counts for nothing and stays for a
    /// person to look at. The archive must be claimed.
    ///
    /// # Errors
    ///
    /// What the system said; the rest stays.
    pub(crate) fn rotate(&self, rules: &BackupConfig, now: Timestamp) -> Result<Vec<String>, BackupError> {
        let good = self.list()?.into_iter().filter(|backup| backup.state.is_ok());
        let good: Vec<BackupName> = good.filter_map(|backup| backup.name.parse().ok()).collect();
        let kept = plan::kept(&good.iter().map(|name| name.taken()).collect(), rules, now);
        let mut removed = Vec::new();
        for name in good.into_iter().filter(|name| !kept.contains(&name.taken())) {
            let dump = self.dump(name);
            // From the first step on it is no backup any more, and whoever comes next removes what is left of it.
            let leaving = unfinished(&dump);
            fs::rename(&dump, &leaving).map_err(BackupError::system("rename", &dump))?;
            for path in [&dump.with_extension(MANIFEST), &leaving] {
                fs::remove_file(path).map_err(BackupError::system("remove", path))?;
            }
            removed.push(name.to_string());
        }
        Ok(removed)
    }

    fn dump(&self, name: BackupName) -> PathBuf {
        self.folder.join(name.to_string()).with_extension(DUMP)
    }

    /// Removes what is not whole: a manifest without its dump goes with the dump that was being written.
    fn sweep(&self) -> Result<(), BackupError> {
        for path in self.files()? {
            if path.extension().is_none_or(|ending| ending != UNFINISHED) || named(&path.with_extension("")).is_none() {
                continue;
            }
            let dump = path.with_extension("").with_extension(DUMP);
            let manifest = dump.with_extension(MANIFEST);
            if !dump.exists() && manifest.exists() {
                fs::remove_file(&manifest).map_err(BackupError::system("remove", &manifest))?;
            }
            fs::remove_file(&path).map_err(BackupError::system("remove", &path))?;
        }
        Ok(())
    }

    fn files(&self) -> Result<Vec<PathBuf>, BackupError> {
        let failed = || BackupError::system("read the folder", &self.folder);
        match fs::read_dir(&self.folder) {
            Ok(entries) => entries.map(|entry| Ok(entry.map_err(failed())?.path())).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(failed()(error)),
        }
    }
}

/// The name of the backup that a file of the archive belongs to.
fn named(path: &Path) -> Option<BackupName> {
    let is_ours = path.extension().is_some_and(|ending| ending == DUMP || ending == MANIFEST);
    path.file_stem()?.to_str()?.parse().ok().filter(|_| is_ours)
}

/// Where a file is written before it is whole.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(UNFINISHED);
    name.into()
}

impl Archived {
    fn at(dump: &Path, name: String) -> Self {
        let state = look(dump);
        Self { name, dump: dump.to_owned(), state }
    }

    /// Reads the whole dump, and tells what is wrong with it if its checksum is another.
    pub(crate) fn check(&mut self) {
        let Ok(manifest) = &self.state else { return };
        match checksum(&self.dump) {
            Ok(sum) if sum == manifest.sha256 => {}
            Ok(_) => self.state = Err("its checksum is wrong: the file was damaged after it was written".to_owned()),
            Err(error) => self.state = Err(format!("its dump cannot be read: {error}")),
        }
    }
}

/// What a backup holds, or what is wrong with it as far as one sees without reading its dump.
fn look(dump: &Path) -> Result<Manifest, String> {
    let manifest = match fs::read(dump.with_extension(MANIFEST)) {
        Ok(bytes) => Manifest::read(&bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err("its manifest is missing".to_owned()),
        Err(error) => return Err(format!("its manifest cannot be read: {error}")),
    };
    match fs::metadata(dump) {
        Ok(file) if file.len() == manifest.size_bytes => Ok(manifest),
        Ok(file) => Err(format!("its dump has {} bytes and should have {}", file.len(), manifest.size_bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("its dump is missing".to_owned()),
        Err(error) => Err(format!("its dump cannot be read: {error}")),
    }
}

fn checksum(path: &Path) -> io::Result<String> {
    let (mut file, mut hash, mut part) = (File::open(path)?, Sha256::new(), vec![0; 1 << 17]);
    loop {
        let n = file.read(&mut part)?;
        if n == 0 {
            return Ok(hex(hash));
        }
        hash.update(part.get(..n).unwrap_or_default());
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

impl Draft {
    /// Adds to the dump.
    pub(super) fn write(&mut self, part: &[u8]) -> Result<(), BackupError> {
        self.file.write_all(part).map_err(BackupError::system("write", &unfinished(&self.dump())))?;
        self.hash.update(part);
        self.n_bytes += u64::try_from(part.len()).unwrap_or(0);
        Ok(())
    }

    /// Puts the backup in the archive, on the disk and whole; `manifest` is told the size and checksum of the dump.
    pub(super) fn finish(mut self, manifest: impl FnOnce(u64, String) -> Manifest) -> Result<Archived, BackupError> {
        let (dump, name) = (self.dump(), self.name.to_string());
        let failed = |path: &Path| BackupError::system("write", path);
        self.file.sync_all().map_err(failed(&unfinished(&dump)))?;
        let manifest = manifest(self.n_bytes, hex(std::mem::take(&mut self.hash)));
        let path = dump.with_extension(MANIFEST);
        let aside = unfinished(&path);
        let written = serde_json::to_vec_pretty(&manifest).map_err(io::Error::other).and_then(|mut text| {
            text.push(b'\n');
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&aside)?;
            file.write_all(&text)?;
            file.sync_all()
        });
        written.map_err(failed(&aside))?;
        // A manifest without its dump is no backup: with the second step there is one, whole.
        fs::rename(&aside, &path).map_err(failed(&path))?;
        fs::rename(unfinished(&dump), &dump).map_err(failed(&dump))?;
        let folder = self.archive.folder();
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed(folder))?;
        self.is_whole = true;
        Ok(Archived { name, dump, state: Ok(manifest) })
    }

    fn dump(&self) -> PathBuf {
        self.archive.dump(self.name)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_whole {
            let dump = self.dump();
            let manifest = dump.with_extension(MANIFEST);
            let removed = [unfinished(&dump), unfinished(&manifest), manifest, dump].map(fs::remove_file);
            tracing::debug!(?removed, "removed what was written of a backup");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::manifest::sample;

    /// Puts a backup in the archive that was taken then.
    fn put(archive: &Archive, taken: &str) -> Archived {
        let mut draft = archive.draft(taken.parse().unwrap()).unwrap();
        draft.write(b"rows").unwrap();
        draft.finish(|size, sum| sample::manifest(size, &sum)).unwrap()
    }

    fn names(archive: &Archive) -> Vec<String> {
        let mut names: Vec<_> = archive.files().unwrap().into_iter().map(|path| path.display().to_string()).collect();
        names.sort();
        names.iter().map(|name| name.rsplit('/').next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_backup_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::at(folder.path().join("backups"));
        assert!(archive.list().unwrap().is_empty());
        let lock = archive.claim().unwrap();
        assert!(matches!(archive.claim(), Err(BackupError::Busy { .. })));
        assert_eq!(fs::metadata(archive.folder()).unwrap().permissions().mode() & 0o777, 0o700);
        let mut given_up = archive.draft(Timestamp::UNIX_EPOCH).unwrap();
        given_up.write(b"half").unwrap();
        assert!(archive.list().unwrap().is_empty());
        drop(given_up);
        assert_eq!(names(&archive), ["lock"]);
        for _ in 0..2 {
            put(&archive, "2026-11-30T04:00:00.7Z");
        }
        let mut listed = archive.list().unwrap();
        listed.iter_mut().for_each(Archived::check);
        assert!(listed.iter().all(|backup| backup.state.is_ok()));
        let found: Vec<_> = listed.iter().map(|backup| backup.name.as_str()).collect();
        assert_eq!(found, ["20261130T040000Z", "20261130T040001Z"], "within a second, and neither is written over");
        drop(lock);
    }

    #[test]
    fn what_a_killed_process_left_is_removed_and_what_is_anybody_elses_stays() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::at(folder.path().to_owned());
        put(&archive, "2026-11-30T04:00:00Z");
        let left = ["20261201T040000Z.dump.new", "20261202T040000Z.dump.new", "20261202T040000Z.json", "notes.new"];
        // Killed between the two steps of its end, the manifest is there already.
        for name in left {
            fs::write(folder.path().join(name), "half").unwrap();
        }
        drop(archive.claim().unwrap());
        assert_eq!(names(&archive), ["20261130T040000Z.dump", "20261130T040000Z.json", "lock", "notes.new"]);
    }

    #[test]
    fn a_backup_is_found_by_its_name_and_by_either_of_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::at(folder.path().to_owned());
        let put = put(&archive, "2026-11-30T04:00:00Z");
        let path = |ending| put.dump.with_extension(ending).display().to_string();
        for asked in ["20261130T040000Z".to_owned(), path("dump"), path("json"), path("")] {
            let found = archive.find(&asked).unwrap();
            assert_eq!((found.name.as_str(), found.state.is_ok()), ("20261130T040000Z", true), "{asked}");
        }
        let missing = archive.find("20261130T040009Z").unwrap_err().to_string();
        assert!(missing.contains("no backup 20261130T040009Z in /"), "{missing}");
        fs::write(&put.dump, "rowz").unwrap();
        let mut changed = archive.find("20261130T040000Z").unwrap();
        assert!(changed.state.is_ok(), "its size is right");
        changed.check();
        assert!(changed.state.unwrap_err().contains("checksum"));
    }
}
