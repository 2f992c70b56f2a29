//! Makes of what a page calls itself something to be said: one line, without the name of its site, not too long.

use crate::chat::cut;
use crate::chat::pools::TITLE_LIMIT;

/// What stands between a title and the name of its site.
const SEPARATORS: [&str; 7] = [" - ", " | ", " – ", " — ", " · ", " • ", " :: "];

/// `title` as it can be said of a page at `host`, whose site may have told its name; nothing if nothing is left of it.
pub(super) fn polished(title: &str, site: Option<&str>, host: &str) -> Option<String> {
    let visible: String = title.chars().filter(|c| !is_hidden(*c)).map(blank_control).collect();
    let words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_site = |name: &str| is_same(name, site.unwrap_or_default()) || is_same(name, site_of(host));
    // A space is put back in front, so that a title of nothing but a site's name is seen as such.
    let padded = format!(" {words}");
    let at = SEPARATORS.iter().filter_map(|mark| padded.rfind(mark).map(|at| (at, at + mark.len()))).max();
    let words = match at.and_then(|(end, begin)| Some((padded.get(..end)?, padded.get(begin..)?))) {
        Some((before, behind)) if is_site(behind) => before.trim(),
        _ => words.as_str(),
    };
    let is_said = words.chars().any(char::is_alphanumeric) && !is_site(words);
    is_said.then(|| cut(words, TITLE_LIMIT))
}

/// Signs that are not seen, and that turn the writing round. Source: Unicode, bidirectional and format characters.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn blank_control(c: char) -> char {
    if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }
}

/// The site's name in its host: `youtube` in `www.youtube.com`.
fn site_of(host: &str) -> &str {
    let host = host.rsplit_once('.').map_or(host, |(site, _)| site);
    host.rsplit('.').next().unwrap_or(host)
}

/// Whether two names are one, case and spaces aside; no name is nobody's.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let one = bare(one);
    !one.is_empty() && one == bare(other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chat::units;

    #[test]
    fn a_title_is_said_plainly() {
        for (title, site, host, said) in [
            ("Snags - YouTube", None, "www.youtube.com", Some("Snags")),
            ("Snags - You Tube", None, "m.youtube.com", Some("Snags")),
            ("A - B | Pub News", Some("Pub News"), "x.example", Some("A - B")),
            ("A - B", Some("Pub News"), "x.example", Some("A - B")),
            ("- YouTube", None, "www.youtube.com", None),
            ("YouTube", None, "www.youtube.com", None),
            (" \n\t ", None, "x.example", None),
            ("...", None, "x.example", None),
            ("  two\n\n words\u{7}here ", None, "x.example", Some("two words here")),
            ("a\u{202e}b\u{200f}c", None, "x.example", Some("abc")),
            ("Rock &amp; Roll", None, "x.example", Some("Rock &amp; Roll")),
        ] {
            assert_eq!(polished(title, site, host).as_deref(), said, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_characters() {
        let long = polished(&"🍕".repeat(200), None, "");
        assert_eq!(long, None, "nothing in it can be read");
        let long = polished(&format!("x{}", "🍕".repeat(200)), None, "").unwrap();
        assert!(units(&long) <= TITLE_LIMIT && long.ends_with("🍕…"), "{long}");
        assert_eq!(polished(&"y".repeat(100), None, "").unwrap(), "y".repeat(100));
    }

    proptest! {
        #[test]
        fn whatever_it_is_it_fits(title in "\\PC{0,200}", site in "\\PC{0,10}", host in "[a-z.]{0,10}") {
            if let Some(said) = polished(&title, Some(&site), &host) {
                prop_assert!(units(&said) <= TITLE_LIMIT && !said.trim().is_empty());
            }
        }
    }
}
