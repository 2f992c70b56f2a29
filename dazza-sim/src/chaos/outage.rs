//! The database is away for a while, under load: what needs none is answered as quickly as before, the rest says so once, and
//! all that was heard meanwhile is stored when it is back.

use std::fmt::Write as _;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, sleep};

use super::args::Args;
use super::books::Books;
use super::check::Spoken;
use super::gauge::Gauges;
use super::kill::Reaper;
use super::log::Log;
use super::plan::{Asked, Plan, Victim};
use super::run::{QUIET, Verdict, begin, evidence};
use super::stage::Stage;
use super::words::{Said, said};
use crate::cast::text_of;

/// Time between two lines.
const TURN: Duration = Duration::from_millis(100);

/// One line in so many is a command that needs no database: one in three seconds, so that no answer waits for another.
const PLAIN_EVERY: usize = 30;

/// One line in so many is a command that needs it, midway between two of the others.
const STORED_EVERY: usize = 60;

/// How long it goes well before the database is taken away.
const BEFORE: Duration = Duration::from_secs(30);

/// How long an answer that needs no database may take at all.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// How long it may take until all is stored when the database may come back: the supervisor tries once a minute at least.
const DRAINED_WITHIN: Duration = Duration::from_mins(3);

/// What is asked for in a turn; most are talk.
fn asked_in(turn: usize) -> Option<Asked> {
    const PLAIN: [Asked; 3] = [Asked::Roll, Asked::EightBall, Asked::Clap];
    const STORED: [Asked; 4] = [Asked::Shot, Asked::CoinFlip, Asked::Remind, Asked::Tell];
    let of = |kinds: &[Asked], n: usize| kinds.get(n % kinds.len()).copied();
    if turn.is_multiple_of(PLAIN_EVERY) {
        of(&PLAIN, turn / PLAIN_EVERY)
    } else if turn % STORED_EVERY == PLAIN_EVERY / 2 {
        of(&STORED, turn / STORED_EVERY)
    } else {
        None
    }
}

/// How long answers took, in one part of the run.
#[derive(Debug, Default)]
struct Times(Vec<Duration>);

impl Times {
    fn median_ms(&mut self) -> f64 {
        self.0.sort_unstable();
        self.0.get(self.0.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
    }
}

/// Makes the run: `span` without a database.
pub(super) async fn run(args: &Args, span: Duration) -> anyhow::Result<Verdict> {
    let n_turns = |span: Duration| usize::try_from(span.as_millis() / TURN.as_millis());
    let n_before = n_turns(BEFORE)?;
    let plan = Plan::in_turn(n_before + n_turns(span)?, asked_in);
    let (stage, books, mut reaper) = begin(args, &plan.who_pays().collect::<Vec<_>>()).await?;
    let mut load = Load { plan: &plan, stage: &stage, next: 0 };
    let mut before = load.say(n_before, |_| false, &mut reaper).await?;
    let calm = Gauges::of(&reaper.fleet).await?;
    reaper.take_database_away().await?;
    let every = n_turns(span)? / (args.outage_kills + 1);
    let is_kill = |turn: usize| turn > 0 && turn.is_multiple_of(every) && turn / every <= args.outage_kills;
    let mut during = load.say(usize::MAX, is_kill, &mut reaper).await?;
    let full = Gauges::of(&reaper.fleet).await?;
    reaper.fleet.hold_database(false)?;
    let (spoken, drained_in) = drain(&stage, &plan, &books).await?;
    let empty = Gauges::of(&reaper.fleet).await?;
    let evidence = evidence(&plan, spoken, &books, &reaper).await?;
    let (breaches, outcomes) = evidence.judge();
    let (before_ms, during_ms) = (before.median_ms(), during.median_ms());
    let own = [calm.mean_ms(&Gauges::default()), full.mean_ms(&calm)];
    let mut summary = format!(
        "{} s without a database, {} lines, {} kills of the room meanwhile; {} commands told that the books are away, {} answered, \
         {} unanswered; all stored {:.1} s after the database might come back\n  answers that need none, said to heard: median \
         {before_ms:.2} ms before, {during_ms:.2} ms meanwhile (n {} and {}): {:.2} times as long\n  the same as the room tells \
         it: mean {:.2} ms before, {:.2} ms meanwhile: {:.2} times as long",
        span.as_secs(),
        plan.lines.len(),
        args.outage_kills,
        outcomes.n_away,
        outcomes.n_answered,
        outcomes.n_silent,
        drained_in.as_secs_f64(),
        before.0.len(),
        during.0.len(),
        during_ms / before_ms,
        own[0],
        own[1],
        own[1] / own[0],
    );
    for (name, values) in calm.beside(&full, &empty) {
        write!(
            summary,
            "\n  {name}: {} before, {} at the end of it, {} when all was stored",
            values[0], values[1], values[2]
        )?;
    }
    reaper.fleet.down().await?;
    Ok(Verdict { breaches, outcomes, summary })
}

/// What is said, a line a turn, whatever becomes of it.
struct Load<'p> {
    plan: &'p Plan,
    stage: &'p Stage,
    next: usize,
}

impl Load<'_> {
    /// Says the next `n` lines, or all that are left; how long answers took that need no database.
    async fn say(&mut self, n: usize, is_kill: impl Fn(usize) -> bool, reaper: &mut Reaper) -> anyhow::Result<Times> {
        let mut times = Times::default();
        let mut tick = interval(TURN);
        tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for turn in 0..n {
            let Some(line) = self.plan.lines.get(self.next) else { break };
            tick.tick().await;
            let (sim, room) = (self.stage.sim(), self.stage.room());
            let n_lines = sim.view().await?.channels.get(room).map_or(0, |channel| channel.n_lines);
            let began = Instant::now();
            sim.say(room, &line.who, &line.text).await?;
            if is_kill(turn) {
                reaper.kill(Victim::Room).await?;
            } else if line.asked.is_some_and(|asked| asked.effects().is_empty()) && self.is_answered(n_lines).await {
                times.0.push(began.elapsed());
            }
            self.next += 1;
        }
        Ok(times)
    }

    /// Waits for the answer to the line that was said just now; one that is late or never comes is told of in the end.
    async fn is_answered(&self, n_lines: usize) -> bool {
        let is_it = |text: &str| said(text, |n| self.plan.lines.get(n)?.asked) == Said::Answer(self.next);
        let (sim, room) = (self.stage.sim(), self.stage.room());
        sim.until_said_from(room, n_lines, ANSWER_WITHIN, |line| is_it(&text_of(&line.html))).await.is_ok()
    }
}

/// Waits until all is stored that was said, and listens a while longer; how long it took.
async fn drain(stage: &Stage, plan: &Plan, books: &Books) -> anyhow::Result<(Vec<Spoken>, Duration)> {
    let mut log = Log::of(plan, stage.room());
    let began = Instant::now();
    let mut stored_after = None;
    loop {
        log.hear(stage.sim().log_from(stage.room(), log.n_lines()).await?);
        if let Some(stored) = books.stored_among(&log.unstored()).await {
            log.note_stored(&stored);
        }
        if log.unstored().is_empty() {
            let stored_after = *stored_after.get_or_insert_with(|| began.elapsed());
            if began.elapsed() > stored_after + QUIET {
                return Ok((log.into_spoken(), stored_after));
            }
        } else if began.elapsed() > DRAINED_WITHIN {
            return Ok((log.into_spoken(), began.elapsed()));
        }
        sleep(TURN).await;
    }
}
