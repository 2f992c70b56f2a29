//! Time zones by name, without the list of all that there are.
//!
//! [`TimeZone::get`] keeps the names of the whole database for as long as the process lives, 100 kB, to find one among them. A
//! room needs two or three zones, whose names the configuration has checked and spelled as the database does.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Where systems have their time zones. Source: jiff, `TimeZoneDatabase::from_env`.
const FOLDERS: [&str; 3] = ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

/// Most zones that are kept at hand.
const MOST_KEPT: usize = 8;

thread_local! {
    /// Those that were asked for of late; what the machine learns of them later comes with the next process.
    static KEPT: RefCell<Vec<TimeZone>> = const { RefCell::new(Vec::new()) };
}

/// The zone of that name: as the machine knows it, or as it was when this program was built.
///
/// # Errors
///
/// No zone has that name.
pub fn named(name: &str) -> Result<TimeZone, jiff::Error> {
    let is_it = |zone: &&TimeZone| zone.iana_name() == Some(name);
    if let Some(zone) = KEPT.with_borrow(|kept| kept.iter().find(is_it).cloned()) {
        return Ok(zone);
    }
    if name == "UTC" {
        return Ok(TimeZone::UTC);
    }
    let zone = match of_machine(name) {
        Some(zone) => zone,
        None => TimeZoneDatabase::bundled().get(name)?,
    };
    KEPT.with_borrow_mut(|kept| {
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push(zone.clone());
    });
    Ok(zone)
}

fn of_machine(name: &str) -> Option<TimeZone> {
    let is_name = name.split('/').all(|part| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
    });
    let read = |folder: &str| TimeZone::tzif(name, &fs::read(Path::new(folder).join(name)).ok()?).ok();
    FOLDERS.into_iter().filter(|_| is_name).find_map(read)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_zone_is_the_one_that_the_whole_database_knows() {
        for name in ["Australia/Brisbane", "Australia/Sydney", "America/Argentina/Buenos_Aires", "Etc/GMT+10", "UTC"] {
            let (zone, known) = (named(name).unwrap(), TimeZone::get(name).unwrap());
            assert_eq!(zone.iana_name(), known.iana_name());
            for month in 1..=12 {
                let noon = date(2026, month, 7).at(12, 0, 0, 0);
                assert_eq!(zone.to_timestamp(noon).unwrap(), known.to_timestamp(noon).unwrap(), "{name} {noon}");
            }
        }
    }

    #[test]
    fn utc_is_utc() {
        assert_eq!(named("UTC").unwrap(), TimeZone::UTC);
    }

    #[test]
    fn what_is_no_name_is_no_path_either() {
        for name in ["", "/", "../zoneinfo/UTC", "Australia/../UTC", "/etc/passwd", "Australia", "Mars/Olympus"] {
            assert!(named(name).is_err(), "{name}");
        }
        assert!(of_machine("Australia//Brisbane").is_none());
    }

    #[test]
    fn few_are_kept() {
        for hours in 1..=12 {
            named(&format!("Etc/GMT+{hours}")).unwrap();
        }
        assert_eq!(KEPT.with_borrow(Vec::len), MOST_KEPT);
    }
}
