//! Holding what was replayed against what was recorded.

use serde_json::Value;

use super::scenario::{Allowed, Connection};

/// Differences shown of one connection; one early difference moves all that follow.
const SHOWN: usize = 6;

/// Longest frame shown. Unit: characters.
const SHOWN_OF_FRAME: usize = 300;

/// Where the frames of a connection differ, in their order, but for what is allowed; an unrecorded connection never
/// does.
pub(super) fn differences(connection: &Connection, replayed: Option<&Vec<String>>, allowed: &[Allowed]) -> Vec<String> {
    let Some(file) = &connection.file else { return Vec::new() };
    let plain_all = |frames: &[String]| frames.iter().map(|frame| plain(frame)).collect::<Vec<_>>();
    let (recorded, replayed) = (plain_all(&connection.expected()), plain_all(replayed.map_or(&[], Vec::as_slice)));
    let places = 0..recorded.len().max(replayed.len());
    let allowed: Vec<_> = allowed.iter().filter(|allowed| allowed.files.contains(file)).collect();
    let is_allowed = |n: usize| {
        let fits = |frame: Option<&String>, allowed: &str| frame == Some(&plain(allowed));
        let mut allowed = allowed.iter();
        allowed.any(|one| fits(recorded.get(n), &one.recorded) && fits(replayed.get(n), &one.replayed))
    };
    let different = places.filter(|n| recorded.get(*n) != replayed.get(*n) && !is_allowed(*n));
    let shown = |frames: &[String], n: usize| match frames.get(n) {
        Some(frame) => frame.chars().take(SHOWN_OF_FRAME).collect(),
        None => "nothing".to_owned(),
    };
    different
        .take(SHOWN)
        .map(|n| format!("{file}, frame {n}\n  recorded {}\n  replayed {}", shown(&recorded, n), shown(&replayed, n)))
        .collect()
}

/// A frame without what differs from run to run: times of day, ids of sessions and announcements, addresses, and the
/// hundredths of a position, since a real server's timers come a little late.
fn plain(frame: &str) -> String {
    let (kind, json) = frame.split_at(frame.find(['{', '[']).unwrap_or(frame.len()));
    match serde_json::from_str::<Value>(json) {
        Ok(mut value) => {
            blank(&mut value);
            without_cloaks(&format!("{kind}{value}"))
        }
        Err(_) => frame.to_owned(),
    }
}

/// A frame without the cloaked addresses in it.
fn without_cloaks(frame: &str) -> String {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "+/".contains(c);
    let is_cloak = |word: &str| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 4 && parts.iter().all(|part| part.len() == 3 && part.chars().all(is_letter))
    };
    let words: Vec<&str> = frame.split(' ').map(|word| if is_cloak(word) { "*" } else { word }).collect();
    words.join(" ")
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| match (key.as_str(), &value) {
            ("time" | "timestamp", Value::Number(_)) | ("sid" | "ip", Value::String(_)) => *value = Value::from("*"),
            ("id", Value::String(id)) if is_uuid(id) => *value = Value::from("*"),
            ("currentTime", Value::Number(seconds)) => {
                let seconds = seconds.as_f64().unwrap_or_default();
                *value = Value::from((seconds * 10.0).round() / 10.0);
            }
            _ => blank(value),
        }),
        Value::Array(list) => list.iter_mut().for_each(blank),
        _ => {}
    }
}

fn is_uuid(id: &str) -> bool {
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12]
}

#[test]
fn only_times_ids_and_addresses_are_blanked() {
    let frame = r#"42["x",{"time":1,"ip":"+Av","meta":[{"time":"00:05","sid":"a","uid":3}]}]"#;
    assert_eq!(plain(frame), r#"42["x",{"ip":"*","meta":[{"sid":"*","time":"00:05","uid":3}],"time":"*"}]"#);
    let line = r#"42["chatMsg",{"msg":"mod banned +Av.fw3.3Cm.Inr (a.b.c.d)"}]"#;
    assert_eq!(plain(line), r#"42["chatMsg",{"msg":"mod banned * (a.b.c.d)"}]"#);
    assert_eq!(plain("42[\"rank\",1.5]"), "42[\"rank\",1.5]");
    let media = r#"42["x",{"currentTime":5.0059,"id":"7e813c61-0e02-4e31-a70b-cc019cd0327c"},{"id":"clip-1-9"}]"#;
    assert_eq!(plain(media), r#"42["x",{"currentTime":5.0,"id":"*"},{"id":"clip-1-9"}]"#);
}
