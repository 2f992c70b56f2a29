//! What the figures were taken on.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

/// A machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// Its processor's name.
    pub processor: String,
    /// How many may be used.
    pub n_cores: usize,
    /// Memory, with its unit.
    pub memory: String,
    /// Version of the Linux kernel.
    pub kernel: String,
}

impl Machine {
    /// The one that this runs on.
    ///
    /// Source: proc(5).
    pub fn here() -> Self {
        Self {
            processor: field("/proc/cpuinfo", "model name"),
            n_cores: available_parallelism().map_or(0, usize::from),
            memory: field("/proc/meminfo", "MemTotal:"),
            kernel: read("/proc/sys/kernel/osrelease"),
        }
    }

    /// It in a line.
    pub fn told(&self) -> String {
        let Self { processor, n_cores, memory, kernel } = self;
        format!("{processor}, {n_cores} cores, memory {memory}, Linux {kernel}")
    }
}

/// The load averages, and how many processes run of how many.
pub fn load() -> String {
    read("/proc/loadavg")
}

/// What a program says to `--version`, in its first line; `unknown` if it says nothing.
pub fn version_of(program: &Path) -> String {
    let out = Command::new(program).arg("--version").output().ok();
    let told = out.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    let line = told.as_deref().and_then(|told| told.lines().next()).map(str::trim).filter(|line| !line.is_empty());
    line.unwrap_or("unknown").to_owned()
}

fn field(path: &str, key: &str) -> String {
    let text = read(path);
    let value = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("unknown");
    value.trim_start_matches([':', ' ', '\t']).to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}
