//! Put out of the room, or kept from speaking in it.

use std::time::Duration;

use dazza_room::host::Input;
use dazza_shared::phase::LinePhase;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::rank::Rank;
use dazza_sim::seed::Mute;
use dazza_sim::world::{Ending, World};
use serde_json::json;

use crate::check_waits;
use crate::story::{Story, fatpizza};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

fn joined() -> Story {
    let mut story = Story::new();
    story.pass(SECOND);
    story.expect(LinePhase::Joined, "");
    story
}

/// How long after something at `story`'s present the room dials again. Unit: seconds.
fn next_wait(story: &mut Story, limit: Duration) -> u64 {
    let (n, before) = (story.bots[0].dials.len(), story.time());
    story.pass(limit);
    story.bots[0].dials[n].saturating_sub(before).as_secs()
}

#[test]
fn a_kick_is_told_with_its_reason_and_each_further_one_keeps_us_away_longer() {
    let mut story = joined();
    let mut waits = Vec::new();
    for reason in [Some("too many <jokes> & \u{202e}spam"), None, Some(""), Some("again"), Some("and again"), Some("!")]
    {
        story.server(|world| world.kick_person(&fatpizza(), "dazza", reason));
        let said = reason.filter(|reason| !reason.is_empty()).unwrap_or("no reason given");
        story.expect(LinePhase::ShutOut, &format!("put out of the room: {said}"));
        waits.push(next_wait(&mut story, 31 * MINUTE));
        story.expect(LinePhase::Joined, "");
    }
    // Those of the last hour count.
    check_waits(&waits, &[(60, 60), (120, 120), (120, 240), (120, 240), (120, 240), (120, 240)]);
}

#[test]
fn kicks_in_a_row_double_the_wait_up_to_half_an_hour() {
    let mut story = joined();
    let mut waits = Vec::new();
    for _ in 0..7 {
        story.server(|world| world.kick_person(&fatpizza(), "dazza", Some("out")));
        let wait = story.beat().next_try.unwrap().duration_since(story.wall()).unsigned_abs();
        waits.push(wait.as_secs());
        story.pass(wait + SECOND);
        story.expect(LinePhase::Joined, "");
    }
    assert_eq!(waits[..5], [60, 120, 240, 480, 960]);
    assert!(waits[5..].iter().all(|wait| *wait <= 1_800), "{waits:?}");
}

#[test]
fn the_newer_of_two_that_share_an_account_stays_and_they_do_not_fight() {
    let mut story = Story::twins();
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "put out of the room: Duplicate login");
    let waits = story.gaps_of_a_day();
    story.expect(LinePhase::ShutOut, "another connection under the name `dazza` is in the room and is left there");
    check_waits(&waits, &[(240, 360), (240, 360), (3_600, 3_600), (240, 3_600)]);
    assert_eq!(story.bots[1].dials.len(), 1, "the newer one is left in peace all day");
    // Once it is gone its place is taken.
    story.tell(1, Input::Stop("the other fleet ends"));
    story.pass(2 * HOUR);
    story.expect(LinePhase::Joined, "");
}

#[test]
fn an_outage_does_not_let_the_older_of_two_forget_the_newer() {
    let mut story = Story::twins();
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "put out of the room: Duplicate login");
    story.is_down = true;
    let n_before = story.bots[0].dials.len();
    story.pass(7 * MINUTE);
    assert!(story.bots[0].dials.len() > n_before, "it tried while nobody answered");
    story.expect(LinePhase::Lost, "nobody is there");
    story.is_down = false;
    story.pass(5 * MINUTE);
    story.expect(LinePhase::ShutOut, "another connection under the name `dazza` is in the room");
    assert!(story.world.is_in(&fatpizza(), "dazza"), "the newer one was put out");
    assert_eq!(story.bots[1].dials.len(), 1);
}

#[test]
fn a_bot_that_is_muted_says_so_and_keeps_its_lines_until_it_is_heard_again() {
    let mut story = joined();
    story.server(|world| world.mute(&fatpizza(), "dazza", Some(Mute::Loud)));
    story.say("alice", "!ping");
    story.pass(MINUTE);
    story.expect(LinePhase::Joined, "");
    assert!(story.beat().warning.is_some_and(|told| told.contains("a moderator has muted the bot")));
    assert!(story.lines_of("dazza").is_empty());
    story.server(|world| world.mute(&fatpizza(), "dazza", None));
    story.say("alice", "!ping");
    story.pass(SECOND);
    assert_eq!((story.beat().warning, story.lines_of("dazza").len()), (None, 1), "and nothing stale");
}

