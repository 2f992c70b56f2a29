//! Looks through a page for what it is called. Tolerant: whatever a page holds, something is made of it or nothing is.

use crate::outside::entities::decoded;

/// What a page says of itself; texts as they are meant, white space as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// `og:title`.
    og: Option<String>,
    /// `twitter:title`.
    twitter: Option<String>,
    /// The text of `title`.
    title: Option<String>,
    /// The text of the first `h1`.
    heading: Option<String>,
    /// `og:site_name`.
    pub(super) site: Option<String>,
}

impl Names {
    /// What may be its title, the best first. Source: `platform.md`, 3.7.
    pub(super) fn titles(&self) -> impl Iterator<Item = &str> {
        [&self.og, &self.twitter, &self.title, &self.heading].into_iter().filter_map(Option::as_deref)
    }
}

/// Elements whose text holds no tags. Source: HTML standard, 13.1.2, raw text and escapable raw text elements.
const RAW: [&str; 4] = ["script", "style", "textarea", "noscript"];

/// Longest text of a title or heading that is looked at. Unit: bytes.
const MAX_TEXT: usize = 2_000;

/// What `html` says of itself.
pub(super) fn names(html: &str) -> Names {
    let mut names = Names::default();
    let mut rest = html;
    while let Some((_, here)) = rest.split_once('<') {
        if let Some(comment) = here.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(tag) = Tag::at(here) else {
            rest = here;
            continue;
        };
        rest = tag.after;
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "meta" => names.meta(&tag),
            "title" if names.title.is_none() => names.title = text_until(rest, "</title"),
            "h1" if names.heading.is_none() => names.heading = text_until(rest, "</h1"),
            raw if RAW.contains(&raw) => rest = behind(rest, &format!("</{raw}")),
            _ => {}
        }
    }
    names
}

impl Names {
    fn meta(&mut self, tag: &Tag<'_>) {
        let (Some(name), Some(content)) =
            (tag.attribute("property").or_else(|| tag.attribute("name")), tag.attribute("content"))
        else {
            return;
        };
        let place = match name.to_ascii_lowercase().as_str() {
            "og:title" => &mut self.og,
            "twitter:title" => &mut self.twitter,
            "og:site_name" => &mut self.site,
            _ => return,
        };
        place.get_or_insert_with(|| decoded(cut(content)));
    }
}

/// A tag that opens an element.
struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
    after: &'a str,
}

impl<'a> Tag<'a> {
    /// The tag whose inside `here` begins with.
    fn at(here: &'a str) -> Option<Self> {
        let n_name = here.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (name, rest) = here.split_at(n_name);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let (attributes, after) = rest.split_at_checked(end_of_tag(rest))?;
        // What a tag without end would say is cut off, or not meant.
        Some(match after.strip_prefix('>') {
            Some(after) => Self { name, attributes, after },
            None => Self { name, attributes: "", after },
        })
    }

    /// The value of that attribute, as it is written.
    fn attribute(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let n_name = rest.find(|c: char| c.is_whitespace() || "=/".contains(c)).unwrap_or(rest.len()).max(1);
            let (name, behind) = rest.split_at_checked(n_name)?;
            let (value, behind) = value(behind);
            if name.eq_ignore_ascii_case(wanted) {
                return value;
            }
            rest = behind;
        }
    }
}

/// Where the tag ends that `rest` is the inside of; a `>` in a quoted value does not end it. One without end is all that is left.
fn end_of_tag(rest: &str) -> usize {
    let (mut quote, mut before) = (None, ' ');
    for (at, c) in rest.char_indices() {
        match quote {
            None if c == '>' => return at,
            None if before == '=' && ['"', '\''].contains(&c) => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
    }
    rest.len()
}

/// The value that `rest` begins with, and what follows it; none for an attribute that has none.
fn value(rest: &str) -> (Option<&str>, &str) {
    let Some(written) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { return (None, rest) };
    if let Some(quote) = written.chars().next().filter(|c| ['"', '\''].contains(c)) {
        let inside = written.get(1..).unwrap_or_default();
        return inside.split_once(quote).map_or((Some(inside), ""), |(value, behind)| (Some(value), behind));
    }
    let (value, behind) = written.split_at(written.find(char::is_whitespace).unwrap_or(written.len()));
    (Some(value), behind)
}

/// The text up to `end`, its tags left out; nothing if there is no end to it.
fn text_until(html: &str, end: &str) -> Option<String> {
    let near = cut(html);
    let at = find(near, end).or_else(|| (near.len() < html.len()).then_some(near.len()))?;
    let mut text = String::new();
    let mut rest = near.get(..at)?;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        if let Some((_, behind)) = tag.split_once('>').filter(|_| is_tag) {
            text.push(' ');
            rest = behind;
        } else {
            text.push('<');
            rest = tag;
        }
    }
    text.push_str(rest);
    Some(decoded(&text))
}

