//! What the payload of an event must look like, and what the client is told if it does not.

use serde_json::Value;

/// One key of a payload: its name, and the types it may have, as the server words them.
type Key = (&'static str, &'static str);

/// Source: `cytube-protocol`, 6.5. The order of the keys is that in which they are looked at.
const SHAPES: [(&str, &[Key]); 19] = [
    ("chatMsg", &[("msg", "string"), ("meta", "object,optional")]),
    ("pm", &[("msg", "string"), ("to", "string"), ("meta", "object,optional")]),
    (
        "queue",
        &[
            ("id", "string,boolean"),
            ("type", "string"),
            ("pos", "string"),
            ("title", "string,boolean,optional"),
            ("duration", "number,optional"),
            ("temp", "boolean,optional"),
        ],
    ),
    ("moveMedia", &[("from", "number"), ("after", "string,number")]),
    ("setTemp", &[("uid", "number"), ("temp", "boolean")]),
    ("assignLeader", &[("name", "string")]),
    (
        "mediaUpdate",
        &[("id", "string"), ("currentTime", "number"), ("paused", "boolean,optional"), ("type", "string,optional")],
    ),
    ("clonePlaylist", &[("name", "string")]),
    ("deletePlaylist", &[("name", "string")]),
    ("queuePlaylist", &[("name", "string"), ("pos", "string"), ("temp", "boolean,optional")]),
    ("searchMedia", &[("source", "string,optional"), ("query", "string")]),
    ("uncache", &[("id", "string")]),
    (
        "newPoll",
        &[
            ("title", "string"),
            ("timeout", "number,optional"),
            ("obscured", "boolean"),
            ("retainVotes", "boolean,optional"),
            ("opts", "array"),
        ],
    ),
    ("vote", &[("option", "number")]),
    ("setChannelRank", &[("name", "string"), ("rank", "number")]),
    ("unban", &[("id", "number"), ("name", "string")]),
    ("setMotd", &[("motd", "string")]),
    ("setChannelCSS", &[("css", "string")]),
    ("setChannelJS", &[("js", "string")]),
];

/// Checks the payload of `event`; an event without a shape takes any.
///
/// # Errors
///
/// What the client is told after "Unexpected error for message …: ".
pub(super) fn check(event: &str, payload: Option<&Value>) -> Result<(), String> {
    let Some((_, keys)) = SHAPES.iter().find(|(name, _)| *name == event) else { return Ok(()) };
    let Some(Value::Object(fields)) = payload else {
        return Err(format!("Expected type object, got {}", kind(payload)));
    };
    for (key, kinds) in *keys {
        let value = fields.get(*key);
        let is_optional = kinds.split(',').any(|known| known == "optional");
        if value.is_none() && !is_optional {
            return Err(format!("Missing key: {kinds}:{key}"));
        }
        let found = kind(value);
        if value.is_some() && !kinds.split(',').any(|known| known == found) {
            return Err(format!("Expected key {key} to be of type {kinds}, instead got {found}"));
        }
    }
    Ok(())
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mismatches_are_worded_as_in_the_recordings() {
        for (event, payload, told) in [
            ("chatMsg", Some(json!("just a string")), "Expected type object, got string"),
            ("chatMsg", None, "Expected type object, got undefined"),
            ("chatMsg", Some(json!({ "meta": {} })), "Missing key: string:msg"),
            (
                "chatMsg",
                Some(json!({ "msg": "x", "meta": "x" })),
                "Expected key meta to be of type object,optional, instead got string",
            ),
            ("pm", Some(json!({ "to": "alice" })), "Missing key: string:msg"),
            ("pm", Some(json!({ "to": 42, "msg": "x" })), "Expected key to to be of type string, instead got number"),
        ] {
            assert_eq!(check(event, payload.as_ref()), Err(told.to_owned()), "{event} {payload:?}");
        }
        assert_eq!(check("chatMsg", Some(&json!({ "msg": "x" }))), Ok(()));
        assert_eq!(check("noSuchEvent", None), Ok(()));
    }
}
