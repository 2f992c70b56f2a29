//! Everything real: the supervisor, `dazza-room` processes, and a chat server on a socket.

use std::net::SocketAddr;
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig, SimHandle};
use nix::sys::signal::Signal;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::adoption::n_kills;
use crate::stage::{ROOMS, Stage, is_alive, send, text};

/// All waits on the chat server end here.
const DEADLINE: Duration = Duration::from_secs(30);

/// The account that the built-in seed knows, by a password file that `write` made.
const ACCOUNT: &str = "[accounts.main]\nusername = \"dazza\"\npassword = { file = \"secret\" }\n";

/// A chat server with the built-in rooms.
async fn server() -> Running {
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

/// A fleet whose rooms sign in with `password`.
fn fleet(sim: &SimHandle, password: &str) -> Stage {
    let stage = Stage::real(&sim.url());
    stage.write_secret("secret", password);
    stage.configure(ACCOUNT);
    stage
}

fn room(name: &str) -> RoomName {
    name.parse().unwrap()
}

/// Has somebody ask the bot in `name` for a sign of life, and waits for its answer.
async fn ask_and_hear(sim: &SimHandle, name: &str) {
    say_and_hear(sim, name, "!uptime").await;
}

/// Has somebody say `line` in `name`, and waits for the bot's answer.
async fn say_and_hear(sim: &SimHandle, name: &str, line: &str) {
    let before = sim.log(&room(name)).await.unwrap().len();
    sim.say(&room(name), "Nan", line).await.unwrap();
    let mut n = 0;
    let is_answer = |line: &dazza_sim::world::ChatLine| {
        n += 1;
        n > before && line.user == "dazza"
    };
    sim.until_said(&room(name), DEADLINE, is_answer).await.unwrap();
}

/// A reload is over when the rooms have been told; this waits until `name` has taken the new settings in.
async fn until_new_settings(stage: &Stage, name: &str) {
    let log = stage.state_dir().join(format!("logs/{name}.jsonl"));
    let is_told = || std::fs::read_to_string(&log).unwrap().contains("new settings").then_some(());
    crate::stage::until("the room to take the new settings", is_told).await;
}

#[tokio::test]
async fn a_killed_room_joins_again_and_the_others_keep_process_and_connection() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let before = stage.until_joined().await;
    assert_eq!(sim.connects_count().await.unwrap(), 3);

    send(Signal::SIGKILL, before[0]);
    stage.until(ROOMS[0], |seen| seen["phase"] == "joined" && seen["pid"] != before[0]).await;
    let after = stage.until_joined().await;
    assert_eq!(after[1..], before[1..]);
    assert_eq!(sim.connects_count().await.unwrap(), 4, "only the killed room may connect again");
    for name in ROOMS {
        assert_eq!(sim.connections(&room(name)).await.unwrap(), 1, "{name}");
    }
    ask_and_hear(sim, ROOMS[0]).await;
}

#[tokio::test]
async fn a_refused_account_is_blocked_with_its_reason_and_left_alone() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "wrong");
    stage.up();
    for name in ROOMS {
        let seen = stage.until(name, |seen| seen["phase"] == "blocked").await;
        let reason = seen["reason"].as_str().unwrap();
        assert!(reason.contains("Invalid username/password combination"), "{reason}");
        assert!(!reason.contains("wrong"), "the password is in the reason: {reason}");
    }
    let status = stage.verb(&["status"]).await;
    assert_eq!(status.status.code(), Some(13), "{}", text(&status.stdout));
    assert_eq!(sim.connects_count().await.unwrap(), 3, "one try a room, and no hammering");
    let restart = stage.verb(&["restart", "thepub", "--timeout", "20"]).await;
    assert_eq!(restart.status.code(), Some(13), "{}", text(&restart.stderr));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_and_tried_again() {
    let mut stage = Stage::real("http://127.0.0.1:1");
    stage.up();
    let seen = stage.until("thepub", |seen| seen["reason"].is_string()).await;
    let reason = seen["reason"].as_str().unwrap();
    assert!(reason.contains("http://127.0.0.1:1/socketconfig/thepub.json"), "{reason}");
    assert!(seen["next_try"].is_string(), "{seen}");
    assert_eq!(stage.verb(&["status"]).await.status.code(), Some(13));
}

