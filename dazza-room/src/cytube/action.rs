//! What we ask of CyTube, and the frame that asks it.

use std::fmt;

use dazza_shared::names::{PlayerName, RoomName};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::socketio::frame;

/// One thing to ask of the chat server.
///
/// Source: `cytube-protocol`, 6.5.
#[derive(Clone)]
pub enum Action {
    /// Sign in: with a password to an account, without one as a guest.
    Login {
        /// The account's name, or the guest's.
        name: PlayerName,
        /// The account's password.
        password: Option<SecretString>,
    },
    /// Enter a channel; works once a connection.
    JoinChannel {
        /// The channel.
        room: RoomName,
        /// Its password, if it has one.
        password: Option<SecretString>,
    },
    /// Answer the channel's question for its password.
    ChannelPassword(SecretString),
    /// Say a line. The server cuts it at 320 UTF-16 units.
    Chat {
        /// The line, as plain text.
        text: String,
    },
    /// Say something to one person in the room.
    Pm {
        /// To whom.
        to: String,
        /// The line, as plain text.
        text: String,
    },
    /// Ask for the whole playlist; the server answers once a minute.
    RequestPlaylist,
    /// Ask who is kept out.
    RequestBanlist,
    /// Lift a ban.
    Unban {
        /// Its number.
        id: i64,
        /// Whose it is.
        name: String,
    },
    /// Open a poll.
    NewPoll {
        /// The question.
        title: String,
        /// The answers.
        options: Vec<String>,
    },
    /// Close the poll.
    ClosePoll,
    /// Add to the playlist; it leaves when it has played.
    Queue {
        /// What kind of thing, e.g. `yt`.
        kind: String,
        /// Its number where it comes from.
        id: String,
        /// Whether it comes next.
        is_next: bool,
    },
    /// Go on to the next item.
    PlayNext,
    /// Move an item.
    MoveMedia {
        /// The item's number.
        uid: i64,
        /// Behind which; in front of all if behind none.
        after: Option<i64>,
    },
    /// Remove an item.
    Delete {
        /// The item's number.
        uid: i64,
    },
    /// Shuffle the playlist.
    ShufflePlaylist,
}

impl Action {
    /// The frame that asks it.
    pub fn to_frame(&self) -> String {
        let argument = match self {
            Self::Login { name, password } => with_password(json!({ "name": name.as_str() }), password.as_ref()),
            Self::JoinChannel { room, password } => with_password(json!({ "name": room.as_str() }), password.as_ref()),
            Self::ChannelPassword(password) => Value::from(password.expose_secret()),
            Self::Chat { text } => json!({ "msg": text, "meta": {} }),
            Self::Pm { to, text } => json!({ "to": to, "msg": text, "meta": {} }),
            Self::Unban { id, name } => json!({ "id": id, "name": name }),
            Self::NewPoll { title, options } => json!({ "title": title, "opts": options, "obscured": false }),
            Self::Queue { kind, id, is_next } => {
                json!({ "id": id, "type": kind, "pos": if *is_next { "next" } else { "end" }, "temp": true })
            }
            Self::MoveMedia { uid, after } => {
                json!({ "from": uid, "after": after.map_or(json!("prepend"), Value::from) })
            }
            Self::Delete { uid } => Value::from(*uid),
            Self::RequestPlaylist | Self::RequestBanlist | Self::ClosePoll | Self::PlayNext | Self::ShufflePlaylist => {
                return frame::encode_bare(self.name());
            }
        };
        frame::encode(self.name(), &argument)
    }

    /// The event's name on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Login { .. } => "login",
            Self::JoinChannel { .. } => "joinChannel",
            Self::ChannelPassword(_) => "channelPassword",
            Self::Chat { .. } => "chatMsg",
            Self::Pm { .. } => "pm",
            Self::RequestPlaylist => "requestPlaylist",
            Self::RequestBanlist => "requestBanlist",
            Self::Unban { .. } => "unban",
            Self::NewPoll { .. } => "newPoll",
            Self::ClosePoll => "closePoll",
            Self::Queue { .. } => "queue",
            Self::PlayNext => "playNext",
            Self::MoveMedia { .. } => "moveMedia",
            Self::Delete { .. } => "delete",
            Self::ShufflePlaylist => "shufflePlaylist",
        }
    }
}

impl fmt::Debug for Action {
    /// The name only: lines are private and passwords secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn with_password(mut argument: Value, password: Option<&SecretString>) -> Value {
    if let (Some(password), Some(object)) = (password, argument.as_object_mut()) {
        object.insert("pw".to_owned(), Value::from(password.expose_secret()));
    }
    argument
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_frame() {
        let name: PlayerName = "Dazza".parse().unwrap();
        let room: RoomName = "fatpizza".parse().unwrap();
        let pw = || SecretString::from("s\"cret");
        let cases = [
            (Action::Login { name: name.clone(), password: None }, r#"42["login",{"name":"Dazza"}]"#),
            (Action::Login { name, password: Some(pw()) }, r#"42["login",{"name":"Dazza","pw":"s\"cret"}]"#),
            (Action::JoinChannel { room: room.clone(), password: None }, r#"42["joinChannel",{"name":"fatpizza"}]"#),
            (
                Action::JoinChannel { room, password: Some(pw()) },
                r#"42["joinChannel",{"name":"fatpizza","pw":"s\"cret"}]"#,
            ),
            (Action::ChannelPassword(pw()), r#"42["channelPassword","s\"cret"]"#),
            (Action::Chat { text: "g'day\n<b>".into() }, r#"42["chatMsg",{"meta":{},"msg":"g'day\n<b>"}]"#),
            (
                Action::Pm { to: "alice".into(), text: "psst".into() },
                r#"42["pm",{"meta":{},"msg":"psst","to":"alice"}]"#,
            ),
            (Action::RequestPlaylist, r#"42["requestPlaylist"]"#),
            (Action::Unban { id: 3, name: "bob".into() }, r#"42["unban",{"id":3,"name":"bob"}]"#),
            (
                Action::NewPoll { title: "Pie?".into(), options: vec!["yes".into()] },
                r#"42["newPoll",{"obscured":false,"opts":["yes"],"title":"Pie?"}]"#,
            ),
            (
                Action::Queue { kind: "yt".into(), id: "abc".into(), is_next: true },
                r#"42["queue",{"id":"abc","pos":"next","temp":true,"type":"yt"}]"#,
            ),
            (Action::MoveMedia { uid: 3, after: Some(1) }, r#"42["moveMedia",{"after":1,"from":3}]"#),
            (Action::MoveMedia { uid: 3, after: None }, r#"42["moveMedia",{"after":"prepend","from":3}]"#),
            (Action::Delete { uid: 3 }, r#"42["delete",3]"#),
            (Action::PlayNext, r#"42["playNext"]"#),
        ];
        for (action, frame) in cases {
            assert_eq!(action.to_frame(), frame);
        }
    }

    #[test]
    fn neither_passwords_nor_lines_show_in_debug() {
        let action = Action::ChannelPassword(SecretString::from("letmein"));
        assert_eq!(format!("{action:?}"), "channelPassword");
        assert_eq!(format!("{:?}", Action::Chat { text: "hello".into() }), "chatMsg");
    }
}
