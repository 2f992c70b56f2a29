//! All rooms fail together: they are held, one is tried, and the others follow when it stands.

use crate::stage::{ROOMS, Stage, until};

#[tokio::test]
async fn rooms_that_fail_together_are_held_and_come_back_together() {
    let mut stage = Stage::new();
    stage.configure("[supervision]\nbackoff_min = \"200ms\"\nbackoff_max = \"400ms\"\nhealthy_after = \"100ms\"");
    for room in ROOMS {
        stage.teach(room, "exit 1");
    }
    stage.up();
    let held = |told: &str| told.matches("held: most rooms fail together; trying ").count() >= 3;
    until("all three held", || held(&stage.told()).then_some(())).await;
    let seen = stage.until("thepub", |seen| seen["restarts"].as_u64() >= Some(2)).await;
    let n_starts = |room: &str| stage.room(room).unwrap()["restarts"].as_u64().unwrap();
    let starts = ROOMS.map(n_starts);
    let (least, most) = (starts.iter().min().unwrap(), starts.iter().max().unwrap());
    assert!(most - least <= 1, "the rooms take turns: {starts:?}, {seen}");
    for room in ROOMS {
        stage.teach(room, "");
    }
    stage.until_joined().await;
    let status = stage.verb(&["status"]).await;
    assert_eq!(status.status.code(), Some(0));
}

#[tokio::test]
async fn a_restart_releases_a_held_room_at_once() {
    let mut stage = Stage::new();
    // No trial comes by itself while the test looks.
    stage.configure("[supervision]\nbackoff_min = \"10m\"\nbackoff_max = \"10m\"");
    for room in ROOMS {
        stage.teach(room, "exit 1");
    }
    stage.up();
    for room in ROOMS {
        let held = stage.until(room, |seen| seen["reason"].as_str().is_some_and(|why| why.starts_with("held"))).await;
        assert_eq!((&held["phase"], &held["next_try"]), (&"backing_off".into(), &serde_json::Value::Null), "{held}");
        assert!(held["reason"].as_str().unwrap().ends_with("(the stub was told to end with 1)"), "{held}");
    }
    stage.teach("thepub", "");
    let restarted = stage.verb(&["restart", "thepub"]).await;
    assert_eq!(restarted.status.code(), Some(0));
    assert!(stage.room("fatpizza").unwrap()["reason"].as_str().unwrap().starts_with("held"));
}
