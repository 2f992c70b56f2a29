//! The one loop: owns the world, feeds it what connections hear, carries out what it answers.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use dazza_shared::clock::{Clock, since};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;

use crate::server::faults::{DeadLines, Faults, Silence};
use crate::server::line;
use crate::world::{ConnId, Deed, Door, Input, Output, World};

/// What can wake the loop.
pub(super) enum Event {
    /// A connection became a websocket; deeds to it go into the channel.
    Opened(ConnId, Door, mpsc::Sender<Deed>),
    /// Something a websocket did.
    Input(Input),
    /// Something a handle wants.
    Job(Job),
    /// Whose lines are to be dead; how many were meant is answered.
    Silence(Silence, oneshot::Sender<usize>),
}

/// A request of a handle.
pub(super) type Job = Box<dyn FnOnce(&mut World) -> Vec<Output> + Send>;

/// Deeds that may wait for one connection; one that reads too slowly is dropped.
pub(super) const DEEDS: usize = 8_192;

/// How long the loop sleeps when nothing is due.
const LONG: Duration = Duration::from_hours(1);

#[derive(Debug)]
pub(super) struct Hub {
    listener: TcpListener,
    world: World,
    clock: Clock,
    inputs: mpsc::Sender<Event>,
    inbox: mpsc::Receiver<Event>,
    news: watch::Sender<u64>,
    lines: HashMap<ConnId, mpsc::Sender<Deed>>,
    tasks: JoinSet<()>,
    n_conns: u64,
    has_slow_ranks: bool,
    faults: watch::Receiver<Faults>,
    dead: DeadLines,
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Opened(conn, ..) => f.debug_tuple("Opened").field(conn).finish(),
            Self::Input(input) => f.debug_tuple("Input").field(input).finish(),
            Self::Job(_) => f.write_str("Job"),
            Self::Silence(whose, _) => f.debug_tuple("Silence").field(whose).finish(),
        }
    }
}

impl Hub {
    pub(super) fn new(
        listener: TcpListener,
        world: World,
        clock: Clock,
        (inputs, inbox): (mpsc::Sender<Event>, mpsc::Receiver<Event>),
        news: watch::Sender<u64>,
    ) -> Self {
        let (lines, tasks) = (HashMap::new(), JoinSet::new());
        let (faults, dead) = (watch::Sender::new(Faults::default()).subscribe(), DeadLines::default());
        let (n_conns, has_slow_ranks) = (0, false);
        Self { listener, world, clock, inputs, inbox, news, lines, tasks, n_conns, has_slow_ranks, faults, dead }
    }

    pub(super) fn with_slow_ranks(self, has_slow_ranks: bool) -> Self {
        Self { has_slow_ranks, ..self }
    }

    pub(super) fn with_faults(self, faults: watch::Receiver<Faults>) -> Self {
        Self { faults, ..self }
    }

    /// Serves until `stop` is over; gives back the world as it is then.
    pub(super) async fn run(mut self, stop: impl Future<Output = ()> + Send) -> World {
        tokio::pin!(stop);
        loop {
            let due = self.world.next_due();
            let wait = due.map_or(LONG, |at| since(self.clock.now(), at).min(LONG));
            tokio::select! {
                () = &mut stop => return self.world,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => self.accept(stream, peer.ip()),
                    Err(error) => tracing::debug!(%error, "could not accept a connection"),
                },
                Some(event) = self.inbox.recv() => self.handle(event),
                Some(_) = self.tasks.join_next() => {}
                () = tokio::time::sleep(wait) => {
                    let outputs = self.world.wake(self.clock.now());
                    self.carry_out(outputs);
                }
            }
        }
    }

    fn accept(&mut self, stream: TcpStream, peer: std::net::IpAddr) {
        self.n_conns += 1;
        let (conn, faults) = (ConnId(self.n_conns), self.faults.clone());
        let caller = line::Caller { conn, peer, has_slow_ranks: self.has_slow_ranks, faults };
        self.tasks.spawn(line::serve(stream, caller, self.inputs.clone()));
    }

    fn handle(&mut self, event: Event) {
        let now = self.clock.now();
        let outputs = match event {
            Event::Opened(conn, door, deeds) => {
                self.lines.insert(conn, deeds);
                self.world.step(Input::Opened(conn, door), now)
            }
            Event::Input(input) => {
                if let Input::Closed(conn) = &input {
                    self.lines.remove(conn);
                }
                if self.dead.has(input.conn()) {
                    return;
                }
                self.world.step(input, now)
            }
            Event::Job(job) => {
                let due = self.world.wake(now);
                self.carry_out(due);
                job(&mut self.world)
            }
            Event::Silence(whose, answer) => {
                let due = self.world.wake(now);
                self.carry_out(due);
                return self.silence(&whose, answer);
            }
        };
        self.carry_out(outputs);
    }

    fn silence(&mut self, whose: &Silence, answer: oneshot::Sender<usize>) {
        let n_meant = self.dead.silence(whose, &self.world, self.lines.keys().copied());
        if matches!(whose, Silence::Nobody) {
            self.mend_lines();
        }
        if answer.send(n_meant).is_err() {
            tracing::debug!("nobody waits for an answer any more");
        }
    }

    /// Lets dead lines live again, or end where one side has given up.
    fn mend_lines(&mut self) {
        let (given_up, rest): (Vec<ConnId>, Vec<ConnId>) =
            self.dead.take().into_iter().partition(|conn| !self.world.is_open(*conn));
        self.lines.retain(|conn, _| !given_up.contains(conn));
        let now = self.clock.now();
        let left: Vec<ConnId> = rest.into_iter().filter(|conn| !self.lines.contains_key(conn)).collect();
        for conn in left {
            let outputs = self.world.step(Input::Closed(conn), now);
            self.carry_out(outputs);
        }
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for Output { to, deed } in outputs {
            if self.dead.has(to) {
                continue;
            }
            let is_last = matches!(deed, Deed::Close | Deed::Cut);
            let is_stuck = self.lines.get(&to).is_some_and(|line| line.try_send(deed).is_err());
            if is_last || is_stuck {
                // Without its sender the connection's task ends, once it has done what was sent before.
                self.lines.remove(&to);
            }
            if is_stuck {
                let outputs = self.world.step(Input::Closed(to), self.clock.now());
                self.carry_out(outputs);
            }
        }
        self.news.send_modify(|n_changes| *n_changes += 1);
    }
}
