//! How the server is, for all who watch it.

/// The server at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServerState {
    /// What it is doing.
    pub phase: ServerPhase,
    /// Its process, while it has one.
    pub pid: Option<i32>,
    /// How often it was started again since this supervisor began.
    pub restarts: u64,
    /// How it ended last, in words.
    pub last_failure: Option<String>,
}

/// What the server is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ServerPhase {
    /// It has a process and takes no connections yet; it may have a crash to recover from.
    Starting,
    /// It takes connections.
    Ready,
    /// It has no process; the next try comes by itself.
    Down {
        /// How it ended, in words.
        reason: String,
    },
}

impl ServerState {
    /// A server with that process, which is ready.
    pub(super) fn ready(pid: i32) -> Self {
        Self { phase: ServerPhase::Ready, pid: Some(pid), restarts: 0, last_failure: None }
    }

    /// The server has ended like this.
    pub(super) fn went_down(&mut self, reason: String) {
        self.last_failure = Some(reason.clone());
        (self.phase, self.pid) = (ServerPhase::Down { reason }, None);
    }

    /// The server has been started again, as that process.
    pub(super) fn started_again(&mut self, pid: i32) {
        self.restarts += 1;
        (self.phase, self.pid) = (ServerPhase::Starting, Some(pid));
    }

    /// The server takes connections.
    pub(super) fn became_ready(&mut self) {
        self.phase = ServerPhase::Ready;
    }
}