#[tokio::test]
async fn a_cut_line_is_joined_again_by_the_same_process() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    assert!(sim.drop_connection(&room("thepub"), "dazza").await.unwrap());
    stage.until("thepub", |seen| seen["phase"] == "degraded").await;
    stage.until("thepub", |seen| seen["phase"] == "joined").await;
    assert_eq!(stage.pid("thepub"), Some(pid));
    ask_and_hear(sim, "thepub").await;
}

#[tokio::test]
async fn a_kicked_room_stays_up_and_says_why() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let pid = stage.pid("thepub").unwrap();
    assert!(sim.kick(&room("thepub"), "dazza", Some("too loud")).await.unwrap());
    let seen = stage.until("thepub", |seen| seen["phase"] == "blocked").await;
    assert!(seen["reason"].as_str().unwrap().contains("too loud"), "{seen}");
    assert_eq!(stage.pid("thepub"), Some(pid));
}

#[tokio::test]
async fn rooms_keep_their_connections_while_supervisors_come_and_go() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    let mut supervisor = stage.up_and_joined().await;
    let rooms = stage.until_joined().await;
    for n in 0..n_kills() {
        send(Signal::SIGKILL, supervisor);
        assert_eq!(stage.until_ended().await, None);
        ask_and_hear(sim, ROOMS[n % ROOMS.len()]).await;
        supervisor = stage.up();
        assert_eq!(stage.until_joined().await, rooms, "after kill {n}");
        assert_eq!(stage.room("thepub").unwrap()["restarts"], 0);
    }
    assert_eq!(sim.connects_count().await.unwrap(), 3, "nobody may connect again");
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0), "{}", text(&down.stderr));
    assert!(rooms.iter().all(|pid| !is_alive(*pid)));
    sim.until(DEADLINE, |view| view.n_websockets == 0).await.unwrap();
    for name in ROOMS {
        let log = std::fs::read_to_string(stage.state_dir().join(format!("logs/{name}.jsonl"))).unwrap();
        for once in ["serving the room", "joined the room", "leaving the room", "ending:"] {
            assert_eq!(log.matches(once).count(), 1, "{once} in {log}");
        }
        assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    }
}

#[tokio::test]
async fn new_settings_hold_at_once_and_a_new_password_is_tried_at_once() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    stage.edit("[rooms.thepub]\n", "[rooms.thepub]\nprefix = \"?\"\n");
    stage.edit("connect_burst = 50", "connect_burst = 40");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    until_new_settings(&stage, "thepub").await;
    say_and_hear(sim, "thepub", "?uptime").await;
    assert_eq!(stage.until_joined().await, pids);
    assert_eq!(sim.connects_count().await.unwrap(), 3, "no line was broken for that");

    stage.write_secret("secret", "wrong");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    for name in ROOMS {
        stage.until(name, |seen| seen["phase"] == "blocked").await;
    }
    stage.write_secret("secret", "dazza-demo");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    stage.until_joined().await;
    ask_and_hear(sim, "fatpizza").await;
}

