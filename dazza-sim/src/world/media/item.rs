//! One item of a playlist, and how it is sent.

use serde_json::{Value, json};

use crate::seed::MediaSeed;

#[derive(Clone, Debug)]
pub(in crate::world) struct Item {
    pub(in crate::world) uid: u64,
    pub(in crate::world) media: MediaSeed,
}

impl Item {
    /// As `playlist` and `queue` send it.
    pub(in crate::world) fn json(&self) -> Value {
        let media = &self.media;
        json!({ "media": media_json(media), "uid": self.uid, "temp": media.is_temporary, "queueby": media.added_by })
    }
}

/// As `changeMedia` sends it, but for its position.
pub(super) fn media_json(media: &MediaSeed) -> Value {
    json!({
        "id": media.id,
        "title": media.title,
        "seconds": media.seconds,
        "duration": if media.seconds > 0 { duration(media.seconds.into()) } else { "--:--".to_owned() },
        "type": media.kind,
        "meta": media.meta,
    })
}

/// A length as people read it, hours only where there are any.
pub(super) fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours:02}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_by_people() {
        for (seconds, text) in [(0, "00:00"), (309, "05:09"), (4_009, "01:06:49")] {
            assert_eq!(duration(seconds), text);
        }
    }
}
