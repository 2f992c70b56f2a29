//! What the web reads: boards against a model, and nothing of a room that was not asked about.

use dazza_shared::store::reads::board::{self, Kind, Scope};
use dazza_shared::store::reads::{self, Period};
use dazza_shared::store::verify;
use sqlx::PgPool;

use super::reads_world::{N_PLAYERS, PEOPLE, World};

/// What person `p` has on a board over the rooms of those places, all from 1.
#[expect(clippy::cast_precision_loss, reason = "these are small")]
fn value(kind: Kind, p: usize, rooms: &[usize]) -> f64 {
    let n: usize = rooms.iter().map(|r| p * r).sum();
    let most = rooms.iter().map(|r| p * r).max().unwrap_or(0);
    let whole = match kind {
        Kind::Talkers if rooms.len() < 2 => n,
        Kind::Talkers | Kind::Messages => 3 * p,
        Kind::Bongs | Kind::Drinks | Kind::Beggars | Kind::Pissers => n,
        Kind::Gamblers => 100 * most,
        Kind::Fishing => return most as f64 + 0.5,
        Kind::Bottles => 10 * n,
        Kind::Cashie => 20 * n,
        Kind::SignSpinning => 30 * n,
        Kind::Money => 1000 * p,
        Kind::Criminal => rooms.len(),
        Kind::Images => p,
    };
    whole as f64
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_board_and_rank_is_what_was_done_in_the_rooms_asked_about(owner: PgPool) {
    let world = World::make(&owner).await;
    for (asked, rooms) in [(0..1, vec![1]), (1..2, vec![2]), (0..2, vec![1, 2]), (0..0, vec![1, 2])] {
        let view = world.view(asked);
        let mut tx = reads::begin(&world.store).await.unwrap();
        for kind in Kind::ALL {
            let board = board::board(&mut tx, &view, kind, Period::All, 50).await.unwrap();
            // Who is left out in a room is on no board with that room, nor on one that goes over all.
            let has_shy = rooms == [1] && !kind.is_global();
            let mut expected: Vec<_> = (1..=N_PLAYERS).filter(|p| has_shy || PEOPLE[p - 1] != "shy").collect();
            expected.reverse();
            let expected: Vec<_> = expected.iter().map(|p| (PEOPLE[p - 1], value(kind, *p, &rooms))).collect();
            let seen: Vec<_> = board.entries.iter().map(|entry| (entry.username.as_str(), entry.value)).collect();
            assert_eq!(seen, expected, "{kind:?} of {rooms:?}");
            assert!(board.entries.iter().zip(1..).all(|(entry, rank)| entry.rank == rank), "{:?}", board.entries);
            assert!(board.entries.iter().all(|entry| entry.display_name == entry.username.to_uppercase()));
            let is_global = kind.is_global() || view.rooms.is_empty();
            assert_eq!(board.scope == Scope::Global, is_global, "{kind:?}");
        }
        let ranks = board::ranks(&mut tx, &view, "gaz").await.unwrap();
        assert_eq!(ranks.len(), Kind::ALL.len());
        for rank in ranks {
            let n_above = if rooms == [1] && !rank.kind.is_global() { 2 } else { 1 };
            let expected = (n_above + 1, n_above + 2, value(rank.kind, 2, &rooms));
            assert_eq!((rank.rank, rank.total, rank.value), expected, "{:?}", rank.kind);
        }
        if view.rooms.is_empty() {
            let all = board::all_ranks(&mut tx, &view).await.unwrap();
            assert_eq!(all["gaz"], board::ranks(&mut tx, &view, "gaz").await.unwrap());
            assert_eq!(all.len(), N_PLAYERS - 1);
        }
        assert_eq!(board::ranks(&mut tx, &view, "nobody").await.unwrap(), []);
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn boards_of_late_count_local_days_and_have_badges(owner: PgPool) {
    let world = World::make(&owner).await;
    let view = world.view(0..1);
    let mut tx = reads::begin(&world.store).await.unwrap();
    for (kind, period, first) in [
        (Kind::Talkers, Period::Day, Some(4.0)),
        (Kind::Talkers, Period::Week, Some(4.0)),
        (Kind::Talkers, Period::Month, Some(12.0)),
        (Kind::Bongs, Period::Day, Some(4.0)),
        (Kind::Drinks, Period::Day, None),
        (Kind::Drinks, Period::Week, Some(4.0)),
        (Kind::Gamblers, Period::Day, Some(400.0)),
        (Kind::Fishing, Period::Day, Some(4.5)),
        (Kind::Bottles, Period::Day, Some(40.0)),
        (Kind::SignSpinning, Period::Day, None),
        (Kind::Beggars, Period::Day, Some(4.0)),
        (Kind::Pissers, Period::Month, None),
        (Kind::Criminal, Period::Day, Some(1.0)),
        (Kind::Money, Period::Day, Some(3000.0)),
    ] {
        let board = board::board(&mut tx, &view, kind, period, 1).await.unwrap();
        assert_eq!(board.entries.first().map(|entry| entry.value), first, "{kind:?} {period:?}");
    }
    let there = board::board(&mut tx, &world.view(1..2), Kind::Fishing, Period::All, 50).await.unwrap();
    let badges: Vec<_> = there.entries.iter().map(|entry| (entry.value, entry.achievement)).collect();
    assert_eq!(badges, [(6.5, Some("🐟")), (4.5, None), (2.5, None)]);
    let first = serde_json::to_value(&there.entries[0]).unwrap();
    assert_eq!((&first["extra"]["species"], &first["extra"]["room"]), (&"flathead".into(), &"be-ta_2".into()));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_read_changes_nothing(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    let written = sqlx::query("UPDATE user_economy SET balance = 0").execute(&mut *tx).await.unwrap_err();
    // Source: PostgreSQL, appendix A, `read_only_sql_transaction`.
    assert_eq!(super::rooms::code(&written), "25006");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn sums_follow_their_rows_and_a_wrong_one_is_found(owner: PgPool) {
    World::make(&owner).await;
    let is_sum = |check: &verify::Check| check.claim.contains("tallies") || check.claim.contains("the days of a room");
    let wrong = async || {
        let checks = verify::verify(&mut owner.acquire().await.unwrap()).await.unwrap();
        let sums: Vec<_> = checks.iter().filter(|check| is_sum(check)).map(|check| check.n_wrong).collect();
        assert_eq!(sums.len(), 2);
        (sums[0], sums[1])
    };
    assert_eq!(wrong().await, (0, 0));
    for (change, expected) in [
        ("UPDATE user_daily_activity SET message_count = message_count * 2, word_count = 0", (0, 0)),
        ("UPDATE user_daily_activity SET message_count = 0 WHERE username = 'gaz'", (0, 0)),
        ("DELETE FROM user_daily_activity WHERE username = 'shaz'", (0, 0)),
        ("UPDATE tallies SET n = n + 1 WHERE kind = 'user_bongs' AND username = 'gaz'", (2, 0)),
        ("DELETE FROM day_counts WHERE date = (SELECT max(date) FROM day_counts)", (2, 2)),
    ] {
        let n_changed = sqlx::raw_sql(change).execute(&owner).await.unwrap().rows_affected();
        assert!(n_changed > 0, "{change}");
        assert_eq!(wrong().await, expected, "{change}");
    }
}
