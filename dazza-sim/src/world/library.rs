//! What a link leads to: the item that a real server would ask another site about.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::seed::{LinkSeed, MediaSeed};

/// What somebody wants to add.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    pub(super) kind: &'a str,
    pub(super) id: &'a str,
    pub(super) title: Option<&'a str>,
    /// A length that is believed where there is no way to ask. Unit: seconds.
    pub(super) duration: Option<f64>,
}

/// Kinds a link can be of, and how the link is written around the id.
///
/// Source: `cytube-protocol`, section 5, types; the links of `yt` and `tw` from the recordings, the others from the
/// sites themselves.
const KINDS: [(&str, &str); 19] = [
    ("yt", "https://youtu.be/"),
    ("yp", "https://youtube.com/playlist?list="),
    ("vi", "https://vimeo.com/"),
    ("dm", "https://dailymotion.com/video/"),
    ("sc", ""),
    ("li", "https://livestream.com/"),
    ("tw", "https://twitch.tv/"),
    ("tv", "https://twitch.tv/videos/"),
    ("tc", "https://clips.twitch.tv/"),
    ("rt", ""),
    ("hl", ""),
    ("cu", ""),
    ("gd", "https://docs.google.com/file/d/"),
    ("fi", ""),
    ("sb", "https://streamable.com/"),
    ("pt", ""),
    ("cm", ""),
    ("bc", "https://www.bitchute.com/video/"),
    ("nv", "https://www.nicovideo.jp/watch/"),
];

/// Shortest length that a link is given by rule, and how much longer it may be. Unit: seconds.
const LENGTHS: (u32, u32) = (60, 540);

/// Longest title. Source: `cytube-protocol`, section 5. Unit: characters.
const MAX_TITLE: usize = 100;

impl Wanted<'_> {
    /// Whether it goes on without an end.
    ///
    /// Source: `cytube-protocol`, section 5.
    pub(super) fn is_live(&self) -> bool {
        ["li", "tw", "rt", "cu", "hl"].contains(&self.kind)
    }

    /// The link, as refusals name it; empty for an unknown kind.
    pub(super) fn link(&self) -> String {
        let kind = KINDS.iter().find(|(kind, _)| *kind == self.kind);
        kind.map(|(_, before)| format!("{before}{}", self.id)).unwrap_or_default()
    }

    /// Finds the item: in the seed, or by rule.
    ///
    /// # Errors
    ///
    /// What whoever adds it is told.
    pub(super) fn look_up(&self, library: &[LinkSeed]) -> Result<MediaSeed, String> {
        if let Some(link) = library.iter().find(|link| link.kind == self.kind && link.id == self.id) {
            return link.found.clone();
        }
        let media = |title: String, seconds| {
            let title = title.chars().take(MAX_TITLE).collect();
            MediaSeed { title, seconds, id: self.id.to_owned(), kind: self.kind.to_owned(), ..MediaSeed::default() }
        };
        match self.kind {
            "cu" => self.embed(),
            "tw" => Ok(media(format!("Twitch.tv - {}", self.id), 0)),
            "li" => Ok(media(format!("Livestream.com - {}", self.id), 0)),
            "rt" | "hl" => Ok(media("Livestream".to_owned(), 0)),
            "fi" => Err("Raw file playback is not enabled on this server".to_owned()),
            "yp" => Err("Lists of other sites cannot be looked up on this server".to_owned()),
            kind if KINDS.iter().any(|(known, _)| *known == kind) => {
                Ok(media(format!("{kind} {}", self.id), self.seconds()))
            }
            kind => Err(format!("Unknown media type &#39;{}&#39;", crate::chat::escape(kind))),
        }
    }

    /// A length for what no seed knows: the one that was given, or always the same for the same id.
    fn seconds(&self) -> u32 {
        let given = self.duration.filter(|seconds| (1.0..f64::from(u32::MAX)).contains(seconds));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within range just above")]
        let given = given.map(|seconds| seconds as u32);
        let mixed = self.id.bytes().fold(0_u32, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(byte.into()));
        given.unwrap_or(LENGTHS.0 + mixed % LENGTHS.1)
    }

    /// A custom embed: an `iframe` or `object` with its source, under a hash in place of an id.
    ///
    /// Source: the recordings of `media-change`: the id is the hash of what was sent.
    fn embed(&self) -> Result<MediaSeed, String> {
        let tag = ["iframe", "object"].into_iter().find(|tag| self.id.trim_start().starts_with(&format!("<{tag}")));
        let (Some(tag), Some(source)) = (tag, attribute(self.id, "src").or_else(|| attribute(self.id, "data"))) else {
            return Err("Invalid embed code".to_owned());
        };
        if !source.starts_with("https://") {
            return Err("Invalid embed.  The source must be served over HTTPS.".to_owned());
        }
        let hash = BASE64_STANDARD.encode(Sha256::digest(self.id.as_bytes()));
        let embed = json!({ "tag": tag, "src": source });
        let meta: Map<String, Value> = [("embed".to_owned(), embed)].into_iter().collect();
        let title = self.title.unwrap_or("Custom Media").chars().take(MAX_TITLE).collect();
        Ok(MediaSeed { title, id: format!("cu:{hash}"), kind: "cu".to_owned(), meta, ..MediaSeed::default() })
    }
}

/// The value of an attribute in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted<'a>(kind: &'a str, id: &'a str) -> Wanted<'a> {
        Wanted { kind, id, title: None, duration: None }
    }

    #[test]
    fn what_no_seed_knows_gets_a_title_and_a_length_by_rule() {
        let one = wanted("yt", "dQw4w9WgXcQ").look_up(&[]).unwrap();
        assert_eq!(one, wanted("yt", "dQw4w9WgXcQ").look_up(&[]).unwrap());
        assert_eq!(one.title, "yt dQw4w9WgXcQ");
        assert!((60..600).contains(&one.seconds));
        let timed = Wanted { duration: Some(42.5), ..wanted("pt", "x") };
        assert_eq!(timed.look_up(&[]).unwrap().seconds, 42);
        assert_eq!(wanted("li", "x").look_up(&[]).unwrap().seconds, 0);
        assert!(wanted("yp", "x").look_up(&[]).is_err());
    }

    #[test]
    fn embeds_need_a_tag_and_a_safe_source() {
        for bad in ["", "hello", "<iframe></iframe>", "<script src=\"https://x\">", "<iframe src=\"http://x\">"] {
            assert!(wanted("cu", bad).look_up(&[]).is_err(), "{bad}");
        }
        let media = wanted("cu", "<object data=\"https://x/y\"></object>").look_up(&[]).unwrap();
        assert_eq!(media.meta["embed"], json!({ "tag": "object", "src": "https://x/y" }));
        assert_eq!(media.title, "Custom Media");
    }

    #[test]
    fn links_are_written_as_people_know_them() {
        assert_eq!(wanted("tw", "otherchan").link(), "https://twitch.tv/otherchan");
        assert_eq!(wanted("cm", "http://x/y.json").link(), "http://x/y.json");
        assert_eq!(wanted("zz", "x").link(), "");
    }
}
