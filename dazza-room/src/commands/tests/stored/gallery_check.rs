//! `gallery_check`: against a real web server and a real database, from the line to what has become of the pictures.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use dazza_shared::picture::{Course, Seen, Sight};
use dazza_shared::store::gallery;
use dazza_sim::web::{Web, allowed, page, path, status};
use sqlx::{AssertSqlSafe, PgPool};

use super::*;
use crate::chat::pools;
use crate::commands::tests::store;
use crate::commands::{Cause, Deed, Done, Run, TABLE, Tell};
use crate::outside::{Errand, Found, Miss, Outside, Question, Round};
use crate::reactions::Note;

/// What comes of a round: what is said when it begins, and what in the end.
struct Told {
    begun: ReplyLine,
    ended: Done,
}

impl Told {
    /// Checks what is said in the end.
    #[track_caller]
    fn is(&self, pool: Pool, parts: &[&str]) {
        let line = only_of(&self.ended);
        assert!(is_from(pool, &line.text) && line.to == To::Room, "{line:?}");
        assert!(parts.iter().all(|part| line.text.contains(part)), "{parts:?}: {line:?}");
    }
}

fn only_of(done: &Done) -> ReplyLine {
    assert_eq!(done.reply.lines().len(), 1, "{done:?}");
    done.reply.lines()[0].clone()
}

fn round_of(done: &Done) -> Option<Round> {
    done.notes.iter().find_map(|note| match note {
        Note::Ask(Question::Pictures(round)) => Some(round.clone()),
        _ => None,
    })
}

/// The deed that tells what was found for the line of `first`.
fn telling(till: &mut Till, first: &Deed, found: Found) -> Deed {
    let command = TABLE.iter().find(|command| command.name == "gallery_check").unwrap();
    let Run::Asked(asking) = command.run else { panic!("it asks outside") };
    let Tell::Stored(run) = asking.tell else { panic!("it puts down what it found") };
    let Cause::Reading(line) = first.cause else { panic!("it looks up what to ask") };
    let again = till.again(first);
    Deed { run, cause: Cause::Command(line), found: Some(found), ..again }
}

impl Till {
    /// A round because of a line of alice's, so many seconds after the last line.
    async fn round(&mut self, seconds: u64, line: &str) -> Told {
        self.seconds = self.seconds + seconds - 3_600;
        let first = self.deed("alice", Route::Public, line);
        let again = self.again(&first);
        self.seconds -= 3_600;
        let begun = self.carry_out(again).await;
        let round = round_of(&begun).unwrap();
        let mut outside = Outside::default();
        let errand = Errand { id: 1, question: Question::Pictures(round) };
        assert_eq!(outside.begin(errand, &self.room.settings), None);
        let found = outside.next().await.found;
        let telling = telling(self, &first, found);
        self.seconds -= 3_600;
        Told { begun: only_of(&begun), ended: self.carry_out(telling).await }
    }

    /// What an owner of the database sees.
    async fn reads(&self, query: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(&self.owner).await.unwrap()
    }

