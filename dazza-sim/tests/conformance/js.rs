//! `socket.io-client` in a process of its own.

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::client::Told;
use crate::npm::Node;

/// The client's process.
pub(crate) struct JsClient(Node);

impl JsClient {
    pub(crate) fn start(url: &str, address: &str) -> Self {
        let headers = json!({ "X-Forwarded-For": address });
        let options = json!({ "extraHeaders": headers, "reconnectionDelay": 20, "reconnectionDelayMax": 100 });
        Self(Node::start("client.js", &[url, &options.to_string()]))
    }

    pub(crate) async fn tell(&mut self, deed: &Value) {
        let stdin = self.0.child.stdin.as_mut().unwrap();
        stdin.write_all(format!("{deed}\n").as_bytes()).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Told {
        let line = self.0.next_line().await;
        let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
        if let Some(name) = text("heard") {
            return Told::Heard(name, line.pointer("/args/0").cloned().unwrap_or_default());
        }
        match (text("connected"), text("refused"), text("left")) {
            (Some(_), ..) => Told::Connected,
            (_, Some(words), _) => Told::Refused(words),
            (.., Some(reason)) => Told::Left(reason),
            _ => panic!("the client says {line}"),
        }
    }

    /// The client's process.
    pub(crate) fn pid(&self) -> i32 {
        self.0.pid()
    }
}
