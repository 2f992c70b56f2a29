//! The server with clients that are not ours: npm's `socket.io-client` and `rust_socketio` see what they see of CyTube.

#![expect(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "that is how a test fails")]

mod client;
mod js;
#[path = "../../../dazza-room/tests/npm/mod.rs"]
mod npm;
mod rules;
mod rust;
mod witness;

use client::Kind;

/// A test a rule, for each of the clients.
macro_rules! conform {
    ($($rule:ident),* $(,)?) => {
        mod npm_client {
            $(#[tokio::test]
            async fn $rule() {
                super::rules::$rule(super::Kind::Npm).await;
            })*
        }

        mod rust_client {
            $(#[tokio::test]
            async fn $rule() {
                super::rules::$rule(super::Kind::Rust).await;
            })*
        }
    };
}

conform!(
    it_connects_and_is_nobody_at_first,
    a_refused_connect_has_the_words_of_the_server,
    a_right_password_lets_in_and_a_wrong_one_does_not,
    a_join_tells_old_lines_before_the_roster,
    a_line_comes_back_and_reaches_the_others,
    a_private_line_reaches_two,
    who_is_kicked_is_told_why_and_then_disconnected,
    who_answers_pings_stays,
    a_restart_is_survived,
);

/// Of npm's client alone, a process of its own: `rust_socketio` lives in this one, which cannot be stopped.
#[tokio::test]
async fn who_answers_no_ping_is_dropped() {
    rules::who_answers_no_ping_is_dropped().await;
}

/// Of npm's client alone: `rust_socketio` asks for the namespace only once on a websocket.
#[tokio::test]
async fn who_was_kicked_may_ask_again_on_the_same_websocket() {
    rules::who_was_kicked_may_ask_again_on_the_same_websocket().await;
}

/// Of npm's client alone: `rust_socketio` does not notice an orderly end.
#[tokio::test]
async fn bytes_and_what_is_too_large_end_the_connection() {
    rules::bytes_and_what_is_too_large_end_the_connection().await;
}
