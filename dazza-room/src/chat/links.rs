//! Finds the links in a chat line, and spells each in one way.

use dazza_shared::store::gallery::MAX_URL_BYTES;

use super::html::{as_typed, hrefs};

/// What marks the end of a sentence rather than of a link.
const SENTENCE_ENDS: &str = ".,;:!?'\"";

/// Endings of pictures. Source: `commands-and-games.md`, 9.4.
const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "webm"];

/// A link somebody posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// As posted.
    pub url: String,
    /// With a scheme, the host in lower case without `www.`, and no slash at the end.
    pub normalized: String,
    /// The host in lower case, without `www.` and port.
    pub domain: String,
    /// Where it leads.
    pub kind: LinkKind,
}

/// Where a link leads. Source: `platform.md`, 3.7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// To `YouTube`.
    YouTube,
    /// To Vimeo.
    Vimeo,
    /// To a picture, by the ending of its path.
    Image,
    /// Anywhere else.
    Other,
}

impl Link {
    /// The address of the picture that it leads to: the name of one of the usual endings, perhaps with a query.
    ///
    /// Nothing for an address with a name and password in it, which is nobody's business, or one beyond all measure.
    pub fn picture(&self) -> Option<&str> {
        let address = self.url.split('#').next()?;
        let (_, rest) = address.split_once("://")?;
        let (authority, path) = rest.split_at_checked(rest.find('/')?)?;
        let is_kept = is_picture(path) && !authority.contains('@') && address.len() <= MAX_URL_BYTES;
        is_kept.then_some(address)
    }

    /// Whether anything is done with it besides storing it.
    pub fn is_of_note(&self) -> bool {
        self.kind == LinkKind::YouTube || self.picture().is_some()
    }
}

/// All links in a line as the server sent it, each once, in order: those it made links of, then those in the text.
///
/// Links to `YouTube` are found without a scheme too.
pub fn links(html: &str) -> Vec<Link> {
    links_beside(html, &as_typed(html))
}

/// The same of a line of which it is known how it was typed.
pub fn links_beside(html: &str, text: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let posted = hrefs(html);
    for link in posted.iter().map(String::as_str).chain(text.split_whitespace()).filter_map(link_in) {
        if links.iter().all(|known| known.normalized != link.normalized) {
            links.push(link);
        }
    }
    links
}

/// The link that `word` holds.
fn link_in(word: &str) -> Option<Link> {
    // No address is without one, and most words are.
    if !word.contains('.') {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let start = ["http://", "https://"].iter().filter_map(|scheme| lower.find(scheme)).min();
    let start = start.unwrap_or_else(|| word.len() - word.trim_start_matches(['(', '"', '\'']).len());
    let url = trimmed(word.get(start..)?);
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, url),
    };
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    let authority = authority.rsplit('@').next()?.to_lowercase();
    let authority = authority.strip_prefix("www.").unwrap_or(&authority);
    let domain = authority.split(':').next()?;
    if !is_domain(domain) || scheme.is_none() && !(is_of(domain, YOUTUBE) && path.len() > 1) {
        return None;
    }
    let normalized = format!("{}://{authority}{}", scheme.as_deref().unwrap_or("https"), without_slashes(path));
    Some(Link { url: url.to_owned(), normalized, domain: domain.to_owned(), kind: kind(domain, path) })
}

/// `url` without what belongs to the sentence around it: a bracket at its end stays if it was opened in it.
fn trimmed(url: &str) -> &str {
    let mut url = url.split(['<', '>', '"']).next().unwrap_or_default();
    let mut n_too_many = url.matches(')').count().saturating_sub(url.matches('(').count());
    loop {
        let shorter = match url.strip_suffix(')') {
            Some(shorter) if n_too_many > 0 => {
                n_too_many -= 1;
                Some(shorter)
            }
            Some(_) => None,
            None => url.strip_suffix(|c: char| SENTENCE_ENDS.contains(c)),
        };
        match shorter {
            Some(shorter) => url = shorter,
            None => return url,
        }
    }
}

/// `path` without slashes at its end, and without the sentence's marks that come to light below them.
fn without_slashes(mut path: &str) -> &str {
    loop {
        let shorter = trimmed(path.trim_end_matches('/'));
        if shorter == path {
            return path;
        }
        path = shorter;
    }
}

/// Hosts of `YouTube`. Source: `platform.md`, 3.7.
const YOUTUBE: &[&str] = &["youtube.com", "youtu.be"];

/// Hosts of Vimeo.
const VIMEO: &[&str] = &["vimeo.com"];

fn kind(domain: &str, path: &str) -> LinkKind {
    match domain {
        domain if is_of(domain, YOUTUBE) => LinkKind::YouTube,
        domain if is_of(domain, VIMEO) => LinkKind::Vimeo,
        _ if is_picture(path) => LinkKind::Image,
        _ => LinkKind::Other,
    }
}

fn is_picture(path: &str) -> bool {
    let file = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    file.rsplit_once('.').is_some_and(|(_, ending)| PICTURES.contains(&ending))
}

