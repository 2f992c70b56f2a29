//! The API's own way to the database: a few connections that can only read. While the database is away, whoever needs it is
//! told so, and everything else goes on.

use axum::http::StatusCode;
use dazza_shared::store::reads::{self, BadCursor};
use dazza_shared::store::{Access, Pooled, Store, StoreError, Tx};
use tracing::error;

use super::error::Problem;

/// How the API shows in the server's own lists.
const PROGRAM: &str = "dazza-fleet api";

/// Most questions that are asked at once; others wait their turn.
const N_CONNECTIONS: u32 = 4;

/// What the database says when a question took too long. Source: PostgreSQL, appendix A.
const TOOK_TOO_LONG: &str = "57014";

/// What it says of a moment or a number that is none: only a cursor that somebody made up has such. Source: as above.
const OUT_OF_RANGE: [&str; 2] = ["22008", "22003"];

/// The database, to be read.
#[derive(Clone, Debug)]
pub(crate) struct Reads(Store);

impl Reads {
    /// Reads as `owner`, who sees all rooms. Nothing is dialled yet.
    ///
    /// # Errors
    ///
    /// The address is none.
    pub(super) fn of(owner: &Access) -> Result<Self, StoreError> {
        Store::open_reading(owner, PROGRAM, N_CONNECTIONS).map(Self)
    }

    /// A connection, for one question.
    ///
    /// # Errors
    ///
    /// 503 while the database is away, or too many ask.
    pub(crate) async fn connection(&self) -> Result<Pooled, Problem> {
        Ok(self.0.connection().await?)
    }

    /// A look at one moment, for several questions.
    ///
    /// # Errors
    ///
    /// 503 while the database is away, or too many ask.
    pub(crate) async fn begin(&self) -> Result<Tx<'static>, Problem> {
        Ok(reads::begin(&self.0).await?)
    }

    /// Whether the database answers just now.
    pub(super) async fn is_up(&self) -> bool {
        self.0.connection().await.is_ok()
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let took_too_long = error.code().is_some_and(|code| code == TOOK_TOO_LONG);
        let is_out_of_range = error.code().is_some_and(|code| OUT_OF_RANGE.contains(&&*code));
        match &error {
            _ if is_out_of_range => Self::new(StatusCode::BAD_REQUEST, BadCursor.to_string()),
            _ if took_too_long => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "the database took too long; ask for less, or later")
            }
            StoreError::Away(_) | StoreError::Contended(_) => {
                let told = "the database does not answer; ask again in a while, or see `dazza-fleet db status`";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, told)
            }
            _ => {
                error!(error = %error.chain(), "a question of the API failed in the database");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the database failed; the fleet's log says how")
            }
        }
    }
}
