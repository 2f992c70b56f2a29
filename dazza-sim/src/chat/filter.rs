//! Chat filters: regular expressions that turn parts of a line into HTML.

use regex_lite::{Captures, Regex, RegexBuilder};
use serde_json::{Map, Value, json};

/// One filter of a channel.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) name: String,
    source: String,
    flags: String,
    replace: String,
    is_active: bool,
    /// Whether it works on links, which others leave alone.
    reaches_links: bool,
    regex: Regex,
}

/// Longest text of a filter's fields. Source: not observed; a guard. Unit: bytes.
const MAX_FIELD: usize = 1_000;

/// Length from which a line is filtered no further. Source: not observed; a guard against filters that feed each other.
/// Unit: bytes.
const MAX_LINE: usize = 65_536;

/// Name, source, flags and replacement of the filters that a registered channel has from the start.
///
/// Source: `chatFilters` in the recordings of `room-state`.
const STOCK: [(&str, &str, &str, &str); 5] = [
    ("monospace", r"`(.+?)`", "g", r"<code>\1</code>"),
    ("bold", r"\*(.+?)\*", "g", r"<strong>\1</strong>"),
    ("italic", r"_(.+?)_", "g", r"<em>\1</em>"),
    ("strike", r"~~(.+?)~~", "g", r"<s>\1</s>"),
    ("inline spoiler", r"\[sp\](.*?)\[\/sp\]", "gi", r#"<span class="spoiler">\1</span>"#),
];

/// The filters of a new registered channel.
pub(crate) fn stock_filters() -> Vec<Filter> {
    let fields = |(name, source, flags, replace): (&str, &str, &str, &str)| {
        let fields = json!({ "name": name, "source": source, "flags": flags, "replace": replace, "active": true });
        Filter::read(fields.as_object()?).ok()
    };
    STOCK.into_iter().filter_map(fields).collect()
}

/// Applies all active filters in order; those that reach links alone if the text is one.
pub(super) fn apply_all(filters: &[Filter], text: &str, is_link: bool) -> String {
    let active = filters.iter().filter(|filter| filter.is_active && (filter.reaches_links || !is_link));
    active.fold(text.to_owned(), |text, filter| if text.len() > MAX_LINE { text } else { filter.apply(&text) })
}

impl Filter {
    /// A filter as an administrator gives it.
    ///
    /// # Errors
    ///
    /// What is wrong, in words.
    pub(crate) fn read(fields: &Map<String, Value>) -> Result<Self, String> {
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flag = |key: &str| fields.get(key).and_then(Value::as_bool).unwrap_or(false);
        let (name, source, flags) = (text("name"), text("source"), text("flags"));
        if name.is_empty() || source.is_empty() {
            return Err("A filter needs a name and a source".to_owned());
        }
        if [&name, &source, &text("replace")].iter().any(|field| field.len() > MAX_FIELD) {
            return Err(format!("A filter's texts are at most {MAX_FIELD} bytes long"));
        }
        let mut builder = RegexBuilder::new(&source);
        builder.crlf(true).case_insensitive(flags.contains('i')).multi_line(flags.contains('m'));
        let regex = builder.build().map_err(|error| format!("Invalid regex in filter {name:?}: {error}"))?;
        let (is_active, reaches_links) = (flag("active"), flag("filterlinks"));
        Ok(Self { name, source, flags, replace: text("replace"), is_active, reaches_links, regex })
    }

    /// As `chatFilters` sends it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "name": self.name,
            "source": self.source,
            "flags": self.flags,
            "replace": self.replace,
            "active": self.is_active,
            "filterlinks": self.reaches_links,
        })
    }

    fn apply(&self, text: &str) -> String {
        let limit = usize::from(!self.flags.contains('g'));
        self.regex.replacen(text, limit, |captures: &Captures<'_>| self.filled(captures)).into_owned()
    }

    /// The replacement, with what was found in the place of `\1` to `\9` and `\0`.
    fn filled(&self, captures: &Captures<'_>) -> String {
        let mut out = String::with_capacity(self.replace.len());
        let mut rest = self.replace.chars().peekable();
        while let Some(character) = rest.next() {
            match rest.peek().and_then(|next| next.to_digit(10)).filter(|_| character == '\\') {
                Some(group) => {
                    rest.next();
                    let found = usize::try_from(group).ok().and_then(|group| captures.get(group));
                    out.push_str(found.map_or("", |found| found.as_str()));
                }
                None => out.push(character),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_tags() {
        let stock = stock_filters();
        assert_eq!(stock.len(), 5);
        for (text, filtered) in [
            ("*bold* _it_ ~~s~~ `m`", "<strong>bold</strong> <em>it</em> <s>s</s> <code>m</code>"),
            ("[sp]x[/sp] [SP][/SP]", "<span class=\"spoiler\">x</span> <span class=\"spoiler\"></span>"),
            ("snake_case_name 2*3*4", "snake<em>case</em>name 2<strong>3</strong>4"),
            ("** and one *", "<strong>* and one </strong>"),
            ("lonely * and _ and ~~", "lonely * and _ and ~~"),
            ("*over\ntwo* lines*", "*over\ntwo<strong> lines</strong>"),
            ("*ü*", "<strong>ü</strong>"),
            ("", ""),
        ] {
            assert_eq!(apply_all(&stock, text, false), filtered, "{text:?}");
        }
        assert_eq!(apply_all(&stock, "http://a_b_c", true), "http://a_b_c");
    }

    #[test]
    fn flags_and_groups_mean_what_they_say() {
        let filter = |source: &str, flags: &str, replace: &str| {
            let fields = json!({ "name": "x", "source": source, "flags": flags, "replace": replace, "active": true });
            Filter::read(fields.as_object().unwrap())
        };
        assert_eq!(filter("a(b)", "", r"[\1\2\0]").unwrap().apply("ab ab AB"), "[bab] ab AB");
        assert_eq!(filter("ab", "gi", r"\").unwrap().apply("ab AB"), r"\ \");
        assert!(filter("(", "g", "").is_err());
        assert!(filter("", "g", "").is_err());
    }
}
