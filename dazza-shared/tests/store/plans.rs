//! What the statements of a room open and lock in a database of many rooms; how fast they are planned, the bench says.

use sqlx::PgPool;

use crate::login;

#[path = "../../benches/store/survey/mod.rs"]
mod survey;

use survey::Desk;
use survey::fill::Size;

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_statement_of_a_room_opens_what_is_another_rooms(owner: PgPool) {
    let size = Size { n_rooms: 6, n_lines: 2_000 };
    let rooms = size.rooms();
    let mut logins = Vec::new();
    for room in &rooms {
        logins.push(login::register(&owner, room.as_str()).await);
    }
    size.fill(&owner).await;
    let mut desk = Desk::open(&owner, &rooms[0], &logins[0]).await;
    let seen = desk.survey().await;
    assert!(seen.len() > 25, "these cannot be all: {}", seen.len());
    assert!(seen.iter().any(|seen| !seen.partitions.is_empty() && seen.n_locks > 0), "locks are not seen");
    let faulty: Vec<_> = seen.iter().filter(|seen| !seen.faults.is_empty()).map(ToString::to_string).collect();
    assert!(faulty.is_empty(), "{}", faulty.join("\n"));
    for seen in &seen {
        println!("{seen}");
    }
}
