//! A line to the database that can be cut, held up and mended.

use std::path::PathBuf;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Passes on what comes over a socket of its own.
pub(super) struct Proxy {
    real: PathBuf,
    socket: PathBuf,
    /// Whether anything is passed on.
    is_open: watch::Sender<bool>,
    listening: Option<JoinHandle<()>>,
}

impl Proxy {
    pub(super) fn begin(real: PathBuf, socket: PathBuf) -> Self {
        let mut proxy = Self { real, socket, is_open: watch::channel(true).0, listening: None };
        proxy.mend();
        proxy
    }

    /// Ends all connections, and takes no new ones.
    pub(super) fn cut(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
        self.is_open = watch::channel(true).0; // all that hold its other end see it go
        std::fs::remove_file(&self.socket).unwrap();
    }

    /// Takes connections again.
    pub(super) fn mend(&mut self) {
        let listener = UnixListener::bind(&self.socket).unwrap();
        let (real, is_open) = (self.real.clone(), self.is_open.subscribe());
        self.listening = Some(tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, real.clone(), is_open.clone()));
            }
        }));
    }

    /// Holds up everything that comes, or lets it go again.
    pub(super) fn hold(&self, is_held: bool) {
        self.is_open.send_replace(!is_held);
    }
}

/// Passes on what either side says until one of them, or the proxy, has gone.
async fn pass_on(client: UnixStream, real: PathBuf, mut is_open: watch::Receiver<bool>) {
    let Ok(server) = UnixStream::connect(real).await else { return };
    let (mut client, mut server) = (client, server);
    loop {
        if is_open.wait_for(|is_open| *is_open).await.is_err() {
            return;
        }
        tokio::select! {
            changed = is_open.changed() => if changed.is_err() { return },
            _ = tokio::io::copy_bidirectional(&mut client, &mut server) => return,
        }
    }
}