    async fn posts(&mut self, who: &str, web: &Web, paths: &[&str]) {
        for path in paths {
            self.seconds += 1;
            let mut tx = self.store.begin().await.unwrap();
            let (room, at) = (self.room.settings.name.clone(), self.now());
            gallery::keep_image(&mut tx, &room, (who, &web.url(path)), at).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

async fn till(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    till.room.settings.fetch = allowed();
    till.seconds = 3_600;
    till
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn three_rounds_take_down_what_is_dead_and_leave_what_is_not(owner: PgPool) {
    let mut till = till(owner).await;
    let web = Web::new(|head| match path(head) {
        "/dead.png" => status(404, ""),
        "/page.png" => page("text/html", ""),
        "/busy.png" => status(500, ""),
        _ => page("image/png", ""),
    })
    .await;
    till.posts("alice", &web, &["/a.png", "/dead.png", "/page.png", "/busy.png"]).await;
    till.said(&[("gaz", "hello", 60)]).await;
    till.posts("gaz", &web, &["/gaz.png"]).await;
    let first = till.round(600, "!gallery_check").await;
    assert!(is_from(pools::GALLERY_CHECK_START, &first.begun.text) && first.begun.to == To::Room, "{:?}", first.begun);
    assert!(first.begun.text.contains('4'), "{:?}", first.begun);
    first.is(pools::GALLERY_CHECK_DOUBTFUL, &["alice", "4", "3"]);
    // Four minutes later is too soon to count.
    till.round(240, "!gcheck").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["4", "3"]);
    till.round(60, "!checkgallery ALICE").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["4", "3"]);
    assert_eq!(till.reads(store::STRIKES).await[1..], ["/dead.png 2 f", "/page.png 2 f", "/busy.png 1 f"]);
    let third = till.round(300, "!gcheck").await;
    third.is(pools::GALLERY_CHECK_PRUNED, &["4", "1", "2"]);
    assert_eq!(third.ended.result, CommandResult::Ok);
    let [dead, page] = ["/dead.png dead link: status 404", "/page.png dead link: no picture but text/html"];
    assert_eq!(till.reads(store::GONE).await, [format!("{dead} 03:00:00"), format!("{page} 03:00:00")]);
    assert_eq!(
        till.reads(store::AUDIT).await,
        ["alice prune alice dead link: status 404", "alice prune alice dead link: no picture but text/html"]
    );
    till.round(300, "!gcheck").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["2", "1"]);
    till.round(300, "!gcheck gaz").await.is(pools::GALLERY_CHECK_ALIVE, &["gaz", "1"]);
    assert_eq!(till.reads(store::CHECKED).await, ["5"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_back_begins_anew_and_who_has_us_wait_is_left_alone(owner: PgPool) {
    let mut till = till(owner).await;
    let code = Arc::new(AtomicU16::new(404));
    let now = code.clone();
    let web = Web::new(move |_| match now.load(Ordering::Relaxed) {
        200 => page("image/png", ""),
        429 => status(429, "retry-after: 900\r\n"),
        other => status(other, ""),
    })
    .await;
    till.posts("alice", &web, &["/a.png"]).await;
    for _ in 0..2 {
        till.round(300, "!gcheck").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["1"]);
    }
    code.store(200, Ordering::Relaxed);
    till.round(300, "!gcheck").await.is(pools::GALLERY_CHECK_ALIVE, &["1"]);
    assert_eq!(till.reads(store::STANDING).await, ["0 t t"]);
    code.store(429, Ordering::Relaxed);
    till.round(300, "!gcheck").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["1"]);
    let n_asked = web.asked().len();
    till.round(600, "!gcheck").await.is(pools::GALLERY_CHECK_DOUBTFUL, &["1"]);
    assert_eq!(web.asked().len(), n_asked, "it has us wait for a quarter of an hour");
    code.store(200, Ordering::Relaxed);
    till.round(300, "!gcheck").await.is(pools::GALLERY_CHECK_ALIVE, &["1"]);
    assert_eq!(web.asked().len(), n_asked + 1);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_round_is_put_down_once_and_not_at_all_when_nothing_could_be_seen(owner: PgPool) {
    let mut till = till(owner).await;
    let web = Web::new(|_| status(404, "")).await;
    till.posts("alice", &web, &["/a.png"]).await;
    let first = till.deed("alice", Route::Public, "!gcheck");
    let begun = till.again(&first);
    let round = round_of(&till.carry_out(begun).await).unwrap();
    let id = round.pictures[0].0;
    for (seen, pool) in [
        (Err(Miss::Busy), pools::GALLERY_CHECK_BUSY),
        (Ok(vec![(id, Seen::plain(Sight::Offline))]), pools::GALLERY_CHECK_OFFLINE),
    ] {
        let deed = telling(&mut till, &first, Found::Pictures(round.clone(), seen));
        let done = till.carry_out(deed).await;
        assert!(done.result == CommandResult::Refused && is_from(pool, &only_of(&done).text), "{done:?}");
    }
    assert_eq!(till.reads(store::UNCHECKED).await, ["1"]);
    let dead = Seen::plain(Sight::Answer { status: 410, kind: String::new() });
    let found = Found::Pictures(round, Ok(vec![(id, dead), (id + 77, Seen::plain(Sight::NoHost))]));
    let deeds = [telling(&mut till, &first, found.clone()), telling(&mut till, &first, found)];
    let [once, twice] = deeds;
    let said = till.carry_out(once).await;
    assert!(is_from(pools::GALLERY_CHECK_DOUBTFUL, &only_of(&said).text), "{said:?}");
    assert_eq!(only_of(&till.carry_out(twice).await).text, only_of(&said).text);
    assert_eq!(till.reads(store::FAILURES).await, ["1"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_looks_at_once_are_one_strike(owner: PgPool) {
    let mut till = till(owner).await;
    let web = Web::new(|_| status(404, "")).await;
    till.posts("alice", &web, &["/a.png"]).await;
    let dead = Seen::plain(Sight::NoHost);
    let (room, at) = (till.room.settings.name.clone(), till.now());
    let mut tx = till.store.begin().await.unwrap();
    let picture = gallery::shown(&mut tx, "alice").await.unwrap().remove(0);
    for course in [Some(Course::Doubted), None] {
        let came = gallery::note_look(&mut tx, &room, ("alice", &picture, &dead), at).await.unwrap();
        assert_eq!(came, course, "the second goes by how it stood before the first");
    }
    tx.commit().await.unwrap();
    assert_eq!(till.reads(store::FAILURES).await, ["1"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_has_no_pictures_or_is_nobody_is_told_so(owner: PgPool) {
    let mut till = till(owner).await;
    till.said(&[("Shaz", "hello", 60)]).await;
    for (line, pool, part, result) in [
        ("!gallery_check", pools::GALLERY_CHECK_NONE, "alice", CommandResult::Ok),
        ("!gcheck shaz", pools::GALLERY_CHECK_NONE, "Shaz", CommandResult::Ok),
        ("!gcheck Dazza", pools::GALLERY_CHECK_NONE, "Dazza", CommandResult::Ok),
        ("!gcheck nobody", pools::GALLERY_CHECK_STRANGER, "nobody", CommandResult::Refused),
        ("!gcheck <b>", pools::GALLERY_CHECK_STRANGER, "", CommandResult::Refused),
    ] {
        till.desk = crate::commands::Desk::default();
        let done = till.say(line).await;
        assert!(round_of(&done).is_none() && done.result == result, "{line}: {done:?}");
        let said = only_of(&done);
        assert!(is_from(pool, &said.text) && said.text.contains(part) && said.to == To::Room, "{line}: {said:?}");
    }
    let by_pm = till.pm("alice", "!gcheck").await;
    assert!(by_pm.result == CommandResult::Refused && is_from(pools::NOT_BY_PM, &only(by_pm).text));
    assert_eq!(till.reads(store::ACTIVE).await, ["0"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_second_round_has_to_wait_for_half_a_minute(owner: PgPool) {
    let mut till = till(owner).await;
    let web = Web::new(|_| page("image/png", "")).await;
    till.posts("alice", &web, &["/a.png"]).await;
    assert!(round_of(&till.say("!gcheck").await).is_some());
    till.seconds += 29;
    let waits = till.hear("alice", Route::Public, "!gcheck").await;
    assert!(waits.result == CommandResult::Refused && is_from(pools::WAIT, &only(waits).text));
    till.seconds += 1;
    assert!(round_of(&till.hear("alice", Route::Public, "!gcheck").await).is_some());
}
