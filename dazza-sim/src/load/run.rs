//! One run from end to end, and what is told of it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use dazza_shared::exit::Exit;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::args::Args;
use super::stage::Stage;
use super::talk::{Answer, Talk};
use crate::chaos::Breach;
use crate::chaos::books::{Books, Contents};
use crate::chaos::check::{Evidence, Outcomes, Spoken};
use crate::chaos::fleet::folder_of_programs;
use crate::chaos::run::{QUIET, say};
use crate::cli::stopped;
use crate::measure::processes::{Family, Usage, on_processor, together};
use crate::measure::{Figure, Paper, Report, count};

/// Breaches that are told one by one.
const MOST_TOLD: usize = 20;

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The figures.
    pub paper: Paper,
    /// What was not as it should be.
    pub breaches: Vec<Breach>,
}

/// Runs the program.
pub fn perform(args: &Args) -> Exit {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start");
    match runtime.and_then(|runtime| runtime.block_on(until_stopped(args))) {
        Ok(outcome) if outcome.breaches.is_empty() => Exit::Done,
        Ok(_) => Exit::Failure,
        Err(error) => {
            say(&format!("load: {error:#}"));
            Exit::Failure
        }
    }
}

/// Makes one run, unless a signal ends it: nothing is left of the fleet then.
async fn until_stopped(args: &Args) -> anyhow::Result<Outcome> {
    let stop = stopped().context("cannot wait for signals")?;
    tokio::select! {
        outcome = run(args) => outcome,
        () = stop => bail!("stopped by a signal"),
    }
}

/// Makes one run.
///
/// # Errors
///
/// It could not be made: a program is missing, or does not come up, or not all rooms are joined.
pub async fn run(args: &Args) -> anyhow::Result<Outcome> {
    let measure = args.measure();
    ensure!(measure.is_bearable(), "a room answers 60 commands a minute: take a higher --one-in");
    let programs = folder_of_programs(args.programs.as_deref())?;
    let mut report = Report::begin("talk", args.json.clone());
    report.versions_of(&["dazza-fleet", "dazza-room"].map(|name| programs.join(name)).each_ref().map(PathBuf::as_path));
    let talk = Talk::of(measure);
    let mut stage = Stage::set(measure.n_rooms, &programs).await?;
    up(&mut stage, &mut report).await?;
    let books = Books::of(stage.fleet.paths(), &stage.rooms)?;
    books.fund(&talk.who_pays()).await.context("cannot give anybody money")?;
    let load = format!(
        "{} rooms, lines a second in each: {}, for {} s after {} s, one in {} a command",
        measure.n_rooms, measure.rate, measure.seconds, measure.warm_up, measure.one_in
    );
    let supervisor = stage.fleet.supervisor().context("the supervisor has ended")?;
    report.version_of_server(&Family::of(supervisor));
    let (untimed, timed) = talk.lines().split_at(measure.n_untimed());
    talk.say(stage.sim(), &stage.rooms, untimed).await?;
    let spent = Spent::watch(supervisor).await?;
    let late = talk.say(stage.sim(), &stage.rooms, timed).await?;
    spent.tell(&load, &mut report);
    memory(supervisor, &load, &mut report).await?;
    let (heard, breaches, outcomes) = until_done(&talk, &stage, &books, Duration::from_secs(args.patience)).await?;
    report.figure(Figure::of("late", "lines said later than at their time", &load).durations(&late));
    answers(&talk.answers(&heard), &load, &mut report);
    report.figure(Figure::of("lines", "lines said", &load).value("lines", count(talk.lines().len() as u64)));
    report.figure(
        Figure::of("commands", "commands among them", &load).value("commands", count(talk.n_commands() as u64)),
    );
    report.figure(
        Figure::of("broken", "lines lost, twice or wrongly answered", &load)
            .value("promises", count(breaches.len() as u64)),
    );
    let refused = outcomes.n_away + outcomes.n_unsure + outcomes.n_refused;
    report.figure(
        Figure::of("refused", "commands answered with a refusal", &load).value("commands", count(refused as u64)),
    );
    breaches.iter().take(MOST_TOLD).for_each(|breach| report.note(&breach.to_string()));
    stage.fleet.down().await?;
    Ok(Outcome { paper: report.end()?, breaches })
}

/// Brings the fleet up: the first time, when its database is made, and the next.
async fn up(stage: &mut Stage, report: &mut Report) -> anyhow::Result<()> {
    let load = format!("{} rooms, relaxed server in the process that also speaks", stage.rooms.len());
    for (key, name) in
        [("first-up", "the very first `up`, its database made, to all joined"), ("up", "`up` to all joined")]
    {
        stage.fleet.down().await?;
        let began = Instant::now();
        stage.fleet.up()?;
        stage.fleet.until_joined().await?;
        report.figure(Figure::of(key, name, &load).duration(began.elapsed()));
    }
    let n_joined = count(stage.fleet.n_joined().await as u64);
    report.figure(Figure::of("joined", "rooms joined", &load).value("rooms", n_joined));
    Ok(())
}

