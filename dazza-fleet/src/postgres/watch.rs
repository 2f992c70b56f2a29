//! Keeps the server running: starts it again whenever it ends, until it is told to stop.

use std::time::Duration;

use dazza_shared::config::Supervision;
use tokio::sync::{oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tracing::{debug, info, warn};

use super::cluster::Cluster;
use super::error::PostgresError;
use super::server::{NotReady, Server, clear};
use super::state::ServerState;
use crate::output;

/// A server that was ready this long is started again at once. Source: design, section 4: as for rooms.
const HEALTHY_AFTER: Duration = Duration::from_secs(10);

/// How often the output file is looked at and emptied when it has outgrown its cap.
const TRIM_EVERY: Duration = Duration::from_secs(10);

/// Owns the server.
#[derive(Debug)]
pub(super) struct Watcher {
    pub(super) cluster: Cluster,
    pub(super) state: watch::Sender<ServerState>,
}

/// Failures in a row.
#[derive(Clone, Copy, Debug, Default)]
struct Failures(u32);

impl Failures {
    /// A server has ended: one that was healthy has its failures forgotten.
    fn look_back(&mut self, was_healthy: bool) {
        if was_healthy {
            self.0 = 0;
        }
    }

    /// How long to wait before the next try: not at all the first time, then as rooms wait in a fleet of the usual settings.
    fn next_wait(&mut self) -> Duration {
        let wait = match self.0 {
            0 => Duration::ZERO,
            n => Supervision::default().back_off(n),
        };
        self.0 = self.0.saturating_add(1);
        wait
    }
}

impl Watcher {
    /// Keeps a server that is ready now until `stop` says so or nobody can say so any more; stops it then.
    pub(super) async fn run(self, server: Server, stop: oneshot::Receiver<()>) {
        let mut server = Some(server);
        tokio::select! {
            // Nothing is lost when this is left halfway: what has a process stands in `server`.
            () = self.keep(&mut server) => {}
            told = stop => debug!(?told, "the database server is to stop"),
        }
        match server {
            Some(server) => server.stop(&self.cluster).await,
            None => clear(&self.cluster).await,
        }
        self.state.send_modify(|state| state.went_down("it was stopped".to_owned()));
    }

    async fn keep(&self, server: &mut Option<Server>) {
        let mut failures = Failures::default();
        loop {
            if let Some(living) = server.as_ref() {
                let was_healthy = self.live(living).await;
                failures.look_back(was_healthy);
                let reason = server.take().map(|dead| dead.bury(&self.cluster)).unwrap_or_default();
                warn!("the database server is down: {reason}");
                self.state.send_modify(|state| state.went_down(reason));
            }
            sleep(failures.next_wait()).await;
            match self.begin_again().await {
                Ok(started) => {
                    let pid = started.pid();
                    info!(child.pid = pid, "started the database server again, process {pid}");
                    self.state.send_modify(|state| state.started_again(pid));
                    *server = Some(started);
                }
                Err(error) => {
                    let reason = error.told();
                    warn!("the database server cannot be started: {reason}");
                    self.state.send_modify(|state| state.went_down(reason));
                }
            }
        }
    }

    async fn begin_again(&self) -> Result<Server, PostgresError> {
        match Server::find_or_clear(&self.cluster).await? {
            Some(found) => Ok(found),
            None => Server::start(&self.cluster),
        }
    }

    /// Waits for the end of the server; whether it was healthy.
    async fn live(&self, server: &Server) -> bool {
        match server.until_ready(&self.cluster).await {
            Ok(()) => {}
            Err(NotReady::Ended) => return false,
            Err(NotReady::Silent) => {
                warn!("the database server did not say that it begins: killed");
                return false;
            }
        }
        self.state.send_modify(ServerState::became_ready);
        let ready = Instant::now();
        let mut trim = ready + TRIM_EVERY;
        loop {
            tokio::select! {
                () = server.ended() => return ready.elapsed() >= HEALTHY_AFTER,
                () = sleep_until(trim) => {}
            }
            trim += TRIM_EVERY;
            if let Err(error) = output::trim(&self.cluster.paths.postgres_output()) {
                debug!(error = %error, "cannot empty the output file of the database server");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_try_is_made_at_once_and_waits_double_to_a_minute() {
        let mut failures = Failures::default();
        let waits: Vec<u64> = (0..40).map(|_| failures.next_wait().as_secs()).collect();
        assert_eq!(waits.get(..9).unwrap(), [0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(waits.iter().skip(8).all(|wait| *wait == 60));
    }
}
