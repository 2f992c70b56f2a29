//! Reads a configuration: from a file, or from a text for tests.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::check::Checker;
use super::environment::Environment;
use super::fault::{Fault, Faults};
use super::fleet::FleetConfig;
use super::shape;
use super::source::Source;

/// Largest configuration file. Unit: bytes.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

impl FleetConfig {
    /// Reads and checks a file, with this process's environment.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, Faults> {
        let text = read(path)?;
        let config = Self::from_text(&text, &folder_of(path), &Environment::System);
        let file = std::path::absolute(path).unwrap_or_else(|_no_folder| path.to_owned());
        config.map(|config| Self { file, ..config }).map_err(|faults| named(faults, path))
    }

    /// Checks a text as if it were a file in `base_dir`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it; the file is called `fleet.toml`.
    pub fn from_text(text: &str, base_dir: &Path, environment: &Environment) -> Result<Self, Faults> {
        let source = Source::parse(text).map_err(in_fleet_toml)?;
        let (raw, faults) = shape::read(&source);
        let mut checker = Checker::new(&source, base_dir, environment, faults);
        let config = checker.file(&raw);
        let faults = checker.into_faults();
        if faults.is_empty() { Ok(config) } else { Err(in_fleet_toml(faults)) }
    }

    /// Only the state folder of a file: enough to find a running fleet, whatever else is wrong with the file now.
    ///
    /// # Errors
    ///
    /// What keeps the folder from being known.
    pub fn load_state_dir(path: &Path) -> Result<PathBuf, Faults> {
        let text = read(path)?;
        let source = Source::parse(&text).map_err(|faults| Faults::of(path.to_owned(), faults))?;
        let (raw, misfits) = shape::read(&source);
        let ours = misfits.into_iter().filter(|fault| matches!(fault.key.as_str(), "fleet" | "fleet.state_dir"));
        let folder = folder_of(path);
        let mut checker = Checker::new(&source, &folder, &Environment::System, ours.collect());
        let state_dir = checker.state_dir(&raw.fleet);
        let faults = checker.into_faults();
        if faults.is_empty() { Ok(state_dir) } else { Err(Faults::of(path.to_owned(), faults)) }
    }
}

fn in_fleet_toml(faults: Vec<Fault>) -> Faults {
    Faults::of(PathBuf::from("fleet.toml"), faults)
}

fn named(faults: Faults, path: &Path) -> Faults {
    Faults { file: path.to_owned(), ..faults }
}

/// The folder that relative paths in the file start from.
fn folder_of(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_no_folder| path.to_owned());
    absolute.parent().map(Path::to_owned).unwrap_or_default()
}

fn read(path: &Path) -> Result<String, Faults> {
    let fault = |problem: String, hint: &str| {
        let hint = hint.to_owned();
        Faults::of(path.to_owned(), vec![Fault { key: String::new(), value: String::new(), problem, hint, line: None }])
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| {
        fault(format!("it cannot be opened: {error}"), "start in its folder, or name it with --config")
    })?;
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| fault(format!("it cannot be read: {error}"), "name a file that this user can read"))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_FILE_BYTES) {
        return Err(fault("it is longer than 4 MiB".to_owned(), "name the configuration file"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        fault(format!("line {line} holds a sign that is not UTF-8"), "save the file as UTF-8 text")
    })
}
