//! For the fun of it, about the room, and sums.

use super::{Do, Row};
use crate::chat::pools;

pub(super) const PLAYLIST: Do = Do::Server(
    "playlist",
    r#"[{"media":{"id":"aaa","title":"First","seconds":60,"type":"yt"},"uid":1,"temp":true,"queueby":"Shazza"},
        {"media":{"id":"bbb","title":"Second","seconds":60,"type":"yt"},"uid":2,"temp":true,"queueby":"Shazza"},
        {"media":{"id":"ccc","title":"The Third","seconds":60,"type":"yt"},"uid":3,"temp":true,"queueby":"Bev"}]"#,
);

pub(super) const NO_PLAYLIST: Do = Do::Server("playlist", "[]");

const TALK: &[Do] = &[
    Do::Say("Shazza", "the ferry is late again"),
    Do::Say("Bev", "it was late on Monday too"),
    Do::Say("Shazza", "and on the Friday before that"),
];

pub(super) const ROWS: &[Row] = &[
    Row::of("8ball", "will it rain"),
    Row::of("bong", ""),
    Row::of("clap", "free the snags"),
    Row::of("compliment", "Shazza"),
    Row::of("drink", ""),
    Row::of("fact", ""),
    Row::of("fish", "").bad(&[("caviar", pools::FISH_UNKNOWN_BAIT)]).moves(&["fishing", "windfall"]).refused(&[(
        "Bev",
        &[],
        "squid",
        pools::FISH_TOO_POOR,
    )]),
    Row::of("gallery", "").bad(&[("nonsense", pools::USAGE)]).refused(&[(
        "Wanderer",
        &[],
        "lock",
        pools::GALLERY_GUEST,
    )]),
    Row::of("goth", "free the snags"),
    Row::of("insult", "Shazza"),
    Row::of("mood", ""),
    Row::of("roll", "2d6").bad(&[("nonsense", pools::USAGE), ("0d6", pools::NO_DICE)]).refused(&[(
        "",
        &[],
        "101d6",
        pools::TOO_MANY_DICE,
    )]),
    Row::of("translate", "my friend had breakfast").refused(&[("", &[], "qqq", pools::NO_TRANSLATION)]),
    Row::of("world", ""),
    Row::of("yeah", "Shazza"),
    Row::of("afk", ""),
    Row::of("channelstats", "").after(TALK),
    Row::of("criminal", "Shazza"),
    Row::of("peak", "").after(TALK),
    Row::of("seen", "Shazza").refused(&[("", &[], "Nobody", pools::SEEN_UNKNOWN)]),
    Row::of("stats", "").bad(&[("Nobody", pools::STATS_UNKNOWN)]),
    Row::of("top", ""),
    Row::of("urls", "").bad(&[("domain", pools::USAGE)]),
    Row::of("when", "third").after(&[PLAYLIST]).refused(&[
        ("", &[PLAYLIST], "nowhere", pools::WHEN_NO_MATCH),
        ("", &[PLAYLIST], "q", pools::WHEN_TOO_SHORT),
        ("", &[NO_PLAYLIST], "third", pools::WHEN_EMPTY),
    ]),
    Row::of("available", ""),
    Row::of("calc", "1 + 2").bad(&[("1 +", pools::SUM_WRONG)]),
    Row::of("convert", "5 km to miles").bad(&[
        ("some km to miles", pools::NO_NUMBER),
        ("5 km to kg", pools::NO_PAIR),
        ("5 zz to kg", pools::NO_UNIT),
    ]),
    Row::of("cooldown", ""),
    Row::of("define", "pie").refused(&[("", &[], "nowhere", pools::DEFINE_UNKNOWN)]),
    Row::of("gallery_check", "Shazza").bad(&[("Nobody", pools::GALLERY_CHECK_STRANGER)]),
    Row::of("summary", "2").after(TALK).bad(&[("25", pools::USAGE), ("some", pools::USAGE)]),
    Row::of("weather", "Perth").bad(&[("", pools::WEATHER_WHERE)]).refused(&[(
        "",
        &[],
        "Nowhere",
        pools::WEATHER_UNKNOWN,
    )]),
];
