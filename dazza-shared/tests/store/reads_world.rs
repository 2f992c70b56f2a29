//! A small world to read: seven names in two rooms, with figures that can be told from their places in the lists.
//!
//! In room `r` (from 1) person `p` (from 1) has `p * r` of everything that is counted.

use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use dazza_shared::store::reads::View;
use jiff::Timestamp;
use sqlx::PgPool;

use super::login::register;
use super::rooms::{NOON, ROOMS};

/// Who is there; the last three are no players. `shy` is left out in the second room.
pub(crate) const PEOPLE: [&str; 7] = ["bazza", "gaz", "shaz", "shy", "[server]", "house", "thebot"];

/// How many of them are players.
pub(crate) const N_PLAYERS: usize = 4;

/// What is there: `:p` and `:r` are places from 1, `:n` their product, `:room`, `:who` and `:noon` speak for themselves.
const ROWS: &[&str] = &[
    "INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count, word_count)
     VALUES (:room, :who, :noon - interval '20 days', :noon, :n, 5 * :n)",
    "INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count)
     VALUES (:room, :who, :noon::date, :n, 5 * :n), (:room, :who, :noon::date - 10, 2 * :n, 5 * :n)",
    "INSERT INTO user_active_hours (room_id, username, hour, message_count) VALUES (:room, :who, 12, :n)",
    "INSERT INTO room_user_presence (room_id, username, joined_at, last_seen, is_online)
     VALUES (:room, :who, :noon, :noon, :p % 2 = 1)",
    "INSERT INTO user_bongs (room_id, username, at, hour) SELECT :room, :who, :noon, 12 FROM generate_series(1, :n)",
    "INSERT INTO user_drinks (room_id, username, at)
     SELECT :room, :who, :noon - interval '2 days' FROM generate_series(1, :n)",
    "INSERT INTO economy_transactions (room_id, username, amount, transaction_type, details, created_at)
     VALUES (:room, :who, -5, 'pokies', '{}', :noon), (:room, :who, 100 * :n, 'pokies', '{}', :noon),
            (:room, :who, 3, 'fishing', jsonb_build_object('weight', :n + 0.5, 'species', 'flathead'), :noon),
            (:room, :who, 3, 'fishing', '{\"weight\": \"heavy\"}', :noon),
            (:room, :who, 10 * :n, 'bottles', '{}', :noon), (:room, :who, 20 * :n, 'cashie', '{}', :noon)",
    "INSERT INTO economy_transactions (room_id, username, amount, transaction_type, created_at)
     SELECT :room, :who, k % 3 - 1, 'beg', :noon FROM generate_series(1, :n) AS k",
    "INSERT INTO sign_spinning_stats (room_id, username, total_spins, total_earnings, best_shift)
     VALUES (:room, :who, 2, 30 * :n, 20)",
    "INSERT INTO pissing_contest_stats (room_id, username, total_matches, wins, best_distance)
     VALUES (:room, :who, 2 * :n, :n, 4.6)",
    "INSERT INTO heist_participants (heist_id, room_id, username, money_earned, participated_at)
     SELECT h.id, :room, :who, :n, :noon FROM heist_events h WHERE h.room_id = :room",
    "INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own)
     SELECT :room, :who, ':r of :p says ' || k, :noon - k * interval '1 hour', 4, k % 5 = 0, :who = 'thebot'
     FROM generate_series(1, 3 * :n) AS k",
    "INSERT INTO user_events (room_id, username, event_type, at) VALUES (:room, :who, 'join', :noon)",
];

/// What is there once for every person.
const PERSONS: &[&str] = &[
    "INSERT INTO users (username, display_name, first_seen, last_seen, is_system)
     VALUES (:who, upper(:who), :noon - interval '20 days', :noon - :p * interval '1 minute', :who IN ('[server]', 'thebot'))",
    "INSERT INTO user_stats (username, first_seen, last_seen, message_count, total_words)
     VALUES (:who, :noon - interval '20 days', :noon, 3 * :p, 15 * :p)",
    "INSERT INTO user_economy (username, balance) VALUES (:who, 1000 * :p)",
    "INSERT INTO user_images (username, url, source_room, posted_at, original_poster)
     SELECT :who, 'https://a.example/:p/' || k || '.png', 'alpha', :noon - k * interval '1 hour', :who
     FROM generate_series(1, :p) AS k",
];

/// The world.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) rooms: Vec<RoomName>,
}

impl World {
    /// Fills the database of `owner`.
    pub(crate) async fn make(owner: &PgPool) -> Self {
        let mut statements = Vec::new();
        for (p, who) in (1..).zip(PEOPLE) {
            statements.extend(PERSONS.iter().map(|row| fitted(row, (p, who), (1, ROOMS[0]))));
        }
        for (r, room) in (1..).zip(ROOMS) {
            register(owner, room).await;
            let heist = "INSERT INTO heist_events (room_id, state, success) VALUES (:room, 'completed', true)";
            statements.push(fitted(heist, (1, ""), (r, room)));
            let hours = "INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users, joins)
                         VALUES (:room, date_trunc('hour', :noon), 10 * :r, 3, 7),
                                (:room, date_trunc('hour', :noon - interval '2 hours'), 5 * :r, 2, 1)";
            statements.push(fitted(hours, (1, ""), (r, room)));
            for (p, who) in (1..).zip(PEOPLE) {
                statements.extend(ROWS.iter().map(|row| fitted(row, (p, who), (r, room))));
            }
        }
        let shy =
            format!("INSERT INTO opt_outs (room_id, username, kind) VALUES ('{}', 'shy', 'statistics')", ROOMS[1]);
        statements.push(shy);
        let all = statements.join(";\n");
        sqlx::raw_sql(sqlx::AssertSqlSafe(all)).execute(owner).await.unwrap();
        let store = Store::open(&access(owner), "test", 2).unwrap();
        Self { store, rooms: ROOMS.iter().map(|room| room.parse().unwrap()).collect() }
    }

    /// A look at the rooms of those places.
    pub(crate) fn view(&self, rooms: std::ops::Range<usize>) -> View<'_> {
        let now = Timestamp::from_second(NOON + 60).unwrap();
        View { rooms: &self.rooms[rooms], zone: "Australia/Brisbane", house: "House", now }
    }
}

/// The owner's own way in.
fn access(owner: &PgPool) -> dazza_shared::store::Access {
    let options = owner.connect_options();
    dazza_shared::store::Access {
        url: super::login::url(&options),
        role: options.get_username().to_owned(),
        password: Some("dazza".to_owned().into()),
    }
}

fn fitted(row: &str, (p, who): (usize, &str), (r, room): (usize, &str)) -> String {
    row.replace(":room", &format!("'{room}'"))
        .replace(":who", &format!("'{who}'"))
        .replace(":noon", &format!("to_timestamp({NOON})"))
        .replace(":n", &(p * r).to_string())
        .replace(":p", &p.to_string())
        .replace(":r", &r.to_string())
}
