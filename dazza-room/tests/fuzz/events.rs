//! Events: whatever a frame holds, figures are ones that can be counted with, and texts and lists have an end.

use dazza_room::cytube::event;
use dazza_room::socketio::Heard;

use crate::{Target, event_laws, seeds};

pub(crate) const TARGET: Target = Target {
    name: "events",
    check,
    seeds: || seeds::heard().into_iter().map(String::into_bytes).collect(),
    words: &[
        "\"name\":",
        "\"rank\":",
        "\"meta\":",
        "\"time\":",
        "\"msg\":",
        "\"item\":",
        "\"media\":",
        "\"uid\":",
        "\"seconds\":",
        "\"username\":",
        "\"afk\":",
        "\"muted\":",
        "\"currentTime\":",
        "\"paused\":",
        "\"after\":",
        "\"prepend\"",
        "\"chat_antiflood_params\":{",
        "\"shadow\":true",
    ],
    n_mutants: 5_000,
};

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let event = event::read(&Heard::Text(text.as_ref().into()));
    event_laws::check(&event, text.len());
    assert_eq!(event::read(&Heard::Text(text.as_ref().into())), event, "the same frame is the same event");
}
