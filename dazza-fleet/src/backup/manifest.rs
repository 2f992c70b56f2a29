//! What lies beside the dump of a backup: what it holds, and how to tell whether it is whole.

use dazza_shared::store::MIGRATOR;
use dazza_shared::store::backup::Contents;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The form of the file; a later program may write another.
const FORMAT: u32 = 1;

/// What is known of a backup. Its JSON form is read by later versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The form of this file.
    pub format: u32,
    /// When it was taken.
    pub taken: Timestamp,
    /// How long that took.
    pub took_seconds: f64,
    /// The version of dazza-fleet that took it.
    pub program_version: String,
    /// The version of the server that it was taken from.
    pub postgres_version: i32,
    /// The size of the dump. Unit: bytes.
    pub size_bytes: u64,
    /// The SHA-256 of the dump, in hexadecimal digits.
    pub sha256: String,
    /// What the database held.
    pub contents: Contents,
}

/// How the schema of a backup stands to that of this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// It is the same.
    Current,
    /// It has fewer changes: the rest is applied after it was restored.
    Older,
    /// It has changes that this program does not know.
    Newer,
}

/// What every form of the file has.
#[derive(Deserialize)]
struct Form {
    format: u32,
}

impl Manifest {
    /// The form that this program writes.
    pub(crate) const FORMAT: u32 = FORMAT;

    /// Reads it, or tells what is wrong with it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let damaged = |error: serde_json::Error| format!("its manifest is damaged: {error}");
        let Form { format } = serde_json::from_slice(bytes).map_err(damaged)?;
        if format != FORMAT {
            return Err(format!("its manifest has form {format}, and this version of dazza-fleet reads form {FORMAT}"));
        }
        serde_json::from_slice(bytes).map_err(damaged)
    }

    /// How its schema stands to that of this program.
    pub(crate) fn age(&self) -> Age {
        let newest = MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0);
        match self.contents.schema_version.cmp(&newest) {
            std::cmp::Ordering::Less => Age::Older,
            std::cmp::Ordering::Equal => Age::Current,
            std::cmp::Ordering::Greater => Age::Newer,
        }
    }
}

#[cfg(test)]
pub(super) mod sample {
    //! A small manifest for tests.

    use super::*;

    pub(crate) fn manifest(size_bytes: u64, sha256: &str) -> Manifest {
        Manifest {
            format: FORMAT,
            taken: Timestamp::UNIX_EPOCH,
            took_seconds: 1.0,
            program_version: "0.1.0".to_owned(),
            postgres_version: 15,
            size_bytes,
            sha256: sha256.to_owned(),
            contents: Contents { schema_version: 1, ..Contents::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_and_what_is_wrong_with_one_is_told() {
        let mut manifest = sample::manifest(5, "ab");
        let bytes = serde_json::to_vec(&manifest).unwrap();
        assert_eq!(Manifest::read(&bytes), Ok(manifest.clone()));
        assert!(Manifest::read(bytes.get(..40).unwrap()).unwrap_err().contains("damaged"));
        assert!(Manifest::read(br#"{"format": 9, "other": 1}"#).unwrap_err().contains("form 9"));
        assert_eq!(manifest.age(), Age::Older);
        manifest.contents.schema_version = 9_999;
        assert_eq!(manifest.age(), Age::Newer);
    }
}
