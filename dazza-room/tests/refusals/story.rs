//! A host and a chat server, both as they are, bound together on a clock that the test moves: no socket, no waiting.

use std::net::IpAddr;
use std::time::Duration;

use dazza_room::cytube::event;
use dazza_room::entry::Out;
use dazza_room::host::{Effect, Host, Input, Now};
use dazza_room::socketio::{Heard, OpenError};
use dazza_shared::clock::{later, since};
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::link::{AddressRefusal, Beat, Credentials, ToFleet, ToRoom, Welcome};
use dazza_shared::names::RoomName;
use dazza_shared::phase::LinePhase;
use dazza_sim::limits::{Heartbeat, Limits};
use dazza_sim::seed::Seed;
use dazza_sim::world::{ConnId, Deed, Door, Input as Frame, Output, World};
use jiff::Timestamp;
use tokio::time::Instant;

use crate::welcome::{start, welcome};

/// A server, and the rooms on it: usually one.
pub(crate) struct Story {
    pub(crate) world: World,
    pub(crate) bots: Vec<Bot>,
    now: Now,
    n_connections: u64,
    /// Whether the server takes nothing in and says nothing, though it can be reached.
    pub(crate) is_deaf: bool,
    /// Whether a dial comes to no end by itself: the test tells how it ends.
    pub(crate) is_stuck: bool,
    /// Whether nothing can be reached.
    pub(crate) is_down: bool,
}

/// One room's host, with what it did.
pub(crate) struct Bot {
    host: Host,
    address: IpAddr,
    connection: Option<ConnId>,
    /// When it dialled. Unit: time since the start of the story.
    pub(crate) dials: Vec<Duration>,
    /// What it told of the server's grudge against its address.
    pub(crate) grudges: Vec<AddressRefusal>,
    /// How it left, if it has.
    pub(crate) left: Option<(Exit, String)>,
}

/// The accounts and the channel of all stories; what differs is added.
const SEED: &str = r#"
users = [
    { name = "dazza", password = "dazza-test" },
    { name = "alice", password = "dazza-test" },
]
[[channels]]
name = "fatpizza"
ranks = { alice = 5 }
"#;

pub(crate) fn fatpizza() -> RoomName {
    "fatpizza".parse().unwrap()
}

impl Story {
    /// One room on a server without limits.
    pub(crate) fn new() -> Self {
        Self::with(SEED, Limits::relaxed(), &[welcome()])
    }

    /// Rooms as they are welcomed, each from an address of its own, on a server as the seed says.
    pub(crate) fn with(seed: &str, limits: Limits, welcomes: &[Welcome]) -> Self {
        let now = Now { instant: Instant::now(), time: start() };
        let world = World::new(Seed::parse(seed).unwrap(), limits, Heartbeat::stock(), now.time);
        let bots = welcomes.iter().zip(1..).map(|(welcome, n)| Bot {
            host: Host::new(welcome.clone(), Dice::seeded(n.into()), now).unwrap(),
            address: [10, 0, 0, n].into(),
            connection: None,
            dials: Vec::new(),
            grudges: Vec::new(),
            left: None,
        });
        let bots = bots.collect();
        Self { world, bots, now, n_connections: 0, is_deaf: false, is_stuck: false, is_down: false }
    }

    /// One room on the usual server with other limits.
    pub(crate) fn limited(limits: Limits) -> Self {
        Self::with(SEED, limits, &[welcome()])
    }

    /// One room with other credentials.
    pub(crate) fn signing_in(change: impl FnOnce(&mut Credentials)) -> Self {
        let mut welcome = welcome();
        change(&mut welcome.credentials);
        Self::with(SEED, Limits::relaxed(), &[welcome])
    }

    /// Two rooms that share an account, as two fleets might.
    pub(crate) fn twins() -> Self {
        Self::with(SEED, Limits::relaxed(), &[welcome(), welcome()])
    }

    /// The time of day.
    pub(crate) fn wall(&self) -> Timestamp {
        self.now.time
    }

    /// How long the story has gone on.
    pub(crate) fn time(&self) -> Duration {
        since(start(), self.now.time)
    }

