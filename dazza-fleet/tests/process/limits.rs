//! Limits per room: memory by the supervisor, the rest by the room's process itself.

use std::fs;

use crate::stage::{ROOMS, Stage};

#[tokio::test]
async fn a_room_that_takes_too_much_memory_is_told_of_and_then_replaced() {
    let mut stage = Stage::new();
    stage.configure("[defaults]\nmemory_soft = \"48 MiB\"\nmemory_hard = \"96 MiB\"");
    stage.teach("fatpizza", "hog 60");
    stage.teach("thepub", "hog 120");
    stage.up();
    let replaced = stage.until("thepub", |seen| seen["restarts"].as_u64() >= Some(1)).await;
    let why = replaced["last_error"]["text"].as_str().unwrap();
    assert_eq!(why, "it took more memory than memory_hard allows");
    let warned = stage.until("fatpizza", |seen| seen["warning"].is_string()).await;
    assert!(warned["warning"].as_str().unwrap().contains("beyond memory_soft (48 MiB)"), "{warned}");
    assert!(warned["memory_bytes"].as_u64() > Some(60 << 20) && warned["restarts"] == 0, "{warned}");
    assert_eq!(stage.told().matches("beyond memory_soft").count(), 1, "{}", stage.told());
    assert!(stage.room("shedcinema").unwrap()["warning"].is_null());
}

#[tokio::test]
async fn a_real_room_limits_itself() {
    let mut stage = Stage::real("http://127.0.0.1:1");
    stage.configure("[defaults]\nopen_files = 123");
    stage.up();
    let seen = stage.until(ROOMS[0], |seen| seen["phase"] == "connecting").await;
    let proc = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", seen["pid"])).unwrap();
    assert!(proc("status").lines().any(|line| line == "NoNewPrivs:\t1"), "{}", proc("status"));
    let files = proc("limits").lines().find(|line| line.starts_with("Max open files")).unwrap().to_owned();
    assert_eq!(files.split_whitespace().nth(3), Some("123"), "{files}");
    let ours: i32 = fs::read_to_string("/proc/self/oom_score_adj").unwrap().trim().parse().unwrap();
    assert_eq!(proc("oom_score_adj").trim(), (ours + 100).min(1000).to_string());
    assert_eq!(proc("environ"), "GLIBC_TUNABLES=glibc.malloc.tcache_count=0\0", "nothing of ours");
    stage.edit("open_files = 123", "open_files = 99");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    let is_lower =
        || proc("limits").lines().any(|line| line.starts_with("Max open files            99 ")).then_some(());
    crate::stage::until("the new limit", is_lower).await;
    assert_eq!(stage.pid(ROOMS[0]).map(Into::into), seen["pid"].as_i64());
}
