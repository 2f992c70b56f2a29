//! The host: any order of events, answers and waits leaves it well, with bounded effects, and with lines that fit and keep
//! their pace.
//!
//! An input is a line a thing that happens: its first sign says what, the second how long it is since the last, the rest
//! belongs to it.

use std::time::Duration;

use dazza_room::chat::{MAX_UNITS, Receipt, Reply, To, units};
use dazza_room::commands::{Deed, Done};
use dazza_room::cytube::action::Action;
use dazza_room::cytube::event;
use dazza_room::entry::Out;
use dazza_room::games::heist::{Phase, crime};
use dazza_room::host::{Effect, Host, Input, Now};
use dazza_room::journal::{Entry, Tag, Unseen};
use dazza_room::reactions::{HeistNow, Note, OpenDuel};
use dazza_room::socketio::Heard;
use dazza_shared::clock::later;
use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::link::{ToFleet, ToRoom};
use dazza_shared::store::reminder::Scheduled;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;

use crate::welcome::{start, welcome};
use crate::{Target, link, seeds};

pub(crate) const TARGET: Target = Target {
    name: "host",
    check,
    seeds: stories,
    words: &[
        "\nh2",
        "\nw\u{7f}",
        "\nd1",
        "\ne1",
        "\nl2",
        "\nD1",
        "\nb1",
        "\np1",
        "\ns1",
        "\nu1",
        "\nx1",
        "\nr1",
        "{\"did\":\"tried\",\"key\":\"",
        "\",\"at\":\"2026-11-23T00:00:00Z\",\"said\":[{\"n\":0,\"text\":\"",
        "h142[\"chatMsg\",{\"username\":\"alice\",",
        "\"msg\":\"!",
        "\"time\":1795444500000",
        "42[\"addUser\",{\"name\":\"",
        "42[\"userLeave\",{\"name\":\"alice\"}]",
        "42[\"cooldown\",",
        "42[\"noflood\",{\"action\":\"chat\",\"msg\":\"",
        "42[\"kick\",{}]",
        "!roll 3d6",
        "heads",
    ],
    n_mutants: 2_000,
};

/// Most things of one input that happen.
const MAX_THINGS: usize = 300;

/// Most that one thing leads to, the people of a roster aside.
const MAX_EFFECTS: usize = 120;

/// Public lines that may follow each other at once, and the gap between those after them. Source: `decisions.md`, 12.
const BURST: usize = 4;
const GAP: Duration = Duration::from_millis(1_100);

/// How long a reminder stays due.
const HOUR: Duration = Duration::from_hours(1);

/// Our own way in, as lines of an input.
const WAY_IN: &str = "w1\nl1{\"type\":\"connect_go\"}\nd1\n";

