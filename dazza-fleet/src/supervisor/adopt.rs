//! Finds the rooms that an earlier supervisor left running: whoever holds a room's lock serves it.
//!
//! `ROOM.json` only says where to look first. It may be damaged, stale, of another boot, or name a stranger: a process
//! that does not hold the lock is never touched, and one that does is found without the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dazza_shared::claim::{Claim, ProcessIdentity, try_lock};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use rustix::param::clock_ticks_per_second;
use tracing::warn;

/// The rooms whose lock is held, each with the process that holds it.
pub(crate) fn leftovers(paths: &StatePaths) -> Vec<(RoomName, ProcessIdentity)> {
    let entries = fs::read_dir(paths.rooms_dir()).into_iter().flatten().flatten().map(|entry| entry.path());
    let locks = entries.filter(|path| path.extension().is_some_and(|extension| extension == "lock"));
    let rooms = locks.filter_map(|path| path.file_stem()?.to_str()?.parse().ok());
    holders(paths, rooms.collect())
}

/// The process that holds the lock of `room`.
pub(crate) fn holder(paths: &StatePaths, room: &RoomName) -> Option<ProcessIdentity> {
    holders(paths, vec![room.clone()]).pop().map(|(_, process)| process)
}

/// How long the process has lived.
///
/// Source: proc(5), `/proc/uptime`, and field 22 of `/proc/PID/stat`, both counted from boot.
pub(crate) fn age(process: &ProcessIdentity) -> Duration {
    let uptime = fs::read_to_string("/proc/uptime").unwrap_or_default();
    let uptime: f64 = uptime.split_whitespace().next().and_then(|secs| secs.parse().ok()).unwrap_or(0.0);
    let started = Duration::from_millis(process.start_ticks.saturating_mul(1000) / clock_ticks_per_second().max(1));
    Duration::try_from_secs_f64(uptime).unwrap_or_default().saturating_sub(started)
}

fn holders(paths: &StatePaths, rooms: Vec<RoomName>) -> Vec<(RoomName, ProcessIdentity)> {
    // The links in `/proc` lead to true paths.
    let Ok(folder) = paths.rooms_dir().canonicalize() else { return Vec::new() };
    let true_path = |room: &RoomName| folder.join(format!("{room}.lock"));
    let mut open: BTreeMap<PathBuf, RoomName> = rooms
        .into_iter()
        .filter(|room| !matches!(try_lock(&paths.room_lock(room)), Ok(Some(_))))
        .map(|room| (true_path(&room), room))
        .collect();
    let mut found = Vec::new();
    let claimed: Vec<i32> = open.values().filter_map(|room| claimed_pid(&paths.room_json(room), room)).collect();
    for pid in claimed.into_iter().chain(processes()) {
        if open.is_empty() {
            break;
        }
        if let Some((path, process)) = served_by(pid, &open) {
            found.extend(open.remove(&path).map(|room| (room, process)));
        }
    }
    for room in open.values() {
        warn!(room.name = %room, "the lock of {room} is held, and nobody is seen to hold it");
    }
    found
}

/// The process that the claim on `room` names; `None` when the claim is of no use.
fn claimed_pid(path: &Path, room: &RoomName) -> Option<i32> {
    match Claim::read(path) {
        Ok(claim) if claim.room == *room && claim.process.is_alive() => Some(claim.process.pid),
        Ok(_) => {
            warn!(room.name = %room, "{} is stale: looking for the process of {room} by its lock", path.display());
            None
        }
        Err(error) => {
            warn!(room.name = %room, error = %error, "cannot read {}: looking for {room} by its lock", path.display());
            None
        }
    }
}

/// Which of the locks the process has open, if it was started to serve that room.
fn served_by(pid: i32, locks: &BTreeMap<PathBuf, RoomName>) -> Option<(PathBuf, ProcessIdentity)> {
    // Who it is must be known before it is looked at: another process of that number would be another identity.
    let process = ProcessIdentity::of(pid)?;
    let files = fs::read_dir(format!("/proc/{pid}/fd")).ok()?.flatten();
    let targets = files.filter_map(|file| fs::read_link(file.path()).ok());
    let (path, room) = targets.into_iter().find_map(|target| locks.get_key_value(&target))?;
    let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
    let words: Vec<&str> = command.split('\0').collect();
    let is_ours = words.windows(2).any(|pair| pair == ["--room", room.as_str()]);
    (is_ours && process.is_alive()).then(|| (path.clone(), process))
}

/// All processes there are.
fn processes() -> impl Iterator<Item = i32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_without_its_lock_counts_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(folder.path());
        paths.create().unwrap();
        let living = Claim::of_this_process("fatpizza".parse().unwrap(), "0.1.0").unwrap();
        living.write(&paths.room_json(&living.room)).unwrap();
        assert_eq!(leftovers(&paths), []);
        fs::write(paths.room_lock(&living.room), "").unwrap();
        assert_eq!(leftovers(&paths), [], "nobody holds it");
        let lock = try_lock(&paths.room_lock(&living.room)).unwrap();
        assert_eq!(leftovers(&paths), [], "this process holds it, but was not started to serve the room");
        assert_eq!(holder(&paths, &living.room), None);
        drop(lock);
        assert!(age(&living.process) < Duration::from_hours(24));
    }
}
