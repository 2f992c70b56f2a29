//! Pictures in galleries as the fleet's jobs look after them: real programs, a real web server, and time that passes in rows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dazza_shared::store::Access;
use dazza_sim::web::{Web, page, path, status};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::text;
use crate::stage::Stage;

/// Does something as the owner of the database, and gives what stands in the first column.
async fn rows(access: &Access, statement: &str) -> Vec<String> {
    let mut connection = PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(&mut connection).await.unwrap()
}

async fn run(stage: &Stage, job: &str) -> String {
    let ran = stage.verb(&["jobs", "run", job]).await;
    assert_eq!(ran.status.code(), Some(0), "{}{}", text(&ran.stdout), text(&ran.stderr));
    text(&ran.stdout)
}

/// An hour goes by, for pictures.
const AN_HOUR: &str = "UPDATE user_images SET last_check_at = last_check_at - interval '1 hour',
    last_strike_at = last_strike_at - interval '1 hour' RETURNING ''";

/// Three hours go by for those that are looked for.
const THREE_HOURS: &str = "UPDATE user_images SET next_check_at = next_check_at - interval '3 hours' RETURNING ''";

const STANDING: &str =
    "SELECT concat_ws(' ', username, right(url, 8), CASE WHEN is_active THEN 'shown' ELSE 'gone' END,
    failure_count, pruned_reason) FROM user_images ORDER BY id";

#[tokio::test]
async fn the_jobs_take_pictures_out_and_put_them_back() {
    let is_back = Arc::new(AtomicBool::new(false));
    let back = is_back.clone();
    let web = Web::new(move |head| match path(head) {
        "/gone.png" if !back.load(Ordering::Relaxed) => status(404, ""),
        _ => page("image/png", ""),
    })
    .await;
    let stage = Stage::new();
    stage.configure("[fetch]\nallow = [\"127.0.0.2/32\"]\n");
    let access = stage.database().access.clone();
    assert_eq!(stage.verb(&["db", "migrate"]).await.status.code(), Some(0));
    for (who, name) in [("gaz", "/here.png"), ("gaz", "/gone.png"), ("shaz", "/also.png")] {
        let url = web.url(name);
        let post =
            format!("INSERT INTO user_images (username, url, posted_at) VALUES ('{who}', '{url}', now()) RETURNING ''");
        rows(&access, &post).await;
    }
    for strikes in 1..=3 {
        let told = run(&stage, "image_health").await;
        assert!(told.contains("image_health: done, 3 records"), "{told}");
        let gone = if strikes < 3 { format!("shown {strikes}") } else { "gone 3 dead link: status 404".to_owned() };
        let wanted =
            ["gaz here.png shown 0".to_owned(), format!("gaz gone.png {gone}"), "shaz also.png shown 0".to_owned()];
        assert_eq!(rows(&access, STANDING).await, wanted);
        let again = run(&stage, "image_health").await;
        assert!(again.contains("done, 0 records"), "nobody is asked twice within the hour: {again}");
        rows(&access, AN_HOUR).await;
    }
    let n_asked = web.asked().len();
    assert!(run(&stage, "image_recheck").await.contains("done, 0 records"));
    rows(&access, THREE_HOURS).await;
    assert!(run(&stage, "image_recheck").await.contains("done, 1 records"));
    assert_eq!(web.asked().len(), n_asked + 1);
    is_back.store(true, Ordering::Relaxed);
    rows(&access, THREE_HOURS).await;
    assert!(run(&stage, "image_recheck").await.contains("done, 1 records"));
    assert_eq!(
        rows(&access, STANDING).await,
        ["gaz here.png shown 0", "gaz gone.png shown 0", "shaz also.png shown 0"]
    );
    let audit = "SELECT concat_ws(' ', username, action, actor, reason) FROM gallery_audit ORDER BY id";
    assert_eq!(
        rows(&access, audit).await,
        ["gaz prune health check dead link: status 404", "gaz restore health check it is back"]
    );
    assert!(web.asked().iter().all(|head| head.starts_with("HEAD ")));
}
