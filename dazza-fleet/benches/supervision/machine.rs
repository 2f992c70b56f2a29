//! What the figures were taken on.

use std::fs;
use std::thread::available_parallelism;

/// Processor, memory, kernel and load.
pub(crate) fn describe() -> String {
    let kernel = read("/proc/sys/kernel/osrelease");
    let memory = field("/proc/meminfo", "MemTotal:");
    let processor = field("/proc/cpuinfo", "model name");
    let n_cores = available_parallelism().map_or(0, usize::from);
    format!("machine: {processor}, {n_cores} cores, memory {memory}, Linux {kernel}\nload at the start: {}", load())
}

/// The load averages, and how many processes run of how many.
pub(crate) fn load() -> String {
    read("/proc/loadavg")
}

fn field(path: &str, key: &str) -> String {
    let text = read(path);
    let value = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("unknown");
    value.trim_start_matches([':', ' ', '\t']).to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}