/// Waits until every line is stored and every command answered, or patience ends: what was heard, and what is wrong.
async fn until_done(
    talk: &Talk,
    stage: &Stage,
    books: &Books,
    patience: Duration,
) -> anyhow::Result<(Vec<Spoken>, Vec<Breach>, Outcomes)> {
    let began = Instant::now();
    loop {
        // Words that follow an answer come seconds later.
        sleep(QUIET).await;
        let heard = talk.heard(stage.sim(), &stage.rooms).await?;
        let Contents { lines, effects, wrong } = books.contents().await?;
        let planned = talk.lines().to_vec();
        let evidence = Evidence { planned, heard, stored: lines, effects, kills: Vec::new(), wrong_books: wrong };
        let (breaches, outcomes) = evidence.judge();
        if breaches.is_empty() || began.elapsed() > patience {
            return Ok((evidence.heard, breaches, outcomes));
        }
    }
}

fn answers(answers: &[Answer], load: &str, report: &mut Report) {
    let of = |is_meant: &dyn Fn(&Answer) -> bool| -> Vec<_> {
        answers.iter().filter(|answer| is_meant(answer)).map(|answer| answer.took).collect()
    };
    let is_stored = |answer: &Answer| !answer.asked.effects().is_empty();
    for (key, name, took) in [
        ("answer", "a command said to its answer heard", of(&|answer| answer.is_timed)),
        ("plain", "the same, without the database", of(&|answer| answer.is_timed && !is_stored(answer))),
        ("stored", "the same, with the database", of(&|answer| answer.is_timed && is_stored(answer))),
        (
            "warming",
            "the same, with the database, before anything is timed",
            of(&|answer| !answer.is_timed && is_stored(answer)),
        ),
    ] {
        report.figure(Figure::of(key, name, load).durations(&took));
    }
}

/// Time on processors since some moment.
struct Spent {
    began: Instant,
    supervisor: i32,
    before: [Duration; 4],
}

impl Spent {
    async fn watch(supervisor: i32) -> anyhow::Result<Self> {
        // Thousands of processes are looked at: not in the thread that the chat server needs.
        let before = spawn_blocking(move || Self::now(supervisor)).await?;
        Ok(Self { began: Instant::now(), supervisor, before })
    }

    fn now(supervisor: i32) -> [Duration; 4] {
        let [fleet, rooms, postgres] = Family::of(supervisor).on_processor();
        [fleet, rooms, postgres, on_processor(own())]
    }

    fn tell(self, load: &str, report: &mut Report) {
        let (took, after) = (self.began.elapsed(), Self::now(self.supervisor));
        let names = [
            ("supervisor-cpu", "supervisor's processor"),
            ("rooms-cpu", "processor of all rooms"),
            ("postgres-cpu", "processor of Postgres and its sessions"),
            ("sim-cpu", "processor of chat server and speakers"),
        ];
        for (((key, name), before), after) in names.into_iter().zip(self.before).zip(after) {
            let share = after.saturating_sub(before).as_secs_f64() / took.as_secs_f64() * 100.0;
            report.figure(Figure::of(key, name, load).value("% of a core", share));
        }
    }
}

/// What everybody takes, shared pages counted in part.
async fn memory(supervisor: i32, load: &str, report: &mut Report) -> anyhow::Result<()> {
    let look = move || {
        let family = Family::of(supervisor);
        let rooms: Vec<_> = family.rooms.iter().map(|room| Usage::of(*room).pss_kib).collect();
        (
            rooms,
            family.postgres.len(),
            [vec![supervisor], family.postgres, vec![own()]].map(|pids| together(&pids).pss_kib),
        )
    };
    let (rooms, n_postgres, [fleet, postgres, sim]) = spawn_blocking(look).await?;
    let value = |key, name, unit, value| Figure::of(key, name, load).value(unit, count(value));
    for figure in [
        value("rooms-pss", "PSS of all rooms", "KiB", rooms.iter().sum()),
        value("supervisor-pss", "supervisor's PSS", "KiB", fleet),
        value("postgres-pss", "PSS of Postgres and its sessions", "KiB", postgres),
        value("postgres-count", "processes of Postgres", "processes", n_postgres as u64),
        value("sim-pss", "PSS of chat server and speakers", "KiB", sim),
        Figure::of("room-pss", "a room's PSS", load).values("KiB", rooms.into_iter().map(count).collect()),
    ] {
        report.figure(figure);
    }
    Ok(())
}

fn own() -> i32 {
    i32::try_from(std::process::id()).unwrap_or_default()
}
