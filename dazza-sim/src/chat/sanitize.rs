//! The last pass over a line: tags balanced, harmless entities restored, links with unknown schemes blunted.

/// Schemes a link may lead to.
///
/// Source: `cytube-protocol`, 4.2, links of unknown schemes lose their `href`.
const SCHEMES: [&str; 5] = ["http", "https", "ftp", "mailto", "tel"];

/// Entities that escaping made and that come back as characters, inside tags and outside.
///
/// Source: `cytube-protocol`, 4.2: quotes and brackets arrive unchanged.
const RESTORED: [(&str, char); 4] = [("&quot;", '"'), ("&#39;", '\''), ("&#40;", '('), ("&#41;", ')')];

/// Cleans a line in which every `<` begins a tag that we wrote.
pub(super) fn sanitize(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((text, tagged)) = rest.split_once('<') {
        restore(text, false, &mut out);
        let (tag, tail) = tagged.split_once('>').unwrap_or((tagged, ""));
        rest = tail;
        if let Some(name) = tag.strip_prefix('/') {
            close(name, &mut open, &mut out);
        } else {
            open.push(tag.split(' ').next().unwrap_or(tag));
            begin(tag, &mut out);
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

fn begin(tag: &str, out: &mut String) {
    out.push('<');
    match tag.split_once(" href=\"").and_then(|(name, rest)| Some((name, rest.split_once('"')?))) {
        Some((name, (href, more))) => {
            out.push_str(name);
            if is_known(href) {
                out.push_str(" href=\"");
                restore(href, true, out);
                out.push('"');
            }
            out.push_str(more);
        }
        None => out.push_str(tag),
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
            out.push('&');
            rest = entity.get(1..).unwrap_or("");
        }
    }
    out.push_str(rest);
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
            ("<a href=\"ftp://x/&#40;y&quot;\">z</a>", "<a href=\"ftp://x/(y&quot;\">z</a>"),
        ] {
            assert_eq!(sanitize(html), clean, "{html:?}");
        }
    }
}
