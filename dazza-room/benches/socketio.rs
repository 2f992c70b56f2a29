//! Measures our Socket.IO client against npm's server: delays with and without Nagle, and memory after a join.
//!
//! `cargo bench -p dazza-room --bench socketio`; the figures go into `docs/adr/0001-own-socketio-client.md`.

use std::io::{Write, stdout};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use dazza_room::cytube::event::{self, Event};
use dazza_room::socketio::frame::{Packet, encode, encode_bare};
use dazza_room::socketio::{Endpoint, Heard, Limits, Session, Trust};
use serde_json::{Value, json};
use tokio::time::Instant;

#[path = "../tests/npm/mod.rs"]
#[expect(clippy::expect_used, clippy::unwrap_used, reason = "made for the tests")]
mod npm;
#[path = "../tests/npm/server.rs"]
#[expect(dead_code, clippy::expect_used, reason = "as above")]
mod server;

const N_ECHOES: usize = 3000;
const N_PAIRS: usize = 300;
/// The kernel acknowledges the first frames of a connection at once: they say nothing about Nagle.
const N_WARM_UP: usize = 50;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let server = server::NpmServer::start(json!({})).await;
    let endpoint = Endpoint {
        url: server.url.clone(),
        local_address: None,
        trust: Arc::new(Trust::default()),
        limits: Limits::default(),
    };
    for (is_nodelay, label) in [(true, "TCP_NODELAY, as we run"), (false, "Nagle on, the baseline")] {
        let mut session = Session::open(&endpoint, Duration::from_secs(20)).await?;
        session.socket().set_nodelay(is_nodelay)?;
        report(&format!("echo, {label}"), echoes(&mut session).await?)?;
        report(&format!("second of two emits, {label}"), pairs(&mut session).await?)?;
        session.close().await;
    }
    memory(&endpoint).await
}

/// From an emit to the arrival of its echo.
async fn echoes(session: &mut Session) -> Result<Vec<Duration>> {
    let frame = encode("echo", &json!({ "msg": "g'day", "meta": {} }));
    let mut took = Vec::new();
    for _ in 0..N_ECHOES {
        let began = Instant::now();
        session.send(frame.clone()).await?;
        argument(&session.next().await?)?;
        took.push(began.elapsed());
    }
    Ok(took)
}

/// How long after the first of two emits the second arrives, by the server's clock.
async fn pairs(session: &mut Session) -> Result<Vec<Duration>> {
    let mut apart = Vec::new();
    for n in 0..N_WARM_UP + N_PAIRS {
        session.send(encode_bare("first")).await?;
        session.send(encode_bare("second")).await?;
        let us = argument(&session.next().await?)?.as_f64().context("no time")?;
        if n >= N_WARM_UP {
            apart.push(Duration::from_secs_f64(us / 1e6));
        }
    }
    Ok(apart)
}

/// What the process holds before, during and after a join burst.
async fn memory(endpoint: &Endpoint) -> Result<()> {
    let mut session = Session::open(endpoint, Duration::from_secs(20)).await?;
    report_memory("connected")?;
    session.send(encode_bare("burst")).await?;
    let mut n_bytes = 0;
    loop {
        let heard = session.next().await?;
        n_bytes += if let Heard::Text(text) = &heard { text.len() } else { 0 };
        match event::read(&heard) {
            Event::Playlist(items) => report_memory(&format!("with a playlist of {} just read", items.len()))?,
            Event::UserCount(_) => break,
            _ => {}
        }
    }
    report_memory(&format!("after a burst of {} kB", n_bytes / 1000))?;
    session.close().await;
    Ok(())
}

fn argument(heard: &Heard) -> Result<Value> {
    match heard.packet() {
        Some(Ok(Packet::Event(emit))) => Ok(emit.argument()?.unwrap_or_default()),
        _ => bail!("an event was expected, and {heard:?} came"),
    }
}

fn report(what: &str, mut took: Vec<Duration>) -> Result<()> {
    took.sort();
    let at = |share: usize| took.get((took.len() - 1) * share / 100).copied().unwrap_or_default().as_micros();
    writeln!(stdout(), "{what:<46} p50 {:>6} us   p99 {:>6} us   n {}", at(50), at(99), took.len())?;
    Ok(())
}

fn report_memory(when: &str) -> Result<()> {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let row = |key: &str| rollup.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
    writeln!(stdout(), "{when:<46} {}   {}", row("Pss:"), row("Pss_Anon:"))?;
    Ok(())
}
