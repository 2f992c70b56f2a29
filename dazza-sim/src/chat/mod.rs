//! What becomes of a line: cut, escaped, filtered, linked, throttled. Pure.

mod filter;
mod format;
mod sanitize;
mod throttle;

pub(crate) use filter::{Filter, stock_filters};
pub(crate) use format::{cut, escape, format, has_link, is_blank, without_controls};
pub(crate) use sanitize::sanitize;
pub(crate) use throttle::{Flood, Throttle};
