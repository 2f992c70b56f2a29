//! What is heard on an open line: all of it, in order, and nothing left behind.

use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Message;

use super::peer::{hear, host, say};
use crate::socketio::frame::{BadFrame, Packet};
use crate::socketio::{Ended, Heard, Session};

/// The event's name and its first argument, if it is a number.
fn event(heard: &Heard) -> (String, Option<u32>) {
    match heard.packet() {
        Some(Ok(Packet::Event(emit))) => (emit.name().to_owned(), emit.argument().unwrap()),
        other => panic!("heard {other:?}"),
    }
}

#[tokio::test]
async fn pings_are_answered_in_passing() {
    let (mut session, served) = host(|mut peer| async move {
        say(&mut peer, "42[\"first\",1]").await;
        for _ in 0..3 {
            say(&mut peer, "2").await;
            assert_eq!(hear(&mut peer).await.as_deref(), Some("3"));
        }
        // A ping of the websocket's own is answered below us.
        peer.send(Message::Ping("p".into())).await.unwrap();
        say(&mut peer, "42[\"second\"]").await;
        say(&mut peer, "6").await;
        say(&mut peer, "1").await;
    })
    .await;
    assert_eq!(event(&session.next().await.unwrap()), ("first".to_owned(), Some(1)));
    assert_eq!(event(&session.next().await.unwrap()), ("second".to_owned(), None));
    assert!(matches!(session.next().await, Err(Ended::TransportClosed)));
    served.await.unwrap();
}

#[tokio::test]
async fn frames_that_make_no_sense_are_handed_on_and_the_line_stays_up() {
    let (mut session, _served) = host(|mut peer| async move {
        for junk in ["", "junk", "42{", "42[\"cut"] {
            say(&mut peer, junk).await;
        }
        peer.send(Message::binary(vec![4, 2, 0xff])).await.unwrap();
        say(&mut peer, "42[\"fine\",7]").await;
        hear(&mut peer).await
    })
    .await;
    for expected in [BadFrame::Empty, BadFrame::EngineType('j'), BadFrame::Nameless, BadFrame::Nameless] {
        assert_eq!(session.next().await.unwrap().packet(), Some(Err(expected)));
    }
    assert_eq!(session.next().await.unwrap(), Heard::Binary { n_bytes: 3 });
    assert_eq!(event(&session.next().await.unwrap()), ("fine".to_owned(), Some(7)));
}

#[tokio::test]
async fn a_wait_that_is_dropped_loses_nothing() {
    const N_EVENTS: u32 = 2_000;
    let (mut session, served) = host(|mut peer| async move {
        for n in 0..N_EVENTS {
            say(&mut peer, "2").await;
            say(&mut peer, &format!("42[\"n\",{n}]")).await;
        }
        let mut n_pongs = 0;
        while hear(&mut peer).await.as_deref() == Some("3") {
            n_pongs += 1;
        }
        n_pongs
    })
    .await;
    let mut expected = 0;
    while expected < N_EVENTS {
        tokio::select! {
            biased;
            heard = session.next() => {
                assert_eq!(event(&heard.unwrap()), ("n".to_owned(), Some(expected)));
                expected += 1;
            }
            () = tokio::task::yield_now() => {}
        }
    }
    session.close().await;
    assert_eq!(served.await.unwrap(), N_EVENTS);
}

#[tokio::test]
async fn two_frames_back_to_back_go_out_without_nagles_delay() {
    let (mut session, served) = host(|mut peer| async move { [hear(&mut peer).await, hear(&mut peer).await] }).await;
    assert!(session.socket().nodelay().unwrap());
    session.send("42[\"a\"]".to_owned()).await.unwrap();
    session.send("42[\"b\"]".to_owned()).await.unwrap();
    assert_eq!(served.await.unwrap(), [Some("42[\"a\"]".to_owned()), Some("42[\"b\"]".to_owned())]);
}

async fn next_len(session: &mut Session) -> usize {
    match session.next().await.unwrap() {
        Heard::Text(text) => text.len(),
        Heard::Binary { n_bytes } => n_bytes,
    }
}

#[tokio::test]
async fn a_large_frame_leaves_no_large_memory_behind() {
    let (mut session, served) = host(|mut peer| async move {
        say(&mut peer, &format!("42[\"emoteList\",\"{}\"]", "x".repeat(264_000))).await;
        say(&mut peer, &format!("42[\"playlist\",\"{}\"]", "x".repeat(175_000))).await;
        // More small frames than fit behind a large one in its memory.
        for _ in 0..100 {
            say(&mut peer, &format!("42[\"small\",\"{}\"]", "x".repeat(100))).await;
        }
        hear(&mut peer).await
    })
    .await;
    assert!(next_len(&mut session).await > 264_000);
    assert!(session.holds_large_frame());
    assert!(next_len(&mut session).await > 175_000);
    for _ in 0..100 {
        assert!(next_len(&mut session).await < 200);
    }
    assert!(!session.holds_large_frame());
    session.close().await;
    served.await.unwrap();
}
