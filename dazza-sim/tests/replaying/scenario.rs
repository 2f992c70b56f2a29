//! A scenario's file: who connects with what, what the server knows before, and where the replay may differ.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use dazza_shared::names::RoomName;
use dazza_sim::limits::{EventBucket, Limits};
use dazza_sim::seed::Seed;
use serde::Deserialize;

/// A scenario, with its recordings.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    /// What the site did to channels by other ways than a connection, with its time.
    #[serde(default)]
    pub(crate) happenings: Vec<(u64, Happening)>,
    /// The limit of events the server was given.
    events: Option<RawBucket>,
    /// When it began. Unit: milliseconds since 1970.
    pub(crate) start_ms: i64,
    /// Its connections; those that act in the same millisecond act in this order.
    pub(crate) connections: Vec<Connection>,
    /// Ends of the server, and what comes after them.
    #[serde(default)]
    pub(crate) restarts: Vec<Restart>,
    /// What happened on the web site meanwhile.
    #[serde(default)]
    pub(crate) web: Vec<Web>,
    /// Frames that cannot be as they were recorded.
    #[serde(default)]
    pub(crate) allowed: Vec<Allowed>,
    seed: toml::Table,
}

/// What happened to a channel on the site's pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(crate) enum Happening {
    Register { channel: RoomName, owner: String },
    Unload { channel: RoomName },
    Delete { channel: RoomName },
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBucket {
    burst: u32,
    per_second: f64,
}

/// One connection: recorded, or one that was there and not recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connection {
    /// The recording; without one, what was sent is in `sent`.
    pub(crate) file: Option<String>,
    #[serde(default)]
    pub(crate) opens_ms: u64,
    pub(crate) closes_ms: u64,
    /// What the client sent, with its time.
    #[serde(default)]
    pub(crate) sent: Vec<(u64, String)>,
    /// What the server sent.
    #[serde(skip)]
    pub(crate) received: Vec<String>,
    pub(crate) address: Option<IpAddr>,
    pub(crate) cookie: Option<String>,
    /// Whether it speaks Engine.IO 3.
    #[serde(default)]
    pub(crate) is_old_protocol: bool,
    /// Whether the server closed the websocket, and not the client.
    #[serde(default)]
    pub(crate) server_closes: bool,
    /// Why the server looked up the rank later than it let the client in.
    pub(crate) slow_ranks: Option<String>,
    /// Frames that come in the replay, and did not when it was recorded.
    pub(crate) surplus: Option<Surplus>,
}

/// Frames that the recorded server did not send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Surplus {
    /// How many of the recorded frames come before them.
    after: usize,
    frames: Vec<String>,
    /// Why it did not.
    #[expect(dead_code, reason = "for those who read the scenario")]
    why: String,
}

/// The server ends and starts again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Restart {
    pub(crate) ms: u64,
    /// Whether it is stopped in order, and not killed.
    pub(crate) saves: bool,
}

/// Somebody changes their profile on the web site.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Web {
    pub(crate) ms: u64,
    pub(crate) user: String,
    pub(crate) image: String,
    pub(crate) text: String,
}

/// A frame that the replay sends in another way than was recorded.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Allowed {
    /// The recordings that hold it.
    pub(crate) files: Vec<String>,
    pub(crate) recorded: String,
    pub(crate) replayed: String,
    /// Why it cannot be the same.
    pub(crate) why: String,
}

/// How much earlier than the client's first frame the server takes a connection as opened: its pings count from there.
const HANDSHAKE_MS: u64 = 10;

#[derive(Deserialize)]
struct Frame {
    t_ms: u64,
    dir: String,
    raw: String,
}

/// Stands for the close of a websocket by the server among the frames, which a recording does not hold.
pub(crate) const CLOSED: &str = "closed by the server";

impl Scenario {
    pub(crate) fn read(name: &str) -> Self {
        let folder = folder().join(name);
        let text = fs::read_to_string(folder.join("scenario.toml")).unwrap();
        let mut scenario: Self = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for connection in &mut scenario.connections {
            if let Some(file) = connection.file.clone() {
                connection.load(&fs::read_to_string(folder.join(file)).unwrap());
            }
            if connection.server_closes {
                connection.received.push(CLOSED.to_owned());
            }
        }
        scenario
    }

    pub(crate) fn limits(&self) -> Limits {
        let events = self.events.map(|RawBucket { burst, per_second }| EventBucket { burst, per_second });
        Limits { events, ..Limits::stock() }
    }

    pub(crate) fn seed(&self) -> Seed {
        Seed::parse(&toml::to_string(&self.seed).unwrap()).unwrap()
    }
}

impl Connection {
    /// What is to come out of the replay: the recording, and what the recorded server did not send.
    pub(crate) fn expected(&self) -> Vec<String> {
        let mut frames = self.received.clone();
        if let Some(surplus) = &self.surplus {
            frames.splice(surplus.after..surplus.after, surplus.frames.iter().cloned());
        }
        frames
    }

    fn load(&mut self, recording: &str) {
        let frames: Vec<Frame> = recording.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        self.opens_ms = frames[0].t_ms.saturating_sub(HANDSHAKE_MS);
        for frame in frames {
            match frame.dir.as_str() {
                "in" => self.received.push(frame.raw),
                _ => self.sent.push((frame.t_ms, whole(frame.raw))),
            }
        }
    }
}

/// A frame as it was sent; one that was too long to keep says how long it was.
fn whole(frame: String) -> String {
    let Some((start, length)) = frame.split_once('…') else { return frame };
    let Some(length) = length.strip_prefix('(').and_then(|rest| rest.strip_suffix(" chars in all)")) else {
        return frame;
    };
    let missing = length.parse::<usize>().unwrap() - start.len();
    start.to_owned() + &"x".repeat(missing)
}

/// The names of all scenarios.
pub(crate) fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).unwrap().map(Result::unwrap);
    entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings")
}
