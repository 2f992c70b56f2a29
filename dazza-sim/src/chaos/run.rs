//! One run from end to end, and what is told of it.

use std::fmt::{self, Write as _};
use std::io::{self, Write as _};
use std::time::Duration;

use anyhow::{Context, bail};
use dazza_shared::exit::Exit;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::args::Args;
use super::books::{Books, Contents};
use super::check::{Breach, Evidence, Killed, Outcomes, Spoken};
use super::kill::Reaper;
use super::plan::{Plan, Victim};
use super::speak::Speaker;
use super::stage::Stage;
use super::{lives, outage};
use crate::cli::stopped;

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The promises that were not kept.
    pub breaches: Vec<Breach>,
    /// What came of the commands.
    pub outcomes: Outcomes,
    /// The figures, in a line.
    pub summary: String,
    /// What else is worth a look.
    pub notes: Vec<String>,
}

/// How long the bot is listened to when all is done: words that follow an answer come seconds later.
pub(crate) const QUIET: Duration = Duration::from_secs(4);

/// A line about how it goes is told after so many lines.
const TELL_EVERY: usize = 500;

/// Runs the program.
pub fn perform(args: &Args) -> Exit {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start");
    match runtime.and_then(|runtime| runtime.block_on(until_stopped(args))) {
        Ok(verdict) => {
            say(&verdict);
            if verdict.breaches.is_empty() { Exit::Done } else { Exit::Failure }
        }
        Err(error) => {
            say(&format!("chaos: {error:#}"));
            Exit::Failure
        }
    }
}

/// Makes one run, unless a signal ends it: nothing is left of the fleet then.
async fn until_stopped(args: &Args) -> anyhow::Result<Verdict> {
    let stop = stopped().context("cannot wait for signals")?;
    tokio::select! {
        verdict = run(args) => verdict,
        () = stop => bail!("stopped by a signal"),
    }
}

/// Makes one run.
///
/// # Errors
///
/// It could not be made: a program is missing, or does not come up.
pub async fn run(args: &Args) -> anyhow::Result<Verdict> {
    match (args.outage, args.lives) {
        (Some(seconds), _) => outage::run(args, Duration::from_secs(seconds)).await,
        (None, Some(n)) => lives::run(args, n).await,
        (None, None) => stream(args).await,
    }
}

/// One stream of lines under kills.
async fn stream(args: &Args) -> anyhow::Result<Verdict> {
    let plan = Plan::of(args.seed, args.measure());
    let (stage, books, reaper) = begin(args, &plan.who_pays().collect::<Vec<_>>()).await?;
    let began = Instant::now();
    let mut course = Course::begin(args, &plan, &stage, &books, reaper);
    let was_early = course.speak().await?;
    let (speaker, reaper) = course.end().await?;
    let (n_said, _, longest_pause) = speaker.figures();
    let heard = speaker.into_log().into_spoken();
    let evidence = evidence(&plan, heard, &books, &reaper).await?;
    let (breaches, outcomes) = evidence.judge();
    let mut summary = summary(args, n_said, &evidence, outcomes);
    write!(summary, ", {:.0} s, longest pause {:.1} s", began.elapsed().as_secs_f64(), longest_pause.as_secs_f64())?;
    if was_early {
        summary.push_str(", ended early");
    }
    let Reaper { mut fleet, .. } = reaper;
    fleet.down().await?;
    drop(fleet);
    if let Some(folder) = Some(stage).filter(|_| args.keep && !breaches.is_empty()).and_then(Stage::keep) {
        write!(summary, ", kept in {}", folder.display())?;
    }
    Ok(Verdict { breaches, outcomes, summary, notes: evidence.refusals() })
}

/// Sets the stage and brings the fleet up on it; gives money to all who need it.
pub(super) async fn begin(args: &Args, payers: &[&str]) -> anyhow::Result<(Stage, Books, Reaper)> {
    let stage = Stage::set(args.programs.as_deref()).await?;
    let mut fleet = stage.fleet()?;
    fleet.up()?;
    fleet.until_joined().await?;
    let books = Books::of(fleet.paths(), std::slice::from_ref(stage.room()))?;
    books.fund(payers).await.context("cannot give anybody money")?;
    Ok((stage, books, Reaper::of(fleet, args.seed)))
}

