//! The server on a socket: a listener, a loop that owns the world, a task for each connection.

mod faults;
mod handle;
mod http;
mod hub;
mod line;
mod restart;
mod staff;

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use dazza_shared::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

pub use self::faults::{ConfigFault, Faults};
pub use self::handle::{Gone, NotYet, SimHandle};
use self::hub::Hub;
pub use self::restart::Stopped;
use crate::limits::{Heartbeat, Limits};
use crate::seed::Seed;
use crate::world::{Saved, World};

/// How a server is to be.
#[derive(Clone, Debug)]
pub struct SimConfig {
    /// Who and what it knows at the start.
    pub seed: Seed,
    /// What a server before it left; it takes the place of the seed.
    pub saved: Option<Saved>,
    /// How hard it is on its clients.
    pub limits: Limits,
    /// When it asks whether a client is alive.
    pub heartbeat: Heartbeat,
    /// What it takes for the time of day.
    pub clock: Clock,
    /// Whether the look-up of a stored channel rank is slower than the join: a client then sees its rank after
    /// the burst, as it sometimes does on a real server.
    pub has_slow_ranks: bool,
}

impl SimConfig {
    /// A server with this seed and these limits, and all else as a CyTube server has it.
    pub fn new(seed: Seed, limits: Limits) -> Self {
        let clock = Clock::starting_at(Clock::System.now());
        Self { seed, saved: None, limits, heartbeat: Heartbeat::stock(), clock, has_slow_ranks: false }
    }

    fn world(&self) -> World {
        let (limits, heartbeat, now) = (self.limits.clone(), self.heartbeat, self.clock.now());
        match self.saved.clone() {
            Some(saved) => World::resume(saved, limits, heartbeat, now),
            None => World::new(self.seed.clone(), limits, heartbeat, now),
        }
    }
}

/// A server that is bound to its address and ready to run.
#[derive(Debug)]
pub struct Sim {
    config: SimConfig,
    hub: Hub,
    handle: SimHandle,
}

/// A server that runs in a task of its own; it ends when this is dropped.
#[derive(Debug)]
pub struct Running {
    config: SimConfig,
    handle: SimHandle,
    stop: oneshot::Sender<()>,
    task: JoinHandle<World>,
}

/// Inputs that may wait for the loop.
const INPUTS: usize = 1_024;

impl Sim {
    /// Binds a server to `address`; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// What the operating system says if the address is not to be had.
    pub async fn bind(address: SocketAddr, config: SimConfig) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let world = config.world();
        let (inputs, inbox) = mpsc::channel(INPUTS);
        let (news, changes) = watch::channel(0);
        let handle = SimHandle::new(address, inputs.clone(), changes);
        let hub = Hub::new(listener, world, config.clock.clone(), (inputs, inbox), news)
            .with_slow_ranks(config.has_slow_ranks)
            .with_faults(handle.faults().subscribe());
        Ok(Self { config, hub, handle })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.handle.addr()
    }

    /// What can be asked of it while it runs.
    pub fn handle(&self) -> SimHandle {
        self.handle.clone()
    }

    /// Serves until `stop` is over, then drops all connections, as a CyTube server that is stopped does.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        self.serve(stop).await;
    }

    async fn serve(self, stop: impl Future<Output = ()> + Send) -> World {
        self.hub.run(stop).await
    }

    /// Serves in a task of its own.
    pub fn spawn(self) -> Running {
        let (stop, stopped) = oneshot::channel();
        let (handle, config) = (self.handle(), self.config.clone());
        let task = tokio::spawn(self.serve(async {
            // A dropped sender stops it just as well.
            drop(stopped.await);
        }));
        Running { config, handle, stop, task }
    }
}

impl Running {
    /// What can be asked of it.
    pub fn handle(&self) -> &SimHandle {
        &self.handle
    }
}
