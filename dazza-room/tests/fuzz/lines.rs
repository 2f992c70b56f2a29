//! Lines as text: commands, amounts, times, names and reminders as typed; and what we say, which fits and is harmless.

use std::time::Duration;

use dazza_room::chat::{
    MAX_UNITS, QUOTE_LIMIT, Reply, To, amount, cut, duration, fraktur, invocation, leading_duration, plain, quote,
    reminder, round_span, span, typed_name, units,
};
use dazza_shared::words::word_count;

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "lines",
    check,
    seeds: lines,
    words: &[
        "!roll ",
        "!remind ",
        "1h 30m",
        "90 secs",
        "2 days",
        "$1000000000",
        "@bob,",
        "http://",
        "a.example",
        "/kick ",
        "me 10m ",
        "99999999999999999999d",
    ],
    n_mutants: 1_000,
};

fn lines() -> Vec<Vec<u8>> {
    let lines: [&[u8]; 10] = [
        b"!roll 3d6+2",
        b"  !Give @bob, $50 ",
        b"!!remind me 1h30m tea",
        b"bob 1 h 30 m the bins, mate",
        b"10min",
        b"1h 30m 5 minutes left",
        b"$1000000000",
        b"/clear <b>*x*</b> see https://bad.example/x and www.x.example\n/kick bob",
        b"#\xe2\x80\xaerun \xf0\x9f\x8d\x95 pizza",
        b"Zip it, [server]",
    ];
    lines.iter().map(|line| line.to_vec()).collect()
}

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for prefix in ["!", "#!", "\u{130}"] {
        check_invocation(&text, prefix);
    }
    text.split_whitespace().take(50).for_each(check_word);
    check_times(&text);
    check_said(&text);
}

fn check_invocation(text: &str, prefix: &str) {
    let Some(asked) = invocation(text, prefix) else { return };
    assert!(text.trim().starts_with(prefix));
    assert!(!asked.name.is_empty() && !asked.name.contains(char::is_whitespace), "{:?}", asked.name);
    assert!(text.contains(asked.args.rest()));
    assert_eq!(asked.args.rest(), asked.args.rest().trim());
    assert_eq!(asked.args.is_empty(), asked.args.first().is_none());
    let again = format!("{prefix}{} {}", asked.name, asked.args.rest());
    assert_eq!(invocation(&again, prefix).map(|again| again.args), Some(asked.args));
}

fn check_word(word: &str) {
    if let Ok(money) = amount(word) {
        let dollars = word.trim_start_matches('$').trim_start_matches('0');
        assert_eq!(amount(dollars), Ok(money));
        assert!(dollars.len() <= 10);
    }
    if let Some(name) = typed_name(word) {
        assert!(word.contains(name.as_str()) && name.as_str().chars().count() <= 20);
        assert_eq!(typed_name(name.as_str()), Some(name));
    }
}

fn check_times(text: &str) {
    if let Some(time) = duration(text) {
        assert!(time > Duration::ZERO);
        assert_eq!(duration(&format!("{}s", time.as_secs())), Some(time));
        assert!(span(time).len() <= 30 && round_span(time).len() <= 30);
    }
    if let Some((time, rest)) = leading_duration(text) {
        assert!(time > Duration::ZERO && text.ends_with(rest));
        assert!(duration(&text[..text.len() - rest.len()]).is_some());
    }
    if let Ok(asked) = reminder(text) {
        assert!(asked.wait > Duration::ZERO && !asked.text.is_empty() && text.trim().ends_with(asked.text));
        assert!(asked.of_whom.is_none_or(|name| text.trim().starts_with(name) && !name.contains(char::is_whitespace)));
    }
}

/// What we say fits, is no command of the server's and turns no writing round.
fn check_said(text: &str) {
    let lines = Reply::say(To::Room, text).into_lines();
    assert!(lines.len() <= 3);
    for line in &lines {
        assert!(units(&line.text) <= MAX_UNITS && !line.text.starts_with('/') && !line.text.is_empty(), "{line:?}");
        assert!(!line.text.contains(|c: char| c.is_control() || c == '\u{202e}'), "{line:?}");
    }
    for limit in [1, 2, 7, 60] {
        let harmless = plain(text, limit);
        assert!(units(&harmless) <= limit);
        assert!(
            !harmless.contains(['<', '>', '[', ']', '*', '`', '~', '\n']) && !harmless.starts_with(['!', '/', ' '])
        );
        assert!(!harmless.contains("://"));
        assert!(units(&cut(text, limit)) <= limit);
    }
    assert!(units(&quote(text)) <= QUOTE_LIMIT && !quote(text).contains('@'));
    assert!(units(&fraktur(text, 20)) <= 20);
    assert!(word_count(text) <= text.len());
}
