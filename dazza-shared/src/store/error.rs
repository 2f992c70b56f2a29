//! Why a verb of the store did not do what it was asked: what its users branch on, told apart by the database's codes.

use std::error::Error;

/// Why a verb of the store did not do what it was asked. Nothing of it has happened then.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody has not enough money.
    #[error("{who} has {balance} dollars, which is not enough")]
    TooPoor {
        /// The key of the player.
        who: String,
        /// What the player has. Unit: dollars.
        balance: i64,
    },
    /// The same line or timer has done it before.
    #[error("this was done already")]
    AlreadyDone,
    /// The database cannot be reached now; it may be back soon.
    #[error("the database is away")]
    Away(#[source] sqlx::Error),
    /// Others were in the way; it may be tried again at once.
    #[error("others were in the way in the database")]
    Contended(#[source] sqlx::Error),
    /// The database does not let this role do it.
    #[error("the database does not allow this")]
    Forbidden(#[source] sqlx::Error),
    /// Anything else: a fault of ours or of the database.
    #[error("the database failed")]
    Failed(#[source] sqlx::Error),
}

impl StoreError {
    /// The code with which the database told it, if it did. Source: PostgreSQL, appendix A.
    pub fn code(&self) -> Option<String> {
        match self {
            Self::Away(error) | Self::Contended(error) | Self::Forbidden(error) | Self::Failed(error) => {
                error.as_database_error()?.code().map(Into::into)
            }
            Self::TooPoor { .. } | Self::AlreadyDone => None,
        }
    }

    /// The error of a deed that was given up for taking too long.
    pub fn too_slow() -> Self {
        Self::Away(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()))
    }

    /// Whether it took too long: another try at once would only take as long again.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Away(sqlx::Error::PoolTimedOut) => true,
            Self::Away(sqlx::Error::Io(error)) => error.kind() == std::io::ErrorKind::TimedOut,
            _ => false,
        }
    }

    /// Whether the same deed, tried again at once, may succeed.
    pub fn is_worth_a_retry(&self) -> bool {
        matches!(self, Self::Contended(_) | Self::Away(_))
    }

    /// The error with its causes, for a log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut cause = self.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(told) = error.as_database_error() else {
            return match error {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => Self::Away(error),
                other => Self::Failed(other),
            };
        };
        let code = told.code().unwrap_or_default();
        match code.as_ref() {
            "DZ002" => Self::AlreadyDone,
            // Deadlock, serialization failure, lock not to be had in time.
            "40P01" | "40001" | "55P03" => Self::Contended(error),
            // Connection trouble, shutdown, start-up, too many connections, not authorised any more.
            code if ["08", "57", "53", "28"].iter().any(|class| code.starts_with(class)) => Self::Away(error),
            "42501" => Self::Forbidden(error),
            _ => Self::Failed(error),
        }
    }
}
