//! The reference server as a test has it: npm's `socket.io` in a process of its own.

use serde_json::Value;

use crate::npm::Node;

/// A running reference server; it is killed when dropped.
pub(crate) struct NpmServer {
    node: Node,
    /// Where it listens.
    pub(crate) url: String,
}

impl NpmServer {
    /// Starts a server with these options of `socket.io`.
    pub(crate) async fn start(options: Value) -> Self {
        let mut node = Node::start("server.js", &[&options.to_string()]);
        let port = node.next_line().await.get("port").and_then(Value::as_u64).expect("the first line names the port");
        Self { node, url: format!("http://127.0.0.1:{port}") }
    }

    /// The next thing the server has to say to its test.
    pub(crate) async fn next_line(&mut self) -> Value {
        self.node.next_line().await
    }

    /// The server's process.
    pub(crate) fn pid(&self) -> i32 {
        self.node.pid()
    }
}
