//! The room in which everything is typed, and what came of it.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::store::ledger;
use jiff::Timestamp;
use sqlx::PgPool;
use tokio::time::Instant;

use super::SOMEBODY;
use super::rows::{Do, Row};
use crate::chat::Pool;
use crate::commands::{Command, Pm};
use crate::host::Now;
use crate::outside::{Found, Miss, Question, Weather};
use crate::stories::rig::NOON;
use crate::stories::{Rig, Sent, is_from};

const FLEET: &str = r#"
    [fleet]
    admins = ["Boss"]
    [cytube]
    url = "http://127.0.0.1:1"
    [accounts.main]
    username = "dazza"
    [defaults]
    manual_url = "https://manual.example"
    greetings = { enabled = false }
    url_comments = { enabled = false }
    heists = { enabled = true, min_users = 100 }
    links = { map = "https://map.example", leaderboards = "https://top.example", gallery = "https://pics.example" }
    [language_model]
    url = "http://127.0.0.1:11434"
    [rooms.fatpizza]
"#;

/// Who is there: a moderator, a bot admin, a guest, and people of whom one has money.
const PEOPLE: [(&str, f64); 6] =
    [(SOMEBODY, 1.0), ("Shazza", 1.0), ("Bev", 1.0), ("Sarge", 2.0), ("Boss", 1.0), ("Wanderer", 0.0)];

/// How long it takes until everything of an answer is said.
const SAID_WITHIN: Duration = Duration::from_secs(12);

/// As long as commands are counted for the limits, and longer.
const REST: Duration = Duration::from_secs(65);

/// Something that is typed.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) who: &'static str,
    pub(super) text: String,
    pub(super) is_pm: bool,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Came {
    result: Option<CommandResult>,
    sent: Vec<Sent>,
    n_asked: usize,
    /// As what money moved.
    pub(super) moves: Vec<String>,
}

/// The room.
pub(super) struct Stage {
    pub(super) rig: Rig,
    n: u32,
    last: String,
}

impl Came {
    /// Whether it was done, with something to show for it.
    pub(super) fn is_answer(&self) -> bool {
        self.result == Some(CommandResult::Ok) && self.sent.len() + self.n_asked > 0
    }

    /// Whether it was refused without a word, and without a trace.
    pub(super) fn is_silence(&self) -> bool {
        self.result == Some(CommandResult::Refused) && self.sent.is_empty() && self.moves.is_empty()
    }

    /// Checks that it was refused with a phrase of `pool`, and that nothing else came of it.
    pub(super) fn must_refuse(&self, pool: &Pool, typed: &Typed) {
        assert_eq!(self.result, Some(CommandResult::Refused), "{typed:?}: {self:?}");
        let [line] = self.sent.as_slice() else { panic!("{typed:?}: {self:?}") };
        assert!(is_from(*pool, &line.text), "{typed:?} is not refused with words of {}: {line:?}", pool.name());
        assert_eq!(line.to.as_deref(), typed.is_pm.then_some(typed.who), "{typed:?}: {line:?}");
        assert!(self.moves.is_empty() && self.n_asked == 0, "{typed:?}: {self:?}");
    }
}

impl Stage {
    /// The room, and money for somebody and for the house.
    pub(super) async fn open(owner: &PgPool) -> Self {
        let now = Now { instant: Instant::now(), time: NOON };
        let rig = Rig::open(owner, (FLEET, "fatpizza"), &PEOPLE, Dice::seeded(1), now).await;
        let mut stage = Self { rig, n: 0, last: String::new() };
        for who in [SOMEBODY, "Shazza", "Dazza"] {
            stage.rig.pm("Boss", &format!("!award {who} 90000"));
            stage.rig.settle().await;
            stage.rig.wait(REST).await;
        }
        stage
    }

