//! One run from end to end, and what is told of it.

use std::pin::pin;
use std::time::Duration;

use anyhow::{Context, bail};
use dazza_shared::exit::Exit;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::args::Args;
use super::looks::Looks;
use super::stage::Stage;
use crate::chaos::fleet::folder_of_programs;
use crate::chaos::run::say;
use crate::cli::stopped;
use crate::measure::Report;
use crate::measure::processes::Family;

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

/// Runs the program.
pub fn perform(args: &Args) -> Exit {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start");
    match runtime.and_then(|runtime| runtime.block_on(run(args))) {
        Ok(()) => Exit::Done,
        Err(error) => {
            say(&format!("soak: {error:#}"));
            Exit::Failure
        }
    }
}

/// Makes one run; whatever becomes of it, the demo is ended.
async fn run(args: &Args) -> anyhow::Result<()> {
    let programs = folder_of_programs(args.programs.as_deref())?;
    let mut report = Report::begin("soak", args.json.clone());
    let [fleet, room] = ["dazza-fleet", "dazza-room"].map(|name| programs.join(name));
    report.versions_of(&[&fleet, &room]);
    let stop = stopped().context("cannot wait for signals")?;
    let mut stage = Stage::begin(&fleet, args.rooms)?;
    let seen = watch(&mut stage, args.minutes, &mut report, stop).await;
    stage.end().await?;
    tell(&seen?, report)
}

/// Looks until the time is up, a signal comes, or the demo ends.
async fn watch(
    stage: &mut Stage,
    minutes: u32,
    report: &mut Report,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<Looks> {
    let (mut stop, mut looks) = (pin!(stop), Looks::default());
    tokio::select! {
        is_up = stage.until_up() => is_up?,
        () = &mut stop => bail!("stopped by a signal before there was anything to see"),
    }
    report.version_of_server(&Family::of(stage.supervisor()));
    let began = Instant::now();
    let mut times = interval(LOOK_AGAIN);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for minute in 0..=minutes {
        tokio::select! {
            _ = times.tick() => looks.add(stage.look(began)),
            () = &mut stop => {
                report.note(&format!("stopped by a signal before minute {minute} of {minutes}"));
                return Ok(looks);
            }
            how = stage.ended() => {
                let how = how?;
                report.note(&format!("the demo ended by itself before minute {minute} of {minutes}: {how}"));
                return Ok(looks);
            }
        }
        report.keep(looks.figures(), looks.course())?;
    }
    Ok(looks)
}

fn tell(looks: &Looks, mut report: Report) -> anyhow::Result<()> {
    looks.figures().into_iter().for_each(|figure| report.figure(figure));
    looks.restarts().iter().for_each(|restart| report.note(restart));
    report.course(looks.course());
    report.end()?;
    Ok(())
}