/// Whether `domain` is one of `hosts` or lies below one.
fn is_of(domain: &str, hosts: &[&str]) -> bool {
    hosts.iter().any(|host| domain.strip_suffix(host).is_some_and(|below| below.is_empty() || below.ends_with('.')))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    domain.contains('.') && domain.split('.').all(is_label)
}

impl LinkKind {
    /// What it is called in the store. Source: `platform.md`, 3.7.
    pub const fn name(self) -> &'static str {
        match self {
            Self::YouTube => "youtube",
            Self::Vimeo => "vimeo",
            Self::Image => "image",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_is_spelled_one_way() {
        for (posted, normalized, domain, kind) in [
            (
                "https://www.YouTube.com/watch?v=AbC",
                "https://youtube.com/watch?v=AbC",
                "youtube.com",
                LinkKind::YouTube,
            ),
            ("m.youtube.com/watch?v=AbC", "https://m.youtube.com/watch?v=AbC", "m.youtube.com", LinkKind::YouTube),
            ("youtu.be/abcdefghijk", "https://youtu.be/abcdefghijk", "youtu.be", LinkKind::YouTube),
            ("(youtu.be/abcdefghijk)", "https://youtu.be/abcdefghijk", "youtu.be", LinkKind::YouTube),
            ("http://pub.example/", "http://pub.example", "pub.example", LinkKind::Other),
            ("HTTPS://Pub.Example:8080/A/", "https://pub.example:8080/A", "pub.example", LinkKind::Other),
            ("https://me:pw@pub.example/x", "https://pub.example/x", "pub.example", LinkKind::Other),
            ("https://player.vimeo.com/1", "https://player.vimeo.com/1", "player.vimeo.com", LinkKind::Vimeo),
            ("https://a.example/p.JPG?w=1", "https://a.example/p.JPG?w=1", "a.example", LinkKind::Image),
            ("https://notyoutube.com/x", "https://notyoutube.com/x", "notyoutube.com", LinkKind::Other),
            ("(https://a.example/x).", "https://a.example/x", "a.example", LinkKind::Other),
            ("https://a.example/x_(y),", "https://a.example/x_(y)", "a.example", LinkKind::Other),
            ("http://a.example:80/./", "http://a.example:80", "a.example", LinkKind::Other),
            ("look:https://a.example/x!?", "https://a.example/x", "a.example", LinkKind::Other),
        ] {
            let found = links(posted);
            let [link] = found.as_slice() else { panic!("{posted}: {found:?}") };
            assert_eq!((link.normalized.as_str(), link.domain.as_str(), link.kind), (normalized, domain, kind));
        }
    }

    #[test]
    fn a_picture_is_known_by_its_ending() {
        for (posted, picture) in [
            ("https://a.example/p.jpg", Some("https://a.example/p.jpg")),
            ("look https://www.a.example/x/P.WebP?w=1&h=2.", Some("https://www.a.example/x/P.WebP?w=1&h=2")),
            ("(https://a.example/p.gif)", Some("https://a.example/p.gif")),
            ("https://a.example/p.svg#part", Some("https://a.example/p.svg")),
            ("https://vimeo.com/p.webm", Some("https://vimeo.com/p.webm")),
            ("https://a.example/p.jpgx", None),
            ("https://a.example/?p=x.jpg", None),
            ("https://a.png", None),
            ("https://me:pw@a.example/p.png", None),
            ("https://a.example/png", None),
        ] {
            let links = links(posted);
            assert_eq!(links.first().and_then(Link::picture), picture, "{posted}");
        }
        assert_eq!(
            links(&format!("https://a.example/{}.png", "x".repeat(2_000))).first().and_then(Link::picture),
            None
        );
    }

    #[test]
    fn what_is_no_link_is_left_alone() {
        for text in [
            "a.example",
            "youtube.com",
            "www.a.example/x",
            "https://",
            "https://localhost/x",
            "http://.",
            "3.50",
            "https://[::1]/x",
        ] {
            assert_eq!(links(text), [], "{text}");
        }
    }

    #[test]
    fn links_are_found_in_attributes_and_text_and_each_once() {
        let line = "<a href=\"https://a.example/?x=1&amp;y=2\" target=\"_blank\">https://a.example/?x=1&amp;y=2</a> and \
                    <a class='b' href='http://b.example'>this</a> youtu.be/abcdefghijk https://www.a.example/?x=1&amp;y=2";
        let found: Vec<_> = links(line).into_iter().map(|link| link.normalized).collect();
        assert_eq!(found, ["https://a.example/?x=1&y=2", "http://b.example", "https://youtu.be/abcdefghijk"]);
    }

    proptest! {
        #[test]
        fn junk_is_taken(text in "\\PC*") {
            links(&text);
        }

        #[test]
        fn a_spelling_stays_as_it_is(text in "(https?://|)(www.|)(youtube.com|a.example)(:80|)/[a-z./?=()&#-]{0,12}") {
            for link in links(&text) {
                let again = links(&link.normalized);
                prop_assert!(again.iter().all(|again| again.normalized == link.normalized), "{again:?} {link:?}");
            }
        }
    }
}
