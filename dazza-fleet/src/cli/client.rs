//! Talks to a running fleet: HTTP over its control socket.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::paths::StatePaths;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::UnixStream;
use tokio::time::timeout;

use super::failure::Failure;
use crate::api::Problem;

/// Longest answer that is read. Unit: bytes.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Limit on one question and its answer, unless a verb sets another.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way to the fleet of one configuration.
#[derive(Debug)]
pub(crate) struct Client {
    socket: PathBuf,
    config: PathBuf,
    patience: Duration,
}

/// What the fleet said.
#[derive(Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    body: Bytes,
}

impl Client {
    /// The way to the fleet that `config` describes; the rest of the file may have faults.
    ///
    /// # Errors
    ///
    /// What keeps its state folder from being known.
    pub(crate) fn of(config: &Path) -> Result<Self, Failure> {
        let state_dir = FleetConfig::load_state_dir(config)?;
        let socket = StatePaths::new(&state_dir).control_sock();
        Ok(Self { socket, config: config.to_owned(), patience: PATIENCE })
    }

    /// The same, waiting this long for each answer.
    pub(crate) fn patient_for(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Asks for `path`.
    ///
    /// # Errors
    ///
    /// No fleet runs, or it does not answer in time.
    pub(crate) async fn get(&self, path: &str) -> Result<Answer, Failure> {
        self.ask(Method::GET, path).await
    }

    /// Orders `path`.
    ///
    /// # Errors
    ///
    /// As [`Client::get`].
    pub(crate) async fn post(&self, path: &str) -> Result<Answer, Failure> {
        self.ask(Method::POST, path).await
    }

    async fn ask(&self, method: Method, path: &str) -> Result<Answer, Failure> {
        let slow = |_elapsed| Failure::new(Exit::TimedOut, "the fleet did not answer in time");
        timeout(self.patience, self.exchange(method, path)).await.map_err(slow)?
    }

    async fn exchange(&self, method: Method, path: &str) -> Result<Answer, Failure> {
        let stream = UnixStream::connect(&self.socket).await.map_err(|error| self.unreachable(&error))?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.context("cannot talk to the fleet")?;
        let driver = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "dazza-fleet")
            .body(Empty::<Bytes>::new())
            .context("cannot ask the fleet")?;
        let answer = sender.send_request(request).await.context("the fleet went away")?;
        let status = answer.status();
        let body = Limited::new(answer.into_body(), MAX_ANSWER_BYTES).collect().await;
        driver.abort();
        let body = body.map_err(|error| anyhow::anyhow!(error)).context("cannot read the fleet's answer")?.to_bytes();
        Ok(Answer { status, body })
    }

    fn unreachable(&self, error: &std::io::Error) -> Failure {
        match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => Failure::new(
                Exit::NotRunning,
                format!(
                    "no fleet is running for {}: nobody listens at {}; `dazza-fleet up` starts it",
                    self.config.display(),
                    self.socket.display()
                ),
            ),
            _ => Failure::new(Exit::Failure, format!("cannot reach the fleet at {}: {error}", self.socket.display())),
        }
    }
}

impl Answer {
    /// Whether the fleet does not know what was asked for.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// The answer as it came.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Why the fleet says no, if it does.
    pub(crate) fn problem(&self) -> Option<Problem> {
        if self.status.is_success() { None } else { serde_json::from_slice(&self.body).ok() }
    }

    /// What the answer says.
    ///
    /// # Errors
    ///
    /// The fleet said no, or something else than was expected.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        if self.status.is_success() {
            return Ok(serde_json::from_slice(&self.body).context("the fleet answered something else")?);
        }
        let said = serde_json::from_slice::<Problem>(&self.body)
            .map_or_else(|_no_problem| format!("the fleet answered {}", self.status), |problem| problem.detail);
        Err(Failure::new(Exit::Failure, said))
    }
}