/// A web server on loopback that has a title for every video; its address.
async fn titles() -> SocketAddr {
    const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 30\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut tcp, _)) = listener.accept().await {
            assert!(tcp.read(&mut [0; 4096]).await.unwrap() > 0);
            tcp.write_all(format!("{ANSWER}{{\"title\":\"/clear Sausage Dog\"}}").as_bytes()).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn a_video_is_remarked_upon_by_its_title_once_the_settings_say_so() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    let fetch = format!("[fetch]\nallow = [\"127.0.0.1\"]\noembed = \"http://{}/oembed\"\n", titles().await);
    stage.edit(
        "[rooms.thepub]\n",
        &format!("{fetch}[rooms.thepub]\nurl_comments = {{ enabled = true, percent = 100 }}\n"),
    );
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    until_new_settings(&stage, "thepub").await;
    sim.say(&room("thepub"), "Nan", "https://www.youtube.com/watch?v=abcdefghijk").await.unwrap();
    let is_remark = |line: &dazza_sim::world::ChatLine| line.user == "dazza" && line.html.contains("clear Sausage Dog");
    sim.until_said(&room("thepub"), DEADLINE, is_remark).await.unwrap();
    assert_eq!(stage.until_joined().await, pids, "no process was replaced for that");
}

/// A server that takes every connection and never says a word.
async fn stalled() -> (SocketAddr, tokio::sync::watch::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (n_asked, told) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((tcp, _)) = listener.accept().await {
            open.push(tcp);
            n_asked.send_modify(|n| *n += 1);
        }
    });
    (address, told)
}

#[tokio::test]
async fn services_that_stall_hold_up_no_other_answer() {
    let sim = server().await;
    let sim = sim.handle();
    let stage = fleet(sim, "dazza-demo");
    let (address, mut n_asked) = stalled().await;
    stage.configure(&format!(
        "{ACCOUNT}[fetch]\nallow = [\"127.0.0.1\"]\noembed = \"http://{address}/oembed\"\n[weather]\nurl = \"http://{address}\"\n\
         [dictionary]\nurl = \"http://{address}/word\"\n[language_model]\nurl = \"http://{address}\"\n\
         [defaults]\nurl_comments = {{ percent = 100 }}\n"
    ));
    let mut stage = stage;
    stage.up_and_joined().await;
    let pub_ = room("thepub");
    for line in ["!weather Dubbo", "!define kelpie", "oi dazza", "https://www.youtube.com/watch?v=abcdefghijk"] {
        sim.say(&pub_, "Nan", line).await.unwrap();
    }
    tokio::time::timeout(DEADLINE, n_asked.wait_for(|n| *n >= 4)).await.unwrap().unwrap();
    let begun = tokio::time::Instant::now();
    ask_and_hear(sim, "thepub").await;
    // The quickest of them gives up after two seconds: nothing else was waited for.
    assert!(begun.elapsed() < Duration::from_millis(1_500), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_room_whose_log_may_not_grow_stays_and_tells_of_it() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "dazza-demo");
    stage.up_and_joined().await;
    let pid = stage.pid(ROOMS[0]).unwrap();
    let log = stage.state_dir().join("logs").join(format!("{}.jsonl", ROOMS[0]));
    let limit = |bytes| {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Pid::from_raw(pid), Resource::Fsize, limit).unwrap();
    };
    limit(Some(log.metadata().unwrap().len()));

    sim.drop_connection(&room(ROOMS[0]), "dazza").await.unwrap();
    let is_told =
        |seen: &serde_json::Value| seen["last_error"]["text"].as_str().is_some_and(|t| t.contains("log cannot"));
    let seen = stage.until(ROOMS[0], is_told).await;
    assert!(seen["last_error"]["text"].as_str().unwrap().contains("File too large"), "{seen}");
    let seen = stage.until(ROOMS[0], |seen| seen["phase"] == "joined").await;
    assert_eq!((&seen["pid"], &seen["restarts"]), (&pid.into(), &0.into()));
    ask_and_hear(sim, ROOMS[0]).await;

    limit(None);
    sim.drop_connection(&room(ROOMS[0]), "dazza").await.unwrap();
    crate::stage::until("the log to go on", || {
        let text = std::fs::read_to_string(&log).unwrap();
        text.lines().any(|line| line.contains("records could not be written: File too large")).then_some(())
    })
    .await;
}
