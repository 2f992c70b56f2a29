//! Two years of 50 rooms, made up by the database itself: 2,000,000 lines, and all that rooms and jobs would have counted.

use std::path::Path;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::time::sleep;

/// Rooms.
pub(crate) const N_ROOMS: usize = 50;

/// Lines of each.
const N_LINES: usize = 40_000;

/// People of a room. Neighbours share some of them.
const N_PEOPLE: usize = 400;

/// People of all rooms together; their names are `p0` and so on.
pub(crate) const N_NAMES: usize = 8_000;

/// Jobs, all of which are done when a fleet starts for the first time.
const N_JOBS: i64 = 11;

/// What is made, in order: statements in which `:room` is the name of room number `r`, `:who` somebody of that room, some far
/// more often than others, and `:at` a moment of the last two years, for row number `n` of `:lines`.
const STATEMENTS: &[&str] = &[
    "INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, line_key)
     SELECT :room, :who, CASE WHEN n % 20 = 0 THEN '!pokies ' || n % 100 ELSE 'the line with the words ' || md5(n::text) END,
            :at, 5, n % 20 = 0, decode(md5(r || ' ' || n), 'hex')
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1) AS n",
    "INSERT INTO users (username, display_name, first_seen, last_seen)
     SELECT username, initcap(username), min(sent_at), max(sent_at) FROM messages GROUP BY username ON CONFLICT DO NOTHING",
    "INSERT INTO user_stats (username, first_seen, last_seen, message_count, total_words)
     SELECT username, min(sent_at), max(sent_at), count(*), sum(word_count) FROM messages GROUP BY username
     ON CONFLICT DO NOTHING",
    "INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count, word_count)
     SELECT room_id, username, min(sent_at), max(sent_at), count(*), sum(word_count) FROM messages GROUP BY 1, 2
     ON CONFLICT DO NOTHING",
    "INSERT INTO room_user_presence (room_id, username, joined_at, last_seen, is_online)
     SELECT room_id, username, last_seen, last_seen, false FROM user_room_stats ON CONFLICT DO NOTHING",
    "INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count, last_message_time)
     SELECT room_id, username, (sent_at AT TIME ZONE 'Australia/Brisbane')::date, count(*), sum(word_count), max(sent_at)
     FROM messages GROUP BY 1, 2, 3 ON CONFLICT DO NOTHING",
    "INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users, joins, leaves, peak_users)
     SELECT room_id, date_trunc('hour', sent_at), count(*), count(DISTINCT username), 5, 5, 20 FROM messages GROUP BY 1, 2
     ON CONFLICT DO NOTHING",
    "INSERT INTO user_active_hours (room_id, username, hour, message_count, word_count)
     SELECT room_id, username, extract(hour FROM sent_at), count(*), sum(word_count) FROM messages GROUP BY 1, 2, 3
     ON CONFLICT DO NOTHING",
    "INSERT INTO user_chat_streaks (username, current_streak, best_streak, total_active_days)
     SELECT username, 1, 9, count(DISTINCT date) FROM user_daily_activity GROUP BY username ON CONFLICT DO NOTHING",
    "INSERT INTO user_events (room_id, username, event_type, at)
     SELECT :room, :who, (ARRAY['join', 'leave'])[n % 2 + 1], :at
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 4) AS n ON CONFLICT DO NOTHING",
    "INSERT INTO posted_urls (room_id, username, url, normalized_url, domain, url_type, posted_at)
     SELECT :room, :who, 'https://example.org/' || n, 'https://example.org/' || n, 'example.org', 'other', :at
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 10) AS n",
    "INSERT INTO economy_transactions (room_id, username, amount, transaction_type, details, cause, effect, created_at)
     SELECT :room, :who, n % 90,
            (ARRAY['pokies', 'scratchie', 'tab', 'fishing', 'bottles', 'cashie', 'beg', 'sign_spinning'])[n / 2 % 8 + 1],
            CASE n / 2 % 8 WHEN 3 THEN jsonb_build_object('weight', n % 100 / 10.0, 'species', 'flathead') END,
            decode(md5(r || ' ' || n), 'hex'), 0, :at
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 2) AS n",
    "INSERT INTO user_economy (username, balance, total_earned)
     SELECT username, sum(amount), sum(amount) FROM economy_transactions GROUP BY username ON CONFLICT DO NOTHING",
    "INSERT INTO user_bongs (room_id, username, at, hour)
     SELECT :room, :who, :at, n % 24 FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 8) AS n",
    "INSERT INTO user_drinks (room_id, username, at, kind)
     SELECT :room, :who, :at, 'schooner' FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 8) AS n",
    "INSERT INTO bong_counter (room_id, date, count) SELECT room_id, (at AT TIME ZONE 'Australia/Brisbane')::date, count(*)
     FROM user_bongs GROUP BY 1, 2 ON CONFLICT DO NOTHING",
    "INSERT INTO drink_counter (room_id, date, count) SELECT room_id, (at AT TIME ZONE 'Australia/Brisbane')::date, count(*)
     FROM user_drinks GROUP BY 1, 2 ON CONFLICT DO NOTHING",
    "INSERT INTO heist_events (room_id, state, crime_type, announced_at, completed_at, success, total_payout, created_at)
     SELECT :room, 'completed', 'servo', :at, :at, true, 500, :at
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 100) AS n",
    "INSERT INTO heist_participants (heist_id, room_id, username, money_earned, participated_at)
     SELECT h.id, h.room_id, s.username, 100, h.completed_at FROM heist_events h,
            LATERAL (SELECT s.username FROM user_room_stats s WHERE s.room_id = h.room_id
                     ORDER BY s.username OFFSET h.id % 300 LIMIT 5) AS s",
    "INSERT INTO pissing_contest_challenges (room_id, challenger, challenged, amount, status, created_at, expires_at,
                                             completed_at, winner, challenger_distance, challenged_distance)
     SELECT :room, 'p' || n % 100, 'p' || n % 90 + 100, 10, 'completed', :at, :at, :at, 'p' || n % 100, 2, 1
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 100) AS n",
    "INSERT INTO pissing_contest_stats (room_id, username, total_matches, wins, losses, best_distance)
     SELECT room_id, username, 2 + length(username), length(username), 2, 2 FROM user_room_stats ON CONFLICT DO NOTHING",
    "INSERT INTO sign_spinning_stats (room_id, username, total_spins, total_earnings, best_shift, worst_shift)
     SELECT room_id, username, count(*), sum(amount), max(amount), min(amount)
     FROM economy_transactions WHERE transaction_type = 'sign_spinning' GROUP BY 1, 2 ON CONFLICT DO NOTHING",
    "INSERT INTO media_history (room_id, media_type, media_id, title, first_seen, last_seen, play_count)
     SELECT :room, 'yt', 'video' || n, 'Video ' || n, :at, :at, 1
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 20) AS n ON CONFLICT DO NOTHING",
    "INSERT INTO video_sessions (room_id, media_type, media_id, media_title, start_time, end_time)
     SELECT :room, 'yt', 'video' || n, 'Video ' || n, :at, :at + interval '5 minutes'
     FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 20) AS n",
    "INSERT INTO user_images (username, url, source_room, posted_at, last_check_at)
     SELECT s.username, 'https://example.org/' || s.room_id || s.username || n || '.png', s.room_id, s.last_seen, now()
     FROM user_room_stats s, generate_series(1, 3) AS n WHERE s.message_count > 300",
    "INSERT INTO gallery_audit (image_id, username, action, actor, at)
     SELECT id, username, 'deleted', username, posted_at FROM user_images WHERE id % 5 = 0",
    "INSERT INTO chat_achievements (username, achievement_type, achievement_level, achieved_at)
     SELECT s.username, d.type, 'bronze', s.last_seen FROM user_stats s, achievement_definitions d
     WHERE s.message_count > 300 ON CONFLICT DO NOTHING",
    "INSERT INTO achievement_progress (username, achievement_type, current_value, next_tier, next_threshold)
     SELECT s.username, d.type, s.message_count, 'gold', 10000 FROM user_stats s, achievement_definitions d ON CONFLICT DO NOTHING",
    "INSERT INTO audit_log (actor, actor_kind, action, room_id, at)
     SELECT 'bench', 'operator', 'restart', :room, :at FROM generate_series(0, :rooms - 1) AS r, generate_series(0, :lines - 1, 400) AS n",
    // The jobs have nothing left to do.
    "INSERT INTO job_watermarks (job_name, scope, last_id)
     SELECT j.job_name, r.id, (SELECT max(id) FROM messages) FROM batch_jobs j, rooms r
     ON CONFLICT (job_name, scope) DO UPDATE SET last_id = excluded.last_id",
];