    /// A new process for each command, with chance of its own: what is seen of one depends on no other.
    pub(super) async fn begin(&mut self, command: &Command) {
        let seed = command.name.bytes().fold(1_u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        self.rig.dice = Dice::seeded(seed);
        self.rest(command).await;
        self.rig.restart().await;
        self.rig.reconfigure(|settings| settings.commands_off.clear());
    }

    /// What is typed with that name, in the way that the command takes, after what has to have happened before.
    pub(super) fn typed(&mut self, row: &Row, name: &str, args: &str) -> Typed {
        self.n += 1;
        let is_pm = row.command().pm == Pm::Only;
        let text = self.filled(&format!("!{name} {args}"));
        Typed { who: row.who, text: text.trim_end().to_owned(), is_pm }
    }

    /// Types it when no wait runs, and what has to have happened has.
    pub(super) async fn type_rested(&mut self, command: &Command, row: &Row, typed: &Typed) -> Came {
        self.rest(command).await;
        self.act(row.before).await;
        let typed = Typed { text: typed.text.replace("{last}", &self.last), ..typed.clone() };
        self.type_now(command, &typed).await
    }

    /// Types it.
    pub(super) async fn type_now(&mut self, command: &Command, typed: &Typed) -> Came {
        self.rig.look();
        self.rig.asked.clear();
        let (before, since) = (self.counts(command), self.rig.now.time);
        let n_moves = self.moves_since(since).await.len();
        if typed.is_pm {
            self.rig.pm(typed.who, &typed.text);
        } else {
            self.rig.say(typed.who, &typed.text);
        }
        self.rig.settle().await;
        self.find_out().await;
        let moves = self.moves_since(since).await.split_off(n_moves);
        let after = self.counts(command);
        let result = [CommandResult::Ok, CommandResult::Refused, CommandResult::Failed];
        let result = result.into_iter().enumerate().find(|(n, _)| after[*n] > before[*n]).map(|(_, result)| result);
        assert!(after.iter().sum::<u64>() <= before.iter().sum::<u64>() + 1, "{typed:?} counts twice");
        let n_asked = std::mem::take(&mut self.rig.asked).len();
        let sent = self.said_soon(result == Some(CommandResult::Ok) && n_asked == 0).await;
        Came { result, sent, n_asked, moves }
    }

    /// Waits until the command may be used again, by everybody.
    pub(super) async fn rest(&mut self, command: &Command) {
        self.rig.wait(command.cooldown + REST).await;
        self.rig.asked.clear();
    }

    /// Has these things happen.
    pub(super) async fn act(&mut self, steps: &[Do]) {
        for step in steps {
            match step {
                Do::Say(who, text) => self.rig.say(who, &self.filled(text)),
                Do::Pm(who, text) => self.rig.pm(who, &self.filled(text)),
                Do::Server(event, payload) => self.rig.hear(event, &serde_json::from_str(payload).unwrap()),
                Do::Come(name) => self.rig.come(name, 1.0),
                Do::Wait(seconds) => self.rig.wait(Duration::from_secs(*seconds)).await,
            }
            self.rig.settle().await;
        }
        if let Some(line) = self.rig.sent.last() {
            let number = |c: char| !c.is_ascii_digit();
            self.last = line.text.split(number).rfind(|word| !word.is_empty()).unwrap_or_default().to_owned();
        }
    }

    /// Switches one command off in the room, or none.
    pub(super) fn switch_off(&mut self, name: Option<&str>) {
        self.rig.reconfigure(|settings| settings.commands_off = name.map(str::to_owned).into_iter().collect());
    }

    fn filled(&self, text: &str) -> String {
        text.replace("{n}", &self.n.to_string())
    }

    /// How often the command has been done, refused, and failed at.
    fn counts(&mut self, command: &Command) -> [u64; 3] {
        let counts = self.rig.command_counts();
        [CommandResult::Ok, CommandResult::Refused, CommandResult::Failed].map(|result| {
            let one = counts.iter().find(|count| count.command == command.name && count.result == result);
            one.map_or(0, |count| count.count)
        })
    }

    /// What is asked outside is found, or is not.
    async fn find_out(&mut self) {
        for errand in std::mem::take(&mut self.rig.errands) {
            let weather = Weather { condition: "Sunny".to_owned(), celsius: Some(31) };
            let found = match &errand.question {
                Question::Weather { place, .. } if place.contains("owhere") => Found::Weather(Err(Miss::Unknown)),
                Question::Weather { .. } => Found::Weather(Ok(weather)),
                Question::Definition { word, .. } if word.contains("owhere") => Found::Definition(Err(Miss::Unknown)),
                Question::Definition { .. } => Found::Definition(Ok("a thing with a crust".to_owned())),
                Question::Words(_) => Found::Words(Ok("They talked about the ferry.".to_owned())),
                Question::Title { .. } => Found::Title(None),
                Question::Pictures(round) => Found::Pictures(round.clone(), Ok(Vec::new())),
            };
            self.rig.bring(errand.id, found);
            self.rig.settle().await;
        }
    }

    /// As what money moved since then, in order.
    async fn moves_since(&mut self, since: Timestamp) -> Vec<String> {
        let mut tx = self.rig.store.begin().await.unwrap();
        let lines = ledger::lines_since(&mut tx, &self.rig.name, since).await.unwrap();
        tx.rollback().await.unwrap();
        lines.into_iter().map(|line| line.kind).collect()
    }

    /// What has been said; what is said late is waited for only if there is nothing yet and something is to come.
    async fn said_soon(&mut self, is_to_come: bool) -> Vec<Sent> {
        if is_to_come && self.rig.sent.is_empty() {
            self.rig.wait(SAID_WITHIN).await;
        }
        self.rig.look()
    }
}
