//! The way to ask a running fleet for things, and to watch it: for the API, the command line and the demo.

use std::time::Duration;

use dazza_shared::config::Faults;
use dazza_shared::link::ToRoom;
use dazza_shared::names::RoomName;
use dazza_shared::telemetry::Meter;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::timeout;

use super::changes::Changes;
use super::event::{LiveLine, Notice, Order, Ordered, Refused, Request};
use super::watchers::Watchers;
use crate::database::Seen;
use crate::view::{BackupView, FleetView};
use dazza_shared::store::jobs::board::Standing;

/// Asks and watches; any number may be made of it.
#[derive(Clone, Debug)]
pub(crate) struct FleetHandle {
    requests: mpsc::Sender<Request>,
    stops: mpsc::UnboundedSender<()>,
    live: broadcast::Sender<LiveLine>,
    notices: broadcast::Sender<Notice>,
    log: Meter,
    watchers: Watchers,
    database: Seen,
    backups: watch::Receiver<BackupView>,
    jobs: watch::Receiver<Vec<Standing>>,
}

/// Time the supervisor's loop has for an answer; it takes microseconds when all is well.
const PATIENCE: Duration = Duration::from_secs(2);

/// The supervisor's loop does not answer.
#[derive(Debug, thiserror::Error)]
#[error("the supervisor does not answer: it is stuck, or has just ended")]
pub(crate) struct Unanswered;

impl FleetHandle {
    pub(crate) fn new(
        requests: mpsc::Sender<Request>,
        stops: mpsc::UnboundedSender<()>,
        (live, notices): (broadcast::Sender<LiveLine>, broadcast::Sender<Notice>),
        (log, watchers): (Meter, Watchers),
        (database, backups, jobs): (Seen, watch::Receiver<BackupView>, watch::Receiver<Vec<Standing>>),
    ) -> Self {
        Self { requests, stops, live, notices, log, watchers, database, backups, jobs }
    }

    /// How the fleet is.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn view(&self) -> Result<FleetView, Unanswered> {
        let mut view = self.ask(Request::View).await?;
        view.work.log = self.log.counts();
        view.watchers = self.watchers.counts();
        view.database = self.database.view();
        view.backup = self.backups.borrow().clone();
        view.jobs.clone_from(&self.jobs.borrow());
        Ok(view)
    }

    /// Begins to carry out an order for `room`.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn order(&self, order: Order, room: RoomName) -> Result<Result<Ordered, Refused>, Unanswered> {
        self.ask(|answer| Request::Order(order, room, answer)).await
    }

    /// Has the bot say something in `room`; whether it is heard shows in the room.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn say(&self, room: RoomName, text: String) -> Result<Result<(), Refused>, Unanswered> {
        self.ask(|answer| Request::Tell(room, ToRoom::Say { text }, answer)).await
    }

    /// Has `room` leave the chat server and join anew, by the same process.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn reconnect(&self, room: RoomName) -> Result<Result<(), Refused>, Unanswered> {
        self.ask(|answer| Request::Tell(room, ToRoom::Reconnect, answer)).await
    }

    /// What a reload would do now, or what is wrong with the configuration.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn planned_reload(&self) -> Result<Result<Changes, Faults>, Unanswered> {
        self.ask(Request::Plan).await
    }

    /// Reads the configuration anew; what that did, or what is wrong with it.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn reload(&self) -> Result<Result<Changes, Faults>, Unanswered> {
        self.ask(Request::Reload).await
    }

    /// Begins to end the fleet.
    ///
    /// # Errors
    ///
    /// [`Unanswered`], as with all questions.
    pub(crate) async fn down(&self) -> Result<(), Unanswered> {
        self.ask(Request::Down).await
    }

    /// Tells the fleet to end, in order the first time, at once the second; whether it still heard.
    pub(crate) fn stop(&self) -> bool {
        self.stops.send(()).is_ok()
    }

    /// What happens in the rooms, from now on.
    pub(crate) fn live(&self) -> broadcast::Receiver<LiveLine> {
        self.live.subscribe()
    }

    /// What changes about the rooms, from now on.
    pub(crate) fn notices(&self) -> broadcast::Receiver<Notice> {
        self.notices.subscribe()
    }

    /// Where the scheduled jobs stand, now and whenever somebody has looked.
    pub(crate) fn jobs(&self) -> watch::Receiver<Vec<Standing>> {
        self.jobs.clone()
    }

    /// Where those are counted who follow the live feed.
    pub(crate) fn watchers(&self) -> &Watchers {
        &self.watchers
    }

    /// Waits until the fleet has ended.
    pub(crate) async fn ended(&self) {
        self.requests.closed().await;
    }

    async fn ask<A>(&self, request: impl FnOnce(oneshot::Sender<A>) -> Request) -> Result<A, Unanswered> {
        let (answer, answered) = oneshot::channel();
        let exchange = async {
            self.requests.send(request(answer)).await.map_err(|_ended| Unanswered)?;
            answered.await.map_err(|_ended| Unanswered)
        };
        timeout(PATIENCE, exchange).await.map_err(|_elapsed| Unanswered)?
    }
}
