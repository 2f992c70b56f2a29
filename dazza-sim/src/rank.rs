//! Ranks: what a person may do, from -1 (anonymous) to 255 (site administrator).

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::number;

/// A rank; a number that need not be whole, since a leader has 1.5.
///
/// Source: `cytube-protocol`, 3.3.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub struct Rank(f64);

impl Rank {
    /// Connected, without a name.
    pub const ANONYMOUS: Self = Self(-1.0);
    /// A name without an account.
    pub const GUEST: Self = Self(0.0);
    /// An account.
    pub const ACCOUNT: Self = Self(1.0);
    /// The least rank that may shout.
    pub const LEADER: Self = Self(1.5);
    /// A channel's moderator, who sees aliases, addresses and the server's whispers.
    pub const MODERATOR: Self = Self(2.0);
    /// A channel's administrator.
    pub const ADMIN: Self = Self(3.0);
    /// A channel's owner.
    pub const OWNER: Self = Self(4.0);
    /// The site's administrator.
    pub const SITE: Self = Self(255.0);

    /// The rank with this number.
    pub const fn new(number: f64) -> Self {
        Self(number)
    }

    /// The larger of two ranks.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// Whether it is a finite number.
    pub fn is_number(self) -> bool {
        self.0.is_finite()
    }

    /// As a JSON number, written without a fraction where it has none.
    pub fn json(self) -> Value {
        number::json(self.0)
    }
}

impl Serialize for Rank {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}
