//! What is seen of a picture when its server is asked, and what that says of it.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use crate::clock::since;

/// Longest time that a server may have us wait before we ask again.
pub const MAX_WAIT: Duration = Duration::from_hours(24);

/// Longest kind of content that is repeated in a reason. Unit: bytes.
const MAX_KIND_BYTES: usize = 40;

/// What came of asking for a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What was seen.
    pub sight: Sight,
    /// How long its server has us wait before we ask again.
    pub wait: Option<Duration>,
}

/// What was seen of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A server answered.
    Answer {
        /// With this status.
        status: u16,
        /// And this kind of content.
        kind: String,
    },
    /// The name of the host leads nowhere.
    NoHost,
    /// Nobody answered in time.
    Silence,
    /// No connection came about, or it broke off.
    Broken,
    /// It is where we do not go: inside a network, on an odd port, or behind too many redirects.
    Barred,
    /// It was not asked for: its host has us wait.
    Waiting,
    /// Nobody at all answered, on any host: it is we who are cut off.
    Offline,
}

/// What that says of the picture. Source: `platform.md`, 8.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is there.
    Alive,
    /// It is not.
    Dead,
    /// It may be there again soon: counts half.
    Doubtful,
    /// Nobody knows: counts nothing, either way.
    Unclear,
}

impl Seen {
    /// That, with no wait.
    pub const fn plain(sight: Sight) -> Self {
        Self { sight, wait: None }
    }

    /// Whether a server answered.
    pub const fn is_answer(&self) -> bool {
        matches!(self.sight, Sight::Answer { .. })
    }

    /// What it says of the picture.
    pub fn verdict(&self) -> Verdict {
        match &self.sight {
            Sight::Answer { status: 200..=299, kind } if is_picture(kind) => Verdict::Alive,
            Sight::Answer { status: 200..=299 | 404 | 410 | 451, .. } | Sight::NoHost => Verdict::Dead,
            // 408 is a timeout that the server noticed first.
            Sight::Answer { status: 408 | 429 | 500..=599, .. } | Sight::Silence | Sight::Broken => Verdict::Doubtful,
            Sight::Answer { .. } | Sight::Barred | Sight::Waiting | Sight::Offline => Verdict::Unclear,
        }
    }

    /// What is wrong, in a few words; what a server wrote is made harmless.
    pub fn reason(&self) -> String {
        match &self.sight {
            Sight::Answer { status: 200..=299, kind } if kind.is_empty() => {
                "no picture but something unnamed".to_owned()
            }
            Sight::Answer { status: 200..=299, kind } => format!("no picture but {}", harmless(kind)),
            Sight::Answer { status, .. } => format!("status {status}"),
            Sight::NoHost => "no such host".to_owned(),
            Sight::Silence => "no answer in time".to_owned(),
            Sight::Broken => "no answer".to_owned(),
            Sight::Barred => "not a public address".to_owned(),
            Sight::Waiting => "its host has us wait".to_owned(),
            Sight::Offline => "no host answers".to_owned(),
        }
    }
}

/// How long a server has us wait, by its header `Retry-After`: seconds, or a moment, which its own clock (the header
/// `Date`) turns into a wait. Source: RFC 9110, 10.2.3.
pub fn wait_of(retry_after: &str, date: &str) -> Option<Duration> {
    let retry_after = retry_after.trim();
    let wait = if retry_after.starts_with(|c: char| c.is_ascii_digit()) {
        retry_after.parse().ok().map(Duration::from_secs)
    } else {
        moment(retry_after).zip(moment(date)).map(|(then, now)| since(now, then))
    };
    wait.map(|wait| wait.min(MAX_WAIT)).filter(|wait| !wait.is_zero())
}

fn moment(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

/// Whether content of that kind is a picture. Source: `platform.md`, 8.3.
fn is_picture(kind: &str) -> bool {
    let name = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.strip_prefix("image/").is_some_and(|rest| !rest.is_empty()) || name == "video/webm"
}

fn harmless(kind: &str) -> String {
    let name = kind.split(';').next().unwrap_or_default().trim();
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "/+.-".contains(*c)).take(MAX_KIND_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &str) -> Sight {
        Sight::Answer { status, kind: kind.to_owned() }
    }

    #[test]
    fn a_verdict_goes_by_the_status_and_what_is_sent() {
        for (sight, verdict, reason) in [
            (answer(200, "image/png"), Verdict::Alive, "no picture but image/png"),
            (answer(206, "IMAGE/SVG+XML; charset=utf-8"), Verdict::Alive, "no picture but IMAGE/SVG+XML"),
            (answer(200, "video/webm"), Verdict::Alive, "no picture but video/webm"),
            (answer(200, "video/mp4"), Verdict::Dead, "no picture but video/mp4"),
            (answer(200, "text/html; charset=utf-8"), Verdict::Dead, "no picture but text/html"),
            (answer(200, "<b>x</b> y"), Verdict::Dead, "no picture but bx/by"),
            (answer(200, "image/"), Verdict::Dead, "no picture but image/"),
            (answer(200, ""), Verdict::Dead, "no picture but something unnamed"),
            (answer(404, "image/png"), Verdict::Dead, "status 404"),
            (answer(410, ""), Verdict::Dead, "status 410"),
            (answer(451, ""), Verdict::Dead, "status 451"),
            (Sight::NoHost, Verdict::Dead, "no such host"),
            (answer(408, ""), Verdict::Doubtful, "status 408"),
            (answer(429, ""), Verdict::Doubtful, "status 429"),
            (answer(500, "image/png"), Verdict::Doubtful, "status 500"),
            (answer(599, ""), Verdict::Doubtful, "status 599"),
            (Sight::Silence, Verdict::Doubtful, "no answer in time"),
            (Sight::Broken, Verdict::Doubtful, "no answer"),
            (answer(403, ""), Verdict::Unclear, "status 403"),
            (answer(405, ""), Verdict::Unclear, "status 405"),
            (answer(416, ""), Verdict::Unclear, "status 416"),
            (answer(302, ""), Verdict::Unclear, "status 302"),
            (answer(999, ""), Verdict::Unclear, "status 999"),
            (Sight::Barred, Verdict::Unclear, "not a public address"),
            (Sight::Waiting, Verdict::Unclear, "its host has us wait"),
            (Sight::Offline, Verdict::Unclear, "no host answers"),
        ] {
            let seen = Seen::plain(sight);
            assert_eq!((seen.verdict(), seen.reason().as_str()), (verdict, reason), "{seen:?}");
        }
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_moment() {
        const NOW: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (retry_after, date, seconds) in [
            ("120", "", Some(120)),
            (" 5 ", NOW, Some(5)),
            ("999999999", "", Some(86_400)),
            ("0", "", None),
            ("99999999999999999999999", "", None),
            ("-5", "", None),
            ("1.5", "", None),
            ("soon", NOW, None),
            ("", "", None),
            ("Sun, 06 Nov 1994 08:50:37 GMT", NOW, Some(60)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", NOW, None),
            ("Sun, 06 Nov 1994 07:49:37 GMT", NOW, None),
            ("Fri, 06 Nov 2099 08:49:37 GMT", NOW, Some(86_400)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", "", None),
        ] {
            let wait = seconds.map(Duration::from_secs);
            assert_eq!(wait_of(retry_after, date), wait, "{retry_after} at {date}");
        }
    }
}
