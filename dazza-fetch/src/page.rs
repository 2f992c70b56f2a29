//! What was fetched: a page or a piece of JSON, as text.

use reqwest::Url;

/// What kind of content is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people; its beginning will do.
    Html,
    /// JSON; of use whole only.
    Json,
    /// Plain text; likewise.
    Text,
}

/// Something that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it was found in the end.
    pub url: Url,
    /// What it says, as far as it was read.
    pub text: String,
}

impl Kind {
    /// What is asked for by the header `Accept`.
    pub(super) const fn accept(self) -> &'static str {
        match self {
            Self::Html => "text/html, application/xhtml+xml",
            Self::Json => "application/json",
            Self::Text => "text/plain",
        }
    }

    /// Whether a part of it is of no use.
    pub(super) const fn is_of_use_whole_only(self) -> bool {
        !matches!(self, Self::Html)
    }

    /// Whether a content of that type is of this kind.
    pub(super) fn takes(self, content_type: &str) -> bool {
        let name = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match self {
            Self::Html => ["text/html", "application/xhtml+xml"].contains(&name.as_str()),
            Self::Text => name == "text/plain",
            Self::Json => name == "application/json" || (name.starts_with("application/") && name.ends_with("+json")),
        }
    }
}

/// How far into a page its own word on its letters may stand. Source: HTML standard, 4.2.5.4, `<meta charset>`.
const PRESCAN_BYTES: usize = 1024;

/// The bytes of a page as text: by the letters that the server, or the page itself, says it is written in.
///
/// UTF-8 and Latin-1 are known; all else is read as UTF-8, with marks for what is none.
pub(super) fn decode(bytes: &[u8], content_type: &str) -> String {
    let beginning = String::from_utf8_lossy(bytes.get(..PRESCAN_BYTES).unwrap_or(bytes)).to_ascii_lowercase();
    let told = charset(&content_type.to_ascii_lowercase()).or_else(|| charset(&beginning));
    let is_latin =
        told.is_some_and(|name| ["iso-8859-1", "latin1", "windows-1252", "us-ascii"].contains(&name.as_str()));
    if is_latin {
        bytes.iter().copied().map(char::from).collect()
    } else {
        String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned()
    }
}

/// What follows the first `charset=`.
fn charset(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("charset=")?;
    let name = rest.trim_start_matches(['"', '\'', ' ']);
    Some(name.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_as_they_are_meant() {
        for (bytes, content_type, text) in [
            (&b"caf\xc3\xa9"[..], "text/html", "café"),
            (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=utf-8", "café"),
            (b"caf\xe9", "text/html; charset=ISO-8859-1", "café"),
            (b"<meta charset=\"latin1\">caf\xe9", "text/html", "<meta charset=\"latin1\">café"),
            (b"caf\xe9", "text/html; charset=koi8-r", "caf\u{fffd}"),
            (b"", "text/html; charset=", ""),
        ] {
            assert_eq!(decode(bytes, content_type), text);
        }
    }

    #[test]
    fn only_what_was_asked_for_is_taken() {
        assert!(Kind::Html.takes("Text/HTML; charset=utf-8") && Kind::Html.takes("application/xhtml+xml"));
        assert!(Kind::Json.takes("application/json") && Kind::Json.takes("application/ld+json;x"));
        for content_type in ["", "text/plain", "application/octet-stream", "image/png", "text/htmlx", "+json"] {
            assert!(!Kind::Html.takes(content_type) && !Kind::Json.takes(content_type), "{content_type}");
        }
        assert!(Kind::Text.takes("text/plain; charset=utf-8") && !Kind::Text.takes("text/html"));
        assert!(!Kind::Json.takes("text/html") && !Kind::Html.takes("application/json"));
    }
}
