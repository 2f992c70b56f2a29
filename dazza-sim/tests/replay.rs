//! Replays of recorded CyTube traffic: what clients sent goes in at its time, and what the server sent must come out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a replay that cannot be read is a failed test"
)]

mod replaying;

use replaying::Scenario;

/// Replays a scenario, and holds what comes out against the recording.
fn check(name: &str) {
    let scenario = Scenario::read(name);
    let differences = scenario.differences();
    assert!(differences.is_empty(), "{name}: {} differences\n{}", differences.len(), differences.join("\n"));
    let needless = scenario.needless_surplus();
    assert!(needless.is_empty(), "{name}: `surplus` is claimed, and does not come: {needless:?}");
    let needless = scenario.needless_claims();
    assert!(needless.is_empty(), "{name}: `slow_ranks` is claimed, and makes no difference: {needless:?}");
    let needless = scenario.needless_allowances();
    assert!(needless.is_empty(), "{name}: something is allowed, and does not happen: {needless:#?}");
}

#[test]
fn join_guest() {
    check("join-guest");
}

#[test]
fn login() {
    check("login");
}

#[test]
fn wrong_password() {
    check("wrong-password");
}

#[test]
fn pm() {
    check("pm");
}

#[test]
fn backlog_on_join() {
    check("backlog-on-join");
}

#[test]
fn duplicate_login() {
    check("duplicate-login");
}

#[test]
fn kick() {
    check("kick");
}

#[test]
fn need_password() {
    check("need-password");
}

#[test]
fn ban() {
    check("ban");
}

#[test]
fn mute() {
    check("mute");
}

#[test]
fn blacklisted_domain() {
    check("blacklisted-domain");
}

#[test]
fn spam_filter() {
    check("spam-filter");
}

#[test]
fn event_rate_limit() {
    check("event-rate-limit");
}

#[test]
fn channel_lifecycle() {
    check("channel-lifecycle");
}

#[test]
fn chat_burst() {
    check("chat-burst");
}

#[test]
fn html_escaping() {
    check("html-escaping");
}

#[test]
fn afk() {
    check("afk");
}

#[test]
fn guest_rate_limit() {
    check("guest-rate-limit");
}

#[test]
fn no_such_channel() {
    check("no-such-channel");
}

#[test]
fn malformed() {
    check("malformed");
}

#[test]
fn flood_commands() {
    check("flood-commands");
}

#[test]
fn flood() {
    check("flood");
}

#[test]
fn idle_ping() {
    check("idle-ping");
}

#[test]
fn conn_limits() {
    check("conn-limits");
}

#[test]
fn transport() {
    check("transport");
}

#[test]
fn rank_change() {
    check("rank-change");
}

#[test]
fn media_change() {
    check("media-change");
}

#[test]
fn server_restart() {
    check("server-restart");
}

#[test]
fn room_state() {
    check("room-state");
}

#[test]
fn every_recording_is_replayed() {
    let tests = include_str!("replay.rs");
    for name in replaying::names() {
        assert!(tests.contains(&format!("check(\"{name}\")")), "{name} has no test");
    }
}

#[test]
fn a_surplus_is_noticed_if_it_is_needless_and_if_it_is_missing() {
    let mut scenario = Scenario::read("event-rate-limit");
    assert!(scenario.needless_surplus().is_empty());
    scenario.connections[0].surplus = None;
    assert!(!scenario.differences().is_empty());
    let mut scenario = Scenario::read("kick");
    scenario.connections[0].surplus = Some(replaying::Surplus::default());
    assert_eq!(scenario.needless_surplus().len(), 1);
}

#[test]
fn a_frame_more_or_less_is_noticed() {
    let scenario = Scenario::read("kick");
    for (n, connection) in scenario.connections.iter().enumerate() {
        for frame in 0..connection.received.len() {
            let mut changed = scenario.clone();
            let removed = changed.connections[n].received.remove(frame);
            let is_twin = connection.received.get(frame + 1) == Some(&removed);
            assert!(is_twin || !changed.differences().is_empty(), "{:?} without {removed}", connection.file);
        }
    }
}

#[test]
fn an_allowance_is_needed_and_a_needless_one_is_noticed() {
    let scenario = Scenario::read("room-state");
    let mut without = scenario.clone();
    without.allowed.clear();
    assert!(!without.differences().is_empty());
    let mut twice = scenario.clone();
    twice.allowed[0].files.push("room-state.nobody.jsonl".to_owned());
    assert_eq!(twice.needless_allowances().len(), 1, "{:?}", twice.needless_allowances());
}
