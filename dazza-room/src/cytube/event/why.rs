//! Why something the server sent cannot be read. The words never quote the payload: it may hold a password.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::socketio::frame::{BadFrame, Emit};

/// Why a frame or a payload cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The frame is no packet.
    #[error(transparent)]
    Frame(#[from] BadFrame),
    /// The frame is bytes and not text.
    #[error("the frame is binary")]
    Binary,
    /// The payload ends too early.
    #[error("its payload is cut short")]
    CutShort,
    /// The payload is not JSON.
    #[error("its payload is not JSON from character {column} on")]
    NotJson {
        /// Where it stops to be JSON.
        column: usize,
    },
    /// The payload is of another kind than CyTube sends.
    #[error("its payload has another shape than we know")]
    Shape,
    /// What the event is about is missing, or absurd.
    #[error("it has no usable {what}")]
    Lacks {
        /// What.
        what: &'static str,
    },
}

/// The payload of an event; an absent one and `null` are read as a `T` of nothing.
pub(super) fn payload<T: DeserializeOwned + Default>(emit: &Emit<'_>) -> Result<T, Why> {
    let payload = emit.argument::<Option<T>>().map_err(|failure| match failure.classify() {
        Category::Eof => Why::CutShort,
        Category::Syntax => Why::NotJson { column: failure.column() },
        Category::Data | Category::Io => Why::Shape,
    })?;
    Ok(payload.flatten().unwrap_or_default())
}

/// `found`, or the complaint that `what` is missing.
pub(super) fn need<T>(found: Option<T>, what: &'static str) -> Result<T, Why> {
    found.ok_or(Why::Lacks { what })
}
