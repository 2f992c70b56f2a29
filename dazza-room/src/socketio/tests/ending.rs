//! Every way a line can end has its own name.

use std::time::Duration;

use futures_util::SinkExt;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::peer::{AMPLE, hear, host, let_in, say, serve};
use crate::socketio::frame::Packet;
use crate::socketio::{Ended, Limits, Session};

/// How the line ends when the server, once we are in, writes `bytes` below the websocket and lets go.
async fn ending_after(bytes: Vec<u8>) -> Ended {
    let (mut session, _served) = host(|peer| async move {
        let mut tcp = peer.into_inner();
        tcp.write_all(&bytes).await.unwrap();
    })
    .await;
    timeout(AMPLE, session.next()).await.unwrap().unwrap_err()
}

async fn ending_after_message(message: Message) -> Ended {
    let (mut session, _served) = host(|mut peer| async move {
        peer.send(message).await.unwrap();
        while hear(&mut peer).await.is_some() {}
    })
    .await;
    timeout(AMPLE, session.next()).await.unwrap().unwrap_err()
}

#[tokio::test]
async fn what_the_server_does_tells_how_it_ended() {
    assert!(matches!(ending_after_message(Message::text("1")).await, Ended::TransportClosed));
    assert!(matches!(ending_after_message(Message::text("41")).await, Ended::Disconnected));
    assert!(matches!(ending_after_message(Message::Close(None)).await, Ended::Closed { code: 1005, .. }));
    let frame = CloseFrame { code: 4001.into(), reason: "off to the pub".into() };
    let ended = ending_after_message(Message::Close(Some(frame))).await;
    assert_eq!(ended.to_string(), "the chat server closed the connection (code 4001: off to the pub)");
}

#[tokio::test]
async fn what_comes_over_the_wire_tells_how_it_ended() {
    assert!(matches!(ending_after(vec![]).await, Ended::CutOff));
    // A text frame of five bytes, of which two come.
    assert!(matches!(ending_after(vec![0x81, 5, b'4', b'2']).await, Ended::CutOff));
    // Text that is not UTF-8; a reserved opcode; a masked frame; a continuation of nothing.
    for junk in [vec![0x81, 2, 0xff, 0xfe], vec![0x83, 0], vec![0x81, 0x80, 0, 0, 0, 0], vec![0x80, 1, b'x']] {
        assert!(matches!(ending_after(junk.clone()).await, Ended::Garbled(_)), "{junk:?}");
    }
    let mut huge = vec![0x81, 127];
    huge.extend_from_slice(&u64::from(u32::MAX).to_be_bytes());
    assert!(matches!(ending_after(huge).await, Ended::TooLarge { bytes: 4_294_967_295, limit: 1_114_112 }));
}

#[tokio::test]
async fn after_a_disconnect_packet_we_close_the_websocket_ourselves() {
    let (mut session, served) = host(|mut peer| async move {
        say(&mut peer, "42[\"kick\",{\"reason\":\"bye\"}]").await;
        say(&mut peer, "41").await;
        hear(&mut peer).await
    })
    .await;
    assert!(session.next().await.is_ok());
    assert!(matches!(session.next().await, Err(Ended::Disconnected)));
    assert_eq!(served.await.unwrap().as_deref(), Some("close"));
    assert!(matches!(session.next().await, Err(Ended::Disconnected)));
}

#[tokio::test]
async fn leaving_says_so_on_both_levels() {
    let (session, served) = host(|mut peer| async move { [hear(&mut peer).await, hear(&mut peer).await] }).await;
    session.close().await;
    assert_eq!(served.await.unwrap(), [Some("41".to_owned()), Some("close".to_owned())]);
}

#[tokio::test]
async fn a_silent_server_is_dead_after_ping_interval_and_patience() {
    let (mut endpoint, served) = serve(|mut peer| async move {
        let_in(&mut peer, 30).await;
        say(&mut peer, "42[\"rank\",-1]").await;
        hear(&mut peer).await
    })
    .await;
    endpoint.limits = Limits { patience: Duration::from_millis(40), ..Limits::default() };
    let mut session = Session::open(&endpoint, AMPLE).await.unwrap();
    assert_eq!(session.patience(), Duration::from_millis(70));
    assert!(session.next().await.is_ok());
    let ended = timeout(AMPLE, session.next()).await.unwrap();
    assert!(matches!(ended, Err(Ended::Silent { after }) if after == Duration::from_millis(70)));
    drop(session);
    assert_eq!(served.await.unwrap(), None);
}

#[tokio::test]
async fn a_server_that_does_not_read_cannot_hold_us() {
    let (mut endpoint, served) = serve(|mut peer| async move {
        let_in(&mut peer, 25_000).await;
        // Held open and never read, until the test lets go.
        std::future::pending::<()>().await;
    })
    .await;
    endpoint.limits = Limits { write: Duration::from_millis(100), ..Limits::default() };
    let mut session = Session::open(&endpoint, AMPLE).await.unwrap();
    let frame = "x".repeat(60_000);
    let ended = loop {
        if let Err(ended) = timeout(AMPLE, session.send(frame.clone())).await.unwrap() {
            break ended;
        }
    };
    assert!(matches!(ended, Ended::Stuck { .. }), "{ended:?}");
    timeout(AMPLE, session.close()).await.unwrap();
    served.abort();
}

#[tokio::test]
async fn a_frame_of_ours_beyond_all_bounds_is_refused_and_not_quoted() {
    let (mut session, served) = host(|mut peer| async move { hear(&mut peer).await }).await;
    let refused = session.send("secret".repeat(1 << 18)).await.unwrap_err();
    assert_eq!(format!("{refused:?}"), "Overfull");
    drop(session);
    assert_eq!(served.await.unwrap(), None);
}

#[tokio::test]
async fn last_words_are_heard_although_writing_fails() {
    let (mut session, served) = host(|mut peer| async move {
        say(&mut peer, "42[\"kick\",{\"reason\":\"Too many connections from your IP address\"}]").await;
        say(&mut peer, "2").await;
        say(&mut peer, "42[\"bye\"]").await;
    })
    .await;
    served.await.unwrap();
    while session.send("42[\"chatMsg\",{}]".to_owned()).await.is_ok() {}
    for name in ["kick", "bye"] {
        let heard = session.next().await.unwrap();
        assert!(matches!(heard.packet(), Some(Ok(Packet::Event(emit))) if emit.name() == name));
    }
    assert!(session.next().await.is_err());
}
