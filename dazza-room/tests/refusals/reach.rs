//! Servers that cannot be reached, or answer nonsense, over real sockets; what the room makes of it, on a moved clock.

use std::net::SocketAddr;
use std::time::Duration;

use dazza_room::entry::Out;
use dazza_room::host::Input;
use dazza_room::wire::{Signal, Wire};
use dazza_shared::config::RoomSettings;
use dazza_shared::exit::Exit;
use dazza_shared::phase::LinePhase;
use dazza_sim::limits::{ConnectBucket, Limits};
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{ConfigFault, Faults, Running, Sim, SimConfig};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::check_waits;
use crate::own_certificate::OwnCertificate;
use crate::story::Story;
use crate::welcome::welcome;

/// All waits on sockets end here.
const DEADLINE: Duration = Duration::from_secs(30);

/// How long a room gives an attempt in these tests.
const PATIENCE: Duration = Duration::from_millis(1_500);

async fn server(limits: Limits) -> Running {
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), limits);
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

fn settings(url: String) -> RoomSettings {
    let mut settings = welcome().settings;
    (settings.server.url, settings.server.connect_timeout) = (url, PATIENCE);
    settings
}

/// Dials as a room does; gives back what came of it.
async fn dial(url: String) -> Result<(), Out> {
    let mut wire = Wire::default();
    wire.dial(&settings(url));
    match timeout(DEADLINE, wire.next()).await.unwrap() {
        Signal::Dialled(result) => result,
        other => unreachable!("{other:?}"),
    }
}

/// Dials where it is refused, and gives what comes of it to a host; checks the phase, what the operator sees, and when
/// the room tries again.
async fn refused(url: String, reason: &str) {
    let out = dial(url).await.unwrap_err();
    let mut story = Story::new();
    story.is_stuck = true;
    story.pass(Duration::from_secs(1));
    story.tell(0, Input::Dialled(Err(out)));
    story.expect(LinePhase::Connecting, reason);
    story.is_stuck = false;
    story.is_down = true;
    story.pass(Duration::from_mins(1));
    check_waits(&story.bots[0].gaps(), &[(6, 7), (7, 10), (11, 15)]);
}

async fn refused_with(fault: ConfigFault, reason: &str) {
    let sim = server(Limits::relaxed()).await;
    sim.handle().inject(|faults| faults.socket_config = Some(fault));
    refused(sim.handle().url(), reason).await;
    sim.handle().inject(|faults| *faults = Faults::default());
    dial(sim.handle().url()).await.unwrap();
}

#[tokio::test]
async fn a_channel_name_that_the_server_refuses_needs_a_person() {
    let sim = server(Limits::relaxed()).await;
    let body = r#"{"error":"Channel \"fatpizza\" does not exist."}"#.to_owned();
    sim.handle().inject(|faults| faults.socket_config = Some(ConfigFault::Answer(404, body)));
    let out = dial(sim.handle().url()).await.unwrap_err();
    let mut story = Story::new();
    story.is_stuck = true;
    story.pass(Duration::from_secs(1));
    story.tell(0, Input::Dialled(Err(out)));
    story.expect_left(
        Exit::ChannelRefused,
        "socketconfig/fatpizza.json answers 404: the chat server refuses that channel",
    );
}

#[tokio::test]
async fn a_server_in_trouble_is_tried_again() {
    refused_with(ConfigFault::Answer(500, "oops".to_owned()), "answers HTTP status 500").await;
}

#[tokio::test]
async fn an_empty_list_of_servers_is_tried_again() {
    refused_with(ConfigFault::no_servers(), "names no server; the chat server's operator has to mend").await;
}

#[tokio::test]
async fn garbage_is_tried_again() {
    let page = "<!doctype html><title>Site under construction</title>".to_owned();
    refused_with(ConfigFault::Answer(200, page), "does not answer a socket configuration").await;
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    refused_with(ConfigFault::Never, "did not answer within 1.5 s; is it up and reachable?").await;
}

#[tokio::test]
async fn a_server_that_takes_connections_and_says_nothing_is_not_waited_for() {
    let sim = server(Limits::relaxed()).await;
    sim.handle().inject(|faults| faults.is_deaf = true);
    refused(sim.handle().url(), "did not answer within 1.5 s").await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again() {
    let free: SocketAddr = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    refused(format!("http://{free}"), "check the url in fleet.toml, and that the chat server is up").await;
}

/// Something that speaks on a port, to each caller once.
async fn speaker<F: Future<Output = ()> + Send>(speak: impl Fn(TcpStream) -> F + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            speak(stream).await;
        }
    });
    address
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_is_tried_again() {
    let address = speaker(async |mut stream| {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
    });
    refused(format!("https://{}", address.await), "check the url in fleet.toml").await;
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_told_and_tried_again() {
    let acceptor = OwnCertificate::new().acceptor;
    let address = speaker(move |stream| {
        let accepted = acceptor.accept(stream);
        async { drop(accepted.await) }
    });
    refused(format!("https://localhost:{}", address.await.port()), "invalid peer certificate: UnknownIssuer").await;
}

#[tokio::test]
async fn a_refused_namespace_is_told_in_the_servers_words() {
    let closed = ConnectBucket { burst: 0, refill: Duration::from_hours(1) };
    let sim = server(Limits { connects: Some(closed), ..Limits::relaxed() }).await;
    let out = dial(sim.handle().url()).await.unwrap_err();
    assert!(out.reason.contains("Rate limit exceeded"), "{}", out.reason);
}
