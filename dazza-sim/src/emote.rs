//! One emote: a word, an image, and the expression that finds the word.

use serde_json::{Map, Value, json};

/// Characters with a meaning in a regular expression.
const SPECIAL: &str = r"\.?+*$^|()[]{}";

/// An emote as `emoteList` sends it; its name stands alone between spaces.
pub(crate) fn json(name: &str, image: &str) -> Value {
    let mut source = String::from(r"(^|\s)");
    for character in name.chars() {
        if SPECIAL.contains(character) {
            source.push('\\');
        }
        source.push(character);
    }
    json!({ "name": name, "image": image, "source": source + r"(?!\S)" })
}

/// An emote as a moderator gives it: a name without spaces, and an image to be fetched.
pub(crate) fn read(fields: &Map<String, Value>) -> Option<Value> {
    let (name, image) = (fields.get("name")?.as_str()?, fields.get("image")?.as_str()?);
    let is_image = image.starts_with("https://") || image.starts_with("http://");
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    (is_name && is_image).then(|| json(name, image))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_an_emote_takes_its_name_by_the_letter() {
        assert_eq!(json(":pie:", "x")["source"], r"(^|\s):pie:(?!\S)");
        assert_eq!(json(":-)", "x")["source"], r"(^|\s):-\)(?!\S)");
        let fields = |value: Value| value.as_object().cloned().unwrap();
        assert!(read(&fields(json!({ "name": "a b", "image": "https://x" }))).is_none());
        assert!(read(&fields(json!({ "name": "ab", "image": "javascript:x" }))).is_none());
        assert!(read(&fields(json!({ "name": "ab", "image": "https://x" }))).is_some());
    }
}
