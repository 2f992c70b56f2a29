//! The last pass over HTML: harmless tags kept and balanced, entities restored, links with unknown schemes blunted.

/// Schemes a link may lead to.
///
/// Source: `cytube-protocol`, 4.2, links of unknown schemes lose their `href`.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

/// Entities that escaping made and that come back as characters, inside tags and outside.
///
/// Source: `cytube-protocol`, 4.2: quotes and brackets arrive unchanged.
const RESTORED: [(&str, char); 4] = [("&quot;", '"'), ("&#39;", '\''), ("&#40;", '('), ("&#41;", ')')];

/// Tags that may stand in a line or a message of the day.
///
/// Source: `cytube-protocol`, 4.2, a whitelist of which only parts were seen; the rest is what rooms are known to use.
const TAGS: [&str; 44] = [
    "a",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "marquee",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// Tags without an end.
const VOID: [&str; 3] = ["br", "hr", "img"];

/// Tags that go with all that is in them.
const SWALLOWED: [&str; 3] = ["script", "style", "textarea"];

/// Attributes that may stand in a tag.
const ATTRIBUTES: [&str; 16] = [
    "align",
    "alt",
    "behavior",
    "class",
    "color",
    "colspan",
    "direction",
    "height",
    "href",
    "rel",
    "rowspan",
    "src",
    "style",
    "target",
    "title",
    "width",
];

/// Cleans HTML: only harmless tags and attributes stay, and every tag that is opened is closed.
pub(crate) fn sanitize(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((text, tagged)) = rest.split_once('<') {
        restore(text, false, &mut out);
        if !tagged.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            out.push_str("&lt;");
            rest = tagged;
            continue;
        }
        let (tag, tail) = tagged.split_once('>').unwrap_or((tagged, ""));
        rest = tail;
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or("");
        if tag.starts_with('/') {
            close(name, &mut open, &mut out);
        } else if SWALLOWED.contains(&name) {
            rest = tail.split_once(&format!("</{name}>")).map_or("", |(_, after)| after);
        } else if TAGS.contains(&name) {
            begin(name, tag.get(name.len()..).unwrap_or(""), &mut out);
            open.extend((!VOID.contains(&name)).then_some(name));
        }
    }
    restore(rest, false, &mut out);
    while let Some(name) = open.pop() {
        end(name, &mut out);
    }
    out
}

/// Closes `name` and all that was opened since; a tag that is not open is dropped.
fn close(name: &str, open: &mut Vec<&str>, out: &mut String) {
    if let Some(at) = open.iter().rposition(|opened| *opened == name) {
        for name in open.drain(at..).rev() {
            end(name, out);
        }
    }
}

/// Opens a tag with those of its attributes that are harmless.
fn begin(name: &str, attributes: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    let mut rest = attributes;
    while let Some((before, value)) = rest.split_once('=') {
        let key = before.split_whitespace().last().unwrap_or("");
        let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
        let value = value.get(quote.map_or(0, char::len_utf8)..).unwrap_or("");
        let (value, tail) = value.split_once(quote.unwrap_or(' ')).unwrap_or((value, ""));
        rest = tail;
        let is_harmless = !["href", "src"].contains(&key) || is_known(value);
        if ATTRIBUTES.contains(&key) && is_harmless {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            restore(&value.replace('"', "&quot;"), true, out);
            out.push('"');
        }
    }
    out.push('>');
}

fn end(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Whether a link leads where browsers may go; what does not begin like a scheme is a relative link.
fn is_known(href: &str) -> bool {
    let Some((scheme, _)) = href.split_once(':') else { return true };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    !is_scheme || SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme))
}

fn restore(text: &str, is_attribute: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (plain, entity) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let known = RESTORED.iter().find(|(name, c)| entity.starts_with(name) && !(is_attribute && *c == '"'));
        if let Some((name, character)) = known {
            out.push(*character);
            rest = entity.get(name.len()..).unwrap_or("");
        } else {
            out.push_str(if is_entity(entity) { "&" } else { "&amp;" });
            rest = entity.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
}

/// Whether a text that begins with `&` begins with an entity.
fn is_entity(text: &str) -> bool {
    let name = text.get(1..).and_then(|rest| rest.split_once(';')).map_or("", |(name, _)| name);
    !name.is_empty() && name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_balanced_and_entities_restored() {
        for (html, clean) in [
            ("it&#39;s &quot;x&quot; &#40;y&#41; &lt;b&gt; &amp;quot;", "it's \"x\" (y) &lt;b&gt; &amp;quot;"),
            ("<strong>a <em>b</strong> c</em>", "<strong>a <em>b</em></strong> c"),
            ("<s>open", "<s>open</s>"),
            ("stray</em>", "stray"),
            ("<a href=\"foo://x\" target=\"_blank\">foo://x</a>", "<a target=\"_blank\">foo://x</a>"),
            ("<b>Welcome</b><script>x</script> & enjoy", "<b>Welcome</b> &amp; enjoy"),
            (
                "<i onclick=\"x()\" style='color: red' title=a>x<br><u>y</u> 1 <3",
                "<i style=\"color: red\" title=\"a\">x<br>y 1 &lt;3</i>",
            ),
            (
                "<img src=\"javascript:x\" alt=\"x\"><img src=\"https://x/y.png\"/>",
                "<img alt=\"x\"><img src=\"https://x/y.png\">",
            ),
            ("<script>never closed", ""),
            ("<a href=\"ftp://x/&#40;y&quot;\">z</a>", "<a href=\"ftp://x/(y&quot;\">z</a>"),
        ] {
            assert_eq!(sanitize(html), clean, "{html:?}");
        }
    }
}
