//! The words on the link between a room and its supervisor: JSON lines over a Unix socket.
//!
//! A room dials `run/fleet.sock` and says [`ToFleet::Hello`]; the supervisor answers [`ToRoom::Welcome`]. Either side
//! may vanish at any time without hurting the other.

use std::net::SocketAddr;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::config::RoomSettings;
use crate::counters::Counters;
use crate::exit::Exit;
pub use crate::live_event::{LiveEvent, OnScreen};
use crate::names::{PlayerName, RoomName};
use crate::phase::{LinePhase, StorePhase};
use crate::store::Access;

/// Version of this protocol; a supervisor and a room that differ part at once.
pub const PROTOCOL: u32 = 6;

/// Longest line on the link, its line feed included. Unit: bytes.
///
/// Source: architecture, section 3.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// What a room says to its supervisor.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToFleet {
    /// The first line: who this is.
    Hello(Hello),
    /// "I am well", once a second, from the room's own loop.
    Beat(Box<Beat>),
    /// Something that watchers of the live feed see.
    Event(LiveEvent),
    /// May I connect to the chat server now?
    ConnectAsk,
    /// The connection that the gate was opened for is over, or never came to be.
    ConnectOver {
        /// What the chat server has against our address, if that was why.
        refused: Option<AddressRefusal>,
    },
    /// Have another room tell somebody this in private.
    Pass {
        /// The other room.
        room: RoomName,
        /// Whom.
        to: PlayerName,
        /// What.
        text: String,
    },
    /// The last line: leaving in order.
    Bye {
        /// Why, in words for the operator.
        reason: String,
        /// The exit code that follows.
        code: u8,
    },
}

/// What a chat server may have against an address: it concerns all rooms that connect from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressRefusal {
    /// Connects came too fast.
    RateLimited,
    /// The address is banned.
    Banned,
}

/// Who dials in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hello {
    /// The room it serves.
    pub room: RoomName,
    /// Its process id; checked against the socket's peer credentials.
    pub pid: i32,
    /// Its version, as in `Cargo.toml`.
    pub version: String,
    /// The [`PROTOCOL`] it speaks.
    pub protocol: u32,
}

/// How a room is, said once a second.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Beat {
    /// Its line to the chat server.
    pub line: LinePhase,
    /// Its way to the database.
    pub store: StorePhase,
    /// Why it is not joined or does without the database, in words for the operator.
    pub reason: Option<String>,
    /// What its operator should look at though it is at work.
    pub warning: Option<String>,
    /// When it tries again by itself, if a try is set.
    pub next_try: Option<Timestamp>,
    /// What it has counted since its process began.
    pub counters: Counters,
    /// What it holds right now.
    pub gauges: Gauges,
    /// The last failure since its process began.
    pub last_error: Option<LastError>,
}

/// What a room holds at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gauges {
    /// Named people in the room.
    pub players: u64,
    /// Those of them who are away from the keyboard.
    pub afk: u64,
    /// Connections in the room, anonymous ones included.
    pub viewers: u64,
    /// What plays.
    pub on_screen: Option<OnScreen>,
    /// Entries of the playlist.
    pub playlist: u64,
    /// Lines that wait in the outbox.
    pub outbox: u64,
    /// Commands that wait for the database.
    pub deeds: u64,
    /// Records that wait to be stored in the database.
    pub unstored: u64,
    /// Those of them that are on the disk.
    #[serde(default)]
    pub spooled: u64,
    /// What these take there. Unit: bytes.
    #[serde(default)]
    pub spool_bytes: u64,
    /// When the oldest of these happened.
    #[serde(default)]
    pub spooled_since: Option<Timestamp>,
}

/// A failure, with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct LastError {
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub time: Timestamp,
    /// What happened, in words for the operator.
    pub text: String,
}

/// What a supervisor says to a room.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToRoom {
    /// The answer to a hello: all that the room needs to work.
    Welcome(Box<Welcome>),
    /// The connect gate is open for this room: dial now.
    ConnectGo,
    /// New settings; those that can change while running do so at once.
    Reconfigure(Box<Welcome>),
    /// Say this in the room.
    Say {
        /// One public line.
        text: String,
    },
    /// Leave the chat server and join anew, by the same process.
    Reconnect,
    /// Another room has this for somebody, in private; dropped if they are not here.
    Pass {
        /// Whom.
        to: PlayerName,
        /// What.
        text: String,
    },
    /// Finish what is in hand, say bye and exit.
    Drain,
}