/// All that is known at the end.
pub(super) async fn evidence(
    plan: &Plan,
    heard: Vec<Spoken>,
    books: &Books,
    reaper: &Reaper,
) -> anyhow::Result<Evidence> {
    let Contents { lines, effects, wrong } = books.contents().await?;
    let (planned, kills) = (plan.lines.clone(), reaper.kills.clone());
    Ok(Evidence { planned, heard, stored: lines, effects, kills, wrong_books: wrong })
}

/// A run on its way: one speaks, one kills.
struct Course<'p> {
    args: &'p Args,
    speaker: Speaker<'p>,
    reaper: JoinHandle<(Reaper, anyhow::Result<()>)>,
    n_told: usize,
}

impl<'p> Course<'p> {
    fn begin(args: &'p Args, plan: &'p Plan, stage: &Stage, books: &'p Books, reaper: Reaper) -> Self {
        let (kills, wanted) = mpsc::unbounded_channel();
        let speaker = Speaker::of(plan, (stage.sim(), stage.room()), books, kills);
        Self { args, speaker, reaper: tokio::spawn(reaper.reap(wanted)), n_told: 0 }
    }

    /// Says everything, and waits until it is stored and answered; whether it was ended early.
    async fn speak(&mut self) -> anyhow::Result<bool> {
        let mut n_given_up = 0;
        while self.speaker.turn().await? && !self.reaper.is_finished() {
            while let Some(why) = self.speaker.give_up_after(self.args.patience()) {
                n_given_up += 1;
                self.tell(&format!("given up: {why}"));
            }
            if n_given_up >= self.args.most_given_up {
                return Ok(true);
            }
            if let Some((pause, why)) = self.speaker.long_pause() {
                self.tell(&format!("nothing to be said for {:.0} s: {why}", pause.as_secs_f64()));
            }
            let (n_said, n_answered, pause) = self.speaker.figures();
            if n_said >= self.n_told + TELL_EVERY {
                self.n_told = n_said - n_said % TELL_EVERY;
                self.tell(&format!(
                    "{n_said} lines said, {n_answered} commands answered, longest pause {:.1} s",
                    pause.as_secs_f64()
                ));
            }
        }
        Ok(self.reaper.is_finished())
    }

    /// Listens for what comes late; kills the room once more, for it has nothing to say when it is back.
    async fn end(self) -> anyhow::Result<(Speaker<'p>, Reaper)> {
        let Self { mut speaker, reaper, .. } = self;
        speaker.linger(QUIET).await?;
        let reaper = reaper;
        let (mut reaper, ended) = {
            speaker.stop_killing();
            reaper.await.context("what kills has panicked")?
        };
        ended?;
        reaper.kill(Victim::Room).await?;
        reaper.fleet.until_joined().await?;
        speaker.linger(QUIET).await?;
        Ok((speaker, reaper))
    }

    fn tell(&self, what: &str) {
        if !self.args.quiet {
            say(&what);
        }
    }
}

fn summary(args: &Args, n_said: usize, evidence: &Evidence, outcomes: Outcomes) -> String {
    let killed = |victim| evidence.kills.iter().filter(|kill: &&Killed| kill.victim == victim).count();
    let Outcomes { n_answered, n_away, n_unsure, n_refused, n_silent } = outcomes;
    format!(
        "seed {}: {n_said} lines of {}, {} commands ({n_answered} answered, {n_away} told that the books are away, {n_unsure} that nobody can tell, {n_refused} \
         refused, {n_silent} unanswered), {} kills of the room, {} of the supervisor, {} of Postgres",
        args.seed,
        evidence.planned.len(),
        n_answered + n_away + n_unsure + n_refused + n_silent,
        killed(Victim::Room),
        killed(Victim::Supervisor),
        killed(Victim::Postgres),
    )
}

/// Nobody is left to tell if standard output is gone.
pub(crate) fn say(what: &dyn fmt::Display) {
    drop(writeln!(io::stdout(), "{what}"));
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.notes.iter().try_for_each(|note| writeln!(f, "{note}"))?;
        self.breaches.iter().try_for_each(|breach| writeln!(f, "{breach}"))?;
        write!(
            f,
            "{}: {}",
            self.summary,
            if self.breaches.is_empty() { "nothing lost, nothing twice" } else { "BROKEN" }
        )?;
        if self.breaches.is_empty() { Ok(()) } else { write!(f, ", {} breaches", self.breaches.len()) }
    }
}
