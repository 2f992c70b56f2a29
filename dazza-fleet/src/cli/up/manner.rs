//! How the changes of a fleet are shown: a line each, for people or as JSON.

use dazza_shared::clock::Clock;
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::supervisor::{Notice, RoomNotice};

/// For whom a line is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    /// People.
    Words,
    /// Programs.
    Json,
}

impl Manner {
    /// The next notice, as a line.
    pub(crate) async fn next(self, notices: &mut Receiver<Notice>) -> String {
        match (notices.recv().await, self) {
            (Ok(notice), _) => self.line(&notice),
            (Err(RecvError::Lagged(n)), Self::Words) => format!("({n} changes left out)"),
            (Err(RecvError::Lagged(n)), Self::Json) => json!({ "changes_left_out": n }).to_string(),
            (Err(RecvError::Closed), _) => std::future::pending().await,
        }
    }

    /// A notice as one line: time, room, phase, and why, or which process.
    pub(crate) fn line(self, notice: &Notice) -> String {
        let now = Clock::System.now();
        let time = now.to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S");
        let RoomNotice { room, phase, reason, pid } = match (notice, self) {
            (Notice::Room(about), _) => about,
            (Notice::Fleet(told), Self::Words) => return format!("{time} {told}"),
            (Notice::Fleet(told), Self::Json) => return json!({ "time": now, "told": told }).to_string(),
        };
        match self {
            Self::Words => {
                let pid = || pid.map(|pid| format!("process {pid}")).unwrap_or_default();
                let why = reason.clone().unwrap_or_else(pid);
                format!("{time} {:<16} {phase:<12} {why}", room.as_str()).trim_end().to_owned()
            }
            Self::Json => {
                json!({ "time": now, "room": room, "phase": phase, "reason": reason, "pid": pid }).to_string()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::phase::Phase;

    use super::*;

    #[test]
    fn a_notice_is_a_line_in_either_manner() {
        let reason = Some("wrong password".to_owned());
        let about = RoomNotice { room: "thepub".parse().unwrap(), phase: Phase::Blocked, reason, pid: Some(7) };
        let notice = Notice::Room(about.clone());
        let told: serde_json::Value = serde_json::from_str(&Manner::Json.line(&notice)).unwrap();
        assert_eq!((&told["room"], &told["phase"], &told["pid"]), (&"thepub".into(), &"blocked".into(), &7.into()));
        assert_eq!(Manner::Json.line(&notice).lines().count(), 1);
        let joined = Notice::Room(RoomNotice { phase: Phase::Joined, reason: None, ..about });
        let told = Manner::Words.line(&joined);
        assert!(told.ends_with(" thepub           joined       process 7"), "{told}");
    }
}
