//! Which records are logged: a level, and levels of their own for some parts of a program.

use tracing_subscriber::filter::{LevelFilter, Targets};

/// The words for levels, from few records to many.
const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Libraries that tell more than an operator wants; they are heard from `warn` on unless the filter names them.
const NOISY: [&str; 11] = [
    "h2",
    "hyper",
    "hyper_util",
    "mio",
    "reqwest",
    "rust_socketio",
    "rustls",
    // What a migration finds is there already, by the thousand.
    "sqlx::postgres::notice",
    "tokio_tungstenite",
    "tower",
    "tungstenite",
];

/// Why a text is not a filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// A word where a level must stand.
    #[error("{word:?} is no level; the levels are error, warn, info, debug and trace")]
    Level {
        /// What stands there.
        word: String,
    },
    /// A part of a program that cannot be one.
    #[error("{word:?} is not the name of a part of a program, such as hyper or hyper::proto")]
    Target {
        /// What stands there.
        word: String,
    },
}

/// Reads a filter: a level, parts as `target=level`, or both, with commas between.
///
/// Without a level for the rest, the rest is heard from `info` on.
///
/// # Errors
///
/// `Level` or `Target` for the first part that is neither.
pub fn log_filter(text: &str) -> Result<Targets, FilterError> {
    let mut rest = LevelFilter::INFO;
    let mut named = Vec::new();
    for part in text.split(',').map(str::trim) {
        match part.split_once('=') {
            None => rest = level(part)?,
            Some((target, word)) => named.push((checked_target(target.trim())?, level(word.trim())?)),
        }
    }
    let quiet = NOISY.map(|target| (target, rest.min(LevelFilter::WARN)));
    Ok(Targets::new().with_default(rest).with_targets(quiet).with_targets(named))
}

fn level(word: &str) -> Result<LevelFilter, FilterError> {
    let refusal = || FilterError::Level { word: word.to_owned() };
    if LEVELS.contains(&word) { word.parse().map_err(|_not_a_level| refusal()) } else { Err(refusal()) }
}

fn checked_target(word: &str) -> Result<&str, FilterError> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if word.split("::").all(is_name) { Ok(word) } else { Err(FilterError::Target { word: word.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_level_holds_for_us_and_libraries_stay_quiet() {
        let cases = [
            ("info", "dazza_room", Level::INFO, true),
            ("info", "dazza_room", Level::DEBUG, false),
            ("trace", "hyper::proto", Level::INFO, false),
            ("trace", "hyper::proto", Level::WARN, true),
            ("error", "rustls", Level::WARN, false),
            ("info,hyper=debug", "hyper::proto", Level::DEBUG, true),
            ("warn, dazza_room::outbox = debug", "dazza_room::outbox", Level::DEBUG, true),
            ("warn, dazza_room::outbox = debug", "dazza_room", Level::INFO, false),
            ("dazza_room=trace", "dazza_fleet", Level::INFO, true),
        ];
        for (text, target, level, wanted) in cases {
            assert_eq!(log_filter(text).unwrap().would_enable(target, &level), wanted, "{text}: {target} at {level}");
        }
    }

    #[test]
    fn a_filter_that_is_none_is_refused_with_the_offending_word() {
        let level = |word: &str| Err(FilterError::Level { word: word.to_owned() });
        let target = |word: &str| Err(FilterError::Target { word: word.to_owned() });
        let cases = [
            ("inof", level("inof")),
            ("", level("")),
            ("info,", level("")),
            ("3", level("3")),
            ("INFO", level("INFO")),
            ("info,dazza_room=loud", level("loud")),
            ("info,=debug", target("")),
            ("info,dazza room=debug", target("dazza room")),
            ("info,dazza_room[span]=debug", target("dazza_room[span]")),
        ];
        for (text, wanted) in cases {
            assert_eq!(log_filter(text).map(|_filter| ()), wanted, "{text:?}");
        }
    }
}
