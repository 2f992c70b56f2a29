//! Hostile words of others in names, titles and lines: each reply is said, heard, fits, and is no command of the server's.

use std::time::Duration;

use dazza_shared::phase::LinePhase;
use dazza_sim::limits::Limits;
use serde_json::json;

use crate::story::{Story, fatpizza};
use crate::welcome::welcome;

/// Longest line of ours. Source: `decisions.md`, 12. Unit: UTF-16 code units.
const MAX_UNITS: usize = 240;

fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<b>bold</b> <script>alert(1)</script> & &amp; &lt;",
        "</span></a>\" onmouseover=\"x",
        "🍕 🏳️‍🌈 👩‍👩‍👧‍👦 \u{1f1e6}\u{1f1fa}",
        "\u{202e}tfel ot thgir\u{202c} \u{200b}\u{200d}\u{feff}\u{2066}",
        "/kick alice",
        "/d99",
        "!ping",
        "{user} {title} {0} %s ${HOME}",
        "tab\there newline\nhere nul\u{0}here",
        "~~*_`[sp]marks[/sp]`_*~~",
        "\u{0301}\u{0301}\u{0301}zalgo",
    ]
    .map(str::to_owned)
    .into();
    texts.extend(["x", "🍕", "&", "*_", "\u{202e}", "a "].map(|unit| unit.repeat(320 / unit.encode_utf16().count())));
    texts
}

/// What holds of every line that the bot said.
fn check_lines(story: &mut Story, n_least: usize, of: &str) {
    let lines = story.lines_of("dazza");
    assert!(lines.len() >= n_least, "{} lines of at least {n_least} about {of:?}", lines.len());
    for html in lines {
        let text = dazza_room::chat::html::as_typed(&html);
        assert!(text.encode_utf16().count() <= MAX_UNITS, "too long: {text}");
        assert!(!text.chars().any(char::is_control) && !text.trim().is_empty(), "{text:?} of {of:?}");
    }
    let beat = story.beat();
    assert_eq!((beat.line, beat.counters.lines_unconfirmed), (LinePhase::Joined, 0), "a reply was lost about {of:?}");
}

#[test]
fn a_reply_stands_whatever_the_words_it_repeats() {
    let commands =
        ["8ball", "clap", "goth", "translate", "calc", "convert", "insult", "compliment", "roll", "when", "help"];
    for text in hostile() {
        let mut story = Story::new();
        story.pass(Duration::from_secs(1));
        for (n, command) in commands.iter().enumerate() {
            story.say(&format!("Nan{n}"), &format!("!{command} {text}"));
        }
        story.pass(Duration::from_mins(1));
        check_lines(&mut story, 5, &text);
        assert!(story.world.is_in(&fatpizza(), "dazza"));
    }
}

#[test]
fn a_title_of_a_video_never_breaks_a_reply() {
    for text in hostile() {
        let title = format!("pizza {text}");
        let items = json!([
            { "title": "now", "seconds": 600, "id": "a", "added_by": "alice" },
            { "title": title.chars().take(100).collect::<String>(), "seconds": 60, "id": "b", "added_by": "alice" },
        ]);
        let seed = json!({
            "users": [{ "name": "dazza", "password": "dazza-test" }],
            "channels": [{ "name": "fatpizza", "playlist": items }],
        });
        let mut story = Story::with(&toml::to_string(&seed).unwrap(), Limits::relaxed(), &[welcome()]);
        story.pass(Duration::from_secs(1));
        story.say("Nan", "!when pizza");
        story.pass(Duration::from_secs(1));
        check_lines(&mut story, 1, &title);
    }
}

#[test]
fn a_name_that_no_player_can_have_is_no_player() {
    for name in hostile() {
        let mut story = Story::new();
        story.pass(Duration::from_secs(1));
        let user = json!({ "name": name, "rank": 1, "profile": { "image": name, "text": name }, "meta": { "afk": false, "muted": false } });
        let time = story.wall().as_millisecond();
        let line = json!({ "username": name, "msg": "!ping", "meta": {}, "time": time });
        for (event, payload) in
            [("addUser", user), ("chatMsg", line.clone()), ("pm", line), ("userLeave", json!({ "name": name }))]
        {
            story.server(|world| world.send_raw(&fatpizza(), "dazza", &format!("42[\"{event}\",{payload}]")));
        }
        story.say("alice", "!ping");
        story.pass(Duration::from_secs(1));
        check_lines(&mut story, 1, &name);
    }
}

#[test]
fn a_reason_of_a_kick_is_told_whatever_is_in_it() {
    for reason in hostile() {
        let mut story = Story::new();
        story.pass(Duration::from_secs(1));
        story.server(|world| world.kick_person(&fatpizza(), "dazza", Some(&reason)));
        story.expect(LinePhase::ShutOut, "put out of the room: ");
        story.pass(Duration::from_mins(2));
        story.expect(LinePhase::Joined, "");
    }
}
