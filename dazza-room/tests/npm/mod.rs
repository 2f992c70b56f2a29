//! Starts the reference server: npm's `socket.io`, in the version that `package-lock.json` names.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

/// A running reference server; it is killed when dropped.
pub(crate) struct NpmServer {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// Where it listens.
    pub(crate) url: String,
}

impl NpmServer {
    /// Starts a server with these options of `socket.io`.
    pub(crate) async fn start(options: Value) -> Self {
        install();
        let mut child = tokio::process::Command::new("node")
            .arg(folder().join("server.js"))
            .arg(options.to_string())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node does not start; scripts/install test installs it");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut server = Self { child, lines, url: String::new() };
        let port = server.next_line().await.get("port").and_then(Value::as_u64).expect("the first line names the port");
        server.url = format!("http://127.0.0.1:{port}");
        server
    }

    /// The next thing the server has to say to its test.
    pub(crate) async fn next_line(&mut self) -> Value {
        let line = self.lines.next_line().await.unwrap().expect("the server has ended; its errors stand above");
        serde_json::from_str(&line).unwrap()
    }

    /// The server's process.
    pub(crate) fn pid(&self) -> i32 {
        self.child.id().and_then(|pid| pid.try_into().ok()).expect("the server runs")
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm")
}

/// Brings `node_modules` up to `package-lock.json`. Tests are processes of their own, so that one works and the others wait.
fn install() {
    let modules = folder().join("node_modules");
    fs::create_dir_all(&modules).unwrap();
    let lock = File::create(folder().join("node_modules.lock")).unwrap();
    lock.lock().unwrap();
    let wanted = fs::read(folder().join("package-lock.json")).unwrap();
    let stamp = modules.join(".installed-from");
    if fs::read(&stamp).is_ok_and(|have| have == wanted) {
        return;
    }
    let npm = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder()).output();
    let done = npm.expect("npm does not start; scripts/install test installs it");
    assert!(done.status.success(), "npm ci fails:\n{}", String::from_utf8_lossy(&done.stderr));
    fs::write(stamp, wanted).unwrap();
}
