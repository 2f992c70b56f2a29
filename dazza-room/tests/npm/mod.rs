//! Runs the reference server and client, npm's `socket.io` and `socket.io-client`, in the versions of `package-lock.json`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

/// A running script; it is killed when dropped.
pub(crate) struct Node {
    /// Its process; what it reads can be written to its `stdin`.
    pub(crate) child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Node {
    /// Starts a script of this folder.
    pub(crate) fn start(script: &str, arguments: &[&str]) -> Self {
        install();
        let mut child = tokio::process::Command::new("node")
            .arg(folder().join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node does not start; scripts/install test installs it");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next thing the script has to say to its test.
    pub(crate) async fn next_line(&mut self) -> Value {
        let line = self.lines.next_line().await.unwrap().expect("the script has ended; its errors stand above");
        serde_json::from_str(&line).unwrap()
    }

    /// The script's process.
    pub(crate) fn pid(&self) -> i32 {
        self.child.id().and_then(|pid| pid.try_into().ok()).expect("the script runs")
    }
}

/// This folder, whichever package's test looks for it.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dazza-room/tests/npm")
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
