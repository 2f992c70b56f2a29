//! What is changed over the web: sessions, settings, rooms, tokens and restarts, with who did it; and the logs.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use super::{count, until_counted};
use crate::stage::{Stage, text, until};

/// A fleet to ask.
pub(super) struct Web {
    pub(super) stage: Stage,
    pub(super) address: String,
}

/// An answer.
pub(super) struct Answer {
    status: u16,
    head: String,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(header, _)| *header == name).map(|(_, value)| value)
    }

    /// The answer, of which this must be the status.
    #[track_caller]
    pub(super) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }
}

impl Web {
    pub(super) async fn up(more: &str) -> Self {
        let mut stage = Stage::new();
        stage.edit("listen = \"127.0.0.1:0\"\n", &format!("listen = \"127.0.0.1:0\"\n{more}"));
        stage.up_and_joined().await;
        let address = stage.web().await;
        Self { stage, address }
    }

    pub(super) fn ask(&self, line: &str, headers: &str, body: Option<&Value>) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let body = body.map(ToString::to_string).unwrap_or_default();
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let head = format!("host: test\r\nconnection: close\r\ncontent-length: {}\r\n{kind}{headers}", body.len());
        write!(stream, "{line} HTTP/1.1\r\n{head}\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() }
    }

    /// Makes a token: the header that shows it.
    pub(super) async fn token(&self, arguments: &[&str]) -> String {
        let made = self.stage.verb(&[&["tokens", "create"], arguments].concat()).await;
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        text(&made.stdout).trim().to_owned()
    }

    /// Makes a token of a name for all rooms, or for one.
    pub(super) async fn bearer(&self, name: &str, room: Option<&str>) -> String {
        let mut arguments = vec!["--name", name, "--scope", "rooms:admin"];
        arguments.extend(room.into_iter().flat_map(|room| ["--room", room]));
        format!("authorization: Bearer {}\r\n", self.token(&arguments).await)
    }

    fn file(&self) -> String {
        fs::read_to_string(self.stage.config()).unwrap()
    }
}

#[tokio::test]
async fn a_token_opens_a_session_that_ends_by_itself_by_hand_and_with_its_token() {
    let web = Web::up("").await;
    let access = web.stage.database().access.clone();
    let token = web.token(&["--name", "dash", "--scope", "rooms:admin"]).await;
    web.ask("POST /api/v1/session", "", Some(&json!({ "token": "dazza_no" }))).is(401);
    web.ask("POST /api/v1/session", "", Some(&json!({ "tokens": token }))).is(400);
    web.ask("GET /api/v1/session", "", None).is(401);

    let open = || {
        let opened = web.ask("POST /api/v1/session", "", Some(&json!({ "token": token }))).is(200);
        let (cookie, kept) = opened.header("set-cookie").unwrap().split_once(';').unwrap();
        assert_eq!(kept, " Max-Age=43200; Path=/; HttpOnly; SameSite=Strict");
        assert!(
            !opened.body.to_string().contains(cookie.split_once('=').unwrap().1),
            "its secret is in the cookie alone"
        );
        (format!("cookie: a=b; {cookie}\r\n"), format!("x-csrf-token: {}\r\n", opened.body["csrf"].as_str().unwrap()))
    };
    let (cookie, mark) = open();
    let told = web.ask("GET /api/v1/session", &cookie, None).is(200).body;
    assert_eq!(
        (&told["name"], &told["room"], &told["scopes"]),
        (&json!("dash"), &Value::Null, &json!(["rooms:admin"]))
    );
    web.ask("GET /api/v1/fleet", &cookie, None).is(200);
    let words = json!({ "text": "evening all" });
    web.ask("POST /api/v1/rooms/thepub/say", &cookie, Some(&words)).is(403);
    web.ask("POST /api/v1/rooms/thepub/say", &format!("{cookie}x-csrf-token: 00\r\n"), Some(&words)).is(403);
    web.ask("POST /api/v1/rooms/thepub/say", &format!("{cookie}{mark}"), Some(&words)).is(202);
    web.ask("POST /api/v1/rooms/thepub/say", &format!("{cookie}{mark}"), Some(&json!({ "text": " " }))).is(422);
    let secret = cookie.trim().rsplit_once('=').unwrap().1;
    web.ask("GET /api/v1/fleet", &format!("authorization: Bearer {secret}\r\n"), None).is(401);
    web.ask("GET /api/v1/fleet", &format!("cookie: dazza_session={token}\r\n"), None).is(401);

    let gone = web.ask("DELETE /api/v1/session", &format!("{cookie}{mark}"), None).is(204);
    assert!(gone.header("set-cookie").unwrap().starts_with("dazza_session=; Max-Age=0;"));
    web.ask("GET /api/v1/session", &cookie, None).is(401);

    let (cookie, mark) = open();
    count(&access, "WITH over AS (UPDATE api_tokens SET expires_at = now() WHERE made_by IS NOT NULL RETURNING 1) SELECT count(*) FROM over").await;
    web.ask("GET /api/v1/fleet", &cookie, None).is(401);
    web.ask("GET /api/v1/rooms", &cookie, None).is(200);
    web.ask("POST /api/v1/rooms/thepub/say", &format!("{cookie}{mark}"), Some(&words)).is(401);

    let (cookie, _) = open();
    assert_eq!(web.stage.verb(&["tokens", "revoke", "1"]).await.status.code(), Some(0));
    web.ask("GET /api/v1/session", &cookie, None).is(401);
    let said =
        "SELECT count(*) FROM audit_log WHERE (actor, action) IN (('dash', 'room.say'), ('dash', 'session.open'))";
    until_counted(&access, said, 4).await;
}

