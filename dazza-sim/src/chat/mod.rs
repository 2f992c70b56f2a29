//! What becomes of a line: cut, escaped, filtered, linked, throttled. Pure.

mod filter;
mod format;
mod sanitize;
mod throttle;

pub(crate) use format::{cut, format, has_link, is_blank, without_controls};
pub(crate) use throttle::{Flood, Throttle};
