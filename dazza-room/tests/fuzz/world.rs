//! The stand-in server: whatever clients send, it goes on, its answers are bounded, and our own client can read them all.
//!
//! An input is a line a deed: its first sign picks the connection, the second how long it is since the last, the rest is
//! the frame; an empty frame hangs up.

use std::net::IpAddr;
use std::time::Duration;

use dazza_room::cytube::event::{self, Event};
use dazza_room::socketio::Heard;
use dazza_room::socketio::frame::{self, Packet};
use dazza_shared::clock::later;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::world::{ConnId, Deed, Door, Input, Output, World};
use jiff::Timestamp;

use crate::welcome::start;
use crate::{Target, seeds};

pub(crate) const TARGET: Target = Target {
    name: "world",
    check,
    seeds: stories,
    words: &[
        "40",
        "41",
        "42[\"login\",{\"name\":\"",
        "42[\"joinChannel\",{\"name\":\"fatpizza\"}]",
        "42[\"chatMsg\",{\"msg\":\"",
        "42[\"pm\",{\"to\":\"",
        "\"meta\":{}",
        "/me ",
        "/kick ",
        "/afk",
        "/clear",
        "/d-",
        "\"pw\":\"dazza-demo\"",
        "42[\"setOptions\",{\"",
        "\"afk_timeout\":",
        "\"chat_antiflood_params\":{",
        "42[\"setChannelRank\",{\"name\":\"",
        "42[\"assignLeader\",{\"name\":\"",
        "42[\"mediaUpdate\",{\"id\":\"",
        "\"currentTime\":",
        "\n0",
        "\n1a",
        "\n2Z",
    ],
    n_mutants: 800,
};

/// Connections at once.
const N_CONNECTIONS: u8 = 4;

/// Most deeds of one input that are tried.
const MAX_DEEDS: usize = 120;

/// Most that one deed leads to: a burst of joining for each, and some more.
const MAX_OUTPUTS: usize = 400;

/// Events that do something, so that junk reaches them.
const EVENTS: &[&str] = &[
    "login",
    "joinChannel",
    "channelPassword",
    "chatMsg",
    "pm",
    "setOptions",
    "setChannelRank",
    "requestChannelRanks",
    "requestBanlist",
    "unban",
    "assignLeader",
    "mediaUpdate",
    "borrow-rank",
    "playerReady",
    "queue",
    "delete",
    "jumpTo",
    "playNext",
    "moveMedia",
    "setTemp",
    "clearPlaylist",
    "shufflePlaylist",
    "togglePlaylistLock",
    "requestPlaylist",
    "voteskip",
    "newPoll",
    "vote",
    "closePoll",
    "setPermissions",
    "setMotd",
    "setChannelCSS",
    "updateEmote",
    "renameEmote",
    "moveEmote",
    "importEmotes",
    "addFilter",
    "updateFilter",
    "moveFilter",
    "importFilters",
    "readChanLog",
    "initACP",
    "unheard-of",
];