#[test]
fn a_bot_that_loses_its_rank_keeps_to_the_pace_of_those_without() {
    let mut story = joined();
    story.server(|world| world.set_rank(&fatpizza(), "dazza", Rank::MODERATOR));
    let strict = json!({ "burst": 2, "sustained": 0.5, "cooldown": 4 });
    story.server(|world| world.set_option(&fatpizza(), "chat_antiflood_params", strict).1);
    story.server(|world| world.set_option(&fatpizza(), "chat_antiflood", json!(true)).1);
    story.server(|world| world.set_rank(&fatpizza(), "dazza", Rank::new(1.0)));
    for n in 0..8 {
        story.say(&format!("Nan{n}"), "!uptime");
    }
    story.pass(MINUTE);
    assert_eq!((story.lines_of("dazza").len(), story.world.view().n_throttled), (8, 0));
    story.expect(LinePhase::Joined, "");
}

#[test]
fn a_bot_that_may_not_speak_any_more_says_so_to_its_operator() {
    let mut story = joined();
    story.server(|world| world.set_permission(&fatpizza(), "chat", 2.0));
    story.say("alice", "!ping");
    story.pass(MINUTE);
    let told = story.beat().warning.unwrap();
    assert!(told.contains("the bot's rank is 1, and the channel lets speak from 2 on"), "{told}");
    assert!(story.lines_of("dazza").is_empty());
}

#[test]
fn a_channel_that_moves_or_is_loaded_anew_is_joined_again_within_seconds() {
    let endings: [fn(&mut World) -> Vec<dazza_sim::world::Output>; 3] = [
        |world| world.end_channel(&fatpizza(), Ending::Reloaded),
        |world| world.end_channel(&fatpizza(), Ending::Unloaded),
        |world| {
            let mut outputs = world.move_channel(&fatpizza(), "http://elsewhere.example");
            outputs.extend(world.bring_back(&fatpizza()));
            outputs
        },
    ];
    for (ending, reason) in endings.into_iter().zip(["Channel reloading", "Channel shutting down", "moves to another"])
    {
        let mut story = joined();
        story.server(ending);
        story.expect(LinePhase::Lost, reason);
        check_waits(&[next_wait(&mut story, MINUTE)], &[(2, 2)]);
        story.expect(LinePhase::Joined, "");
    }
}

#[test]
fn a_channel_that_is_deleted_is_asked_for_every_quarter_of_an_hour() {
    let mut story = joined();
    story.server(|world| world.end_channel(&fatpizza(), Ending::Deleted));
    story.expect(LinePhase::ShutOut, "put out of the room: Channel deleted");
    check_waits(&[next_wait(&mut story, HOUR)], &[(900, 900)]);
}

#[test]
fn a_server_that_restarts_is_joined_again_and_its_old_lines_are_not_answered_twice() {
    for is_saved in [true, false] {
        let mut story = joined();
        story.say("alice", "!ping");
        story.pass(SECOND);
        assert_eq!(story.lines_of("dazza").len(), 1);
        story.is_down = true;
        story.restart(|mut old, now| {
            if is_saved {
                old.save_all();
            }
            World::resume(old.into_saved(), Limits::relaxed(), Heartbeat::stock(), now)
        });
        story.expect(LinePhase::Lost, "the connection ended without a close");
        story.pass(MINUTE);
        story.expect(LinePhase::Lost, "nobody is there");
        check_waits(&story.bots[0].gaps()[1..], &[(7, 10), (11, 15)]);
        story.is_down = false;
        story.pass(2 * MINUTE);
        story.expect(LinePhase::Joined, "");
        assert!(story.lines_of("dazza").is_empty(), "the backlog was answered: {:?}", story.lines_of("dazza"));
        story.say("alice", "!ping");
        assert_eq!(story.lines_of("dazza").len(), 1);
    }
}

#[test]
fn an_outage_of_a_day_is_tried_every_five_minutes_and_never_given_up() {
    let mut story = joined();
    story.is_down = true;
    story.server(|world| world.cut(&fatpizza(), "dazza"));
    let waits = story.gaps_of_a_day();
    assert!(waits[12..].iter().all(|wait| *wait == 300), "{waits:?}");
    assert!(story.bots[0].left.is_none());
    story.is_down = false;
    story.pass(5 * MINUTE);
    story.expect(LinePhase::Joined, "");
}
