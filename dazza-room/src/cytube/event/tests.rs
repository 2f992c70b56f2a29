//! Tables of payloads: as CyTube sends them, with keys missing, and absurd.

use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::socketio::frame::BadFrame;

/// The event in a frame whose array is `array`.
fn event(array: &str) -> Event {
    read(&Heard::Text(format!("42{array}").into()))
}

fn check(cases: &[(&str, Event)]) {
    for (array, expected) in cases {
        assert_eq!(&event(array), expected, "{array}");
    }
}

fn lacks(name: &str, what: &'static str) -> Event {
    Event::Unreadable { name: name.into(), why: Why::Lacks { what } }
}

#[test]
fn admission() {
    let welcome = |name: &str, is_guest| Event::Login(LoginAnswer::Welcome { name: name.into(), is_guest });
    let refused = |text: &str| Event::Login(LoginAnswer::Refused { text: text.into() });
    let cooldown = |ms| Event::Cooldown(Duration::from_millis(ms));
    check(&[
        (r#"["rank",-1]"#, Event::Rank(-1.0)),
        (r#"["rank",1.5]"#, Event::Rank(1.5)),
        (r#"["rank","255"]"#, Event::Rank(255.0)),
        (r#"["rank",1180591620717411303424]"#, Event::Rank(2f64.powi(70))),
        (r#"["rank","NaN"]"#, lacks("rank", "rank")),
        (r#"["rank",1e999]"#, lacks("rank", "rank")),
        (r#"["rank",null]"#, lacks("rank", "rank")),
        (r#"["rank"]"#, lacks("rank", "rank")),
        (r#"["login",{"success":true,"name":"dazza"}]"#, welcome("dazza", false)),
        (r#"["login",{"success":true,"name":"Gaz","guest":true}]"#, welcome("Gaz", true)),
        (r#"["login",{"success":false,"error":"Database failure"}]"#, refused("Database failure")),
        (r#"["login",{}]"#, refused("")),
        (r#"["login",{"success":true}]"#, lacks("login", "name")),
        (r#"["needPassword",true]"#, Event::NeedPassword { was_wrong: true }),
        (r#"["needPassword"]"#, Event::NeedPassword { was_wrong: false }),
        (r#"["cancelNeedPassword"]"#, Event::CancelNeedPassword),
        (r#"["kick",{"reason":"bye"}]"#, Event::Kick { reason: Some("bye".into()) }),
        (r#"["kick",{"reason":""}]"#, Event::Kick { reason: Some("".into()) }),
        (r#"["kick",{"reason":7}]"#, Event::Kick { reason: None }),
        (r#"["kick",{}]"#, Event::Kick { reason: None }),
        (r#"["kick",null]"#, Event::Kick { reason: None }),
        (r#"["kick"]"#, Event::Kick { reason: None }),
        (r#"["costanza",{"msg":"no"}]"#, Event::Costanza("no".into())),
        (r#"["cooldown",1000]"#, cooldown(1000)),
        (r#"["cooldown",-5]"#, cooldown(0)),
        (r#"["cooldown",1e308]"#, cooldown(3_600_000)),
        (r#"["cooldown",{}]"#, lacks("cooldown", "time")),
        (r#"["spamFiltered",{"reason":"NEW_USER_CHAT"}]"#, Event::SpamFiltered { reason: "NEW_USER_CHAT".into() }),
        (r#"["partitionChange",{"servers":[]}]"#, Event::PartitionChange),
        (r#"["channelNotRegistered"]"#, Event::ChannelNotRegistered),
    ]);
    let told = Refusal { text: "slow down".into(), code: Some("REQ_PLAYLIST_LIMIT_REACHED".into()) };
    let frame = r#"["errorMsg",{"msg":"slow down","alert":true,"code":"REQ_PLAYLIST_LIMIT_REACHED"}]"#;
    assert_eq!(event(frame), Event::ErrorMsg(told));
    let muted = Event::Noflood { action: "chat".into(), text: "You have been muted".into() };
    assert_eq!(event(r#"["noflood",{"action":"chat","msg":"You have been muted"}]"#), muted);
    let announced = Event::Announcement { title: "Maintenance".into(), text: "soon".into() };
    assert_eq!(event(r#"["announcement",{"id":"x","title":"Maintenance","text":"soon"}]"#), announced);
}

#[test]
fn chat() {
    let line = |class: Option<&str>, is_shadow| {
        Event::Chat(Line {
            username: "alice".into(),
            html: "&lt;b&gt;".into(),
            time: Timestamp::from_millisecond(1_795_444_500_798).unwrap(),
            class: class.map(Into::into),
            is_shadow,
        })
    };
    let of = |rest: &str| format!(r#"["chatMsg",{{"username":"alice","msg":"&lt;b&gt;","time":1795444500798{rest}}}]"#);
    assert_eq!(event(&of("")), line(None, false));
    assert_eq!(event(&of(r#","meta":null"#)), line(None, false));
    assert_eq!(event(&of(r#","meta":[1]"#)), line(None, false));
    assert_eq!(event(&of(r#","meta":{"addClass":"action","action":true}"#)), line(Some("action"), false));
    assert_eq!(event(&of(r#","meta":{"shadow":true}"#)), line(None, true));
    check(&[
        (r#"["chatMsg",{"msg":"x","time":1}]"#, lacks("chatMsg", "username")),
        (r#"["chatMsg",{"username":"a","time":1}]"#, lacks("chatMsg", "msg")),
        (r#"["chatMsg",{"username":"a","msg":"x"}]"#, lacks("chatMsg", "time")),
        (r#"["chatMsg",{"username":"a","msg":"x","time":1e308}]"#, lacks("chatMsg", "time")),
        (r#"["chatMsg",{"username":"a","msg":"x","time":9007199254740991}]"#, lacks("chatMsg", "time")),
        (r#"["pm",{"username":"a","msg":"x","time":1}]"#, lacks("pm", "to")),
        (r#"["clearchat",{"clearedBy":"pizzaboss"}]"#, Event::ClearChat { by: "pizzaboss".into() }),
        (r#"["clearchat"]"#, Event::ClearChat { by: "".into() }),
    ]);
    let half = event(r#"["chatMsg",{"username":"a","msg":"pizza \ud83c","time":1}]"#);
    assert!(matches!(half, Event::Chat(line) if line.html.starts_with("pizza \u{FFFD}")));
}

#[test]
fn people() {
    let user = |name: &str, rank, is_afk, is_muted| User { name: name.into(), rank, is_afk, is_muted };
    let list = r#"["userlist",[{"name":"alice","rank":1,"meta":{"afk":true}},{"name":"bob","rank":"2","meta":{"smuted":true}},
        null,7,{"rank":3},{"name":""},{"name":9},{"name":"carol","rank":1e999,"meta":"?"}]]"#;
    let users = vec![user("alice", 1.0, true, false), user("bob", 2.0, false, true), user("carol", 0.0, false, false)];
    let meta = |is_afk, is_muted| Event::SetUserMeta { name: "a".into(), is_afk, is_muted };
    check(&[
        (list, Event::UserList(users)),
        (r#"["userlist",[]]"#, Event::UserList(vec![])),
        (r#"["userlist",null]"#, Event::UserList(vec![])),
        (r#"["userlist",{}]"#, Event::Unreadable { name: "userlist".into(), why: Why::Shape }),
        (r#"["addUser",{"name":"Gaz","rank":0}]"#, Event::AddUser(user("Gaz", 0.0, false, false))),
        (r#"["addUser",{"rank":0}]"#, lacks("addUser", "name")),
        (r#"["userLeave",{"name":"Gaz"}]"#, Event::UserLeave { name: "Gaz".into() }),
        (r#"["userLeave"]"#, lacks("userLeave", "name")),
        (r#"["usercount",7]"#, Event::UserCount(7)),
        (r#"["usercount",-1]"#, Event::UserCount(0)),
        (r#"["usercount",1e308]"#, Event::UserCount(u32::MAX)),
        (r#"["usercount","many"]"#, lacks("usercount", "number")),
        (r#"["setUserMeta",{"name":"a","meta":{"afk":true,"muted":false}}]"#, meta(true, false)),
        (r#"["setUserMeta",{"name":"a","meta":{"muted":true}}]"#, meta(false, true)),
        (r#"["setAFK",{"name":"a","afk":true}]"#, Event::SetAfk { name: "a".into(), is_afk: true }),
        (r#"["setUserRank",{"name":"a","rank":1.5}]"#, Event::SetUserRank { name: "a".into(), rank: 1.5 }),
        (r#"["setUserRank",{"name":"a"}]"#, lacks("setUserRank", "rank")),
        (r#"["setUserProfile",{"name":"a","profile":{}}]"#, Event::SetUserProfile { name: "a".into() }),
        (r#"["setLeader","dazza"]"#, Event::SetLeader(Some("dazza".into()))),
        (r#"["setLeader",""]"#, Event::SetLeader(None)),
        (r#"["setLeader",null]"#, Event::SetLeader(None)),
    ]);
}

fn item(uid: i64, title: &str) -> Item {
    Item {
        uid,
        title: title.into(),
        seconds: 9,
        kind: "yt".into(),
        id: "dQ".into(),
        added_by: "alice".into(),
        is_temp: true,
    }
}

#[test]
fn media() {
    let raw = |uid: &str, title: &str| {
        format!(
            r#"{{"media":{{"id":"dQ","title":"{title}","seconds":9,"type":"yt"}},"uid":{uid},"temp":true,"queueby":"alice"}}"#
        )
    };
    let queued = |place| Event::Queue { item: item(3, "t"), place };
    for (after, place) in [
        ("\"prepend\"", Place::First),
        ("\"append\"", Place::Last),
        ("7", Place::After(7)),
        ("null", Place::Last),
        ("{}", Place::Last),
        ("1e308", Place::Last),
    ] {
        let array = format!(r#"["queue",{{"item":{},"after":{after}}}]"#, raw("3", "t"));
        assert_eq!(event(&array), queued(place), "{after}");
    }
    let long = "x".repeat(5000);
    let list = format!(r#"["playlist",[{},{},null,{{}}]]"#, raw("1", &long), raw("\"2\"", "b"));
    assert_eq!(event(&list), Event::Playlist(vec![item(1, &long[..100]), item(2, "b")]));
    let playing =
        Media { id: "dQ".into(), kind: "yt".into(), title: "t".into(), seconds: 9, position: -3.0, is_paused: true };
    let array = r#"["changeMedia",{"id":"dQ","title":"t","seconds":9,"type":"yt","currentTime":-3,"paused":true}]"#;
    assert_eq!(event(array), Event::ChangeMedia(playing));
    check(&[
        (r#"["changeMedia",{}]"#, lacks("changeMedia", "id")),
        (r#"["queue",{"item":{"uid":1.5}}]"#, lacks("queue", "uid")),
        (r#"["queue"]"#, lacks("queue", "uid")),
        (r#"["delete",{"uid":4}]"#, Event::Delete { uid: 4 }),
        (r#"["delete",{"uid":1180591620717411303424}]"#, lacks("delete", "uid")),
        (r#"["moveVideo",{"from":3,"after":"prepend"}]"#, Event::MoveVideo { uid: 3, place: Place::First }),
        (r#"["moveVideo",{"after":3}]"#, lacks("moveVideo", "from")),
        (r#"["setTemp",{"uid":3,"temp":true}]"#, Event::SetTemp { uid: 3, is_temp: true }),
        (r#"["setCurrent",0]"#, Event::SetCurrent { uid: 0 }),
        (r#"["setCurrent",null]"#, lacks("setCurrent", "uid")),
        (r#"["mediaUpdate",{"currentTime":5.006}]"#, Event::MediaUpdate { position: 5.006, is_paused: false }),
        (r#"["mediaUpdate",{"currentTime":"NaN"}]"#, lacks("mediaUpdate", "currentTime")),
        (r#"["voteskip",{"count":1,"need":2}]"#, Event::Voteskip { n_votes: 1, n_needed: 2 }),
        (r#"["queueFail",{"msg":"no","id":false}]"#, Event::QueueFail { text: "no".into() }),
    ]);
    let meta = Event::SetPlaylistMeta { n_items: 2, total: Duration::from_secs(309) };
    assert_eq!(event(r#"["setPlaylistMeta",{"count":2,"rawTime":309,"time":"05:09"}]"#), meta);
}

#[test]
fn channel() {
    let stock = Options::default();
    let strict = Options { afk_timeout: Duration::ZERO, has_antiflood: true, burst: 2, sustained: 0.5 };
    let strict_raw = r#"["channelOpts",{"afk_timeout":0,"password":"letmein","chat_antiflood":true,
        "chat_antiflood_params":{"burst":2,"sustained":0.5,"cooldown":4}}]"#;
    let mad_raw = r#"["channelOpts",{"chat_antiflood_params":{"burst":-1,"sustained":0}}]"#;
    let poll = Poll { title: "Best pie?".into(), initiator: "pizzaboss".into(), options: vec![], counts: vec![] };
    let hidden = Poll { counts: vec![0, 2], options: vec!["a".into(), "b".into()], ..poll.clone() };
    check(&[
        (strict_raw, Event::ChannelOpts(strict)),
        (mad_raw, Event::ChannelOpts(stock)),
        (r#"["channelOpts",{}]"#, Event::ChannelOpts(stock)),
        (r#"["channelOpts",7]"#, Event::Unreadable { name: "channelOpts".into(), why: Why::Shape }),
        (r#"["setPlaylistLocked",true]"#, Event::SetPlaylistLocked(true)),
        (r#"["setMotd","<b>g'day</b>"]"#, Event::SetMotd("<b>g'day</b>".into())),
        (r#"["setMotd",null]"#, Event::SetMotd("".into())),
        (
            r#"["newPoll",{"title":"Best pie?","options":["a","b"],"counts":["?",2],"initiator":"pizzaboss"}]"#,
            Event::NewPoll(hidden),
        ),
        (r#"["updatePoll",{"title":"Best pie?","initiator":"pizzaboss"}]"#, Event::UpdatePoll(poll)),
        (r#"["closePoll",null]"#, Event::ClosePoll),
        (r#"["drinkCount",-2]"#, Event::DrinkCount(-2)),
        (r#"["drinkCount",0.5]"#, lacks("drinkCount", "number")),
    ]);
    let Event::SetPermissions(permissions) = event(r#"["setPermissions",{"chat":0,"kick":1.5,"odd":"?"}]"#) else {
        panic!("no permissions");
    };
    assert_eq!(permissions.rank_for("kick"), Some(1.5));
    assert_eq!(permissions.rank_for("odd"), None);
}

#[test]
fn what_is_nothing_to_us_and_what_nobody_knows() {
    let long = "x".repeat(100);
    let frame = |why| Event::Unreadable { name: "".into(), why };
    check(&[
        // Not even JSON: these payloads are never looked at.
        (r#"["emoteList",[{"name":"#, Event::Unheeded),
        (r#"["channelCSSJS",{]"#, Event::Unheeded),
        (r#"["acp-list-users",[]]"#, Event::Unheeded),
        (r#"["noSuchEvent",{"#, Event::Unknown { name: "noSuchEvent".into() }),
        (&format!(r#"["{long}"]"#), Event::Unknown { name: long[..64].into() }),
        (r#"["chatMsg",{"username":"a"#, Event::Unreadable { name: "chatMsg".into(), why: Why::CutShort }),
        (
            r#"["chatMsg",{"username":x}]"#,
            Event::Unreadable { name: "chatMsg".into(), why: Why::NotJson { column: 24 } },
        ),
        ("{}", frame(Why::Frame(BadFrame::Nameless))),
    ]);
    assert_eq!(read(&Heard::Binary { n_bytes: 3 }), frame(Why::Binary));
    assert_eq!(read(&Heard::Text("40{}".into())), Event::Unheeded);
}
