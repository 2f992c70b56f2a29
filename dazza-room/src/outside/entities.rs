//! Decodes what HTML writes in roundabout ways, once.

/// The names that titles are written with. Source: HTML standard, 13.5, named character references.
const NAMED: [(&str, char); 36] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("times", '×'),
    ("euro", '€'),
    ("pound", '£'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("oacute", 'ó'),
    ("iacute", 'í'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("ccedil", 'ç'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
];

/// Longest reference, its `&` and `;` aside. Unit: bytes.
const MAX_LENGTH: usize = 10;

/// `text` with each reference replaced by what it stands for; what is none, or unknown, stays.
pub(in crate::outside) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= MAX_LENGTH);
        let read = reference.and_then(|(name, behind)| Some((character(name)?, behind)));
        let (character, behind) = read.unwrap_or(('&', after));
        out.push(character);
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    };
    let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
    let code = hex.unwrap_or_else(|| number.parse()).ok()?;
    char::from_u32(code).filter(|c| *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        for (html, text) in [
            ("a &amp; b", "a & b"),
            ("&amp;amp; &amp;#39;", "&amp; &#39;"),
            ("&#39;&#x1F355;&#X41;&eacute;", "'🍕Aé"),
            (
                "&unknown; &; & &#; &#x; &#xD800; &#0; &#99999999999;",
                "&unknown; &; & &#; &#x; &#xD800; &#0; &#99999999999;",
            ),
            ("AT&T; 1 & 2 &amp", "AT&T; 1 & 2 &amp"),
        ] {
            assert_eq!(decoded(html), text);
        }
    }
}