/// Fills the database of a fleet with rooms `room00` and so on, as its owner; the server is reached by a socket in that folder.
pub(crate) async fn fill(server: &Path, password: &str) {
    let options = PgConnectOptions::new().socket(server).username("dazza").password(password).database("dazza");
    let owner: PgPool = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    // Jobs of the first minute count what is there, and would wait for what is made, and the other way round.
    let is_idle = "SELECT count(*) FILTER (WHERE last_run IS NOT NULL AND status = 'idle') = $1 FROM batch_jobs";
    while !sqlx::query_scalar::<_, bool>(is_idle).bind(N_JOBS).fetch_one(&owner).await.unwrap() {
        sleep(Duration::from_millis(100)).await;
    }
    for statement in STATEMENTS {
        let statement = statement
            .replace(":who", "'p' || (r * :names / :rooms + floor(:people * power((hashint4(n * 64 + r) & 65535) / 65536.0, 3))::integer) % :names")
            .replace(":room,", "'room' || lpad(r::text, 2, '0'),")
            .replace(":at", "(now() - (:lines - n) * interval '26 minutes' - r * interval '20 seconds')")
            .replace(":rooms", &N_ROOMS.to_string())
            .replace(":names", &N_NAMES.to_string())
            .replace(":people", &N_PEOPLE.to_string())
            .replace(":lines", &N_LINES.to_string());
        let filled = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&owner).await;
        filled.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    // Now and not while it is measured.
    sqlx::raw_sql("VACUUM ANALYZE").execute(&owner).await.unwrap();
}
