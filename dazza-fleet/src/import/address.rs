//! Addresses: cleaned of what the source left on them, spelled one way, and told apart by what they lead to.

use super::plain::decoded;

/// Endings of pictures. Source: `commands-and-games.md`, 9.4.
const PICTURES: [&str; 8] = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "webm"];

/// What marks the end of a sentence rather than of an address.
const SENTENCE_ENDS: [char; 7] = ['.', ',', ';', ':', '!', '?', ')'];

/// Longest address of a picture. Unit: bytes. Longer ones do not fit into an index.
const MAX_BYTES: usize = 2_000;

/// The address of the picture in `text`, if there is one; what was left of markup behind it is cut off.
pub(super) fn picture(text: &str) -> Option<String> {
    // Signs that were encoded become plain and end it then.
    let text = decoded(cut(text.trim()));
    let address = cut(&text).trim_end_matches(SENTENCE_ENDS);
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let (_, path) = rest.split_once('/')?;
    let file = path.split(['?', '#']).next()?.to_ascii_lowercase();
    let (_, ending) = file.rsplit_once('.')?;
    (PICTURES.contains(&ending) && address.len() <= MAX_BYTES).then(|| address.to_owned())
}

fn cut(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || "\"'<>".contains(c)).next().unwrap_or_default()
}

/// The address with a scheme, its host in lower case without `www.`, and no slash at the end; `None` when it is none.
pub(super) fn normalized(url: &str) -> Option<String> {
    let url = decoded(url.trim());
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), url.as_str()),
    };
    let (authority, path) = rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len()))?;
    let host = authority.rsplit('@').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (host.contains('.') && !host.contains(char::is_whitespace))
        .then(|| format!("{scheme}://{host}{}", path.trim_end_matches('/')))
}

/// What plays at `url`: CyTube's two letters for the kind, and the id. What is of no known kind is a file.
pub(super) fn media(url: &str) -> (&'static str, String) {
    let url = decoded(url.trim());
    known(&url).unwrap_or(("fi", url))
}

fn known(url: &str) -> Option<(&'static str, String)> {
    const SOUNDCLOUD: &str = "https://soundcloud.com/";
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.split(['/', '#']).filter(|part| !part.is_empty());
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    let id = match (host, first) {
        ("youtube.com", Some("watch")) => ("yt", query.split('&').find_map(|pair| pair.strip_prefix("v="))?.to_owned()),
        ("youtube.com", Some("shorts" | "embed" | "live")) => ("yt", second?.to_owned()),
        ("youtu.be" | "youtube.com", Some(id)) if id.len() == 11 => ("yt", id.to_owned()),
        ("vimeo.com", Some(id)) if id.bytes().all(|b| b.is_ascii_digit()) => ("vi", id.to_owned()),
        ("dailymotion.com", Some("video")) => ("dm", second?.to_owned()),
        // The source put the address of the site before the whole address once more.
        ("soundcloud.com", Some(_)) => {
            let mut id = url;
            while let Some(inner) = id.strip_prefix(SOUNDCLOUD).filter(|inner| inner.starts_with("http")) {
                id = inner;
            }
            ("sc", id.to_owned())
        }
        ("clips.twitch.tv", Some(id)) => ("tc", id.to_owned()),
        ("twitch.tv", Some("videos")) => {
            let id = second?;
            (if id.bytes().all(|b| b.is_ascii_digit()) { "tv" } else { "tw" }, id.to_owned())
        }
        ("twitch.tv", Some(_)) if second == Some("clip") => ("tc", third?.to_owned()),
        ("drive.google.com", Some("file")) if second == Some("d") => ("gd", third?.to_owned()),
        ("streamable.com", Some(id)) => ("sb", id.to_owned()),
        ("imgur.com", Some("a" | "gallery")) => ("im", second?.to_owned()),
        _ => return None,
    };
    Some(id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_left_on_addresses_of_pictures_is_cut_off() {
        for (text, address) in [
            ("https://a.example/p.jpg", Some("https://a.example/p.jpg")),
            ("https://a.example/p.jpg\"", Some("https://a.example/p.jpg")),
            ("https://a.example/p.jpg</a>", Some("https://a.example/p.jpg")),
            ("https://a.example/p.jpg&quot; target=", Some("https://a.example/p.jpg")),
            ("https://a.example/p.jpg&lt;/a&gt;", Some("https://a.example/p.jpg")),
            ("https://a.example/p.png?w=1&amp;h=2", Some("https://a.example/p.png?w=1&h=2")),
            ("http://a.example/P.GIF).", Some("http://a.example/P.GIF")),
            ("a.example/p.jpg", None),
            ("https://a.example/p.txt", None),
            ("https://a.jpg", None),
            ("ftp://a.example/p.jpg", None),
            ("[object Object]", None),
        ] {
            assert_eq!(picture(text).as_deref(), address, "{text}");
        }
    }

    #[test]
    fn media_are_known_by_their_addresses() {
        for (url, kind, id) in [
            ("https://www.youtube.com/watch?v=abcdefghijk", "yt", "abcdefghijk"),
            ("https://www.youtube.com/watch?a=1&amp;v=abcdefghijk&t=3", "yt", "abcdefghijk"),
            ("https://youtu.be/abcdefghijk", "yt", "abcdefghijk"),
            ("https://vimeo.com/12345", "vi", "12345"),
            ("https://www.dailymotion.com/video/x1", "dm", "x1"),
            ("https://soundcloud.com/a/b", "sc", "https://soundcloud.com/a/b"),
            ("https://soundcloud.com/https://soundcloud.com/a/b", "sc", "https://soundcloud.com/a/b"),
            ("https://www.twitch.tv/videos/123", "tv", "123"),
            ("https://www.twitch.tv/videos/somebody", "tw", "somebody"),
            ("https://clips.twitch.tv/Slug", "tc", "Slug"),
            ("https://drive.google.com/file/d/XYZ/view", "gd", "XYZ"),
            ("https://streamable.com/abc", "sb", "abc"),
            ("https://imgur.com/a/abc", "im", "abc"),
            ("https://a.example/film.mp4", "fi", "https://a.example/film.mp4"),
            ("junk", "fi", "junk"),
        ] {
            assert_eq!(media(url), (kind, id.to_owned()), "{url}");
        }
    }

    #[test]
    fn an_address_is_spelled_one_way() {
        for (url, spelled) in [
            ("https://www.YouTube.com/watch?v=AbC", Some("https://youtube.com/watch?v=AbC")),
            ("youtu.be/abcdefghijk/", Some("https://youtu.be/abcdefghijk")),
            ("http://a.example/?x=1&amp;y=2", Some("http://a.example/?x=1&y=2")),
            ("nonsense", None),
        ] {
            assert_eq!(normalized(url).as_deref(), spelled, "{url}");
        }
    }

    proptest! {
        #[test]
        fn junk_is_taken(text in "\\PC*") {
            picture(&text);
            normalized(&text);
            media(&text);
        }
    }
}
