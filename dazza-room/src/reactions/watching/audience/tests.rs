//! An audience on a clock that the test moves.

use dazza_shared::store::watching::{Showing, Watcher};

use super::*;

const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

fn at(seconds: u64) -> Timestamp {
    later(START, Duration::from_secs(seconds))
}

fn playing(id: &str) -> Playing {
    Playing { kind: "yt".into(), id: id.into(), title: id.into() }
}

fn here(names: &[&str]) -> Viewers {
    names.iter().map(|name| ((*name).into(), name.ends_with("_afk"))).collect()
}

/// An audience that has nothing of an earlier process.
fn fresh() -> Audience {
    let mut audience = Audience::default();
    assert_eq!(steps(&mut audience, 0), [Step::Resume]);
    audience
}

/// What is put down by then.
fn steps(audience: &mut Audience, seconds: u64) -> Vec<Step> {
    let Some(steps) = audience.take_steps(at(seconds)) else { return Vec::new() };
    audience.put_down(false, at(seconds));
    serde_json::from_str(&steps).unwrap()
}

/// Who has earned something by what is put down.
fn earned(audience: &mut Audience, seconds: u64) -> Vec<Vec<String>> {
    let earned = |step| if let Step::Ended { earned, .. } = step { Some(earned) } else { None };
    steps(audience, seconds).into_iter().filter_map(earned).collect()
}

#[test]
fn whoever_was_there_for_half_of_it_is_paid_when_the_next_begins() {
    let mut audience = fresh();
    audience.began(playing("a"), &here(&["alice", "gaz", "shaz", "bob_afk"]), true, START);
    audience.came("early", at(50));
    audience.came("late", at(51));
    audience.left("gaz", at(60));
    audience.left("shaz", at(20));
    audience.came("shaz", at(70));
    let all = here(&["alice", "early", "late", "shaz", "bob_afk"]);
    audience.began(playing("b"), &all, true, at(100));
    assert_eq!(earned(&mut audience, 100), [["alice", "bob_afk", "early"]]);
    audience.began(playing("c"), &all, false, at(200));
    assert_eq!(earned(&mut audience, 200), [["alice", "early", "late", "shaz"]], "who is away is not paid here");
}

#[test]
fn skipping_pays_nothing() {
    let mut audience = fresh();
    for n in 0..60 {
        audience.began(playing(&n.to_string()), &here(&["alice"]), true, at(n * 59));
        let paid = earned(&mut audience, n * 59);
        assert!(paid.iter().all(Vec::is_empty), "{paid:?}");
    }
}

#[test]
fn who_comes_and_goes_is_put_down_together_and_once() {
    let mut audience = fresh();
    audience.began(playing("a"), &here(&["alice"]), true, START);
    assert_eq!(steps(&mut audience, 0).len(), 1);
    audience.came("gaz", at(10));
    audience.came("gaz", at(10));
    audience.came("shaz", at(11));
    audience.left("gaz", at(11));
    audience.left("gaz", at(12));
    assert_eq!(audience.due_at(false), Some(at(2)), "the look after it began");
    assert!(steps(&mut audience, 11).is_empty(), "others may follow");
    let Step::Moved { seats, .. } = steps(&mut audience, 12).remove(0) else { panic!("people have moved") };
    let seats: Vec<_> = seats.iter().map(|seat| (&*seat.who, seat.since, seat.left)).collect();
    assert_eq!(seats, [("shaz", at(11), None), ("gaz", at(10), Some(at(11)))]);
}

#[test]
fn who_is_found_to_be_here_counts_from_the_start_and_who_is_not_is_gone() {
    let mut audience = fresh();
    audience.began(playing("a"), &here(&["alice", "gaz"]), true, START);
    audience.tick(Some(&here(&["alice", "shaz"])), at(2));
    audience.left("alice", at(30));
    audience.told(Some(playing("a")), &here(&["alice", "shaz", "bob"]), true, at(80));
    audience.began(playing("b"), &here(&["alice", "shaz", "bob", "gaz"]), true, at(120));
    assert_eq!(earned(&mut audience, 120), [["bob", "shaz"]], "alice came back too late, gaz was not seen");
}

#[test]
fn a_short_break_of_our_line_ends_nothing_and_a_long_one_ends_it_unpaid() {
    let mut audience = fresh();
    audience.began(playing("a"), &here(&["alice"]), true, START);
    audience.line_lost(at(100));
    audience.told(Some(playing("a")), &here(&["alice"]), true, at(219));
    audience.line_lost(at(300));
    audience.told(Some(playing("b")), &here(&["alice"]), true, at(310));
    assert_eq!(earned(&mut audience, 310), [["alice"]], "it ended while we were away");
    audience.line_lost(at(400));
    audience.line_lost(at(450));
    assert_eq!(audience.due_at(true), Some(at(312)), "the look after it began comes first");
    audience.tick(None, at(400));
    assert_eq!(audience.due_at(true), Some(at(520)));
    audience.tick(None, at(520));
    assert_eq!(earned(&mut audience, 520), [Vec::<String>::new()]);
    audience.told(Some(playing("b")), &here(&["alice"]), true, at(600));
    assert!(steps(&mut audience, 600).is_empty(), "what is on already is not watched from its start");
}

#[test]
fn what_an_earlier_process_began_goes_on_if_it_still_plays() {
    let watcher = |who: &str, left| Watcher { who: who.to_owned(), since: START, left };
    let showing = Showing { start: START, media_type: "yt".to_owned(), media_id: "a".to_owned(), title: String::new() };
    let left = LeftOpen {
        showing,
        watchers: vec![watcher("alice", None), watcher("gaz", None), watcher("shaz", Some(at(9)))],
    };
    let mut audience = fresh();
    audience.inherit(&left);
    assert!(audience.is_inherited());
    audience.told(Some(playing("a")), &here(&["alice", "shaz"]), true, at(1_000));
    assert!(!audience.is_inherited());
    audience.began(playing("b"), &here(&["alice", "shaz", "gaz"]), true, at(1_500));
    assert_eq!(earned(&mut audience, 1_500), [["alice"]], "gaz was gone, shaz came back after half of it");
    let mut audience = fresh();
    audience.inherit(&left);
    audience.told(Some(playing("b")), &here(&["alice"]), true, at(1_000));
    assert_eq!(earned(&mut audience, 1_000), [Vec::<String>::new()], "nobody knows when it ended");
    let mut audience = fresh();
    audience.began(playing("b"), &here(&["alice"]), true, at(500));
    audience.inherit(&left);
    assert!(!audience.is_inherited(), "something else is on");
}

#[test]
fn what_could_not_be_put_down_is_tried_again_and_not_without_end() {
    let mut audience = Audience::default();
    let first = audience.take_steps(START).unwrap();
    audience.came("nobody", at(1));
    audience.put_down(true, at(1));
    assert_eq!((audience.take_steps(at(5)), audience.take_steps(at(6))), (None, Some(first)));
    audience.put_down(true, at(6));
    for n in 0..500 {
        audience.began(playing(&n.to_string()), &here(&["alice"]), true, at(10 + n * 100));
    }
    let kept: Vec<Step> = serde_json::from_str(&audience.take_steps(at(100_000)).unwrap()).unwrap();
    assert!(kept.len() <= MAX_STEPS + 1, "{}", kept.len());
}
