//! A line as it was typed to the HTML that everybody receives.

use super::filter::{Filter, apply_all};
use super::sanitize::sanitize;

/// Longest line, in UTF-16 units; longer ones are cut in silence.
///
/// Source: `cytube-protocol`, 4.3.
const MAX_UNITS: usize = 320;

/// Stands for a link while the filters work on the rest of the line.
///
/// Source: `cytube-protocol`, 4.2: filters leave links alone; the character is one no keyboard has.
const PLACE_OF_LINK: char = '\u{eeee}';

/// The line, cut to its longest; half an emoji becomes U+FFFD.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= MAX_UNITS {
        return text.to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().take(MAX_UNITS).collect();
    String::from_utf16_lossy(&units)
}

/// The line with each run of control characters made one space.
pub(crate) fn without_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut was_control = false;
    for character in text.chars() {
        let is_control = character < ' ';
        if !is_control {
            out.push(character);
        } else if !was_control {
            out.push(' ');
        }
        was_control = is_control;
    }
    out
}

/// Whether there is nothing to read in the line.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

/// The line as HTML: escaped, filtered, links made if the channel wants them.
pub(crate) fn format(text: &str, filters: &[Filter], makes_links: bool) -> String {
    let escaped = escape(text);
    let (without, links) = take_links(&escaped);
    let links: Vec<String> = links.into_iter().map(|link| made(link, filters, makes_links)).collect();
    sanitize(&put_links(&apply_all(filters, &without, false), &links))
}

/// The text with every character of markup written as an entity.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '(' => out.push_str("&#40;"),
            ')' => out.push_str("&#41;"),
            other => out.push(other),
        }
    }
    out
}

/// The text with a mark in place of each link, and the links.
fn take_links(text: &str) -> (String, Vec<&str>) {
    let (mut out, mut links, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some((before, link, after)) = find_link(rest) {
        out.push_str(before);
        out.push(PLACE_OF_LINK);
        links.push(link);
        rest = after;
    }
    (out + rest, links)
}

/// The first `word://host…` of a text: what is before, itself, and what is after.
fn find_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find("://").map(|at| from + at) {
        let before = text.get(..at)?;
        let word = before.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let length = address_length(text.get(at + 3..)?);
        if let (1.., Some(length)) = (word, length) {
            let (start, end) = (at - word, at + 3 + length);
            return Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?));
        }
        from = at + 3;
    }
    None
}

/// Whether there is a link in the line, as it was typed.
pub(crate) fn has_link(text: &str) -> bool {
    find_link(text).is_some()
}

/// Length of host, port and path at the start of a text, if there is a host.
fn address_length(text: &str) -> Option<usize> {
    let host = match text.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((inner, _)) if !inner.is_empty() && inner.chars().all(|c| c.is_ascii_hexdigit() || c == ':') => {
            inner.len() + 2
        }
        _ => text.find(|c: char| ":/[]".contains(c) || c.is_whitespace()).unwrap_or(text.len()),
    };
    if host == 0 {
        return None;
    }
    let rest = text.get(host..)?;
    let port = rest.strip_prefix(':').map_or(0, |digits| digits.bytes().take_while(u8::is_ascii_digit).count());
    let port = if port > 0 { port + 1 } else { 0 };
    let path = rest.get(port..)?;
    let path = if path.starts_with('/') { path.find(char::is_whitespace).unwrap_or(path.len()) } else { 0 };
    Some(host + port + path)
}

fn put_links(text: &str, links: &[String]) -> String {
    let mut links = links.iter();
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            PLACE_OF_LINK => out.push_str(links.next().map_or("", String::as_str)),
            other => out.push(other),
        }
    }
    out
}

/// What becomes of a link: what a filter makes of it, else a link that leads there if the channel wants such.
///
/// Source: the order of these is not observed.
fn made(link: &str, filters: &[Filter], makes_links: bool) -> String {
    let filtered = apply_all(filters, link, true);
    if filtered != link || !makes_links {
        return filtered;
    }
    format!("<a href=\"{link}\" target=\"_blank\" rel=\"noopener noreferrer\">{link}</a>")
}

#[cfg(test)]
mod tests {
    use super::super::filter::stock_filters;
    use super::*;

    fn linked(link: &str) -> String {
        let link = link.replace('&', "&amp;");
        format!(r#"<a href="{link}" target="_blank" rel="noopener noreferrer">{link}</a>"#)
    }

    #[test]
    fn lines_become_the_recorded_html() {
        for (text, html) in [
            ("a & b &amp; c <b>x</b>", "a &amp; b &amp;amp; c &lt;b&gt;x&lt;/b&gt;".to_owned()),
            ("quotes \" and ' and (parens)", "quotes \" and ' and (parens)".to_owned()),
            ("www.example.com no", "www.example.com no".to_owned()),
            ("javascript:alert(1) ://x x://", "javascript:alert(1) ://x x://".to_owned()),
            ("http://a.example:80/x_y_z?p=1&q=2", linked("http://a.example:80/x_y_z?p=1&q=2")),
            ("(http://a.example)", format!("({}", linked("http://a.example)"))),
            ("http://[::1]:8080/x", linked("http://[::1]:8080/x")),
            ("*http://a.example/*x*", format!("*{}", linked("http://a.example/*x*"))),
            ("\u{eeee} nothing", " nothing".to_owned()),
        ] {
            assert_eq!(format(text, &stock_filters(), true), html, "{text:?}");
        }
        assert_eq!(format("*b* http://x", &[], false), "*b* http://x");
    }

    #[test]
    fn long_lines_are_cut_by_utf16_units() {
        assert_eq!(cut(&"x".repeat(400)).len(), 320);
        let cut = cut(&format!("x{}", "🍕".repeat(200)));
        assert_eq!(cut.chars().count(), 161);
        assert!(cut.ends_with('\u{fffd}'));
    }

    #[test]
    fn controls_become_single_spaces() {
        assert_eq!(without_controls("a\t\nb\0c  d"), "a b c  d");
        assert!(is_blank(" \u{feff}\u{a0}"));
    }
}
