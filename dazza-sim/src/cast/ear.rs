//! What a socket event tells a character: names, lines as text, and whether the connection stands.

use rust_socketio::{Event, Payload};
use serde_json::Value;

use super::mind::Heard;

/// What the server has told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The namespace is connected: now one may speak.
    Opened,
    /// The connection is over, and why.
    Ended(String),
    /// The answer to a login: `Err` with the server's words if it was refused.
    Login(Result<(), String>),
    /// The list of those in the room: the first one means that one is in.
    Userlist(Vec<(String, bool)>),
    /// Something that concerns characters.
    Heard(Heard),
    /// Anything else: a sign of life.
    Other,
}

/// What `event` tells.
///
/// An event without arguments comes as `message` with its name for a payload; none of those matters here.
pub(super) fn told(event: &Event, payload: &Payload) -> Told {
    let Payload::Text(arguments) = payload else { return Told::Other };
    let first = arguments.first().unwrap_or(&Value::Null);
    match event {
        Event::Connect => Told::Opened,
        Event::Close => Told::Ended("the server closed the connection".to_owned()),
        Event::Error => Told::Ended(words(first)),
        Event::Custom(name) => custom(name, first).unwrap_or(Told::Other),
        Event::Message => Told::Other,
    }
}

fn custom(name: &str, first: &Value) -> Option<Told> {
    Some(match name {
        "login" => Told::Login(login(first)),
        "userlist" => Told::Userlist(first.as_array()?.iter().filter_map(person).collect()),
        "addUser" => Told::Heard(Heard::Came(person(first)?.0)),
        "userLeave" => Told::Heard(Heard::Left(field(first, "name")?)),
        "setAFK" => Told::Heard(Heard::Away(field(first, "name")?, first.get("afk")?.as_bool()?)),
        "chatMsg" => Told::Heard(Heard::Line { from: field(first, "username")?, text: text_of(&field(first, "msg")?) }),
        "kick" => Told::Ended(format!("kicked: {}", field(first, "reason").unwrap_or_default())),
        _ => return None,
    })
}

fn login(answer: &Value) -> Result<(), String> {
    match answer.get("success").and_then(Value::as_bool) {
        Some(true) => Ok(()),
        _ => Err(field(answer, "error").unwrap_or_else(|| "no reason given".to_owned())),
    }
}

fn person(value: &Value) -> Option<(String, bool)> {
    let is_away = value.pointer("/meta/afk").and_then(Value::as_bool).unwrap_or_default();
    Some((field(value, "name")?, is_away))
}

fn field(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

fn words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The text of a line that came as HTML: without tags, and each entity decoded once.
///
/// Source: `cytube-protocol`, 4.2: `&amp;` is decoded last.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#40;", "("), ("&#41;", ")")];
    let decoded = entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign));
    decoded.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hear(name: &str, argument: Value) -> Told {
        told(&Event::Custom(name.to_owned()), &Payload::Text(vec![argument]))
    }

    #[test]
    fn what_concerns_a_character_is_told() {
        let cases = [
            ("login", json!({"success": true, "name": "Kez"}), Told::Login(Ok(()))),
            ("login", json!({"success": false, "error": "no"}), Told::Login(Err("no".to_owned()))),
            (
                "userlist",
                json!([{"name": "Kez", "meta": {"afk": true}}, {"name": "Nan", "meta": {}}, 7]),
                Told::Userlist(vec![("Kez".to_owned(), true), ("Nan".to_owned(), false)]),
            ),
            ("addUser", json!({"name": "Kez", "rank": 0, "meta": {}}), Told::Heard(Heard::Came("Kez".to_owned()))),
            ("userLeave", json!({"name": "Kez"}), Told::Heard(Heard::Left("Kez".to_owned()))),
            ("setAFK", json!({"name": "Kez", "afk": true}), Told::Heard(Heard::Away("Kez".to_owned(), true))),
            ("kick", json!({"reason": "Duplicate login"}), Told::Ended("kicked: Duplicate login".to_owned())),
            ("changeMedia", json!({"title": "x"}), Told::Other),
            ("chatMsg", json!("junk"), Told::Other),
        ];
        for (name, argument, expected) in cases {
            assert_eq!(hear(name, argument), expected, "{name}");
        }
        assert_eq!(told(&Event::Connect, &Payload::from("")), Told::Opened);
        assert_eq!(told(&Event::Message, &Payload::from("clearchat")), Told::Other);
    }

    #[test]
    fn a_line_is_heard_as_it_was_typed() {
        let line =
            json!({"username": "Kez", "msg": "a <strong>b</strong> &lt;i&gt; &amp;amp; 'c'", "meta": {}, "time": 1});
        let expected = Heard::Line { from: "Kez".to_owned(), text: "a b <i> &amp; 'c'".to_owned() };
        assert_eq!(hear("chatMsg", line), Told::Heard(expected));
    }
}
