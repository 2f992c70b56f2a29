//! The source's texts are HTML, often encoded twice: made into plain text.

/// Entities by name that the chat server and its filters write.
const ENTITIES: [(&str, char); 7] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", ' '), ("copy", '©')];

/// Longest entity, its ampersand left out. Unit: bytes.
const MAX_ENTITY: usize = 9;

/// Longest tag. Unit: bytes. What has no end by then is no tag.
const MAX_TAG: usize = 4_096;

/// `html` as plain text: links by their text, pictures by their name, no other tags, entities decoded, blanks collapsed.
pub(super) fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    // Where the open link leads, and where its text begins.
    let mut link: Option<(&str, usize)> = None;
    while let Some((before, here)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        text.push_str(before);
        let Some((tag, after)) = tag(here) else {
            text.push('<');
            rest = here.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').find(|part| !part.is_empty()).unwrap_or_default();
        match (name.to_ascii_lowercase().as_str(), tag.starts_with('/')) {
            ("a", false) => link = Some((attribute(tag, "href").unwrap_or_default(), text.len())),
            ("a", true) => {
                if let Some((address, _)) = link.take().filter(|(_, from)| is_blank(text.get(*from..))) {
                    text.push_str(address);
                }
            }
            ("img", _) => text.push_str(attribute(tag, "title").or_else(|| attribute(tag, "alt")).unwrap_or_default()),
            ("br", _) => text.push(' '),
            _ => {}
        }
    }
    text.push_str(rest);
    collapsed(&decoded(&text))
}

/// `text` with its entities decoded, those that were encoded twice too.
pub(super) fn decoded(text: &str) -> String {
    let once = decode(text);
    if once.contains('&') { decode(&once) } else { once }
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, here)) = rest.find('&').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        if let Some((sign, after)) = entity(here) {
            out.push(sign);
            rest = after;
        } else {
            out.push('&');
            rest = here.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The sign that the entity at the start of `here` stands for, and what follows it.
fn entity(here: &str) -> Option<(char, &str)> {
    let (name, after) = here.strip_prefix('&')?.split_once(';').filter(|(name, _)| name.len() <= MAX_ENTITY)?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some((char::from_u32(code).filter(|sign| *sign != '\0')?, after));
    }
    let (_, sign) = ENTITIES.iter().find(|(known, _)| *known == name)?;
    Some((*sign, after))
}

/// The inside of the tag at the start of `here`, and what follows it. A `>` within quotes does not end it.
fn tag(here: &str) -> Option<(&str, &str)> {
    let inside = here.strip_prefix('<')?;
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
        return None;
    }
    let mut quote = None;
    for (at, sign) in inside.char_indices().take_while(|(at, _)| *at <= MAX_TAG) {
        match (quote, sign) {
            (None, '>') => return Some((inside.get(..at)?, inside.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let is_it =
            before.trim_end().rsplit(char::is_whitespace).next().is_some_and(|word| word.eq_ignore_ascii_case(name));
        let after = after.trim_start();
        let (value, following) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after.get(1..)?.split_once(quote)?,
            _ => after.split_at_checked(after.find(char::is_whitespace).unwrap_or(after.len()))?,
        };
        if is_it {
            return Some(value);
        }
        rest = following;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_what_was_said() {
        for (html, text) in [
            ("hello", "hello"),
            ("a &amp; b &lt;3 &quot;x&quot; &#39;y&#39; &#x27;z&#x27;", "a & b <3 \"x\" 'y' 'z'"),
            ("&amp;lt;b&amp;gt; &amp;amp;", "<b> &"),
            ("see <a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\">this page</a> now", "see this page now"),
            ("<a href=\"https://a.example/?x=1&amp;y=2\"></a>", "https://a.example/?x=1&y=2"),
            ("<a href='https://a.example/'><img src=\"x\"></a>", "https://a.example/"),
            ("nice <img class=\"emote\" src=\"https://a.example/k.png\" title=\":kappa:\"> one", "nice :kappa: one"),
            ("<img src='x' alt='alt text'/>", "alt text"),
            ("<img src='x'>", ""),
            ("<strong>big</strong> <span class=\"greentext\">&gt;mood</span>", "big >mood"),
            ("2 < 3 and 3 > 2, <3", "2 < 3 and 3 > 2, <3"),
            ("  a \n\t b&nbsp;&nbsp;c ", "a b c"),
            ("<a", "<a"),
            ("&bogus; &; & &#0; &#99999999;", "&bogus; &; & &#0; &#99999999;"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    proptest! {
        #[test]
        fn junk_is_taken(html in "\\PC*") {
            plain(&html);
        }

        #[test]
        fn tags_and_entities_in_any_order_are_taken(html in "(<a href=\"|<img title='|</a>|&amp;|&#|<|>|\"|x| ){0,30}") {
            let text = plain(&html);
            prop_assert_eq!(text.trim(), text.as_str());
        }
    }
}