/// Payloads that get somewhere, beside those that do not.
const PAYLOADS: &[&str] = &[
    r#"{"name":"dazza","pw":"dazza-demo"}"#,
    r#"{"name":"Shazza","pw":"shazza-demo"}"#,
    r#"{"name":"Guest"}"#,
    r#"{"name":"fatpizza"}"#,
    r#"{"name":"nowhere"}"#,
    r#"{"name":"dazza","rank":1e308}"#,
    r#"{"name":"Gazza","rank":2.5}"#,
    r#"{"msg":"/me *waves* http://x.example","meta":{"modflair":2}}"#,
    r#"{"msg":"/d-99999999999999999999"}"#,
    r#"{"msg":"/d-9223372036854775808"}"#,
    r#"{"msg":"/kick Guest"}"#,
    r#"{"msg":"/afk"}"#,
    r#"{"msg":"/ban Guest"}"#,
    r#"{"msg":"/ipban dazza wrange for nothing"}"#,
    r#"{"msg":"/smute Guest"}"#,
    r#"{"msg":"/mute dazza"}"#,
    r#"{"id":1,"name":"Guest"}"#,
    r#"{"password":"pizza"}"#,
    r#"{"name":"fatpizza","pw":"pizza"}"#,
    r#"{"block_anonymous_users":true,"new_user_chat_delay":1e308}"#,
    r#""pizza""#,
    r#"{"msg":"/clear"}"#,
    r#"{"to":"dazza","msg":">hi"}"#,
    r#"{"afk_timeout":0.001,"chat_antiflood":true,"chat_antiflood_params":{"burst":0.1,"sustained":1e300}}"#,
    r#"{"chat_antiflood_params":{"burst":1e300,"sustained":1e-300}}"#,
    r#"{"id":"x","currentTime":-1e308,"paused":true}"#,
    r#"{"id":"x","currentTime":1e308}"#,
    r#"{"id":"<iframe src=\"https://x\">","type":"cu","pos":"next"}"#,
    r#"{"id":"x","type":"yt","pos":"end","temp":true,"duration":-1e308}"#,
    r#"{"from":1,"to":0,"after":"prepend"}"#,
    r#"{"from":0,"to":1,"after":2}"#,
    r#"{"uid":1,"temp":true,"option":0}"#,
    r#"{"title":"t","opts":["a","b"],"obscured":true,"timeout":1.5}"#,
    r#"{"chat":1e308,"seeplaylist":2,"playlistadd":-1}"#,
    r#"{"motd":"<b><script>","css":"<","js":""}"#,
    r#"{"name":":x:","old":":x:","image":"https://x"}"#,
    r#"{"name":"x","source":"(a|a)*","flags":"gi","replace":"\\1aa","active":true,"filterlinks":true}"#,
    r#"[{"name":"x","source":"a","flags":"g","replace":"aaaa","active":true},1]"#,
    "1",
    "-1e308",
];

