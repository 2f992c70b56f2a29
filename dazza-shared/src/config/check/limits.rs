//! Checks what a room's process may use: memory and open files, in `[defaults]` and `[rooms.NAME]`.

use std::ops::RangeInclusive;

use super::Checker;
use crate::config::figures::{parse_size, show_size};
use crate::config::fleet::MemoryLimits;
use crate::config::raw::{RawDefaults, RawRoom, RawSize};

/// What a limit of memory may be: less than the program itself needs would never let it live. Unit: bytes.
const MEMORY: RangeInclusive<u64> = 4 << 20..=1 << 40;

/// What a limit of open files may be: a room opens about 20.
const OPEN_FILES: RangeInclusive<u32> = 64..=1_048_576;

/// A room's limits, checked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) memory: MemoryLimits,
    pub(super) open_files: u32,
}

/// The limits that one table of the file has.
pub(super) struct RawLimits<'r> {
    memory_soft: Option<&'r RawSize>,
    memory_hard: Option<&'r RawSize>,
    open_files: Option<u32>,
}

impl Default for Limits {
    /// A room takes a few MiB and about 20 files: these are far beyond what any of them needs.
    fn default() -> Self {
        Self { memory: MemoryLimits { soft: Some(64 << 20), hard: Some(256 << 20) }, open_files: 256 }
    }
}

impl<'r> From<&'r RawDefaults> for RawLimits<'r> {
    fn from(raw: &'r RawDefaults) -> Self {
        let (memory_soft, memory_hard) = (raw.memory_soft.as_ref(), raw.memory_hard.as_ref());
        Self { memory_soft, memory_hard, open_files: raw.open_files }
    }
}

impl<'r> From<&'r RawRoom> for RawLimits<'r> {
    fn from(raw: &'r RawRoom) -> Self {
        let (memory_soft, memory_hard) = (raw.memory_soft.as_ref(), raw.memory_hard.as_ref());
        Self { memory_soft, memory_hard, open_files: raw.open_files }
    }
}

impl Checker<'_> {
    /// `usual` with the limits of the table `at` on top; one with a fault changes nothing.
    pub(super) fn limits(&mut self, at: &str, usual: Limits, raw: &RawLimits<'_>) -> Limits {
        let key = |key: &str| format!("{at}.{key}");
        let soft = self.memory(&key("memory_soft"), raw.memory_soft, usual.memory.soft);
        let hard = self.memory(&key("memory_hard"), raw.memory_hard, usual.memory.hard);
        let open_files = self.number(&key("open_files"), raw.open_files, usual.open_files, OPEN_FILES);
        if let (Some(low), Some(high)) = (soft, hard)
            && low > high
        {
            let wrong = if raw.memory_soft.is_some() { "memory_soft" } else { "memory_hard" };
            let problem = format!(
                "memory_soft is {} and memory_hard {}: nobody would be warned",
                show_size(low),
                show_size(high)
            );
            self.fault(&key(wrong), problem, "make memory_hard as large as memory_soft, or larger");
        }
        Limits { memory: MemoryLimits { soft, hard }, open_files }
    }

    fn memory(&mut self, key: &str, written: Option<&RawSize>, usual: Option<u64>) -> Option<u64> {
        let Some(RawSize(text)) = written else { return usual };
        match parse_size(text) {
            _ if text == "off" => None,
            Some(bytes) if MEMORY.contains(&bytes) => Some(bytes),
            Some(_) => {
                let (low, high) = (show_size(*MEMORY.start()), show_size(*MEMORY.end()));
                self.fault(key, format!("this must lie between {low} and {high}"), "or write \"off\" for no limit");
                usual
            }
            None => {
                self.fault(key, "this is no size", "write a number with a unit, e.g. \"64 MiB\", or \"off\"");
                usual
            }
        }
    }
}
