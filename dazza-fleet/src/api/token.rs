//! Tokens: what they look like, what they are good for, and what is kept of them.

use std::fmt;
use std::io;
use std::str::FromStr;

use axum::http::StatusCode;
use rustix::rand::{GetRandomFlags, getrandom};
use secrecy::SecretString;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::error::Problem;

/// How every token begins, so that people and scanners of leaked secrets know what it is.
const START: &str = "dazza_";

/// Length of what cannot be guessed. Unit: bytes.
const N_BYTES: usize = 24;

/// What a token is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TokenScope)]
pub(crate) enum Scope {
    /// Starting, stopping and changing rooms.
    #[serde(rename = "rooms:admin")]
    RoomsAdmin,
    /// Deleting and locking in all galleries.
    #[serde(rename = "gallery:write")]
    GalleryWrite,
    /// Figures that are not for everyone.
    #[serde(rename = "metrics:read")]
    MetricsRead,
}

/// There is no such scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token is good for rooms:admin, gallery:write or metrics:read")]
pub(crate) struct NoSuchScope;

impl Scope {
    /// All that can be given.
    pub(crate) const ALL: [Self; 3] = [Self::RoomsAdmin, Self::GalleryWrite, Self::MetricsRead];

    /// As it is written.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::RoomsAdmin => "rooms:admin",
            Self::GalleryWrite => "gallery:write",
            Self::MetricsRead => "metrics:read",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Scope {
    type Err = NoSuchScope;

    fn from_str(text: &str) -> Result<Self, NoSuchScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(NoSuchScope)
    }
}

/// Longest name of a token. Unit: characters.
pub(crate) const MAX_NAME: usize = 64;

/// Whether a token may be called that.
pub(crate) fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// A new token, or why there is none, as the API tells it.
///
/// # Errors
///
/// 500, with what the system says.
pub(super) fn secret() -> Result<SecretString, Problem> {
    let told = |error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("the system gives no chance: {error}"));
    make().map_err(told)
}

/// A new token, which nobody can guess.
///
/// # Errors
///
/// What the system says.
pub(crate) fn make() -> io::Result<SecretString> {
    let mut bytes = [0; N_BYTES];
    // Up to 256 bytes are given whole. Source: getrandom(2).
    getrandom(&mut bytes, GetRandomFlags::empty())?;
    Ok(format!("{START}{}", hex(&bytes)).into())
}

/// Two digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// What is kept of a token. It has more chances than can be tried: a plain hash hides it well enough.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn tokens_differ_and_scopes_are_read_as_they_are_written() {
        let (one, other) = (make().unwrap(), make().unwrap());
        assert!(one.expose_secret().starts_with("dazza_") && one.expose_secret().len() == 54);
        assert_ne!(hash(one.expose_secret()), hash(other.expose_secret()));
        for scope in Scope::ALL {
            assert_eq!(scope.to_string().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.as_str());
        }
        assert_eq!("rooms".parse::<Scope>(), Err(NoSuchScope));
    }
}
