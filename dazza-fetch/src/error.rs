//! Why something was not fetched.

use std::net::IpAddr;

use super::trust::TrustError;

/// Why something was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It is no address that we fetch from: another scheme, a port of its own, or a name and password in it.
    #[error("the address {0}")]
    Address(&'static str),
    /// The address leads to a network that is not public, and `[fetch] allow` in `fleet.toml` does not name it.
    #[error("{host} is {address}, which is not public")]
    NotPublic {
        /// The host as it was written.
        host: String,
        /// Where its name leads.
        address: IpAddr,
    },
    /// The name of the host leads nowhere.
    #[error("cannot look up {host}")]
    Unknown {
        /// The host.
        host: String,
        /// What is wrong.
        #[source]
        source: std::io::Error,
    },
    /// It leads on, and on.
    #[error("more than {0} redirects")]
    Redirects(usize),
    /// It leads nowhere.
    #[error("a redirect to nowhere")]
    Redirect,
    /// Another status than 200.
    #[error("HTTP status {0}")]
    Status(u16),
    /// Something else than what was asked for.
    #[error("not the kind of content that was asked for: {0}")]
    Content(String),
    /// The content is compressed, although we said that we take none such.
    #[error("the content comes compressed")]
    Encoded,
    /// It takes too long.
    #[error("no answer in time")]
    TooSlow,
    /// More came than we read, of a content that is of no use in part.
    #[error("the content is too large")]
    TooLarge,
    /// No answer came, or it broke off.
    #[error("the server gave no answer that we could read")]
    Unreachable(#[source] reqwest::Error),
    /// Our own certificates are of no use.
    #[error(transparent)]
    Trust(#[from] TrustError),
}
