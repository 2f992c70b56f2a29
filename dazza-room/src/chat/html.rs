//! Turns the HTML in which the server sends chat lines into plain text.

/// What the server escapes, and what for. Source: `cytube-protocol.md`, 4.2.
const ENTITIES: [(&str, char); 8] = [
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&#40;", '('),
    ("&#41;", ')'),
    ("&nbsp;", ' '),
    ("&amp;", '&'),
];

/// Tags that CyTube's stock chat filters make, and the marks they make them from.
///
/// Source: `cytube-protocol.md`, 4.2: `*b*`, `_i_`, `~~s~~`, `` `m` ``.
const STOCK_FILTERS: [(&str, &str); 4] = [("strong", "*"), ("em", "_"), ("s", "~~"), ("code", "`")];

/// How a stock filter begins a spoiler. Source: as above, `[sp]x[/sp]`.
const SPOILER: &str = "span class=\"spoiler\"";

/// Longest inside of a tag: that of a link to an address as long as a line may be, all of it escaped, and some more.
///
/// Source: `cytube-protocol.md`, 4.3: lines have at most 320 units. Unit: bytes.
const MAX_TAG_BYTES: usize = 4_096;

/// The line as its author typed it, as far as that can be told: tags gone, the text of links kept, entities decoded,
/// and the marks that the stock filters ate put back.
///
/// `2*3*4` and `snake_case_name` arrive as `2<strong>3</strong>4` and `snake<em>case</em>name`. Each entity is decoded
/// where it stands and its outcome is not read again, so that `&amp;lt;` gives `&lt;`.
pub fn as_typed(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    let mut n_spoilers = 0_usize;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, here) = rest.split_at(at);
        text.push_str(before);
        if let Some((tag, after)) = tag(here) {
            match tag {
                SPOILER => {
                    n_spoilers += 1;
                    text.push_str("[sp]");
                }
                "/span" if n_spoilers > 0 => {
                    n_spoilers -= 1;
                    text.push_str("[/sp]");
                }
                other => text.push_str(mark_of(other.trim_start_matches('/'))),
            }
            rest = after;
        } else if let Some((entity, character)) = ENTITIES.iter().find(|(entity, _)| here.starts_with(entity)) {
            text.push(*character);
            rest = here.get(entity.len()..).unwrap_or_default();
        } else {
            text.push_str(here.get(..1).unwrap_or_default());
            rest = here.get(1..).unwrap_or_default();
        }
    }
    text.push_str(rest);
    text
}

/// Where the links of a line lead, entities decoded.
pub fn hrefs(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, here)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        if let Some((tag, after)) = tag(here) {
            found.extend(href(tag).map(as_typed));
            rest = after;
        } else {
            rest = here.get(1..).unwrap_or_default();
        }
    }
    found
}

/// The address in the inside of an `a` tag.
fn href(tag: &str) -> Option<&str> {
    let (name, attributes) = tag.split_once(char::is_whitespace)?;
    let (_, value) = attributes.split_once("href=").filter(|_| name.eq_ignore_ascii_case("a"))?;
    let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
    value.split(quote).nth(1)
}

/// The mark that a stock filter makes this tag from; nothing for any other tag.
fn mark_of(tag: &str) -> &'static str {
    STOCK_FILTERS.iter().find(|(name, _)| *name == tag).map_or("", |(_, mark)| mark)
}

/// The inside of the tag that `here` begins with, and what follows it. A `>` in a quoted attribute does not end it.
///
/// What has no end within [`MAX_TAG_BYTES`] is no tag: else a line of nothing but `<a` would be read once for each of them.
fn tag(here: &str) -> Option<(&str, &str)> {
    let inside = here.strip_prefix('<')?;
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let mut quote = None;
    for (at, character) in inside.char_indices().take_while(|(at, _)| *at <= MAX_TAG_BYTES) {
        match (quote, character) {
            (None, '>') => return inside.split_at_checked(at).and_then(|(tag, end)| Some((tag, end.get(1..)?))),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_come_back_as_they_were_sent() {
        for (received, text) in [
            ("hello", "hello"),
            ("&lt;b&gt;x&lt;/b&gt;", "<b>x</b>"),
            ("a &amp; b &amp;&amp; c &amp;amp; d &amp;lt;", "a & b && c &amp; d &lt;"),
            ("&amp;#39; &#39; &quot;&#40;x&#41;", "&#39; ' \"(x)"),
            (
                "see <a href=\"https://e.example/a?x=1&amp;y=2\" target=\"_blank\">https://e.example/a?x=1&amp;y=2</a> now",
                "see https://e.example/a?x=1&y=2 now",
            ),
            ("<a title=\"a > b\">x</a>", "x"),
            ("<strong>bold</strong> <span class=\"spoiler\">spoil</span>", "*bold* [sp]spoil[/sp]"),
            ("<span style=\"color: red\">red</span> <span class=\"spoiler\">open", "red [sp]open"),
            ("snake<em>case</em>name", "snake_case_name"),
            ("<3 and 1 < 2 & 3 &copy;", "<3 and 1 < 2 & 3 &copy;"),
            ("cut off <a href=\"x", "cut off <a href=\"x"),
            ("🍕 ünïcödé", "🍕 ünïcödé"),
        ] {
            assert_eq!(as_typed(received), text, "{received}");
        }
    }

    #[test]
    fn the_marks_that_stock_filters_ate_are_put_back_for_commands() {
        for (received, typed) in [
            ("!calc 2<strong>3</strong>4", "!calc 2*3*4"),
            ("!insult snake<em>case</em>name", "!insult snake_case_name"),
            ("<s>a</s> <code>b</code> <strong class=\"x\">c</strong>", "~~a~~ `b` c*"),
        ] {
            assert_eq!(as_typed(received), typed);
        }
    }

    #[test]
    fn what_is_too_long_for_a_tag_is_text() {
        let link = |n_bytes: usize| format!("<a href=\"{}\">x</a>", "y".repeat(n_bytes));
        assert_eq!(as_typed(&link(4_000)), "x");
        assert_eq!(hrefs(&link(4_000)), ["y".repeat(4_000)]);
        assert_eq!(as_typed(&link(5_000)), link(5_000).trim_end_matches("</a>"));
        assert!(hrefs(&link(5_000)).is_empty());
    }

    proptest! {
        #[test]
        fn what_the_server_escapes_is_read_back(text in "[a-z&<>\"' ;#0-9]{0,40}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;");
            prop_assert_eq!(as_typed(&escaped), text);
        }

        #[test]
        fn junk_is_taken(text in "\\PC*") {
            prop_assert!(as_typed(&text).len() <= text.len());
        }
    }
}