/// All that a room needs to work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// The room's checked settings.
    pub settings: RoomSettings,
    /// The account it signs in with.
    pub credentials: Credentials,
    /// The room's place in the fleet, from 0: what it gates itself by when no supervisor answers.
    pub slot: u32,
    /// The room's own way to the database; nothing while the supervisor itself has none.
    pub database: Option<Access>,
    /// What the supervisor serves on the web; nothing when it serves nothing there, or is too old to tell.
    #[serde(default)]
    pub web: Option<WebFacts>,
}

/// What a supervisor serves on the web.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebFacts {
    /// Where it listens.
    pub address: SocketAddr,
    /// How many things may be asked for there.
    pub n_endpoints: u64,
    /// How many follow the live feed there.
    #[serde(default)]
    pub n_watchers: u64,
    /// Since when.
    pub since: Timestamp,
}

/// A name and a password for the chat server. They travel on the link and nowhere else.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credentials {
    /// The account, or the guest name when there is no password.
    pub username: String,
    /// The account's password.
    #[serde(serialize_with = "expose")]
    pub password: Option<SecretString>,
    /// The channel's password, if it has one.
    #[serde(serialize_with = "expose")]
    pub channel_password: Option<SecretString>,
}

#[expect(clippy::ref_option, reason = "serde hands the field over by reference")]
fn expose<S: Serializer>(secret: &Option<SecretString>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(ExposeSecret::expose_secret).serialize(serializer)
}

/// Why a line could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The socket failed.
    #[error("the link to the other side failed")]
    Io(#[from] std::io::Error),
    /// A line beyond [`MAX_LINE_BYTES`].
    #[error("a line on the link is longer than {MAX_LINE_BYTES} bytes")]
    TooLong,
    /// A line that is not a message of ours.
    #[error("a line on the link is not a message")]
    NotAMessage(#[source] serde_json::Error),
}

/// Reads the next message; `None` when the other side has closed.
///
/// Not safe to cancel: give it a task of its own. `buffer` is scratch that keeps its capacity.
///
/// # Errors
///
/// [`LinkError`] in each of its variants; after `TooLong` or `Io` the stream is of no more use.
pub async fn receive<M, R>(reader: &mut R, buffer: &mut Vec<u8>) -> Result<Option<M>, LinkError>
where
    M: DeserializeOwned,
    R: AsyncBufRead + Unpin,
{
    if !receive_line(reader, buffer).await? {
        return Ok(None);
    }
    serde_json::from_slice(buffer).map(Some).map_err(LinkError::NotAMessage)
}

/// Reads the next line into `buffer`, in place of what is in it; `false` when the other side has closed. Not safe to cancel.
///
/// # Errors
///
/// `TooLong` or `Io`, after which the stream is of no more use.
pub async fn receive_line<R>(reader: &mut R, buffer: &mut Vec<u8>) -> Result<bool, LinkError>
where
    R: AsyncBufRead + Unpin,
{
    buffer.clear();
    let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX);
    let length = reader.take(limit).read_until(b'\n', buffer).await?;
    match buffer.last() {
        Some(b'\n') => Ok(true),
        Some(_) if length >= MAX_LINE_BYTES => Err(LinkError::TooLong),
        None | Some(_) => Ok(false), // closed, or cut off in the middle of a line: the other side died
    }
}

/// Writes one message as one line.
///
/// # Errors
///
/// `Io` when the other side is gone, `TooLong` when the message does not fit a line.
pub async fn send<M, W>(writer: &mut W, message: &M) -> Result<(), LinkError>
where
    M: Serialize,
    W: AsyncWrite + Unpin,
{
    let mut line = serde_json::to_vec(message).map_err(LinkError::NotAMessage)?;
    line.push(b'\n');
    if line.len() > MAX_LINE_BYTES {
        return Err(LinkError::TooLong);
    }
    Ok(writer.write_all(&line).await?)
}

/// How the line of a beat begins.
const BEAT: &[u8] = b"{\"type\":\"beat\",";

impl ToFleet {
    /// Whether a line that a room sent is a beat.
    pub fn is_beat(line: &[u8]) -> bool {
        line.starts_with(BEAT)
    }

