//! The passwords of rooms: made from one key of the fleet, so that none of them has to be kept.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

/// The fleet's key: who has it can log in as any room.
#[derive(Clone, Debug)]
pub struct RoomKey(SecretString);

/// Rounds of hashing in a login. Source: PostgreSQL, `SCRAM_SHA_256_DEFAULT_ITERATIONS`.
const ROUNDS: u32 = 4096;

impl RoomKey {
    /// The key in a secret file: any text that nobody can guess.
    pub fn new(secret: SecretString) -> Self {
        Self(secret)
    }

    /// The password of the login role `role`.
    pub fn password_of(&self, role: &str) -> SecretString {
        hex(&self.hash("password", role)).into()
    }

    /// Tells one key from another; says nothing about the key itself.
    pub fn fingerprint(&self) -> String {
        hex(self.hash("fingerprint", "").get(..8).unwrap_or_default())
    }

    /// What the database keeps in place of the password of `role`, so that the password itself never travels.
    pub fn verifier_of(&self, role: &str) -> String {
        verifier(&self.password_of(role), &self.hash("salt", role))
    }

    fn hash(&self, purpose: &str, of: &str) -> Vec<u8> {
        keyed(self.0.expose_secret().as_bytes(), &[purpose.as_bytes(), b":", of.as_bytes()])
    }
}

/// What the database keeps in place of a password. The same for the same `seed` of its salt.
///
/// Source: RFC 5803 and PostgreSQL, `scram_build_secret`.
pub(super) fn verifier(password: &SecretString, seed: &[u8]) -> String {
    let salt = Sha256::digest(seed);
    let salt = salt.get(..16).unwrap_or_default();
    let mut salted = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha256>(password.expose_secret().as_bytes(), salt, ROUNDS, &mut salted);
    let stored_key = Sha256::digest(keyed(&salted, &[b"Client Key"]));
    let server_key = keyed(&salted, &[b"Server Key"]);
    let encoded = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    format!("SCRAM-SHA-256${ROUNDS}:{}${}:{}", encoded(salt), encoded(&stored_key), encoded(&server_key))
}

fn keyed(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    // A key of any length will do; the type of the error has no values that could occur.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_room_has_a_password_of_its_own_and_the_same_each_time() {
        let key = RoomKey::new("one".to_owned().into());
        let password = |key: &RoomKey, role| key.password_of(role).expose_secret().to_owned();
        assert_eq!(password(&key, "a"), password(&key, "a"));
        assert_ne!(password(&key, "a"), password(&key, "b"));
        let other = RoomKey::new("two".to_owned().into());
        assert_ne!(password(&key, "a"), password(&other, "a"));
        assert_ne!(key.fingerprint(), other.fingerprint());
        assert_eq!(key.verifier_of("a"), key.verifier_of("a"));
        assert!(key.verifier_of("a").starts_with("SCRAM-SHA-256$4096:"));
        assert!(!format!("{key:?}").contains("one"));
    }
}
