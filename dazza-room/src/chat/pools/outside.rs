//! What is said with what was asked outside: weather and words. The pools of `outside.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/outside.toml");

pub(crate) const NOT_AVAILABLE: Pool = pool(FILE, "not_available", &["command"]);

pub(crate) const WEATHER_WAIT: Pool = pool(FILE, "weather_wait", &["seconds"]);
pub(crate) const WEATHER_WHERE: Pool = pool(FILE, "weather_where", &[]);
pub(crate) const WEATHER_UNKNOWN: Pool = pool(FILE, "weather_unknown", &["place"]);
pub(crate) const WEATHER_FAILED: Pool = pool(FILE, "weather_failed", &[]);
pub(crate) const WEATHER_FRAME: Pool = pool(FILE, "weather_frame", &["place", "sky"]);
pub(crate) const WEATHER_HOT: Pool = pool(FILE, "weather_hot", &[]);
pub(crate) const WEATHER_COLD: Pool = pool(FILE, "weather_cold", &[]);
pub(crate) const WEATHER_NICE: Pool = pool(FILE, "weather_nice", &[]);
pub(crate) const WEATHER_RAINY: Pool = pool(FILE, "weather_rainy", &[]);

pub(crate) const DEFINE_INTRO: Pool = pool(FILE, "define_intro", &["word"]);
pub(crate) const DEFINE_OUTRO: Pool = pool(FILE, "define_outro", &[]);
pub(crate) const DEFINE_UNKNOWN: Pool = pool(FILE, "define_unknown", &["word"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "outside",
    file: FILE,
    at_least: &[
        (NOT_AVAILABLE, 5),
        (WEATHER_WAIT, 5),
        (WEATHER_WHERE, 10),
        (WEATHER_UNKNOWN, 10),
        (WEATHER_FAILED, 10),
        (WEATHER_FRAME, 10),
        (WEATHER_HOT, 10),
        (WEATHER_COLD, 10),
        (WEATHER_NICE, 10),
        (WEATHER_RAINY, 10),
        (DEFINE_INTRO, 12),
        (DEFINE_OUTRO, 12),
        (DEFINE_UNKNOWN, 10),
    ],
};
