//! Unix sockets for one user: mode 0600, and the caller's identity checked.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use dazza_shared::paths::MAX_SOCKET_PATH_BYTES;
use rustix::process::{Uid, geteuid};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::sleep;
use tracing::warn;

/// Wait after an accept that failed, for lack of descriptors for instance.
const ACCEPT_AGAIN: Duration = Duration::from_millis(500);

/// Listens at `path`, in place of whatever a supervisor that was killed left there.
///
/// # Errors
///
/// A path too long for a socket, or whatever the system says.
pub(crate) fn bind(path: &Path) -> io::Result<UnixListener> {
    let length = path.as_os_str().len();
    if length > MAX_SOCKET_PATH_BYTES {
        let told =
            format!("the path has {length} bytes and a socket's at most {MAX_SOCKET_PATH_BYTES}: {}", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, told));
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// The next caller who is this user or root, with its process id. Safe to cancel.
pub(crate) async fn accept(listener: &UnixListener) -> (UnixStream, i32) {
    loop {
        match listener.accept().await.and_then(|(stream, _)| stream.peer_cred().map(|who| (stream, who))) {
            Ok((stream, who)) if who.uid() == geteuid().as_raw() || who.uid() == Uid::ROOT.as_raw() => {
                return (stream, who.pid().unwrap_or_default());
            }
            Ok((_, who)) => warn!(user.id = who.uid(), "turned away a caller of another user"),
            Err(error) => {
                warn!(error = %error, "cannot accept a caller");
                sleep(ACCEPT_AGAIN).await;
            }
        }
    }
}
