//! How quick the API answers among 2,000,000 lines of 50 rooms: every read, asked by 20 clients, each of which asks the next
//! question a fifth of a second after it has its answer.
//!
//! Each question is about no room in particular (all), about one, or about three, and about people, boards and periods by
//! the dice; nothing is kept ready, and who asks first pays. What people look at most is asked no more often than the rest.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_sim::measure::processes::Family;
use dazza_sim::measure::{Figure, Report};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;
use tokio::time::{Instant, sleep};

use super::memory;
use super::stage::Stage;
use super::store::fill::{self, N_NAMES, N_ROOMS};

/// Who asks at once.
const N_CLIENTS: usize = 20;

/// How often each of them asks every question.
const N_ROUNDS: usize = 15;

/// How long each of them looks at an answer.
const PAUSE: Duration = Duration::from_millis(200);

/// What an answer may take, and a board. Unit: milliseconds.
const BUDGET: f64 = 100.0;
const BOARD_BUDGET: f64 = 50.0;

/// All reads. `{rooms}` is some `room=` or none, `{room}` a room, `{who}` somebody, `{board}` a board, `{period}` a period.
const READS: &[&str] = &[
    "/health",
    "/health/endpoints",
    "/openapi.json",
    "/guide",
    "/commands",
    "/rooms",
    "/rooms/{room}",
    "/rooms/{room}/stats?days={days}",
    "/rooms/{room}/users?online=all",
    "/rooms/{room}/activity?bucket={bucket}",
    "/rooms/{room}/commands?days={days}",
    "/rooms/{room}/games",
    "/rooms/{room}/settings",
    "/chat/recent?{rooms}",
    "/stats/users?sort={sort}&{rooms}",
    "/stats/users/{who}?{rooms}",
    "/stats/users/{who}/ranks?{rooms}",
    "/stats/users/{who}/category/{category}?{rooms}",
    "/stats/users/{who}/quote?{rooms}",
    "/stats/users/{who}/balances?days={days}",
    "/stats/users/{who}/ledger?{rooms}",
    "/stats/users/{who}/achievements",
    "/stats/users/{who}/heat?{rooms}",
    "/stats/leaderboard/all?period={period}&{rooms}",
    "/stats/leaderboard/{board}?period={period}&{rooms}",
    "/stats/channel?{rooms}",
    "/stats/daily/{daily}?days={days}&{rooms}",
    "/stats/messages?bucket={bucket}&from={from}&limit=10000&{rooms}",
    "/stats/recent/activity?{rooms}",
    "/stats/memory",
    "/jobs",
    "/economy?period={period}&{rooms}",
    "/gallery/images?{rooms}",
    "/gallery/images/{who}",
    "/gallery/stats",
    "/gallery/pruned",
    "/gallery/activity",
    "/gallery/locks",
    "/gallery/locks/{who}",
    "/audit?{rooms}",
    "/tokens",
    "/fleet",
    "/logs?room={room}",
];

/// What the dice choose from.
const CHOICES: &[(&str, &[&str])] = &[
    ("{days}", &["1", "7", "30", "90", "365"]),
    ("{bucket}", &["hour", "day"]),
    ("{sort}", &["last_seen", "messages", "balance"]),
    ("{period}", &["day", "week", "month", "all"]),
    ("{daily}", &["messages", "users", "bongs", "drinks"]),
    (
        "{board}",
        &[
            "talkers",
            "bongs",
            "drinks",
            "gamblers",
            "fishing",
            "bottles",
            "cashie",
            "sign_spinning",
            "beggars",
            "pissers",
            "money",
            "criminal",
            "messages",
            "images",
        ],
    ),
    ("{category}", &["talkers", "bongs", "drinks", "gamblers", "fishing", "bottles", "cashie", "beggars", "pissers"]),
];

/// How long each answer took, by question. Unit: milliseconds.
type Times = Rc<RefCell<BTreeMap<usize, Vec<(f64, String)>>>>;

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

/// A connection that asks one thing after the other.
struct Client {
    stream: TcpStream,
    token: String,
    dice: Dice,
}

