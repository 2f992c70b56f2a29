//! Finds the rooms that an earlier supervisor left running.

use std::fs;
use std::path::Path;
use std::time::Duration;

use dazza_shared::claim::{Claim, ProcessIdentity};
use dazza_shared::paths::StatePaths;
use rustix::param::clock_ticks_per_second;
use tracing::warn;

/// The claims in the state folder whose process lives.
pub(crate) fn leftovers(paths: &StatePaths) -> Vec<Claim> {
    let entries = fs::read_dir(paths.rooms_dir()).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|e| e == "json"));
    files.filter_map(|path| read(&path)).filter(|claim| claim.process.is_alive()).collect()
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

fn read(path: &Path) -> Option<Claim> {
    match Claim::read(path) {
        Ok(claim) if path.file_stem().is_some_and(|stem| stem == claim.room.as_str()) => Some(claim),
        Ok(claim) => {
            warn!(room.name = %claim.room, "{} speaks of another room", path.display());
            None
        }
        Err(error) => {
            warn!(error = %error, "cannot read {}", path.display());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn living_claims_are_found_and_dead_torn_or_foreign_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(folder.path());
        paths.create().unwrap();
        let living = Claim::of_this_process("fatpizza".parse().unwrap(), "0.1.0").unwrap();
        living.write(&paths.room_json(&living.room)).unwrap();
        let mut other_boot = Claim { room: "thepub".parse().unwrap(), ..living.clone() };
        other_boot.process.boot_id = "another".to_owned();
        other_boot.write(&paths.room_json(&other_boot.room)).unwrap();
        living.write(&paths.rooms_dir().join("misnamed.json")).unwrap();
        fs::write(paths.rooms_dir().join("torn.json"), "{\"room\":").unwrap();
        assert_eq!(leftovers(&paths), std::slice::from_ref(&living));
        assert!(age(&living.process) < Duration::from_hours(24));
    }
}
