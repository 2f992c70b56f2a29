//! What plays now: told by the server again and again, and begun only now and then.

use crate::cytube::event::Media;

/// What is on the screen.
#[derive(Debug, Default)]
pub struct Screen {
    media: Option<Media>,
    leader: Option<Box<str>>,
    is_locked: bool,
    /// Whether what is told from now on happens now; before the roster it is how things are.
    is_live: bool,
}

/// How near to its end something must have played so that the same once more is another play. Unit: seconds.
///
/// Source: `cytube-protocol`, 5: it ends 2 s after its length, positions are told every 5 s; some more for slow lines.
const END: f64 = 10.0;

impl Screen {
    /// The server tells what plays; says whether that has begun just now.
    ///
    /// Source: `cytube-protocol`, 5: it is told too at the join, when a player is ready, after a shuffle, and for a jump to
    /// what plays already; a list of one item repeats it.
    pub fn change(&mut self, media: Media) -> bool {
        let is_other = self.media.as_ref().is_none_or(|now| (&now.kind, &now.id) != (&media.kind, &media.id));
        let is_again = media.position < 0.0 && self.media.as_ref().is_some_and(is_at_its_end);
        self.media = Some(media);
        self.is_live && (is_other || is_again)
    }

    /// The server tells how far it has played.
    pub fn update(&mut self, position: f64, is_paused: bool) {
        if let Some(media) = &mut self.media {
            (media.position, media.is_paused) = (position, is_paused);
        }
    }

    /// The playlist is empty: nothing plays.
    pub fn clear(&mut self) {
        self.media = None;
    }

    /// Somebody leads in place of the server, or nobody does.
    pub fn lead(&mut self, leader: Option<Box<str>>) {
        self.leader = leader;
    }

    /// Whether the playlist is locked.
    pub fn lock(&mut self, is_locked: bool) {
        self.is_locked = is_locked;
    }

    /// What follows happens now.
    pub fn go_live(&mut self) {
        self.is_live = true;
    }

    /// Whether what is told happens now.
    pub fn is_live(&self) -> bool {
        self.is_live
    }

    /// What plays, if anything does.
    pub fn media(&self) -> Option<&Media> {
        self.media.as_ref()
    }

    /// Who leads, if it is not the server.
    pub fn leader(&self) -> Option<&str> {
        self.leader.as_deref()
    }

    /// Whether only those of a higher rank may change the playlist.
    pub fn is_locked(&self) -> bool {
        self.is_locked
    }
}

fn is_at_its_end(media: &Media) -> bool {
    media.seconds > 0 && media.position >= f64::from(media.seconds) - END
}

/// Where something is on the web; `None` for what has no page of its own.
///
/// Source: `platform.md`, 3.11.
pub fn page_of(kind: &str, id: &str) -> Option<String> {
    let halves = || id.split_once(';').filter(|(first, second)| !first.is_empty() && !second.is_empty());
    Some(match kind {
        "yt" => format!("https://youtu.be/{id}"),
        "vi" => format!("https://vimeo.com/{id}"),
        "dm" => format!("https://www.dailymotion.com/video/{id}"),
        "li" => format!("https://livestream.com/{id}"),
        "tw" => format!("https://www.twitch.tv/{id}"),
        "tv" => format!("https://www.twitch.tv/videos/{}", id.trim_start_matches('v')),
        "tc" => format!("https://clips.twitch.tv/{id}"),
        "gd" => format!("https://drive.google.com/file/d/{id}/view"),
        "sb" => format!("https://streamable.com/{id}"),
        "bc" => format!("https://www.bitchute.com/video/{id}/"),
        "nv" => format!("https://www.nicovideo.jp/watch/{id}"),
        "pt" => halves().map(|(domain, uuid)| format!("https://{domain}/videos/watch/{uuid}"))?,
        "bn" => halves().map(|(artist, track)| format!("https://{artist}.bandcamp.com/track/{track}"))?,
        "od" => {
            halves().map(|(user, video)| format!("https://odysee.com/@{}/{video}", user.trim_start_matches('@')))?
        }
        "sc" | "fi" | "hl" | "cm" | "rt" if id.starts_with("https://") || id.starts_with("http://") => id.to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(id: &str, seconds: u32, position: f64) -> Media {
        Media { id: id.into(), kind: "yt".into(), title: id.into(), seconds, position, is_paused: false }
    }

    #[test]
    fn only_what_begins_while_we_watch_has_begun() {
        let mut screen = Screen::default();
        assert!(!screen.change(media("a", 60, 20.0)), "told at the join");
        screen.go_live();
        assert!(!screen.change(media("a", 60, 21.0)), "a player was ready");
        assert!(screen.change(media("b", 60, -3.0)));
        screen.update(0.0, false);
        assert!(!screen.change(media("b", 60, -3.0)), "somebody jumped to what plays");
        assert!(!screen.change(media("b", 60, 12.0)), "a shuffle");
        screen.update(58.0, false);
        assert!(screen.change(media("b", 60, -3.0)), "a list of one item");
        assert!(screen.change(media("live", 0, 0.0)), "what has no end begins at 0");
        assert!(!screen.change(media("live", 0, 0.0)));
        screen.clear();
        assert!(screen.media().is_none());
        assert!(screen.change(media("live", 0, 0.0)));
    }

    #[test]
    fn pages_are_where_the_server_itself_would_link_to() {
        for (kind, id, page) in [
            ("yt", "dQw4w9WgXcQ", Some("https://youtu.be/dQw4w9WgXcQ")),
            ("sc", "https://soundcloud.example/a/b", Some("https://soundcloud.example/a/b")),
            ("fi", "javascript:alert(1)", None),
            ("pt", "tube.example;6f7e", Some("https://tube.example/videos/watch/6f7e")),
            ("pt", "tube.example", None),
            ("bn", "artist;track", Some("https://artist.bandcamp.com/track/track")),
            ("od", "@user:1;video:2", Some("https://odysee.com/@user:1/video:2")),
            ("tv", "v123", Some("https://www.twitch.tv/videos/123")),
            ("cu", "cu:<iframe>", None),
            ("??", "x", None),
        ] {
            assert_eq!(page_of(kind, id).as_deref(), page, "{kind} {id}");
        }
    }
}