fn stories() -> Vec<Vec<u8>> {
    let mut stories: Vec<_> = seeds::recordings()
        .iter()
        .map(|recording| {
            let lines: Vec<_> = recording.heard.iter().map(|frame| format!("h2{frame}")).collect();
            format!("{WAY_IN}{}\nw~\nb1", lines.join("\n")).into_bytes()
        })
        .collect();
    stories.sort();
    stories.dedup();
    let users =
        r#"h142["userlist",[{"name":"dazza","rank":2,"meta":{}},{"name":"alice","rank":1,"meta":{"afk":true}}]]"#;
    let login = r#"h142["login",{"success":true,"name":"dazza"}]"#;
    let say = |text: &str| {
        format!(r#"h142["chatMsg",{{"username":"alice","msg":"{text}","meta":{{}},"time":1795444500000}}]"#)
    };
    for text in ["!roll 3d6", "!give bob 5", "!remind me 1m tea", "!calc 1+1", "heads", "g'day http://x.example"] {
        let said = say(text);
        stories.push(format!("{WAY_IN}{login}\n{users}\np1\nD1\n{said}\nD1\n{said}\nD2\nw~\nr1\n{WAY_IN}{login}\n{said}\n{users}\nw~\ne1\n{WAY_IN}{login}\n{users}\n{said}\nw~").into_bytes());
    }
    let announced = "l\u{1}{\"type\":\"say\",\"text\":\"g'day\"}\n".repeat(12);
    stories.push(format!("{WAY_IN}{login}\n{users}\n{announced}w~\nw~\nw~").into_bytes());
    let settings = link::lines().into_iter().find(|line| line.contains("\"reconfigure\"")).unwrap();
    let absurd = settings
        .replace("\"slot\":5", "\"slot\":4294967295")
        .replace("{\"secs\":11,", "{\"secs\":18446744073709551615,")
        .replace("UTC", "Nowhere/At_All");
    stories.push(format!("l1{absurd}w1\nu1\nw~\n{WAY_IN}{login}\n{users}").into_bytes());
    stories.extend(link::lines().iter().map(|line| format!("l1{line}{WAY_IN}{login}\n{users}\ns1\nw~").into_bytes()));
    stories.push(
        format!("u1\nw1\nw~\nw~\nx1\nw~\n{WAY_IN}{login}\nh142[\"kick\",{{\"reason\":\"x\"}}]\nh141").into_bytes(),
    );
    stories
}

fn check(bytes: &[u8]) {
    play(bytes);
}

/// Lets everything in the input happen, and gives back what is there then.
fn play(bytes: &[u8]) -> Stage {
    let mut stage = Stage::new();
    for thing in bytes.split(|byte| *byte == b'\n').take(MAX_THINGS) {
        let [kind, wait, rest @ ..] = thing else { continue };
        stage.wait(Duration::from_millis(u64::from(wait & 0x7f).pow(2) * 4));
        if let Some(input) = stage.input(*kind, rest) {
            stage.play(input, rest.len());
        }
        if stage.is_over {
            break;
        }
        stage.check_wake();
    }
    stage
}

/// A host with what it has asked for.
struct Stage {
    host: Host,
    now: Now,
    said: Vec<Instant>,
    deeds: Vec<Deed>,
    journal: Vec<Entry>,
    n_said: u32,
    n_logins: u32,
    is_over: bool,
}

impl Stage {
    fn new() -> Self {
        let now = Now { instant: Instant::now(), time: start() };
        let host = Host::new(welcome(), Dice::seeded(1), now).unwrap();
        Self {
            host,
            now,
            said: Vec::new(),
            deeds: Vec::new(),
            journal: Vec::new(),
            n_said: 0,
            n_logins: 0,
            is_over: false,
        }
    }

    fn wait(&mut self, wait: Duration) {
        self.now = Now { instant: self.now.instant + wait, time: later(self.now.time, wait) };
    }

    /// The next process of the room, with what the last one noted, and lines of `rest` that nobody did.
    fn restart(&mut self, rest: &[u8]) {
        let noted = self.journal.iter().map(|entry| serde_json::to_string(entry).unwrap()).collect::<Vec<_>>();
        let again: Vec<Entry> = noted.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(again, self.journal);
        self.host = Host::new(welcome(), Dice::seeded(2), self.now).unwrap();
        self.host.recall(again);
        self.host.recall(serde_json::Deserializer::from_slice(rest).into_iter().map_while(Result::ok).collect());
        self.journal = self.host.journal(self.now.time).collect();
        self.deeds.clear();
    }

    /// The thing of that kind; nothing for one that cannot happen.
    fn input(&mut self, kind: u8, rest: &[u8]) -> Option<Input> {
        let text = String::from_utf8_lossy(rest);
        Some(match kind {
            b'h' => Input::Heard(event::read(&Heard::Text(text.as_ref().into()))),
            b'l' => match serde_json::from_slice(rest).ok()? {
                ToRoom::Welcome(welcome) => Input::Welcome(welcome),
                other => Input::Told(other),
            },
            b'u' => Input::Unlinked,
            b'd' => Input::Dialled(Ok(())),
            b'x' => Input::Dialled(Err(Out::unreachable(text.into_owned()))),
            b'e' => Input::Ended(text.into_owned()),
            b'D' => Input::Done(Box::new(done(self.deeds.pop()?, &text))),
            b'p' => Input::Database,
            b'r' => {
                self.restart(rest);
                Input::Beat
            }
            b'b' => Input::Beat,
            b's' => Input::Stop("it is told to"),
            // A wait is over when something is due, if that is not too far away.
            _ => {
                let due = self.host.wake_at().map(|at| at.saturating_duration_since(self.now.instant));
                self.wait(due.unwrap_or_default().min(Duration::from_hours(24)));
                Input::Wake
            }
        })
    }

    fn play(&mut self, input: Input, most: usize) {
        let effects = self.host.handle(input, self.now);
        assert!(effects.len() <= MAX_EFFECTS + most, "{} effects", effects.len());
        for effect in effects {
            self.take(effect);
        }
    }

    fn take(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { action: Action::Chat { text }, .. } => {
                assert!(units(&text) <= MAX_UNITS && !text.starts_with('/') && !text.contains('\n'), "{text:?}");
                self.n_said += 1;
                self.said.push(self.now.instant);
                self.check_pace();
            }
            Effect::Ask { action: Action::Login { .. }, .. } => {
                self.n_logins += 1;
                self.said.clear();
            }
            Effect::Ask { action: Action::Pm { text, .. }, .. } => assert!(units(&text) <= MAX_UNITS, "{text:?}"),
            Effect::Serve(asked) => self.play(Input::Serve(asked), 0),
            Effect::Journal(entry) => self.journal.push(entry),
            Effect::Work(deed) if self.deeds.len() < 50 => self.deeds.push(*deed),
            Effect::Tell(ToFleet::Beat(beat)) => {
                let is_panic = |error: &dazza_shared::counters::ErrorCount| error.kind == ErrorKind::CommandPanic;
                assert!(!beat.counters.errors.iter().any(is_panic), "a command panicked");
                assert!(beat.gauges.outbox <= 200 && beat.gauges.players <= 10_000);
            }
            Effect::Leave(..) => self.is_over = true,
            _ => {}
        }
    }

    /// Never more than a burst at once; a new connection begins a new one.
    fn check_pace(&self) {
        if let Some([before, .., last]) = self.said.last_chunk::<{ BURST + 1 }>() {
            assert!(*last - *before >= GAP, "more than {BURST} lines within {GAP:?}");
        }
    }

    /// The host does not ask to be woken again and again at the same moment.
    fn check_wake(&mut self) {
        for _ in 0..8 {
            if self.host.wake_at().is_none_or(|at| at > self.now.instant) || self.is_over {
                return;
            }
            self.play(Input::Wake, 0);
        }
        panic!("it wants to be woken at once, for ever");
    }
}