fn stories() -> Vec<Vec<u8>> {
    let mut stories: Vec<_> = seeds::recordings().iter().map(|recording| told(&recording.said)).collect();
    stories.push(told(&[
        "40".to_owned(),
        r#"42["login",{"name":"Shazza","pw":"shazza-demo"}]"#.to_owned(),
        r#"42["joinChannel",{"name":"fatpizza"}]"#.to_owned(),
        r#"42["chatMsg",{"msg":"/me *waves* http://x.example <b>","meta":{"modflair":3}}]"#.to_owned(),
        r#"42["setOptions",{"afk_timeout":1,"chat_antiflood":true,"chat_antiflood_params":{"burst":2,"sustained":1}}]"#
            .to_owned(),
        r#"42["assignLeader",{"name":"Shazza"}]"#.to_owned(),
        r#"42["mediaUpdate",{"id":"x","currentTime":12.5,"paused":false}]"#.to_owned(),
        r#"42["setChannelRank",{"name":"Robbo","rank":2}]"#.to_owned(),
        r#"42["pm",{"to":"Shazza","msg":">hi","meta":{}}]"#.to_owned(),
        String::new(),
    ]));
    let way_in =
        ["40", r#"42["login",{"name":"Shazza","pw":"shazza-demo"}]"#, r#"42["joinChannel",{"name":"fatpizza"}]"#];
    for event in EVENTS {
        let frames = PAYLOADS.iter().map(|payload| format!("42[\"{event}\",{payload}]"));
        stories.push(told(&way_in.iter().map(|frame| (*frame).to_owned()).chain(frames).collect::<Vec<_>>()));
    }
    stories.sort();
    stories.dedup();
    stories
}

fn told(frames: &[String]) -> Vec<u8> {
    let lines: Vec<_> = frames.iter().map(|frame| format!("03{}", frame.replace('\n', " "))).collect();
    lines.join("\n").into_bytes()
}

fn check(bytes: &[u8]) {
    play(bytes);
}

/// Lets everything in the input happen, and gives back how many lines were said.
fn play(bytes: &[u8]) -> usize {
    let is_stock = bytes.len().is_multiple_of(2);
    let limits = if is_stock { Limits::stock() } else { Limits::relaxed() };
    let mut now = start();
    let mut world = World::new(Seed::parse(EXAMPLE).unwrap(), limits, Heartbeat::stock(), now);
    (0..N_CONNECTIONS).for_each(|n| open(&mut world, n, now));
    for deed in bytes.split(|byte| *byte == b'\n').take(MAX_DEEDS) {
        let [who, wait, frame @ ..] = deed else { continue };
        now = later(now, Duration::from_millis(u64::from(*wait).pow(2)));
        let conn = ConnId(u64::from(who % N_CONNECTIONS));
        let outputs = match std::str::from_utf8(frame) {
            Ok("") => world.step(Input::Closed(conn), now),
            Ok(text) => world.step(Input::Heard(conn, text.to_owned()), now),
            Err(_) => world.step(Input::Garbage(conn), now),
        };
        check_outputs(&outputs);
        let is_over = |output: &Output| output.to == conn && matches!(output.deed, Deed::Close | Deed::Cut);
        if frame.is_empty() || outputs.iter().any(is_over) {
            world.step(Input::Closed(conn), now);
            open(&mut world, who % N_CONNECTIONS, now);
        }
        assert!(world.next_due().is_none_or(|due| due >= now), "nothing that was due is left");
    }
    let n_lines = world.view().channels.values().map(|channel| channel.n_lines).sum();
    check_newcomer(&mut world, now);
    check_end(&mut world, later(now, Duration::from_mins(3)));
    n_lines
}

fn open(world: &mut World, n: u8, now: Timestamp) {
    let (address, has_slow_ranks, is_old_protocol) = (IpAddr::from([10, 0, 0, n]), n.is_multiple_of(2), n == 3);
    let door = Door { address, cookie: None, has_slow_ranks, is_old_protocol };
    check_outputs(&world.step(Input::Opened(ConnId(n.into()), door), now));
}

/// Our own client takes each text for a packet, and each event for one that it knows and can read.
fn check_outputs(outputs: &[Output]) {
    assert!(outputs.len() <= MAX_OUTPUTS, "{} outputs", outputs.len());
    for output in outputs {
        assert!(output.to.0 < N_CONNECTIONS.into());
        let Deed::Send(text) = &output.deed else { continue };
        match frame::decode(text) {
            Ok(Packet::Event(_)) => {
                let heard = event::read(&Heard::Text(text.as_ref().into()));
                assert!(!matches!(heard, Event::Unknown { .. } | Event::Unreadable { .. }), "{text} is {heard:?}");
            }
            Ok(_) => {}
            // The refusal of another namespace is for a client that asked for one.
            Err(_) => assert!(text.starts_with("44/"), "{text} is no packet"),
        }
    }
}

/// Whatever was before, a newcomer gets in and hears itself.
fn check_newcomer(world: &mut World, now: Timestamp) {
    let conn = ConnId(u64::from(N_CONNECTIONS) - 1);
    world.step(Input::Closed(conn), now);
    // By then no limit of the address is left.
    let now = later(now, Duration::from_mins(2));
    open(world, N_CONNECTIONS - 1, now);
    let mut heard = Vec::new();
    for frame in [
        "40",
        r#"42["login",{"name":"Newcomer"}]"#,
        r#"42["joinChannel",{"name":"thepub"}]"#,
        r#"42["chatMsg",{"msg":"still here"}]"#,
    ] {
        heard.extend(world.step(Input::Heard(conn, frame.to_owned()), now));
    }
    let is_own =
        |output: &Output| output.to == conn && matches!(&output.deed, Deed::Send(text) if text.contains("still here"));
    assert!(heard.iter().any(is_own), "{heard:?}");
}

/// When all have left nobody is there, and nothing goes on for ever.
fn check_end(world: &mut World, now: Timestamp) {
    for n in 0..N_CONNECTIONS {
        world.step(Input::Closed(ConnId(n.into())), now);
    }
    world.wake(later(now, Duration::from_secs(30)));
    let view = world.view();
    assert_eq!((view.n_websockets, view.channels.len()), (0, 3));
    assert!(view.channels.values().all(|channel| channel.n_connections == 0 && channel.people.is_empty()));
    assert_eq!(world.next_due(), None, "an empty server has nothing to do");
}

#[test]
fn the_stories_lead_into_a_channel_and_to_lines() {
    let n_backlog = play(b"");
    assert!(stories().iter().any(|story| play(story) > n_backlog), "nothing is ever said");
}
