//! The check of the books finds a stake that is not where it should be.

use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::contest::{self, Asked, Held, Opened, Part};
use dazza_shared::store::duel::{self, Challenge, Opening};
use dazza_shared::store::wallet::{self, Entry, Settlement};
use dazza_shared::store::{Store, StoreError, verify};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, PgPool};

use super::rooms::{ROOMS, register};

/// When all of this happens.
const NOW: Timestamp = Timestamp::constant(1_795_485_600, 0);

/// Moves money of gaz's in the room, for a duel or for none.
async fn moved(store: &Store, room: &RoomName, n: i64, dollars: i64, duel: Option<i64>) -> Result<bool, StoreError> {
    moved_for(store, room, n, (dollars, duel.map(|id| serde_json::json!({ "duel": id })))).await
}

/// The same, for whatever it is.
async fn moved_for(
    store: &Store,
    room: &RoomName,
    n: i64,
    (dollars, details): (i64, Option<serde_json::Value>),
) -> Result<bool, StoreError> {
    let entries = [Entry { who: "gaz", amount: Money::of(dollars), kind: "coin_flip", details, ..Entry::default() }];
    let cause = LineKey::of_timer(room, "test", n);
    let deal = Settlement { room, cause, first_effect: 0, at: NOW, heist: None, entries: &entries };
    let mut tx = store.begin().await?;
    let is_settled = wallet::try_settle(&mut tx, &deal).await?.is_some();
    tx.commit().await?;
    Ok(is_settled)
}

async fn n_wrong(owner: &PgPool) -> i64 {
    let mut connection = owner.acquire().await.unwrap();
    verify::verify(&mut connection).await.unwrap().iter().map(|check| check.n_wrong).sum()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_stake_is_missed_until_it_is_where_the_duel_has_it(owner: PgPool) {
    let room: RoomName = ROOMS[0].parse().unwrap();
    let store = Store::open(&register(&owner, ROOMS[0]).await, "test", 1).unwrap();
    moved(&store, &room, 1, 100, None).await.unwrap();
    let (cause, at) = (LineKey::of_timer(&room, "test", 2), NOW);
    let asked =
        Challenge { room: &room, cause, challenger: "gaz", challenged: "shaz", stake: Money::of(40), at, until: at };
    let mut tx = store.begin().await.unwrap();
    let Opening::Open(id) = duel::open(&mut tx, &asked).await.unwrap() else { panic!("nobody is taken") };
    assert_eq!(duel::open(&mut tx, &asked).await.unwrap(), Opening::ChallengerIsTaken);
    let other = Challenge { challenger: "baz", ..asked };
    assert_eq!(duel::open(&mut tx, &other).await.unwrap(), Opening::ChallengedIsTaken);
    tx.commit().await.unwrap();
    assert_eq!(n_wrong(&owner).await, 1, "no stake was taken");
    assert!(moved(&store, &room, 3, -40, Some(id)).await.unwrap());
    assert_eq!(n_wrong(&owner).await, 0);
    let ended = "UPDATE coin_flip_challenges SET status = 'cancelled'";
    sqlx::query(AssertSqlSafe(ended)).execute(&owner).await.unwrap();
    assert_eq!(n_wrong(&owner).await, 1, "the stake was not given back");
    assert!(moved(&store, &room, 4, 40, Some(id)).await.unwrap());
    assert_eq!(n_wrong(&owner).await, 0);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_stake_is_missed_until_it_is_where_the_contest_has_it(owner: PgPool) {
    let room: RoomName = ROOMS[0].parse().unwrap();
    let store = Store::open(&register(&owner, ROOMS[0]).await, "test", 1).unwrap();
    moved(&store, &room, 1, 100, None).await.unwrap();
    let (cause, at) = (LineKey::of_timer(&room, "test", 2), NOW);
    let asked =
        Asked { room: &room, cause, challenger: "gaz", challenged: "shaz", stake: Money::of(40), at, until: at };
    let mut tx = store.begin().await.unwrap();
    let Opened::Open(id) = contest::open(&mut tx, &asked).await.unwrap() else { panic!("nobody is taken") };
    assert_eq!(contest::open(&mut tx, &asked).await.unwrap(), Opened::ChallengerIsTaken);
    let other = Asked { challenger: "baz", ..asked };
    assert_eq!(contest::open(&mut tx, &other).await.unwrap(), Opened::ChallengedIsTaken);
    tx.commit().await.unwrap();
    let of_contest = || Some(serde_json::json!({ "contest": id }));
    assert_eq!(n_wrong(&owner).await, 1, "no stake was taken");
    assert!(moved_for(&store, &room, 3, (-40, of_contest())).await.unwrap());
    assert_eq!(n_wrong(&owner).await, 0);
    let part = |who| Part { who, style: "The Acorn", measured: None, won: Money::ZERO, lost: Money::ZERO };
    let held = Held { winner: None, location: "here", weather: "mild", sides: [part("gaz"), part("shaz")] };
    let mut tx = store.begin().await.unwrap();
    contest::complete(&mut tx, &room, id, &held, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(n_wrong(&owner).await, 1, "nobody has won, and the stake was not given back");
    assert!(moved_for(&store, &room, 4, (40, of_contest())).await.unwrap());
    assert_eq!(n_wrong(&owner).await, 0);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_is_too_poor_leaves_the_transaction_of_use(owner: PgPool) {
    let room: RoomName = ROOMS[0].parse().unwrap();
    let store = Store::open(&register(&owner, ROOMS[0]).await, "test", 1).unwrap();
    assert!(!moved(&store, &room, 1, -1, None).await.unwrap());
    assert!(moved(&store, &room, 1, 5, None).await.unwrap(), "that it failed does not count as done");
    assert!(matches!(moved(&store, &room, 1, 5, None).await, Err(StoreError::AlreadyDone)));
    assert_eq!(n_wrong(&owner).await, 0);
}