/// Measures and tells.
pub(crate) async fn measure(report: &mut Report) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut stage = Stage::set(N_ROOMS, &format!("listen = \"{address}\"\ntrusted_proxies = [\"127.0.0.1\"]")).await;
    stage.up().await;
    report.version_of_server(&Family::of(stage.supervisor()));
    fill::fill(&stage.postgres(), &stage.secret("postgres")).await;
    let token = stage.token();
    let (times, began) = (Times::default(), Instant::now());
    let clients = LocalSet::new();
    for n in 0..N_CLIENTS {
        clients.spawn_local(ask_all(n, address, token.clone(), Rc::clone(&times)));
    }
    clients.await;
    let n_asked: usize = times.borrow().values().map(Vec::len).sum();
    let rate = n_asked as u128 * 1_000 / began.elapsed().as_millis();
    let load = format!("2,000,000 lines in {N_ROOMS} rooms, {N_CLIENTS} clients, {rate} questions a second");
    let all = times.borrow().values().flatten().map(|(took, _)| *took).collect();
    report.figure(Figure::of("all", "all questions", &load).values("ms", all));
    for (n, times) in times.borrow_mut().iter_mut() {
        tell(READS[*n], times, &load, report);
    }
    memory(&stage, &load, report);
}

fn tell(what: &str, times: &mut [(f64, String)], load: &str, report: &mut Report) {
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let figure =
        Figure::of(what, &format!("`{what}`"), load).values("ms", times.iter().map(|(took, _)| *took).collect());
    let budget = if what.contains("leaderboard") { BOARD_BUDGET } else { BUDGET };
    let is_over = figure.p99.is_some_and(|p99| p99 > budget);
    report.figure(figure);
    if let Some((_, slowest)) = times.last().filter(|_| is_over) {
        report.note(&format!("`{what}`: p99 is over {budget} ms; the slowest was `{slowest}`"));
    }
}

/// Asks everything, in an order of its own, so often.
async fn ask_all(n: usize, address: SocketAddr, token: String, times: Times) {
    let stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let mut client = Client { stream, token, dice: Dice(n as u64 + 1) };
    for _ in 0..N_ROUNDS {
        let first = client.dice.below(READS.len());
        for step in 0..READS.len() {
            // A stride that meets every question once: another one for each client.
            let which = (first + step * (1 + 2 * (n % 5))) % READS.len();
            let path = client.dice.fill(READS[which]);
            let began = Instant::now();
            client.ask(&path).await;
            let took = began.elapsed().as_secs_f64() * 1_000.0;
            times.borrow_mut().entry(which).or_default().push((took, path));
            sleep(PAUSE).await;
        }
    }
}

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// The question with everything in it chosen.
    fn fill(&mut self, question: &str) -> String {
        let mut path = question.to_owned();
        for (what, choices) in CHOICES {
            if path.contains(what) {
                path = path.replace(what, choices[self.below(choices.len())]);
            }
        }
        let n_rooms = [0, 0, 1, 1, 3][self.below(5)];
        let rooms: Vec<_> = (0..n_rooms).map(|_| format!("room=room{:02}", self.below(N_ROOMS))).collect();
        // Somebody who talks much, or anybody.
        let who = if self.below(2) == 0 { self.below(N_ROOMS) * N_NAMES / N_ROOMS } else { self.below(N_NAMES) };
        path.replace("{rooms}", &rooms.join("&"))
            .replace("{room}", &format!("room{:02}", self.below(N_ROOMS)))
            .replace("{who}", &format!("p{who}"))
            .replace("{from}", &(Clock::System.now() - Duration::from_hours(self.below(9_000) as u64)).to_string())
    }
}

impl Client {
    /// Asks; any answer will do that is no fault of the server's.
    async fn ask(&mut self, path: &str) {
        // Each question comes from somebody else, as far as limits are concerned.
        let from = (0..4).map(|_| (1 + self.dice.below(250)).to_string()).collect::<Vec<_>>().join(".");
        let request = format!(
            "GET /api/v1{path} HTTP/1.1\r\nhost: bench\r\nx-forwarded-for: {from}\r\nauthorization: Bearer {}\r\n\r\n",
            self.token
        );
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let body = loop {
            assert!(self.stream.read_buf(&mut answer).await.unwrap() > 0, "the connection was closed at {path}");
            if let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = String::from_utf8_lossy(&answer[..body]).to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200") || head.starts_with("http/1.1 404"), "{path}: {head}");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        while answer.len() < body + length.parse::<usize>().unwrap() {
            assert!(self.stream.read_buf(&mut answer).await.unwrap() > 0, "the connection was closed at {path}");
        }
    }
}