    /// What a line says that a room sent.
    ///
    /// # Errors
    ///
    /// `NotAMessage`.
    pub fn of_line(line: &[u8]) -> Result<Self, LinkError> {
        // Nearly all that comes is beats, and serde takes a message apart twice when it has to find out first what it is.
        let read = if Self::is_beat(line) {
            serde_json::from_slice(line).map(Self::Beat)
        } else {
            serde_json::from_slice(line)
        };
        read.map_err(LinkError::NotAMessage)
    }

    /// The last line of a room that ends with `exit`.
    pub fn bye(reason: impl Into<String>, exit: Exit) -> Self {
        Self::Bye { reason: reason.into(), code: exit.code() }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::{Environment, FleetConfig};

    #[tokio::test]
    async fn a_message_crosses_the_link_and_secrets_stay_out_of_debug() {
        let credentials = Credentials {
            username: "dazza".to_owned(),
            password: Some("hunter2".to_owned().into()),
            channel_password: None,
        };
        assert!(!format!("{credentials:?}").contains("hunter2"));
        let mut wire = Vec::new();
        send(&mut wire, &credentials).await.unwrap();
        let back: Credentials = receive(&mut wire.as_slice(), &mut Vec::new()).await.unwrap().unwrap();
        assert_eq!(back.password.unwrap().expose_secret(), "hunter2");
    }

    #[test]
    fn a_line_is_what_was_sent_whatever_it_is() {
        let beat = Beat {
            line: LinePhase::Joined,
            store: StorePhase::Up,
            reason: Some("why".to_owned()),
            warning: None,
            next_try: Some(Timestamp::UNIX_EPOCH),
            counters: Counters { lines_in: 7, ..Counters::default() },
            gauges: Gauges { players: 3, ..Gauges::default() },
            last_error: None,
        };
        for (said, is_beat) in [
            (ToFleet::Beat(Box::new(beat)), true),
            (ToFleet::ConnectAsk, false),
            (ToFleet::bye("done", Exit::Done), false),
        ] {
            let line = serde_json::to_vec(&said).unwrap();
            assert_eq!(ToFleet::is_beat(&line), is_beat);
            let heard = ToFleet::of_line(&line).unwrap();
            assert_eq!(serde_json::to_vec(&heard).unwrap(), line);
        }
        assert!(matches!(ToFleet::of_line(b"{\"type\":\"beat\",\"line\":\"joined\"}"), Err(LinkError::NotAMessage(_))));
    }

    #[test]
    fn a_welcome_of_an_older_supervisor_tells_nothing_of_the_web() {
        let credentials = Credentials { username: "dazza".to_owned(), password: None, channel_password: None };
        let file = "[accounts.main]\nusername = \"dazza\"\n[rooms.fatpizza]\n";
        let config = FleetConfig::from_text(file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
        let settings = config.rooms["fatpizza"].settings.clone();
        let web = Some(WebFacts {
            address: ([127, 0, 0, 1], 8_090).into(),
            n_endpoints: 3,
            n_watchers: 0,
            since: Timestamp::UNIX_EPOCH,
        });
        let welcome = Welcome { settings, credentials, slot: 0, database: None, web: web.clone() };
        let mut written = serde_json::to_value(&welcome).unwrap();
        assert_eq!(serde_json::from_value::<Welcome>(written.clone()).unwrap().web, web);
        written.as_object_mut().unwrap().remove("web");
        assert_eq!(serde_json::from_value::<Welcome>(written).unwrap().web, None);
    }

    #[tokio::test]
    async fn a_line_without_end_is_refused_and_a_torn_one_is_an_end() {
        let endless = vec![b'x'; MAX_LINE_BYTES * 2];
        let heard = receive::<ToRoom, _>(&mut endless.as_slice(), &mut Vec::new()).await;
        assert!(matches!(heard, Err(LinkError::TooLong)));
        let torn = receive::<ToRoom, _>(&mut b"{\"type\":\"dra".as_slice(), &mut Vec::new()).await;
        assert!(matches!(torn, Ok(None)));
        let junk = receive::<ToRoom, _>(&mut b"{}\n".as_slice(), &mut Vec::new()).await;
        assert!(matches!(junk, Err(LinkError::NotAMessage(_))));
    }
}