    /// Lets the server do something.
    pub(crate) fn server(&mut self, deed: impl FnOnce(&mut World) -> Vec<Output>) {
        let outputs = deed(&mut self.world);
        self.deliver(outputs);
    }

    /// The server is another from now on, and all lines to the old one are cut.
    pub(crate) fn restart(&mut self, next: impl FnOnce(World, Timestamp) -> World) {
        let old = std::mem::replace(
            &mut self.world,
            World::new(Seed::default(), Limits::relaxed(), Heartbeat::stock(), self.now.time),
        );
        self.world = next(old, self.now.time);
        for n in 0..self.bots.len() {
            if self.bots[n].connection.take().is_some() {
                self.tell(n, Input::Ended("the connection ended without a close".to_owned()));
            }
        }
    }

    /// Has somebody say something in the room.
    pub(crate) fn say(&mut self, who: &str, text: &str) {
        self.server(|world| world.say(&fatpizza(), who, text));
    }

    /// Lets that much time pass, with all that happens in it.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = later(self.now.time, time);
        loop {
            let next = self.next_due().filter(|due| *due < end).unwrap_or(end);
            let step = since(self.now.time, next);
            self.now = Now { instant: self.now.instant + step, time: later(self.now.time, step) };
            let outputs = self.world.wake(self.now.time);
            self.deliver(outputs);
            for n in 0..self.bots.len() {
                self.wake_if_due(n);
            }
            if self.now.time >= end {
                return;
            }
        }
    }

    /// How the first room is, as its supervisor is told.
    pub(crate) fn beat(&mut self) -> Beat {
        let effects = self.bots[0].host.handle(Input::Beat, self.now);
        let beat = effects.into_iter().find_map(|effect| match effect {
            Effect::Tell(ToFleet::Beat(beat)) => Some(*beat),
            _ => None,
        });
        beat.unwrap()
    }

    /// Checks how the first room is: its phase, and a part of the reason that the operator sees.
    #[track_caller]
    pub(crate) fn expect(&mut self, line: LinePhase, reason: &str) {
        let beat = self.beat();
        let told = beat.reason.unwrap_or_default();
        assert_eq!(beat.line, line, "{told}");
        assert!(told.contains(reason), "{told:?} does not tell {reason:?}");
        assert!(!told.contains("dazza-test"), "the password is told: {told}");
    }

    /// Checks how the first room left: its exit code, and a part of what it said.
    #[track_caller]
    pub(crate) fn expect_left(&self, exit: Exit, reason: &str) {
        let (code, told) = self.bots[0].left.as_ref().unwrap();
        assert_eq!(*code, exit, "{told}");
        assert!(told.contains(reason), "{told:?} does not tell {reason:?}");
        assert!(!told.contains("dazza-test"), "the password is told: {told}");
    }

    /// Lets a day pass and gives back the gaps between all dials of the first room so far. Unit: seconds.
    pub(crate) fn gaps_of_a_day(&mut self) -> Vec<u64> {
        self.pass(Duration::from_hours(24));
        self.bots[0].gaps()
    }

    /// The lines that a name said in the room.
    pub(crate) fn lines_of(&self, name: &str) -> Vec<String> {
        let lines = self.world.lines(&fatpizza()).into_iter();
        lines.filter(|line| line.user == name).map(|line| line.html).collect()
    }

    fn wake_if_due(&mut self, n: usize) {
        if self.bots[n].host.wake_at().is_some_and(|due| due <= self.now.instant) {
            self.tell(n, Input::Wake);
        }
    }

    fn next_due(&self) -> Option<Timestamp> {
        let hosts = self.bots.iter().filter(|bot| bot.left.is_none()).filter_map(|bot| bot.host.wake_at());
        let hosts = hosts.map(|due| later(self.now.time, due.saturating_duration_since(self.now.instant)));
        // A millisecond is the least the server's clock tells apart.
        let soonest = later(self.now.time, Duration::from_millis(1));
        hosts.chain(self.world.next_due()).map(|due| due.max(soonest)).min()
    }

    /// Gives a host an input and carries out what comes of it.
    pub(crate) fn tell(&mut self, n: usize, input: Input) {
        if self.bots[n].left.is_some() {
            return;
        }
        let effects = self.bots[n].host.handle(input, self.now);
        self.carry_out(n, effects);
    }

    fn carry_out(&mut self, n: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Dial => self.dial(n),
                Effect::HangUp => self.hang_up(n),
                Effect::Ask { action, .. } => self.send(n, action.to_frame()),
                Effect::Tell(ToFleet::ConnectAsk) => self.tell(n, Input::Told(ToRoom::ConnectGo)),
                Effect::Tell(ToFleet::ConnectOver { refused }) => self.bots[n].grudges.extend(refused),
                Effect::Serve(asked) => self.tell(n, Input::Serve(asked)),
                Effect::Leave(exit, reason) => self.bots[n].left = Some((exit, reason)),
                _ => {}
            }
        }
    }

    fn dial(&mut self, n: usize) {
        let at = since(start(), self.now.time);
        self.bots[n].dials.push(at);
        if self.is_stuck {
            return;
        }
        if self.is_down {
            return self.tell(n, Input::Dialled(Err(Out::unreachable("nobody is there".to_owned()))));
        }
        self.n_connections += 1;
        let conn = ConnId(self.n_connections);
        let door = Door { address: self.bots[n].address, cookie: None, has_slow_ranks: false, is_old_protocol: false };
        let opened = self.world.step(Frame::Opened(conn, door), self.now.time);
        assert!(opened.iter().all(|output| output.to == conn));
        let answers = self.world.step(Frame::Heard(conn, "40".to_owned()), self.now.time);
        let refusal = answers.iter().find_map(|output| match &output.deed {
            Deed::Send(text) => refused(text),
            _ => None,
        });
        if let Some(message) = refusal {
            let refused = OpenError::Refused { message };
            self.world.step(Frame::Closed(conn), self.now.time);
            return self.tell(n, Input::Dialled(Err(Out::from(&refused))));
        }
        self.bots[n].connection = Some(conn);
        // What the server said first is heard before anything that we ask is answered.
        let asked = self.bots[n].host.handle(Input::Dialled(Ok(())), self.now);
        self.deliver(answers);
        self.carry_out(n, asked);
    }

    fn hang_up(&mut self, n: usize) {
        if let Some(conn) = self.bots[n].connection.take() {
            let outputs = self.world.step(Frame::Closed(conn), self.now.time);
            self.deliver(outputs);
        }
    }

    fn send(&mut self, n: usize, frame: String) {
        if let Some(conn) = self.bots[n].connection.filter(|_| !self.is_deaf) {
            let outputs = self.world.step(Frame::Heard(conn, frame), self.now.time);
            self.deliver(outputs);
        }
    }

    /// Hands what the server does to whom it concerns, as our own client would.
    fn deliver(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            let Some(n) = self.bots.iter().position(|bot| bot.connection == Some(output.to)) else { continue };
            match output.deed {
                _ if self.is_deaf => {}
                Deed::Send(text) if &*text == "2" => self.send(n, "3".to_owned()),
                Deed::Send(text) if &*text == "41" => self.end(n, "the chat server disconnected us"),
                Deed::Send(text) => self.tell(n, Input::Heard(event::read(&Heard::Text(text.as_ref().into())))),
                Deed::Bytes(_) | Deed::Close | Deed::Cut => self.end(n, "the connection ended without a close"),
            }
        }
    }

    fn end(&mut self, n: usize, how: &str) {
        self.hang_up(n);
        self.tell(n, Input::Ended(how.to_owned()));
    }
}

impl Bot {
    /// The gaps between its dials so far. Unit: seconds.
    pub(crate) fn gaps(&self) -> Vec<u64> {
        self.dials.windows(2).map(|two| two[1].saturating_sub(two[0]).as_secs()).collect()
    }
}

/// What a refused namespace connect says.
fn refused(text: &str) -> Option<String> {
    let said: serde_json::Value = serde_json::from_str(text.strip_prefix("44")?).unwrap();
    Some(said["message"].as_str().unwrap().to_owned())
}