/// Something that an earlier process was to say.
fn unseen(room: &str, n: i64, text: &str, due_at: Timestamp) -> Note {
    let tag = Tag { key: LineKey::of_timer(&room.parse().unwrap(), "fuzz", n), n: 0 };
    let receipt = (n % 2 == 0).then_some(Receipt::Tell(n));
    Note::Unseen(vec![Unseen { tag, text: text.to_owned(), due_at, fresh: HOUR, receipt }])
}

/// A heist that is at something until then.
fn heist(n: i64, until: Timestamp) -> HeistNow {
    let phase = Phase::ALL.into_iter().cycle().nth(usize::try_from(n).unwrap_or_default()).unwrap_or_default();
    let offered = ["servo", "cop_shop"].into_iter().filter_map(crime).collect();
    HeistNow { phase, until: (n % 5 > 0).then_some(until), id: Some(n), offered, crime: crime("servo") }
}

/// The end of a deed, as `text` has it.
fn done(deed: Deed, text: &str) -> Done {
    let number = |at: usize| i64::from(text.as_bytes().get(at).copied().unwrap_or_default());
    let result = [CommandResult::Ok, CommandResult::Refused, CommandResult::Failed][text.len() % 3];
    let soon = later(deed.now, Duration::from_secs(number(1).unsigned_abs()));
    let who = "alice".to_owned();
    let reminder = Scheduled { id: number(1), who: who.clone(), remind_at: soon, expires_at: later(soon, HOUR) };
    let notes = match number(0) % 17 {
        0 => vec![Note::Loaded, Note::Open { recipients: vec![who], reminders: vec![reminder] }],
        1 => vec![Note::TellLeft(who)],
        2 => vec![Note::TellsOf(who, text.len().is_multiple_of(2))],
        3 => vec![Note::Unsure],
        4 => vec![Note::RemindersTaken(vec![number(1)])],
        5 => vec![Note::Cooldown("roll".to_owned(), who, Duration::from_secs(number(1).unsigned_abs()))],
        6 => vec![Note::DuelOver(number(1))],
        7 => vec![Note::DuelOpen(OpenDuel { id: number(1), challenged: who, until: soon })],
        8 => vec![Note::DuelsOver(soon)],
        9 => vec![Note::Reminder(reminder)],
        16 => vec![Note::ContestOpen(OpenDuel { id: number(1), challenged: who, until: soon })],
        14 => vec![Note::ContestOver(number(1))],
        15 => vec![Note::ContestsOver(soon)],
        11 => vec![unseen(deed.snapshot.settings.name.as_str(), number(1), text, deed.now), Note::Loaded],
        12 => vec![Note::Heist(heist(number(1), soon))],
        10 => vec![Note::Bongs(TimeZone::UTC.to_datetime(deed.now).date(), u64::MAX)],
        _ => Vec::new(),
    };
    let reply = Reply::default()
        .and_say_after(To::Room, text, Duration::from_millis(number(2).unsigned_abs() * 50))
        .with_receipt(Receipt::Tell(number(1)));
    let wait = (text.len() % 5 == 1).then(|| Duration::from_secs(number(1).unsigned_abs()));
    Done {
        name: deed.name,
        cause: deed.cause,
        player: deed.player,
        reply,
        result,
        error: (result == CommandResult::Failed).then(|| (ErrorKind::StoreAway, text.to_owned())),
        notes,
        wait,
        heard_at: deed.heard_at,
    }
}

#[test]
fn the_stories_lead_into_the_room_and_to_answers() {
    let ends: Vec<_> = stories().iter().map(|story| play(story)).collect();
    assert!(ends.iter().any(|stage| stage.n_said > 0), "nothing is ever said");
    assert!(ends.iter().any(|stage| stage.n_logins > 1), "nobody ever comes back");
    assert!(ends.iter().any(|stage| !stage.deeds.is_empty()), "the database is never asked");
}
