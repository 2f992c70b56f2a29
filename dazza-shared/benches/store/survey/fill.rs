//! A database of many rooms, made up by the database itself.

use dazza_shared::names::RoomName;
use sqlx::{AssertSqlSafe, PgPool};

/// How much there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Rooms.
    pub(crate) n_rooms: i32,
    /// Lines of each.
    pub(crate) n_lines: i32,
}

/// People of a room; a fifth of them are in the next one, too. Their names are `p1` and so on.
const PERSON: &str = "'p' || ((r - 1) * :people * 4 / 5 + n % :people + 1)";

/// What is made: the table with its columns, how many rows a room (`:lines`, `:people`), and the values of a row.
const TABLES: &[(&str, &str, &str)] = &[
    (
        "messages (room_id, username, message, sent_at, word_count, line_key)",
        ":lines",
        ":room, :person, 'the line with the words ' || md5(n::text), now() - n * interval '5 minutes', 5, :key",
    ),
    ("user_events (room_id, username, event_type, at)", ":lines / 4", ":room, :person, 'join', :at"),
    (
        "posted_urls (room_id, username, url, normalized_url, domain, url_type, posted_at)",
        ":lines / 10",
        ":room, :person, 'https://example.org/' || n, 'example.org/' || n, 'example.org', 'other', :at",
    ),
    (
        "economy_transactions (room_id, username, amount, transaction_type, cause, effect, created_at)",
        ":lines / 2",
        ":room, :person, n % 90, (ARRAY['pokies', 'give', 'mug', 'fishing'])[n % 4 + 1], :key, 0, :at",
    ),
    ("user_bongs (room_id, username, at, hour)", ":lines / 4", ":room, :person, :at, n % 24"),
    ("bong_counter (room_id, date, count)", "365", ":room, current_date - n, 40"),
    (
        "video_watchers (room_id, session_id, username, join_time, leave_time, rewarded, reward_amount)",
        ":lines / 10",
        ":room, n / :people + 1, :person, :at, :at + interval '1 minute', n >= :people, 1",
    ),
    (
        "media_history (room_id, media_type, media_id, first_seen, last_seen)",
        ":lines / 10",
        ":room, 'yt', n::text, :at, :at",
    ),
    (
        "handled_lines (room_id, line_key, command_name, username, handled_at)",
        ":lines / 10",
        ":room, :key, 'roll', :person, :at",
    ),
    (
        "private_messages (room_id, from_user, to_user, message, at, line_key)",
        ":lines / 10",
        ":room, :person, 'dazza', 'psst', :at, :key",
    ),
    ("users (username, display_name, first_seen, last_seen)", ":people", ":person, :person, :at, :at"),
    ("user_stats (username, first_seen, last_seen, message_count)", ":people", ":person, :at, :at, 10"),
    ("user_economy (username, balance)", ":people", ":person, 1000"),
    ("user_bong_streaks (username)", ":people", ":person"),
    (
        "bong_sessions (username, session_start, session_end, cone_count, max_cones_per_hour)",
        ":people",
        ":person, :at, now(), 1, 1",
    ),
    (
        "coin_flip_challenges (room_id, challenger, challenged, amount, status, created_at, expires_at)",
        ":lines / 10",
        ":room, 'p' || n, 'p' || n + 1, 10, CASE WHEN n > 20 THEN 'completed' ELSE 'pending' END, :at, now()",
    ),
    ("coin_flip_stats (room_id, username)", ":people", ":room, :person"),
    (
        "tells (room_id, from_user, to_user, message, created_at, expires_at, delivered_at)",
        ":lines / 10",
        ":room, :person, 'p' || n % 100, 'psst', :at, now(), CASE WHEN n > 200 THEN now() END",
    ),
    (
        "reminders (room_id, from_user, message, created_at, remind_at, expires_at, delivered_at)",
        ":lines / 10",
        ":room, :person, 'psst', :at, :at, now(), CASE WHEN n > 200 THEN now() END",
    ),
    (
        "curated_quotes (room_id, number, username, message, added_by)",
        ":lines / 10",
        ":room, n + 1, :person, 'g''day', :person",
    ),
    (
        "user_room_stats (room_id, username, first_seen, last_seen, message_count)",
        ":people",
        ":room, :person, :at, now(), 10",
    ),
    (
        "room_user_presence (room_id, username, joined_at, last_seen, is_online)",
        ":people",
        ":room, :person, :at, now(), n < 40",
    ),
    ("user_daily_activity (room_id, username, date)", ":people * 3", ":room, :person, current_date - n / :people"),
    ("user_active_hours (room_id, username, hour)", ":people * 3", ":room, :person, n / :people"),
    ("room_hourly_activity (room_id, hour_start)", "2000", ":room, date_trunc('hour', now()) - n * interval '1 hour'"),
    (
        "cooldowns (room_id, command_name, username, last_used, expires_at)",
        ":people",
        ":room, 'fishing', :person, :at, now()",
    ),
];

impl Size {
    /// Its rooms.
    pub(crate) fn rooms(self) -> Vec<RoomName> {
        (1..=self.n_rooms).map(|n| format!("room{n}").parse().unwrap()).collect()
    }

    /// Fills the tables of rooms that are registered.
    pub(crate) async fn fill(self, owner: &PgPool) {
        let n_people = (self.n_lines * 3 / 40).max(40);
        for (table, n_rows, values) in TABLES {
            let statement = format!(
                "INSERT INTO {table} SELECT {values} FROM generate_series(1, {}) AS r, generate_series(0, {n_rows} - 1) AS n
                 ON CONFLICT DO NOTHING",
                self.n_rooms
            );
            let statement = statement
                .replace(":person", PERSON)
                .replace(":key", "decode(md5(r || ' ' || n), 'hex')")
                .replace(":room", "'room' || r")
                .replace(":at", "now() - n * interval '20 minutes'")
                .replace(":people", &n_people.to_string())
                .replace(":lines", &self.n_lines.to_string());
            let filled = sqlx::raw_sql(AssertSqlSafe(statement)).execute(owner).await;
            filled.unwrap_or_else(|error| panic!("{table}: {error}"));
        }
        sqlx::raw_sql("ANALYZE").execute(owner).await.unwrap();
    }
}
