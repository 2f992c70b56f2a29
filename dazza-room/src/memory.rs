//! What this process takes of memory, read where the system shows it.

use std::fs;

/// Memory of this process, shared pages counted in part; `None` where the system does not tell. Unit: bytes.
///
/// Blocks for a fraction of a millisecond while the system walks the memory of the process. Source: proc(5).
pub(crate) fn pss() -> Option<u64> {
    kibibytes(&fs::read_to_string("/proc/self/smaps_rollup").ok()?)?.checked_mul(1_024)
}

fn kibibytes(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_living_process_has_some() {
        assert!(pss().is_some_and(|bytes| bytes > 100_000));
        assert_eq!(kibibytes("Rss:  12 kB\nPss:   3 kB\n"), Some(3));
        assert_eq!(kibibytes("Rss:  12 kB\n"), None);
    }
}