#[tokio::test]
async fn settings_change_without_a_restart_and_the_file_keeps_its_comments() {
    let web = Web::up("").await;
    let access = web.stage.database().access.clone();
    web.stage.edit("[rooms.thepub]\n", "[rooms.thepub] # the owner's own\n# short\nprefix = \"!\" # as ever\n");
    let (own, all) = (web.bearer("own", Some("thepub")).await, web.bearer("all", None).await);
    let pid = web.stage.pid("thepub").unwrap();
    let at = |verb: &str| format!("{verb} /api/v1/rooms/thepub/settings");

    let shown = web.ask(&at("GET"), &own, None).is(200).body;
    assert_eq!((&shown["written"]["prefix"], &shown["effective"]["greetings.percent"]), (&json!("!"), &json!(70)));
    assert!(shown["schema"].as_array().unwrap().len() > 40);
    web.ask(&at("GET"), "", None).is(401);
    web.ask("GET /api/v1/rooms/fatpizza/settings", &own, None).is(403);
    web.ask("GET /api/v1/rooms/nowhere/settings", &all, None).is(404);

    let change = json!({ "set": { "prefix": "?", "greetings.percent": 5, "commands_off": ["beg"] } });
    let changed = web.ask(&at("PATCH"), &own, Some(&change)).is(200).body;
    assert_eq!(changed["is_new"], true);
    let file = web.file();
    assert!(file.contains("[rooms.thepub] # the owner's own\n# short\nprefix = \"?\" # as ever\n"), "{file}");
    let shown = web.ask(&at("GET"), &own, None).is(200).body;
    assert_eq!(
        (&shown["effective"]["greetings.percent"], &shown["written"]["commands_off"]),
        (&json!(5), &json!(["beg"]))
    );
    assert_eq!(web.ask(&at("PATCH"), &own, Some(&change)).is(200).body["is_new"], false);
    web.ask(&at("PATCH"), &own, Some(&json!({ "unset": ["greetings.percent"] }))).is(200);
    assert!(!web.file().contains("greetings.percent"));

    for (wrong, status) in [
        (json!({ "set": { "prefix": "/" } }), 422),
        (json!({ "set": { "prefix": null } }), 422),
        (json!({ "set": { "nosuch": 1 } }), 422),
        (json!({ "set": { "prefix": 5 } }), 422),
        (json!({ "set": { "memory_hard": "1 GiB" } }), 403),
        (json!({ "put": {} }), 400),
    ] {
        let before = web.file();
        let told = web.ask(&at("PATCH"), &own, Some(&wrong)).is(status).body;
        assert!(told["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{wrong}: {told}");
        assert_eq!(web.file(), before, "{wrong}");
    }
    web.ask(&at("PATCH"), &all, Some(&json!({ "set": { "memory_hard": "1 GiB" } }))).is(200);
    web.stage.until_joined().await;
    assert_eq!(web.stage.pid("thepub"), Some(pid), "nothing was restarted");
    let written = "SELECT count(*) FROM audit_log WHERE action = 'room.settings' AND room_id = 'thepub'
                   AND before IS DISTINCT FROM after";
    until_counted(&access, written, 3).await;
}

#[tokio::test]
async fn rooms_are_added_joined_and_removed() {
    let web = Web::up("").await;
    let (own, all) = (web.bearer("own", Some("thepub")).await, web.bearer("all", None).await);
    let new = json!({ "name": "theattic", "settings": { "prefix": "?" } });
    web.ask("POST /api/v1/rooms", &own, Some(&new)).is(403);
    web.ask("POST /api/v1/rooms", &all, Some(&json!({ "name": "the attic" }))).is(400);
    web.ask("POST /api/v1/rooms", &all, Some(&new)).is(201);
    web.stage.until("theattic", |seen| seen["phase"] == "joined").await;
    web.ask("POST /api/v1/rooms", &all, Some(&new)).is(409);
    web.ask("DELETE /api/v1/rooms/theattic", &own, None).is(403);
    web.ask("DELETE /api/v1/rooms/theattic", &all, None).is(204);
    until("the room is gone", || web.stage.room("theattic").is_none().then_some(())).await;
    web.ask("DELETE /api/v1/rooms/theattic", &all, None).is(404);
    // It is written down aside.
    let access = web.stage.database().access.clone();
    let written = "SELECT count(*) FROM audit_log WHERE action IN ('room.add', 'room.remove')";
    until_counted(&access, written, 2).await;
    let audit = web.ask("GET /api/v1/audit?limit=2", &all, None).is(200).body;
    let actions: Vec<_> = audit["items"].as_array().unwrap().iter().map(|item| item["action"].clone()).collect();
    assert_eq!(actions, ["room.remove", "room.add"]);
    let rest = web.ask(&format!("GET /api/v1/audit?cursor={}", audit["next"].as_str().unwrap()), &all, None).is(200);
    assert!(rest.body["items"].as_array().unwrap().iter().all(|item| item["action"] == "token.create"));
    web.ask("GET /api/v1/audit", &own, None).is(403);
    web.ask("GET /api/v1/audit?room=thepub", &own, None).is(200);
    web.ask("GET /api/v1/audit?limit=0", &all, None).is(400);
}

#[tokio::test]
async fn several_rooms_are_restarted_one_after_the_other_and_say_how_far_they_are() {
    let web = Web::up("").await;
    let (own, all) = (web.bearer("own", Some("thepub")).await, web.bearer("all", None).await);
    let before: Vec<_> = ["fatpizza", "thepub"].map(|room| web.stage.pid(room)).to_vec();
    let none = web.ask("GET /api/v1/fleet/restart", &all, None).is(200).body;
    assert_eq!((&none["running"], &none["began"]), (&json!(false), &Value::Null));
    web.ask("POST /api/v1/fleet/restart", &own, Some(&json!({}))).is(403);
    web.ask("POST /api/v1/fleet/restart", &all, Some(&json!({ "rooms": ["nowhere"] }))).is(404);
    let begun = web.ask("POST /api/v1/fleet/restart", &all, Some(&json!({}))).is(202).body;
    assert_eq!((&begun["running"], &begun["done"]), (&json!(true), &json!([])));
    web.ask("POST /api/v1/fleet/restart", &all, Some(&json!({}))).is(409);
    let over = until("all rooms are restarted", || {
        let told = web.ask("GET /api/v1/fleet/restart", &all, None).is(200).body;
        (told["running"] == false).then_some(told)
    });
    let over = over.await;
    assert_eq!((&over["failed"], &over["left"]), (&json!([]), &json!([])), "{over}");
    assert_eq!(over["done"].as_array().unwrap().len(), web.stage.until_joined().await.len());
    let after: Vec<_> = ["fatpizza", "thepub"].map(|room| web.stage.pid(room)).to_vec();
    assert!(before.iter().zip(&after).all(|(before, after)| before != after), "{before:?} {after:?}");
}

#[tokio::test]
async fn tokens_are_made_and_revoked_over_the_web_and_shown_once() {
    let web = Web::up("").await;
    let (own, all) = (web.bearer("own", Some("thepub")).await, web.bearer("all", None).await);
    let wish = json!({ "name": "shed", "scopes": ["rooms:admin"], "room": "fatpizza", "expires_in": 3600 });
    web.ask("POST /api/v1/tokens", &own, Some(&wish)).is(403);
    let made = web.ask("POST /api/v1/tokens", &all, Some(&wish)).is(201).body;
    let shed = format!("authorization: Bearer {}\r\n", made["token"].as_str().unwrap());
    web.ask("GET /api/v1/rooms/fatpizza/settings", &shed, None).is(200);
    web.ask("GET /api/v1/rooms/thepub/settings", &shed, None).is(403);
    let listed = web.ask("GET /api/v1/tokens", &all, None).is(200).body;
    assert!(listed["items"].as_array().unwrap().len() == 3 && !listed.to_string().contains("dazza_"), "{listed}");
    for wrong in [
        json!({ "name": "", "scopes": ["rooms:admin"] }),
        json!({ "name": "x", "scopes": [] }),
        json!({ "name": "x", "scopes": ["all"] }),
    ] {
        web.ask("POST /api/v1/tokens", &all, Some(&wrong)).is(422);
    }
    web.ask("POST /api/v1/tokens", &all, Some(&json!({ "name": "x", "scopes": ["rooms:admin"], "room": "no" })))
        .is(404);
    web.ask(&format!("DELETE /api/v1/tokens/{}", made["id"]), &all, None).is(204);
    web.ask(&format!("DELETE /api/v1/tokens/{}", made["id"]), &all, None).is(404);
    web.ask("GET /api/v1/rooms/fatpizza/settings", &shed, None).is(401);
}

#[tokio::test]
async fn logs_are_paged_backwards_sifted_and_followed() {
    let web = Web::up("").await;
    let (own, all) = (web.bearer("own", Some("thepub")).await, web.bearer("all", None).await);
    let log = web.stage.state_dir().join("logs/thepub.jsonl");
    let write = |n: usize, level: &str| {
        let mut file = fs::File::options().create(true).append(true).open(&log).unwrap();
        let record = json!({ "timestamp": format!("2036-01-01T00:00:{:02}Z", n / 2), "level": level, "message": format!("line {n}"), "target": "test", "child.pid": n });
        writeln!(file, "{record}").unwrap();
    };
    write(0, "info");
    let mut followed = TcpStream::connect(&web.address).unwrap();
    followed.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(followed, "GET /api/v1/logs/stream?room=thepub&level=info HTTP/1.1\r\nhost: test\r\n{own}\r\n").unwrap();
    let mut followed = BufReader::new(followed).lines().map(Result::unwrap);
    assert!(followed.next().unwrap().contains(" 200 "));
    for n in 1..20 {
        if n == 10 {
            // As the writer of the log does when the file is full.
            fs::rename(&log, log.with_extension("jsonl.0")).unwrap();
        }
        write(n, if n % 5 == 0 { "debug" } else { "info" });
    }
    for n in (1..20).filter(|n| n % 5 != 0) {
        let told = followed.find(|line| line.starts_with('{')).unwrap();
        let told: Value = serde_json::from_str(&told).unwrap();
        let wanted = (json!("thepub"), json!(format!("line {n}")), json!("test"), json!({ "child.pid": n }));
        assert_eq!(
            (&told["room"], &told["message"], &told["target"], &told["fields"]),
            (&wanted.0, &wanted.1, &wanted.2, &wanted.3)
        );
    }

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = web.ask(&format!("GET /api/v1/logs?room=thepub&limit=3{cursor}"), &own, None).is(200).body;
        let items = page["items"].as_array().unwrap().clone();
        seen.splice(0..0, items.iter().map(|item| item["message"].as_str().unwrap().to_owned()));
        let Some(previous) = page["previous"].as_str() else { break };
        assert_eq!(items.len(), 3);
        cursor = format!("&cursor={previous}");
    }
    assert_eq!(seen, (0..20).map(|n| format!("line {n}")).collect::<Vec<_>>());
    let sifted = web.ask("GET /api/v1/logs?room=thepub&level=info&regex=line%201%5B0-9%5D", &own, None).is(200).body;
    assert_eq!(sifted["items"].as_array().unwrap().len(), 8, "{sifted}");
    let since = web.ask("GET /api/v1/logs?room=thepub&since=2036-01-01T00:00:09Z", &own, None).is(200).body;
    assert_eq!(since["items"].as_array().unwrap().len(), 2, "{since}");
    let merged = web.ask("GET /api/v1/logs?limit=1000", &all, None).is(200).body;
    let told = merged.to_string();
    assert!(["fleet", "thepub"].iter().all(|name| told.contains(&format!("\"room\":\"{name}\""))), "{told}");
    for (refused, status) in [
        ("room=fatpizza", 403),
        ("source=fleet", 403),
        ("", 403),
        ("room=thepub&regex=(", 400),
        ("room=thepub&limit=0", 400),
        ("room=thepub&cursor=x", 400),
        ("room=thepub&level=loud", 400),
    ] {
        web.ask(&format!("GET /api/v1/logs?{refused}"), &own, None).is(status);
    }
    web.ask("GET /api/v1/logs?room=nowhere", &all, None).is(404);
    web.ask("GET /api/v1/logs?room=thepub", "", None).is(401);
}
