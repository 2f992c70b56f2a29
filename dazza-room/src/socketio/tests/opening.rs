//! The ways in, and every way they can be barred.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::own_certificate::OwnCertificate;
use super::peer::{AMPLE, endpoint, hear, let_in, say, serve, serve_tcp};
use crate::socketio::{Endpoint, OpenError, Session, Stage, Trust};

async fn failure(endpoint: &Endpoint) -> OpenError {
    Session::open(endpoint, AMPLE).await.unwrap_err()
}

#[tokio::test]
async fn a_refusal_is_the_servers_own_word() {
    let (endpoint, _served) = serve(|mut peer| async move {
        say(&mut peer, "0{\"sid\":\"x\",\"pingInterval\":25000}").await;
        assert_eq!(hear(&mut peer).await.as_deref(), Some("40"));
        say(&mut peer, "2").await;
        say(&mut peer, "44{\"message\":\"Rate limit exceeded\"}").await;
        while hear(&mut peer).await.is_some() {}
    })
    .await;
    let refused = failure(&endpoint).await;
    assert!(matches!(&refused, OpenError::Refused { message } if message == "Rate limit exceeded"), "{refused:?}");
}

#[tokio::test]
async fn a_server_of_another_kind_is_told_apart() {
    let (chatty, _served) = serve(|mut peer| async move {
        say(&mut peer, "hello").await;
        hear(&mut peer).await
    })
    .await;
    assert!(matches!(failure(&chatty).await, OpenError::NotEngineIo { .. }));

    let (web, _served) = serve_tcp(|mut tcp| async move {
        tcp.write_all(b"HTTP/1.1 503 Gone fishing\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        tcp.read_to_end(&mut Vec::new()).await
    })
    .await;
    assert!(matches!(failure(&web).await, OpenError::Upgrade { status: 503, .. }));

    let (mail, _served) = serve_tcp(|mut tcp| async move {
        tcp.write_all(b"220 mail.example ESMTP\r\n").await.unwrap();
        tcp.read_to_end(&mut Vec::new()).await
    })
    .await;
    assert!(matches!(failure(&mail).await, OpenError::WebSocket { .. }));

    let (gone, _served) = serve(|peer| async move { drop(peer) }).await;
    assert!(matches!(failure(&gone).await, OpenError::Ended(_)));
}

#[tokio::test]
async fn waiting_ends_and_says_for_what() {
    let patient = Duration::from_millis(400);
    let (mute, _served) = serve_tcp(|mut tcp| async move { tcp.read_to_end(&mut Vec::new()).await }).await;
    let (idle, _served) = serve(|mut peer| async move { hear(&mut peer).await }).await;
    let (coy, _served) = serve(|mut peer| async move {
        say(&mut peer, "0{}").await;
        while hear(&mut peer).await.is_some() {}
    })
    .await;
    for (endpoint, expected) in [(mute, Stage::Upgrading), (idle, Stage::Opening), (coy, Stage::Joining)] {
        match Session::open(&endpoint, patient).await {
            Err(OpenError::TimedOut { after, stage }) => assert_eq!((after, stage), (patient, expected)),
            other => panic!("{expected:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn hosts_that_are_not_there_are_told_apart() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert!(matches!(failure(&endpoint(unused)).await, OpenError::Connect { .. }));
    let unknown = Endpoint { url: "http://no-such-host.invalid".to_owned(), ..endpoint(1) };
    assert!(matches!(failure(&unknown).await, OpenError::Resolve { .. }));
    let nonsense = Endpoint { url: "cytu.be".to_owned(), ..endpoint(1) };
    assert!(matches!(failure(&nonsense).await, OpenError::Address { .. }));
}

#[tokio::test]
async fn the_local_address_is_the_one_given() {
    let (mut endpoint, served) = serve(|mut peer| async move {
        let from = peer.get_ref().peer_addr().unwrap().ip();
        let_in(&mut peer, 25_000).await;
        from
    })
    .await;
    endpoint.local_address = Some("::1".parse().unwrap());
    assert!(matches!(failure(&endpoint).await, OpenError::NoAddress { .. }));
    endpoint.local_address = Some("127.0.0.7".parse().unwrap());
    Session::open(&endpoint, AMPLE).await.unwrap();
    assert_eq!(served.await.unwrap().to_string(), "127.0.0.7");
}

#[tokio::test]
async fn tls_holds_with_a_certificate_of_ones_own_and_not_without() {
    let own = OwnCertificate::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = own.acceptor.clone();
    let served = tokio::spawn(async move {
        // The first guest does not trust us and goes.
        assert!(acceptor.accept(listener.accept().await.unwrap().0).await.is_err());
        let tls = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
        let mut peer = tokio_tungstenite::accept_async(tls).await.unwrap();
        let_in(&mut peer, 25_000).await;
        hear(&mut peer).await
    });

    let stranger = Endpoint { url: format!("https://localhost:{port}"), ..endpoint(port) };
    assert!(matches!(failure(&stranger).await, OpenError::Tls { .. }));
    let friend = Endpoint { trust: Arc::new(Trust::new(Some(own.ca_file()))), ..stranger };
    let mut session = Session::open(&friend, AMPLE).await.unwrap();
    assert!(session.socket().nodelay().unwrap());
    session.send("42[\"over TLS\"]".to_owned()).await.unwrap();
    assert_eq!(served.await.unwrap().as_deref(), Some("42[\"over TLS\"]"));
}
