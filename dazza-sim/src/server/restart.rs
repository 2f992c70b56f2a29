//! A server that has ended, and the next one at its address.

use std::io;
use std::net::SocketAddr;

use crate::server::{Running, Sim, SimConfig};
use crate::world::World;

/// What a server left: its address, and all the next one needs to know.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// Where it listened.
    pub address: SocketAddr,
    /// How it was, with what it had saved; may be changed before the next start.
    pub config: SimConfig,
}

impl Stopped {
    /// Starts a server on the same address, from what was saved. Its clients are as new to it: anonymous, and in no channel.
    ///
    /// # Errors
    ///
    /// What the operating system says if the address is not to be had.
    pub async fn start(self) -> io::Result<Running> {
        Ok(Sim::bind(self.address, self.config).await?.spawn())
    }
}

impl Running {
    /// Stops it in order: channels are saved first. Waits until it has let go of its address.
    pub async fn stop(self) -> Stopped {
        self.end(World::save_all).await
    }

    /// Kills it: what was said since the last save is lost. Waits until it has let go of its address.
    pub async fn kill(self) -> Stopped {
        self.end(|_| {}).await
    }

    async fn end(self, last_deed: impl FnOnce(&mut World)) -> Stopped {
        drop(self.stop);
        let mut world = match self.task.await {
            Ok(world) => world,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        };
        last_deed(&mut world);
        let config = SimConfig { saved: Some(world.into_saved()), ..self.config };
        Stopped { address: self.handle.addr(), config }
    }
}
