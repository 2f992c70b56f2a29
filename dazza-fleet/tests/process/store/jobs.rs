//! The scheduled jobs of a fleet: done by themselves, by hand, and again after whoever did them was killed.

use std::process::Stdio;

use nix::sys::signal::Signal;
use serde_json::Value;

use super::backup::run;
use super::{count, until_counted};
use crate::stage::{Stage, send, text};

/// How many jobs there are.
const N_JOBS: u8 = 11;

/// Twenty thousand lines of fifty people in two rooms, over two months, and everybody's lines counted.
const TALK: &str = "
    INSERT INTO messages (room_id, username, message, sent_at, word_count)
    SELECT CASE WHEN n % 3 = 0 THEN 'thepub' ELSE 'fatpizza' END, 'user' || n % 50,
           'g''day word' || n * 31 % 4000 || ' who ate my pie? word' || n % 3989, now() - n * interval '4 minutes', 7
    FROM generate_series(1, 20000) AS n";

const COUNTED: &str = "
    INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count, word_count)
    SELECT room_id, username, min(sent_at), max(sent_at), count(*), sum(word_count) FROM messages GROUP BY 1, 2";

/// A number that every figure goes into.
const DIGEST: &str = "
    SELECT (sum(hashtextextended(told, 0)) % 1000000007)::bigint FROM (
        SELECT (to_jsonb(t) - 'updated_at')::text FROM message_analysis_cache t
        UNION ALL SELECT to_jsonb(t)::text FROM user_vocabulary t
        UNION ALL SELECT to_jsonb(t)::text FROM user_active_hours t
        UNION ALL SELECT (to_jsonb(t) - 'updated_at')::text FROM user_daily_activity t
        UNION ALL SELECT (to_jsonb(t) - 'updated_at')::text FROM user_activity_summary t
        UNION ALL SELECT (to_jsonb(t) - 'updated_at')::text FROM user_chat_streaks t
        UNION ALL SELECT to_jsonb(t)::text FROM room_hourly_activity t
        UNION ALL SELECT to_jsonb(t)::text FROM achievement_progress t
        UNION ALL SELECT format('%s %s %s', username, achievement_type, achievement_level) FROM chat_achievements
    ) AS figures (told)";

const COMPLETED: &str = "SELECT count(*) FROM batch_job_history WHERE status = 'completed'";

const LOOKED_AT: &str = "SELECT coalesce(sum(last_id), 0)::bigint FROM job_watermarks WHERE job_name = 'content'";

async fn jobs(stage: &Stage, arguments: &[&str]) -> (Option<i32>, Value) {
    let output = stage.verb(&[&["jobs"], arguments, &["--json"]].concat()).await;
    let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| Value::from(text(&output.stderr)));
    (output.status.code(), told)
}

/// Runs jobs as soon as nobody else does: the server takes a moment to find out that a process is gone. What it told.
async fn run_when_free(stage: &Stage, what: &[&str]) -> Value {
    let deadline = tokio::time::Instant::now() + super::DEADLINE;
    loop {
        let (code, told) = jobs(stage, &[&["run"], what].concat()).await;
        if code == Some(0) {
            return told;
        }
        assert!(code == Some(11) && tokio::time::Instant::now() < deadline, "{code:?} {told}");
    }
}

#[tokio::test]
async fn jobs_that_are_killed_in_the_middle_are_done_by_the_next_run_and_nothing_is_counted_twice() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    let access = stage.database().access.clone();
    until_counted(&access, "SELECT count(*) FROM rooms WHERE is_registered(id)", 3).await;
    run(&access, TALK).await;
    run(&access, COUNTED).await;
    let mut working =
        stage.command(&["jobs", "run", "all"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let is_in_the_middle = "SELECT count(*) FROM batch_jobs WHERE job_name = 'content' AND status = 'running'";
    until_counted(&access, is_in_the_middle, 1).await;
    assert_eq!(jobs(&stage, &["run", "words"]).await.0, Some(11));
    // Some of it is done and kept, and not all of it.
    while count(&access, LOOKED_AT).await <= 0 {
        assert!(working.try_wait().unwrap().is_none(), "it was done too soon to be killed");
    }
    send(Signal::SIGKILL, working.id().try_into().unwrap());
    working.wait().unwrap();
    run_when_free(&stage, &["all"]).await;
    let figures = count(&access, DIGEST).await;
    let (_, history) = jobs(&stage, &["history", "content"]).await;
    let runs: Vec<_> = history["runs"].as_array().unwrap().iter().map(|run| run["status"].as_str().unwrap()).collect();
    assert_eq!(runs, ["completed", "error"], "{history}");
    assert_eq!(jobs(&stage, &["run", "all"]).await.0, Some(0));
    assert_eq!(count(&access, DIGEST).await, figures, "a second run changes nothing");
    let (code, told) = jobs(&stage, &["run", "all", "--from", "2000-01-01"]).await;
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(count(&access, DIGEST).await, figures, "a count from the first line on gives the same");
}

#[tokio::test]
async fn a_fleet_does_what_is_due_by_itself_and_shows_it() {
    let mut stage = Stage::new();
    let (code, told) = jobs(&stage, &["list"]).await;
    // Nobody has made the schema yet.
    assert_eq!(code, Some(16), "{told}");
    stage.up_and_joined().await;
    let access = stage.database().access.clone();
    until_counted(&access, "SELECT count(*) FROM rooms WHERE is_registered(id)", 3).await;
    assert_eq!(jobs(&stage, &["run", "all", "--room", "nowhere"]).await.0, Some(15));
    // The fleet may be at it already, by itself.
    let told = run_when_free(&stage, &["all"]).await;
    assert_eq!(told["jobs"].as_array().map(Vec::len), Some(usize::from(N_JOBS)), "{told}");
    assert_eq!(jobs(&stage, &["run"]).await.1, serde_json::json!({ "jobs": [] }), "nothing is due");
    let n_done = count(&access, COMPLETED).await;
    // A week is missed: it is made up once.
    run(&access, "UPDATE batch_jobs SET next_run = now() - interval '7 days' WHERE job_name = 'hours'").await;
    until_counted(&access, COMPLETED, n_done + 6).await;
    until_counted(&access, "SELECT count(*) FROM batch_jobs WHERE next_run > now()", N_JOBS.into()).await;
    let (_, listed) = jobs(&stage, &["list"]).await;
    let listed = listed["jobs"].as_array().unwrap();
    assert!(listed.iter().all(|job| job["status"] == "idle" && job["failures"] == 0), "{listed:?}");
    let shown = || {
        let (_, page) = stage.ask("GET /metrics")?;
        page.contains("dazza_job_last_success_seconds{job=\"hours\"}").then_some(page)
    };
    let page = crate::stage::until("the jobs among the metrics", shown).await;
    assert!(page.contains("dazza_job_failures_total{job=\"content\"} 0"), "{page}");
    // The supervisor goes on as ever.
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
}
