//! A Socket.IO client: websocket only, text only, the default namespace only, no acknowledgements.
//!
//! Why it is our own: `docs/adr/0001-own-socketio-client.md`.

mod dial;
mod ended;
pub mod frame;
mod open;
mod session;
mod trust;
mod wire;

pub use ended::Ended;
pub use open::{Endpoint, Limits, OpenError, Stage};
pub use session::{Heard, Session};
pub use trust::{Trust, TrustError};
