//! Finds the programs of PostgreSQL on this machine, and which version they are.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::error::PostgresError;
use super::user::ServerUser;

/// Oldest version that will do. Source: design, section 5.
pub(super) const OLDEST: u32 = 15;

/// Folders in which each version has a folder of its own: what its name begins with, and where in it the programs are.
const BY_VERSION: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// Folders that hold the programs of one version.
const PLAIN: [&str; 4] = ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"];

/// The programs of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Programs {
    folder: PathBuf,
    version: u32,
}

impl Programs {
    /// Those in `named`, or else those on this machine that made the data, or else the newest.
    ///
    /// `made_by` is the version that made the data which is there; `user` must be able to run them.
    ///
    /// # Errors
    ///
    /// There are none that will do; what was found instead is told.
    pub(super) fn find(
        named: Option<&Path>,
        made_by: Option<&MadeBy>,
        user: &ServerUser,
    ) -> Result<Self, PostgresError> {
        let Some(named) = named else { return Self::look_around(made_by, user) };
        let found = Self::of(named.to_owned(), user)?;
        if found.version < OLDEST {
            return Err(PostgresError::TooOld { folder: found.folder, version: found.version });
        }
        choose(vec![found], made_by)
    }

    /// The server.
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    /// What makes the data of a new server.
    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// Their version, as the first number of it.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    fn look_around(made_by: Option<&MadeBy>, user: &ServerUser) -> Result<Self, PostgresError> {
        let (mut found, mut trouble) = (Vec::new(), None);
        for folder in usual_folders(&["postgres", "initdb"]) {
            match Self::of(folder, user) {
                Ok(programs) => found.push(programs),
                Err(error) => trouble = Some(error),
            }
        }
        match trouble {
            // There are some, and none runs: that they are missing would be the wrong thing to tell.
            Some(error) if found.is_empty() => Err(error),
            _ => choose(found, made_by),
        }
    }

    /// Asks the programs in `folder` who they are.
    fn of(folder: PathBuf, user: &ServerUser) -> Result<Self, PostgresError> {
        let program = folder.join("postgres");
        let told = version_of(&program, Path::new("/"), user);
        let version = told.map_err(|error| error.to_string()).and_then(|told| {
            parse_version(&told).ok_or_else(|| format!("it tells {told:?} when it is asked for its version"))
        });
        match version {
            Ok(version) => Ok(Self { folder, version }),
            Err(trouble) => Err(PostgresError::BadProgram { program, user: user.name().to_owned(), trouble }),
        }
    }
}

/// The version that made the data which is there.
#[derive(Clone, Debug)]
pub(super) struct MadeBy {
    /// The folder of the data.
    pub(super) data: PathBuf,
    /// The first number of the version.
    pub(super) version: u32,
}

/// Runs `postgres --version` as `user` in the folder `at`; what it tells.
pub(super) fn version_of(postgres: &Path, at: &Path, user: &ServerUser) -> io::Result<String> {
    let ended = user.command(postgres).arg("--version").current_dir(at).stdin(Stdio::null()).output()?;
    Ok(String::from_utf8_lossy(&ended.stdout).trim().to_owned())
}

fn choose(mut found: Vec<Programs>, made_by: Option<&MadeBy>) -> Result<Programs, PostgresError> {
    found.sort_by_key(|programs| std::cmp::Reverse(programs.version));
    let is_new_enough = |programs: &&Programs| programs.version >= OLDEST;
    let Some(newest) = found.iter().find(is_new_enough) else {
        let seen = found.iter().map(|old| format!("{} in {}", old.version, old.folder.display()));
        let seen: Vec<_> = seen.collect();
        let seen = if seen.is_empty() { String::new() } else { format!(", only {}", seen.join(", ")) };
        return Err(PostgresError::NoPrograms { seen });
    };
    let Some(MadeBy { data, version }) = made_by else { return Ok(newest.clone()) };
    let have: Vec<_> = found.iter().map(|programs| programs.version.to_string()).collect();
    found.iter().filter(is_new_enough).find(|programs| programs.version == *version).cloned().ok_or_else(|| {
        PostgresError::OtherVersion { folder: data.clone(), made_by: *version, have: have.join(" and ") }
    })
}

/// The folders of this machine that hold all of these programs.
pub(super) fn usual_folders(programs: &[&str]) -> Vec<PathBuf> {
    let of_versions = BY_VERSION.into_iter().flat_map(|(parent, prefix, inner)| {
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        let ours = entries.filter(move |entry| entry.file_name().to_string_lossy().starts_with(prefix));
        ours.map(move |entry| entry.path().join(inner))
    });
    let folders = of_versions.chain(PLAIN.into_iter().map(PathBuf::from));
    folders.filter(|folder| programs.iter().all(|program| folder.join(program).is_file())).collect()
}

/// The first number of the version.
///
/// Source: the words of `postgres --version`: `postgres (PostgreSQL) 15.18 (Debian 15.18-0)`, `17beta1`, `18devel`.
fn parse_version(told: &str) -> Option<u32> {
    first_number(told.strip_prefix("postgres (PostgreSQL) ")?)
}

/// The number that a version begins with.
pub(super) fn first_number(number: &str) -> Option<u32> {
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number.get(..digits)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programs(version: u32) -> Programs {
        Programs { folder: PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")), version }
    }

    #[test]
    fn versions_are_read_and_junk_is_not() {
        let cases = [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Some(15)),
            ("postgres (PostgreSQL) 17beta1", Some(17)),
            ("postgres (PostgreSQL) 9.6.24", Some(9)),
            ("postgres (PostgreSQL) 16", Some(16)),
            ("postgres (PostgreSQL) devel", None),
            ("initdb (PostgreSQL) 15.1", None),
            ("", None),
        ];
        for (told, version) in cases {
            assert_eq!(parse_version(told), version, "{told:?}");
        }
    }

    #[test]
    fn the_newest_is_taken_and_for_data_that_is_there_its_own() {
        let found = || vec![programs(15), programs(17), programs(14)];
        let made_by = |version| MadeBy { data: "/var/data".into(), version };
        assert_eq!(choose(found(), None).unwrap(), programs(17));
        assert_eq!(choose(found(), Some(&made_by(15))).unwrap(), programs(15));
        let other = choose(found(), Some(&made_by(16))).unwrap_err().to_string();
        assert!(other.contains("/var/data was made by PostgreSQL 16") && other.contains("17 and 15 and 14"), "{other}");
        assert!(other.contains("postgresql-16"), "{other}");
    }

    #[test]
    fn where_none_will_do_the_command_that_helps_is_told() {
        let none = choose(Vec::new(), None).unwrap_err().to_string();
        assert!(none.contains("apt-get install postgresql") && none.contains("scripts/install"), "{none}");
        let old = choose(vec![programs(14)], None).unwrap_err().to_string();
        assert!(old.contains("only 14 in /usr/lib/postgresql/14/bin"), "{old}");
    }
}
