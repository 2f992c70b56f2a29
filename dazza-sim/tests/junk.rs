//! Junk never kills the server: whatever clients send, others come in and talk afterwards.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, also outside its own function")]

use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::names::RoomName;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Sim, SimConfig};
use dazza_sim::world::{ConnId, Deed, Door, Input, Output, World};
use jiff::Timestamp;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Events that do something, so that junk reaches them.
const EVENTS: [&str; 40] = [
    "login",
    "joinChannel",
    "chatMsg",
    "pm",
    "setOptions",
    "setChannelRank",
    "requestChannelRanks",
    "assignLeader",
    "mediaUpdate",
    "borrow-rank",
    "playerReady",
    "queue",
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
const PAYLOADS: [&str; 31] = [
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

fn frame() -> impl Strategy<Value = String> {
    let json = prop_oneof![
        8 => prop::sample::select(&PAYLOADS[..]).prop_map(str::to_owned),
        1 => any::<f64>().prop_map(|number| number.to_string()),
        1 => any::<String>().prop_map(|text| serde_json::json!({ "name": text, "msg": text, "to": text }).to_string()),
        1 => Just("null".to_owned()),
    ];
    let event = (prop::sample::select(&EVENTS[..]), json).prop_map(|(name, json)| format!("42[\"{name}\",{json}]"));
    prop_oneof![
        20 => event,
        3 => Just("40".to_owned()),
        1 => Just("41".to_owned()),
        1 => Just("3".to_owned()),
        1 => any::<String>(),
        1 => "4[0-6][-/,0-9]{0,4}[\\[{\"a-z0-9,\\]}]{0,12}",
    ]
}

fn now(ms: u64) -> Timestamp {
    later(Timestamp::from_second(1_795_444_500).unwrap(), Duration::from_millis(ms))
}

fn open(world: &mut World, conn: ConnId, ms: u64) {
    let address = IpAddr::from([10, 0, 0, u8::try_from(conn.0 % 200).unwrap()]);
    let (has_slow_ranks, is_old_protocol) = (conn.0.is_multiple_of(2), conn.0 == 3);
    world.step(Input::Opened(conn, Door { address, cookie: None, has_slow_ranks, is_old_protocol }), now(ms));
}

fn texts(outputs: Vec<Output>, conn: ConnId) -> Vec<String> {
    let own = outputs.into_iter().filter(|output| output.to == conn);
    own.filter_map(|output| if let Deed::Send(text) = output.deed { Some(text.to_string()) } else { None }).collect()
}

/// A newcomer gets in and hears itself.
fn talks(world: &mut World, conn: ConnId, ms: u64) {
    open(world, conn, ms);
    let mut heard = Vec::new();
    for frame in [
        "40",
        r#"42["login",{"name":"Newcomer"}]"#,
        r#"42["joinChannel",{"name":"thepub"}]"#,
        r#"42["chatMsg",{"msg":"still here"}]"#,
    ] {
        heard.extend(texts(world.step(Input::Heard(conn, frame.to_owned()), now(ms)), conn));
    }
    assert!(heard.iter().any(|text| text.contains("still here")), "{heard:#?}");
}

proptest! {
    #[test]
    fn no_frames_break_the_world(
        frames in prop::collection::vec((0..4_u64, 0..40_000_u64, frame()), 0..80),
        is_stock in any::<bool>(),
    ) {
        let limits = if is_stock { Limits::stock() } else { Limits::relaxed() };
        let mut world = World::new(Seed::parse(EXAMPLE).unwrap(), limits, Heartbeat::stock(), now(0));
        let mut ms = 0;
        (0..4).for_each(|n| open(&mut world, ConnId(n), 0));
        for (n, wait, frame) in frames {
            ms += wait;
            let outputs = world.step(Input::Heard(ConnId(n), frame), now(ms));
            prop_assert!(outputs.iter().all(|output| output.to.0 < 4));
            if outputs.iter().any(|output| output.to == ConnId(n) && output.deed == Deed::Close) {
                open(&mut world, ConnId(n), ms);
            }
        }
        talks(&mut world, ConnId(99), ms + 1);
        for n in [0, 1, 2, 3, 99] {
            world.step(Input::Closed(ConnId(n)), now(ms + 2));
        }
        let view = world.view();
        prop_assert_eq!(view.n_websockets, 0);
        prop_assert_eq!(view.channels.len(), 3, "an unregistered channel goes with its last visitor");
        prop_assert!(view.channels.values().all(|channel| channel.n_connections == 0));
        prop_assert!(world.next_due().is_none_or(|due| due <= now(ms + 10_002)), "only a count may be due still");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_bytes_break_the_listener(bytes in prop::collection::vec(any::<u8>(), 0..600), upgrades in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(shout_at_the_listener(bytes, upgrades));
    }
}

async fn shout_at_the_listener(bytes: Vec<u8>, upgrades: bool) {
    let within = Duration::from_secs(20);
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
    let sim = Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn();
    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    if upgrades {
        let head = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        sim.handle().until(within, |view| view.n_websockets == 1).await.unwrap();
    }
    // The server may have hung up on us already.
    drop(stream.write_all(&bytes).await);
    drop(stream);
    sim.handle().until(within, |view| view.n_websockets == 0).await.unwrap();

    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    stream.write_all(b"GET /socketconfig/thepub.json HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(within, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let room: RoomName = "thepub".parse().unwrap();
    assert_eq!(sim.handle().connections(&room).await.unwrap(), 0);
    sim.stop().await;
}
