//! Reads from a link what the chat server calls it: a kind of two letters, and a number of that kind.

use super::links::{Link, LinkKind};

/// Endings of files that browsers play.
const FILES: [&str; 8] = ["mp4", "webm", "ogv", "mov", "mp3", "flac", "ogg", "m4a"];

impl Link {
    /// What it leads to, for the playlist: kind and number. `None` for what no playlist takes.
    ///
    /// Source: `platform.md`, 3.11, read backwards.
    pub fn media(&self) -> Option<(&'static str, String)> {
        let (_, rest) = self.normalized.split_once("://")?;
        let (_, path) = rest.split_once('/')?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.split('#').next()?;
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (kind, id) = match self.domain.as_str() {
            "youtu.be" => ("yt", first),
            _ if self.kind == LinkKind::YouTube => match first {
                "watch" => ("yt", query.split('&').find_map(|pair| pair.strip_prefix("v="))?),
                "shorts" | "live" | "embed" => ("yt", second),
                _ => return None,
            },
            "vimeo.com" => ("vi", first),
            "dailymotion.com" if first == "video" => ("dm", second),
            "dai.ly" => ("dm", first),
            "soundcloud.com" if !second.is_empty() => return Some(("sc", self.url.clone())),
            "clips.twitch.tv" => ("tc", first),
            "twitch.tv" if first == "videos" => return is_id(second).then(|| ("tv", format!("v{second}"))),
            "twitch.tv" => ("tw", first),
            "streamable.com" => ("sb", first),
            "bitchute.com" if first == "video" => ("bc", second),
            "nicovideo.jp" if first == "watch" => ("nv", second),
            _ => return self.file(path),
        };
        is_id(id).then(|| (kind, id.to_owned()))
    }

    /// A file that the server may take as it is: it wants a safe way there.
    fn file(&self, path: &str) -> Option<(&'static str, String)> {
        let (_, ending) = path.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        let kind = if ending == "m3u8" { "hl" } else { "fi" };
        let is_known = kind == "hl" || FILES.contains(&ending.as_str());
        (is_known && self.url.starts_with("https://")).then(|| (kind, self.url.clone()))
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::links::links;

    #[test]
    fn a_link_is_called_as_the_server_calls_it() {
        for (typed, media) in [
            ("https://www.youtube.com/watch?t=4&v=dQw4w9WgXcQ", Some(("yt", "dQw4w9WgXcQ"))),
            ("youtu.be/dQw4w9WgXcQ?t=4", Some(("yt", "dQw4w9WgXcQ"))),
            ("https://m.youtube.com/shorts/abc-_1", Some(("yt", "abc-_1"))),
            ("https://www.youtube.com/playlist?list=x", None),
            ("https://vimeo.com/123", Some(("vi", "123"))),
            ("https://www.dailymotion.com/video/x1", Some(("dm", "x1"))),
            ("https://soundcloud.com/a/b", Some(("sc", "https://soundcloud.com/a/b"))),
            ("https://www.twitch.tv/videos/12", Some(("tv", "v12"))),
            ("https://clips.twitch.tv/Abc", Some(("tc", "Abc"))),
            ("https://twitch.tv/somebody", Some(("tw", "somebody"))),
            ("https://streamable.com/abc", Some(("sb", "abc"))),
            ("https://a.example/film.MP4", Some(("fi", "https://a.example/film.MP4"))),
            ("http://a.example/film.mp4", None),
            ("https://a.example/live.m3u8", Some(("hl", "https://a.example/live.m3u8"))),
            ("https://a.example/page", None),
            ("https://youtu.be/<script>", None),
        ] {
            let found = links(typed).first().and_then(super::Link::media);
            assert_eq!(found.as_ref().map(|(kind, id)| (*kind, id.as_str())), media, "{typed}");
        }
    }
}
