//! Every command and every alias, typed in a room: answered, refused, told to wait, and told when it makes no sense; with what
//! of it is in the ledger. `docs/command-tests.md` is written from what has been seen here, and held to it.
//!
//! A command stands in `rows/` with what to type. That it has an answer, a refusal and a wait, and that each of its aliases
//! works, is tried for all alike.

mod page;
mod rows;
mod stage;

use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::Path;

use dazza_shared::config::Environment;
use futures_util::FutureExt;
use sqlx::PgPool;

use super::rig::adds_up;
use crate::chat::{Pool, pools};
use crate::commands::{Access, Command, Pm, Run, TABLE};
use page::{Page, Seen};
use rows::{ROWS, Row};
use stage::{Came, Stage, Typed};

/// Somebody who is no moderator.
const NOBODY: &str = "Bev";

/// The same, with some money.
pub(super) const SOMEBODY: &str = "Gazza";

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_command_answers_refuses_makes_wait_and_knows_nonsense(owner: PgPool) {
    let mut stage = Stage::open(&owner).await;
    let (mut page, mut faulty) = (Page::default(), Vec::new());
    for command in TABLE {
        match AssertUnwindSafe(try_out(&mut stage, command)).catch_unwind().await {
            Ok(seen) => page.add(command, seen),
            Err(_) => faulty.push(command.name),
        }
    }
    assert!(faulty.is_empty(), "as told above: {faulty:?}");
    adds_up(&owner).await;
    check_page(&page.written());
}

#[test]
fn every_command_has_one_row_and_every_row_is_a_commands() {
    let mut names: Vec<_> = ROWS.iter().flat_map(|rows| rows.iter()).map(|row| row.name).collect();
    let mut listed: Vec<_> = TABLE.iter().map(|command| command.name).collect();
    names.sort_unstable();
    listed.sort_unstable();
    assert_eq!(names, listed, "what to type stands in stories/every/rows");
}

/// What is typed behind the name of a command when all is well.
pub(super) fn args_of(command: &Command) -> &'static str {
    row(command).args
}

/// Who types it.
pub(super) fn asker_of(command: &Command) -> &'static str {
    row(command).who
}

/// Tries all of a command.
async fn try_out(stage: &mut Stage, command: &'static Command) -> Seen {
    let (row, mut seen) = (row(command), Seen::default());
    stage.begin(command).await;
    answers_to_every_name(stage, command, row, &mut seen).await;
    makes_wait(stage, command, row, &mut seen).await;
    refuses(stage, command, row, &mut seen).await;
    knows_nonsense(stage, command, row, &mut seen).await;
    let main = row.moves.first().filter(|kind| !seen.moves.contains(**kind));
    assert!(main.is_none(), "{} was never seen to move money as {main:?}", command.name);
    seen
}

/// What is typed of a command.
fn row(command: &Command) -> &'static Row {
    let mut rows = ROWS.iter().flat_map(|rows| rows.iter());
    rows.find(|row| row.name == command.name)
        .unwrap_or_else(|| panic!("{} has no row in stories/every/rows", command.name))
}

async fn answers_to_every_name(stage: &mut Stage, command: &'static Command, row: &Row, seen: &mut Seen) {
    for name in std::iter::once(&command.name).chain(command.aliases) {
        let typed = stage.typed(row, name, row.args);
        let came = stage.type_rested(command, row, &typed).await;
        assert!(came.is_answer(), "{typed:?}: {came:?}");
        let strange = came.moves.iter().find(|kind| !row.moves.contains(&kind.as_str()));
        assert!(strange.is_none(), "{typed:?} moves money as {strange:?}, which its row does not know");
        seen.moves.extend(came.moves);
        seen.answered.push((shown(name, row.args), (*name).to_owned()));
    }
    if command.pm == Pm::Accepted {
        let typed = Typed { is_pm: true, ..stage.typed(row, command.name, row.args) };
        let came = stage.type_rested(command, row, &typed).await;
        assert!(came.is_answer(), "by private message {typed:?}: {came:?}");
        seen.is_answered_by_pm = true;
    }
}

/// Again at once: a wait, then silence; and one that lasts is known to the next process.
async fn makes_wait(stage: &mut Stage, command: &'static Command, row: &Row, seen: &mut Seen) {
    let typed = stage.typed(row, command.name, row.args);
    let came = stage.type_rested(command, row, &typed).await;
    assert!(came.is_answer(), "{typed:?}: {came:?}");
    let pool = command.waiting.unwrap_or(pools::WAIT);
    stage.type_now(command, &typed).await.must_refuse(&pool, &typed);
    let came = stage.type_now(command, &typed).await;
    assert!(came.is_silence(), "{typed:?} a third time: {came:?}");
    if command.lasting(stage.rig.settings()).is_some() {
        stage.rig.restart().await;
        stage.rig.look();
        stage.type_now(command, &typed).await.must_refuse(&pool, &typed);
        seen.is_wait_kept = true;
    }
}

