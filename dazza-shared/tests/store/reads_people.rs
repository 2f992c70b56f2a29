//! Reads of people, money and galleries: what they say, page by page, and that no other room is in it.

use dazza_shared::names::RoomName;
use dazza_shared::store::Tx;
use dazza_shared::store::reads::board::Kind;
use dazza_shared::store::reads::category::category;
use dazza_shared::store::reads::gallery::{self, Acts, Which};
use dazza_shared::store::reads::people::{self, Search, Sort};
use dazza_shared::store::reads::{self, Cursor, Page, Period, View, economy, person};
use sqlx::PgPool;

use super::reads_world::World;
use super::rooms::{NOON, ROOMS};

/// All rows of a list, page by page; each cursor goes out as text and comes back.
pub(crate) async fn all<T>(mut page_after: impl AsyncFnMut(Option<&Cursor>) -> Page<T>) -> Vec<T> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = page_after(after.as_ref()).await;
        rows.extend(page.items);
        assert!(rows.len() < 1000, "the pages have no end");
        let Some(next) = page.next else { return rows };
        after = Some(next.to_string().parse().unwrap());
    }
}

async fn names(tx: &mut Tx<'_>, view: &View<'_>, prefix: &str, sort: Sort) -> Vec<String> {
    let people =
        all(async |after| people::list(tx, view, &Search { prefix, sort, limit: 1, after }).await.unwrap()).await;
    people.into_iter().map(|person| person.username).collect()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn people_are_listed_in_every_order_and_by_the_beginning_of_a_name(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    let (here, everywhere) = (world.view(0..1), world.view(0..0));
    for sort in [Sort::LastSeen, Sort::Messages, Sort::Balance] {
        assert_eq!(names(&mut tx, &here, "", sort).await, ["shy", "shaz", "gaz", "bazza"], "{sort:?}");
    }
    for sort in [Sort::Messages, Sort::Balance] {
        assert_eq!(names(&mut tx, &everywhere, "", sort).await, ["shaz", "gaz", "bazza"], "{sort:?}");
    }
    assert_eq!(names(&mut tx, &everywhere, "", Sort::LastSeen).await, ["bazza", "gaz", "shaz"]);
    assert_eq!(names(&mut tx, &here, "SH", Sort::Messages).await, ["shy", "shaz"]);
    assert_eq!(names(&mut tx, &everywhere, "sha", Sort::LastSeen).await, ["shaz"]);
    assert_eq!(names(&mut tx, &everywhere, "%", Sort::LastSeen).await, [] as [&str; 0]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_profile_counts_what_was_done_in_the_rooms_asked_about(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    for (rooms, n, seen_in) in
        [(0..1, 2, vec![ROOMS[0]]), (1..2, 4, vec![ROOMS[1]]), (0..0, 6, vec![ROOMS[1], ROOMS[0]])]
    {
        let gaz = people::profile(&mut tx, &world.view(rooms), "gaz").await.unwrap().unwrap();
        assert_eq!((gaz.message_count, gaz.bong_count, gaz.drink_count, gaz.heist_take), (n, n, n, n));
        assert_eq!((gaz.balance, gaz.image_count, gaz.display_name.as_str()), (2000, 2, "GAZ"));
        assert_eq!(gaz.rooms.iter().map(|room| room.room.as_str()).collect::<Vec<_>>(), seen_in);
        assert!(gaz.rooms.iter().all(|room| !room.is_online));
    }
    for (rooms, who, is_known) in
        [(0..1, "shy", true), (1..2, "shy", false), (0..0, "shy", false), (0..0, "thebot", false), (0..0, "x", false)]
    {
        let profile = people::profile(&mut tx, &world.view(rooms), who).await.unwrap();
        assert_eq!(profile.is_some(), is_known, "{who}");
    }
    for (rooms, who, is_shown) in
        [(0..1, "shy", true), (1..2, "shy", false), (0..0, "shy", false), (0..0, "thebot", false), (0..2, "gaz", true)]
    {
        assert_eq!(people::is_shown(&mut tx, &world.view(rooms), who).await.unwrap(), is_shown, "{who}");
    }
    let nowhere: [RoomName; 1] = ["elsewhere".parse().unwrap()];
    let view = View { rooms: &nowhere, ..world.view(0..0) };
    assert_eq!(people::profile(&mut tx, &view, "gaz").await.unwrap(), None);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_balance_is_explained_to_the_dollar(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    let view = world.view(0..0);
    let lines = all(async |after| person::ledger(&mut tx, &view, ("gaz", None), 3, after).await.unwrap()).await;
    let mut balance = 2000;
    for line in &lines {
        assert_eq!(line.balance, balance, "{line:?}");
        balance -= line.amount;
    }
    let net: i64 = lines.iter().map(|line| line.amount).sum();
    let here =
        all(async |after| person::ledger(&mut tx, &world.view(0..1), ("gaz", None), 200, after).await.unwrap()).await;
    let expected: Vec<_> = lines.iter().filter(|line| line.room == ROOMS[0]).cloned().collect();
    assert_eq!(here, expected);
    assert!(!here.is_empty() && here.len() < lines.len());
    let begs = all(async |after| person::ledger(&mut tx, &view, ("gaz", Some("beg")), 1, after).await.unwrap()).await;
    let expected: Vec<_> = lines.iter().filter(|line| line.kind == "beg").cloned().collect();
    assert!(begs == expected && !begs.is_empty(), "{begs:?}");
    let days = person::balances(&mut tx, &view, "gaz", 3).await.unwrap();
    let days: Vec<_> = days.iter().map(|day| (day.balance, day.came_in - day.went_out)).collect();
    assert_eq!(days, [(2000 - net, 0), (2000 - net, 0), (2000, net)]);
    let heat = person::heat(&mut tx, &world.view(0..1), "gaz").await.unwrap();
    // The line before noon of that Tuesday, and the five hours before it.
    let hours: Vec<_> = heat.iter().map(|heat| (heat.weekday, heat.hour, heat.messages)).collect();
    assert_eq!(hours, (6..12).map(|hour| (2, hour, 1)).collect::<Vec<_>>());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn achievements_are_all_there_with_what_was_reached(owner: PgPool) {
    let world = World::make(&owner).await;
    sqlx::raw_sql(
        "INSERT INTO achievement_progress (username, achievement_type, current_value, next_tier, next_threshold, progress_percent)
         VALUES ('gaz', 'message_count', 550, 'silver', 1000, 50);
         INSERT INTO chat_achievements (username, achievement_type, achievement_level, achieved_at)
         VALUES ('gaz', 'message_count', 'bronze', now())",
    )
    .execute(&owner)
    .await
    .unwrap();
    let mut tx = reads::begin(&world.store).await.unwrap();
    let achievements = person::achievements(&mut tx, "gaz").await.unwrap();
    assert_eq!(achievements.len(), 12);
    for achievement in achievements {
        let is_begun = achievement.kind == "message_count";
        let next = achievement.next_tier.as_deref();
        assert_eq!((is_begun, next), (is_begun, Some(if is_begun { "silver" } else { "bronze" })));
        assert_eq!(achievement.value, if is_begun { 550 } else { 0 });
        assert_eq!(achievement.reached.len(), usize::from(is_begun));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn money_as_a_whole_leaves_the_house_out(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    let supply = economy::supply(&mut tx, &world.view(0..0)).await.unwrap();
    assert_eq!((supply.wallets, supply.total, supply.median, supply.richest), (6, 22_000, 3000, 7000));
    assert_eq!(supply.house, 6000);
    for (rooms, n_rooms, factor) in [(0..1, 1, 1), (1..2, 1, 2), (0..2, 2, 3), (0..0, 2, 3)] {
        for period in [Period::All, Period::Day] {
            let view = world.view(rooms.clone());
            let returns = economy::returns(&mut tx, &view, period).await.unwrap();
            let games: Vec<_> = returns.iter().map(|game| game.game.as_str()).collect();
            assert_eq!(games, ["coin_flip", "mystery_esky", "pokies", "scratchie", "tab"]);
            let pokies = (returns[2].rounds, returns[2].staked, returns[2].paid);
            assert_eq!(pokies, (i64::from(6 * n_rooms), i64::from(30 * n_rooms), i64::from(2200 * factor)));
            let percent = returns[2].returned_percent.unwrap();
            assert!((percent - 220_000.0 * f64::from(factor) / f64::from(30 * n_rooms)).abs() < 1e-6);
            assert_eq!(returns[0].returned_percent, None);
            let flows = economy::flows(&mut tx, &view, period).await.unwrap();
            let kinds: Vec<_> = flows.iter().map(|flow| (flow.kind.as_str(), flow.came_in)).collect();
            let (fishing, factor) = (i64::from(36 * n_rooms), i64::from(factor));
            assert_eq!(kinds[..3], [("pokies", 2200 * factor), ("cashie", 440 * factor), ("bottles", 220 * factor)]);
            assert!(kinds.contains(&("fishing", fishing)), "{kinds:?}");
            assert!(flows.iter().all(|flow| flow.net == flow.came_in - flow.went_out));
        }
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn galleries_are_read_page_by_page(owner: PgPool) {
    let world = World::make(&owner).await;
    let gone = format!(
        "UPDATE user_images SET is_active = false, pruned_reason = 'dead link', pruned_at = to_timestamp({NOON}),
             first_failure_at = to_timestamp({NOON}) - interval '3 days' WHERE url = 'https://a.example/2/1.png';
         INSERT INTO user_gallery_locks (username, is_locked, locked_at) VALUES ('gaz', true, now());
         INSERT INTO gallery_audit (image_id, username, action, actor, reason, at)
         SELECT id, username, 'prune', 'job', 'dead link', to_timestamp({NOON}) FROM user_images WHERE NOT is_active"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(gone)).execute(&owner).await.unwrap();
    let mut tx = reads::begin(&world.store).await.unwrap();
    let (here, there) = (world.view(0..1), world.view(1..2));
    let galleries = all(async |after| gallery::galleries(&mut tx, &here, 3, after).await.unwrap()).await;
    let n_pictures: i64 = galleries.iter().map(|gallery| gallery.image_count).sum();
    assert_eq!((galleries.len(), n_pictures), (4, 9));
    assert_eq!(
        galleries
            .iter()
            .filter(|gallery| gallery.is_locked)
            .map(|gallery| gallery.username.as_str())
            .collect::<Vec<_>>(),
        ["gaz"]
    );
    assert_eq!(gallery::galleries(&mut tx, &there, 3, None).await.unwrap().items, []);
    for (owner, which, n) in [
        (None, Which::Active, 9),
        (None, Which::All, 10),
        (Some("gaz"), Which::All, 2),
        (Some("gaz"), Which::Active, 1),
        (None, Which::Pruned, 1),
        (Some("shaz"), Which::Pruned, 0),
    ] {
        let pictures =
            all(async |after| gallery::pictures(&mut tx, &here, (owner, which), 10, after).await.unwrap()).await;
        let mut ids: Vec<_> = pictures.iter().map(|picture| picture.id).collect();
        assert!(pictures.is_sorted_by(|a, b| (a.posted_at, a.id) > (b.posted_at, b.id)));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n, "{owner:?} {which:?}");
        assert_eq!(gallery::pictures(&mut tx, &there, (owner, which), 10, None).await.unwrap().items, []);
    }
    let dead = gallery::picture(&mut tx, &here, (Some("https://a.example/2/1.png"), None)).await.unwrap().unwrap();
    assert!(dead.has_gravestone && !dead.is_active);
    assert_eq!(gallery::picture(&mut tx, &here, (None, Some(dead.id))).await.unwrap(), Some(dead));
    assert_eq!(gallery::picture(&mut tx, &here, (Some("https://a.example/"), None)).await.unwrap(), None);
    let acts = all(async |after| gallery::activity(&mut tx, &here, Acts::All, 10, after).await.unwrap()).await;
    assert_eq!((acts.len(), acts[0].action.as_str()), (11, "prune"));
    assert_eq!(gallery::activity(&mut tx, &there, Acts::All, 10, None).await.unwrap().items, []);
    for (which, n) in [(Acts::Added, 10), (Acts::Deleted, 1)] {
        let acts = all(async |after| gallery::activity(&mut tx, &here, which, 3, after).await.unwrap()).await;
        assert_eq!(acts.len(), n, "{which:?}");
    }
    let sums = gallery::sums(&mut tx, &here).await.unwrap();
    assert_eq!((sums.total_images, sums.total_users, sums.pruned_images, sums.locked_galleries), (9, 4, 1, 1));
    let locks = all(async |after| gallery::locks(&mut tx, &here, 1, after).await.unwrap()).await;
    assert_eq!(locks.iter().map(|lock| (lock.username.as_str(), lock.is_locked)).collect::<Vec<_>>(), [("gaz", true)]);
    let gaz = gallery::gallery(&mut tx, "gaz").await.unwrap();
    assert_eq!((gaz.image_count, gaz.is_locked), (1, true));
    assert_eq!(gallery::gallery(&mut tx, "nobody").await.unwrap().image_count, 0);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_somebody_has_done_of_each_kind_is_counted_in_the_rooms_asked_about(owner: PgPool) {
    let world = World::make(&owner).await;
    let contest = format!(
        "INSERT INTO pissing_contest_challenges (room_id, challenger, challenged, amount, status, location, created_at,
                                                 expires_at, completed_at, winner, challenger_total)
         SELECT room, 'gaz', 'shaz', 7, 'completed', 'the fence', now(), now(), to_timestamp({NOON}), 'shaz', 40
         FROM unnest(ARRAY['{}', '{}']) AS room",
        ROOMS[0], ROOMS[1]
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(contest)).execute(&owner).await.unwrap();
    let mut tx = reads::begin(&world.store).await.unwrap();
    for (rooms, n, n_rooms) in [(0..1, 2, 1), (1..2, 4, 1), (0..0, 6, 2)] {
        let view = world.view(rooms);
        for (kind, figure, value, n_days, n_single) in [
            (Kind::Talkers, "messages", n, 2, 0),
            (Kind::Bongs, "count", n, 1, 0),
            (Kind::Drinks, "count", n, 1, 0),
            (Kind::Gamblers, "came_in", 100 * n, 1, n_rooms),
            (Kind::Fishing, "count", 2 * n_rooms, 1, n_rooms),
            (Kind::Bottles, "came_in", 10 * n, 1, n_rooms),
            (Kind::Cashie, "came_in", 20 * n, 1, n_rooms),
            (Kind::Beggars, "count", n, 1, n_rooms),
            (Kind::SignSpinning, "best_shift", 20, 0, 0),
            (Kind::Pissers, "wins", n, 1, n_rooms),
        ] {
            let of = category(&mut tx, &view, kind, "gaz").await.unwrap().unwrap();
            assert_eq!(of.figures[figure].as_i64(), Some(value), "{kind:?}: {}", of.figures);
            assert_eq!((of.days.len(), of.single.len()), (n_days, usize::try_from(n_single).unwrap()), "{kind:?}");
            let is_asked = |room: &str| view.rooms.is_empty() || view.rooms.iter().any(|asked| asked.as_str() == room);
            assert!(of.single.iter().all(|single| is_asked(&single.room)));
            assert_eq!(of.parts.is_empty(), kind == Kind::SignSpinning, "{kind:?}");
        }
        let contests = category(&mut tx, &view, Kind::Pissers, "gaz").await.unwrap().unwrap();
        assert_eq!((contests.parts[0].name.as_str(), contests.parts[0].count), ("the fence", n_rooms));
        assert!(contests.single.iter().all(|single| single.value < -6.5 && single.what.as_deref() == Some("shaz")));
        let nobody = category(&mut tx, &view, Kind::Bongs, "nobody").await.unwrap().unwrap();
        assert_eq!((nobody.days, nobody.parts), (Vec::new(), Vec::new()));
        assert_eq!(category(&mut tx, &view, Kind::Money, "gaz").await.unwrap(), None);
    }
}
