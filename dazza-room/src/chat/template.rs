//! Texts that a room wrote for itself, with blanks that are filled when they are said: `{user}`, `{random:a|b}`. Pure.
//!
//! What goes into a blank is never searched for blanks again, and the whole is one line: there is an end to it.

use dazza_shared::dice::Dice;

use super::fit::{MAX_UNITS, cut, plain};
use super::heard::Route;

/// Longest text that a room may write. Unit: UTF-16 code units.
pub const TEMPLATE_LIMIT: usize = MAX_UNITS;

/// Longest piece that is filled into a blank. Unit: UTF-16 code units.
const PIECE_LIMIT: usize = 80;

/// What begins a choice of several words.
const RANDOM: &str = "random:";

/// The blanks that a text may have, besides the choice.
const BLANKS: [&str; 6] = ["user", "target", "args", "count", "uptime", "media"];

/// What goes into the blanks of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scene<'a> {
    /// Who brought it about.
    pub user: &'a str,
    /// Whom that person named, or that person again.
    pub target: &'a str,
    /// All that was typed.
    pub args: &'a str,
    /// How often the text has been said, this time included.
    pub count: i64,
    /// For how long the bot has been in the room.
    pub uptime: &'a str,
    /// What plays.
    pub media: &'a str,
}

/// The first blank of `text` that nobody could fill, as it stands between its braces.
pub fn unknown_blank(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, blank, after)) = super::phrases::next_blank(rest) {
        let is_known = BLANKS.contains(&blank) || blank.strip_prefix(RANDOM).is_some_and(|words| !words.is_empty());
        if !is_known {
            return Some(blank);
        }
        rest = after;
    }
    None
}

/// `text` with its blanks filled: one line that begins with neither a slash nor `prefix`.
pub fn expand(text: &str, scene: &Scene<'_>, (route, prefix): (Route, &str), dice: &mut Dice) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, blank, after)) = super::phrases::next_blank(rest) {
        filled.push_str(before);
        match blank.strip_prefix(RANDOM) {
            Some(words) => filled.push_str(one_of(words, dice)),
            None => filled.push_str(&word_for(blank, scene, route).unwrap_or_else(|| format!("{{{blank}}}"))),
        }
        rest = after;
    }
    filled.push_str(rest);
    cut(harmless(&filled, prefix), MAX_UNITS)
}

fn word_for(blank: &str, scene: &Scene<'_>, route: Route) -> Option<String> {
    let dash = if route == Route::Public { "-" } else { "" };
    Some(match blank {
        "user" => format!("{dash}{}", scene.user),
        "target" => plain(scene.target, PIECE_LIMIT),
        "args" => plain(scene.args, PIECE_LIMIT),
        "count" => scene.count.to_string(),
        "uptime" => scene.uptime.to_owned(),
        "media" => plain(scene.media, PIECE_LIMIT),
        _ => return None,
    })
}

fn one_of<'w>(words: &'w str, dice: &mut Dice) -> &'w str {
    let words: Vec<_> = words.split('|').map(str::trim).collect();
    dice.pick(&words).copied().unwrap_or_default()
}

/// `text` without what would make a command of it: of the server, or of a bot.
fn harmless<'t>(text: &'t str, prefix: &str) -> &'t str {
    let mut text = text.trim();
    loop {
        let bare = text.trim_start_matches('/');
        let bare = bare.strip_prefix(prefix).filter(|_| !prefix.is_empty()).unwrap_or(bare).trim_start();
        if bare.len() == text.len() {
            return text;
        }
        text = bare;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::fit::units;
    use super::*;

    const SCENE: Scene<'_> = Scene {
        user: "Gaz",
        target: "Shaz",
        args: "Shaz {user} <b> https://bad.example/x",
        count: 7,
        uptime: "2h 5m",
        media: "The Castle",
    };

    fn said(text: &str) -> String {
        expand(text, &SCENE, (Route::Public, "!"), &mut Dice::seeded(1))
    }

    #[test]
    fn every_blank_is_filled_once() {
        for (text, line) in [
            ("{user} hugs {target}", "-Gaz hugs Shaz"),
            ("{count} times in {uptime}: {media}", "7 times in 2h 5m: The Castle"),
            ("you said {args}", "you said Shaz user b (link)"),
            ("{what} and {random:} stay", "{what} and  stay"),
            ("half { open", "half { open"),
            ("/clear", "clear"),
            ("!roll", "roll"),
            ("  /!/! /me waves", "me waves"),
            ("{random:/clear} now", "clear now"),
            ("{random:!roll}", "roll"),
            ("", ""),
        ] {
            assert_eq!(said(text), line, "{text}");
        }
        assert_eq!(expand("{user}", &SCENE, (Route::Pm, "!"), &mut Dice::seeded(1)), "Gaz");
    }

    #[test]
    fn a_choice_falls_on_each_of_its_words() {
        let mut dice = Dice::seeded(1);
        let said: BTreeSet<_> =
            (0..100).map(|_| expand("{random: pie |chips|{user}", &SCENE, (Route::Pm, "!"), &mut dice)).collect();
        assert_eq!(said.into_iter().collect::<Vec<_>>(), ["chips", "pie", "{user"]);
    }

    #[test]
    fn a_blank_that_nobody_can_fill_is_found() {
        assert_eq!(unknown_blank("{user} {random:a|b} {count}"), None);
        assert_eq!(unknown_blank("{user} {usr} {what}"), Some("usr"));
        assert_eq!(unknown_blank("{random:}"), Some("random:"));
        assert_eq!(unknown_blank("no } blank { here"), None);
    }

    proptest! {
        #[test]
        fn whatever_was_written_becomes_one_harmless_line(text in "[{}|/!a-z: ]{0,300}", args in "\\PC{0,300}") {
            let scene = Scene { args: &args, ..SCENE };
            let line = expand(&text, &scene, (Route::Public, "!"), &mut Dice::seeded(1));
            prop_assert!(units(&line) <= MAX_UNITS && !line.starts_with(['/', '!']), "{line}");
        }

        #[test]
        fn many_blanks_do_not_make_a_long_line(n in 0_usize..60) {
            let line = expand(&"{args}{media}".repeat(n), &SCENE, (Route::Public, "!"), &mut Dice::seeded(1));
            prop_assert!(units(&line) <= MAX_UNITS);
        }
    }
}