/// Where it is off, by who may not, on a way that it does not take, and for reasons of its own.
async fn refuses(stage: &mut Stage, command: &'static Command, row: &Row, seen: &mut Seen) {
    let typed = stage.typed(row, command.name, row.args);
    stage.switch_off(Some(command.name));
    stage.rest(command).await;
    stage.type_now(command, &typed).await.must_refuse(&pools::SWITCHED_OFF, &typed);
    stage.switch_off(None);
    seen.refused.push("off".to_owned());
    if command.access != Access::Everyone {
        let typed = Typed { who: NOBODY, ..typed.clone() };
        stage.rest(command).await;
        stage.type_now(command, &typed).await.must_refuse(&pools::NOT_ALLOWED, &typed);
        seen.refused.push("to others".to_owned());
    }
    let wrong_way = Typed { is_pm: !typed.is_pm, ..typed.clone() };
    stage.rest(command).await;
    match command.pm {
        Pm::Accepted => {}
        Pm::Only => {
            let came = stage.type_now(command, &wrong_way).await;
            assert!(came.is_silence(), "{wrong_way:?}: {came:?}");
            seen.refused.push("in public (silence)".to_owned());
        }
        Pm::Refused => is_refused_by_pm(stage, command, &wrong_way, &pools::NOT_BY_PM, seen).await,
        Pm::Scorned(pool) => is_refused_by_pm(stage, command, &wrong_way, &pool, seen).await,
    }
    for (who, before, args, pool) in row.refused {
        let came = refused_for(stage, command, row, (who, before, args)).await;
        came.1.must_refuse(pool, &came.0);
        seen.refused.push(because(command, args, pool));
    }
}

async fn is_refused_by_pm(stage: &mut Stage, command: &Command, typed: &Typed, pool: &Pool, seen: &mut Seen) {
    stage.type_now(command, typed).await.must_refuse(pool, typed);
    seen.refused.push("by PM".to_owned());
}

/// What was typed, and what came of it.
async fn refused_for(
    stage: &mut Stage,
    command: &Command,
    row: &Row,
    (who, before, args): (&'static str, &[rows::Do], &str),
) -> (Typed, Came) {
    stage.rest(command).await;
    stage.act(before).await;
    let typed = Typed { who: if who.is_empty() { row.who } else { who }, ..stage.typed(row, command.name, args) };
    let came = stage.type_now(command, &typed).await;
    (typed, came)
}

/// What makes no sense is refused with how it is used, or words of its own; who takes no words does not mind some.
async fn knows_nonsense(stage: &mut Stage, command: &'static Command, row: &Row, seen: &mut Seen) {
    if command.min_words > 0 {
        let (typed, came) = refused_for(stage, command, row, ("", &[], "")).await;
        came.must_refuse(&pools::USAGE, &typed);
        seen.nonsense.push(because(command, "", &pools::USAGE));
    }
    for (args, pool) in row.bad {
        let (typed, came) = refused_for(stage, command, row, ("", row.before, args)).await;
        came.must_refuse(pool, &typed);
        seen.nonsense.push(because(command, args, pool));
    }
    if !seen.nonsense.is_empty() {
        return;
    }
    let takes_anything = command.usage == "[user]" || matches!(command.run, Run::Always(_));
    assert!(
        command.usage.is_empty() || takes_anything,
        "{} takes words, and its row has none that are wrong",
        command.name
    );
    let typed = stage.typed(row, command.name, "what-so ever");
    let came = stage.type_rested(command, row, &typed).await;
    assert!(came.is_answer(), "{typed:?}: {came:?}");
    seen.minds_nothing = Some(if command.usage.is_empty() { "takes no words" } else { "takes any" });
}

/// What was typed, as it is shown.
fn shown(name: &str, args: &str) -> String {
    format!("`{}`", format!("!{name} {args}").trim_end().replace("{n}", "1").replace("{last}", "1"))
}

/// The same, with the name of the pool that its refusal was of.
fn because(command: &Command, args: &str, pool: &Pool) -> String {
    format!("{}: {}", shown(command.name, args), pool.name().replace('_', " "))
}

/// Holds the page to what was seen, or writes it anew where that is asked for.
fn check_page(written: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/command-tests.md");
    if Environment::System.get("DAZZA_WRITE").is_some() {
        fs::write(&path, written).unwrap();
    }
    let is_current = fs::read_to_string(&path).is_ok_and(|page| page == written);
    assert!(is_current, "write docs/command-tests.md anew, as it says at its head");
}
