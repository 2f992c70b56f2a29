//! Every way in which a chat server keeps a room out: what the operator is told, and how the room tries again.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "that is how a test fails")]

mod door;
mod inside;
#[path = "../../src/socketio/tests/own_certificate.rs"]
mod own_certificate;
mod reach;
mod story;
#[path = "../fuzz/welcome.rs"]
mod welcome;
mod words;

/// Checks that waits, in seconds, lie between two bounds each.
#[track_caller]
fn check_waits(waits: &[u64], bounds: &[(u64, u64)]) {
    for (n, (low, high)) in bounds.iter().enumerate() {
        let wait = waits.get(n).copied();
        assert!(
            wait.is_some_and(|wait| (*low..=*high).contains(&wait)),
            "wait {n} of {waits:?} is not {low} to {high} s"
        );
    }
}

/// Checks that all waits, in seconds, lie between two bounds, and that there are some.
#[track_caller]
fn check_all_waits(waits: &[u64], (low, high): (u64, u64)) {
    assert!(
        !waits.is_empty() && waits.iter().all(|wait| (low..=high).contains(wait)),
        "{waits:?} are not {low} to {high} s"
    );
}