/// What follows the first `mark`; nothing if there is none.
fn behind<'a>(html: &'a str, mark: &str) -> &'a str {
    find(html, mark).and_then(|at| html.get(at..)).unwrap_or_default()
}

/// Where `mark`, which is in lower case, stands in `html` in any case.
fn find(html: &str, mark: &str) -> Option<usize> {
    let mut windows = html.as_bytes().windows(mark.len());
    windows.position(|window| window.eq_ignore_ascii_case(mark.as_bytes()))
}

/// The beginning of `text`, as much as is looked at.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn best(html: &str) -> Option<String> {
        names(html).titles().next().map(str::to_owned)
    }

    #[test]
    fn a_page_is_called_by_the_best_of_its_names() {
        let all = "<h1>d</h1><title>c</title><meta name=\"twitter:title\" content=\"b\"><meta property='og:title' content='a'>";
        let names = names(all);
        assert_eq!(names.titles().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        for (html, title) in [
            ("<meta content=\"first\" property=og:title><meta property=og:title content=second>", Some("first")),
            ("<META PROPERTY=\"OG:Title\" CONTENT=\"A &amp; B &quot;C&quot;\" />", Some("A & B \"C\"")),
            ("<meta property=\"og:title\" content=\"a > b\">", Some("a > b")),
            ("<meta property=\"og:title\" content=\"don't\">", Some("don't")),
            ("<meta property=og:title content=unquoted/>", Some("unquoted/")),
            ("<html><head><TITLE lang=en>\n  Snags\n</TITLE>", Some("\n  Snags\n")),
            ("<title>1 < 2</title>", Some("1 < 2")),
            ("<h1 class=x>The <em>big</em> one</h1>", Some("The  big  one")),
            ("<!-- <title>no</title> --><title>yes</title>", Some("yes")),
            ("<script>var x = '<title>no</title>';</script><title>yes</title>", Some("yes")),
            ("<SCRIPT>if (a<b) x</SCRIPT ><title>yes</title>", Some("yes")),
            ("<svg><title>icon</title></svg><title>page</title>", Some("icon")),
            ("<titles>no</titles><header>no</header>", None),
            ("<title>never closed", None),
            ("<meta property=\"og:title\"><meta content=x>", None),
            ("<meta property=\"og:title\" content=\"never closed", None),
            ("<!-- <title>never</title>", None),
            ("<script><title>never</title>", None),
            ("<a title=don't><title>yes</title>", Some("yes")),
            ("<a title='x><title>never</title>", None),
            ("<title>yes</title><a href=", Some("yes")),
            ("", None),
            ("<<<<>>>>< title>x</ title>", None),
        ] {
            assert_eq!(best(html).as_deref(), title, "{html}");
        }
    }

    #[test]
    fn a_title_without_measure_is_cut() {
        let long = format!("<title>{}</title>", "é".repeat(5_000));
        assert_eq!(best(&long).unwrap().chars().count(), 1_000);
    }

    #[test]
    fn hostile_pages_are_gone_through_in_reasonable_time() {
        for piece in ["<", "<a ", "<title>", "<!--", "<script>", "<meta property=\"", "<h1>", "&", "<meta a=", "<a '>"]
        {
            names(&piece.repeat(512 * 1024 / piece.len()));
        }
    }

    proptest! {
        #[test]
        fn junk_is_taken(html in "\\PC*") {
            names(&html);
        }

        #[test]
        fn broken_pages_are_taken(
            html in "(<|>|/|!--|-->|title|meta|h1|script|property|content|og:title|=|\"|'| |é|&amp;|&#x0;|&){0,60}"
        ) {
            names(&html);
        }

        #[test]
        fn what_a_page_is_called_is_found(title in "[a-zA-Z0-9 &<>\"'é🍕-]{1,60}") {
            let escaped = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            let found = best(&format!("<p>x<meta property=\"og:title\" content=\"{escaped}\">"));
            prop_assert_eq!(found, Some(title.clone()));
            prop_assert_eq!(best(&format!("<title>{escaped}</title>")), Some(title));
        }
    }
}
