//! The database as these tests look at it.

use std::collections::BTreeMap;

use dazza_shared::store::Access;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, PgPool};

use super::model::{Figures, Said};

/// All figures, each with what it is of.
const FIGURES: &str = "
    SELECT format('day %s %s %s', room_id, username, date),
           format('%s %s %s %s %s', message_count, word_count, char_count, floor(extract(epoch FROM first_message_time)),
                  floor(extract(epoch FROM last_message_time)))
    FROM user_daily_activity
    UNION ALL SELECT format('hour %s %s', room_id, extract(epoch FROM hour_start)::bigint), format('%s %s', messages, active_users)
    FROM room_hourly_activity WHERE messages > 0
    UNION ALL SELECT format('clock %s %s %s', room_id, username, lpad(hour::text, 2, '0')),
                     format('%s %s %s', message_count, word_count, char_count)
    FROM user_active_hours
    UNION ALL SELECT format('summary %s', username),
                     format('%s %s %s %s %s %s %s %s %s', most_active_hour, least_active_hour, morning_messages,
                            afternoon_messages, evening_messages, night_messages, night_owl_score::numeric(9, 1),
                            early_bird_score::numeric(9, 1), consistency_score::numeric(9, 1))
    FROM user_activity_summary
    UNION ALL SELECT format('streak %s', username),
                     format('%s %s %s %s %s', current_streak, best_streak, last_active_date,
                            coalesce(streak_start_date::text, '-'), total_active_days)
    FROM user_chat_streaks
    UNION ALL SELECT format('writing %s', username),
                     format('%s %s %s %s %s %s %s %s %s %s %s %s %s %s %s', total_messages, total_words, avg_message_length,
                            avg_words_per_message::numeric(9, 1), emoji_count, emoji_usage_rate::numeric(9, 1), caps_count,
                            caps_usage_rate::numeric(9, 1), question_count, exclamation_count, url_count, mention_count,
                            longest_message, shortest_message, vocabulary_size)
    FROM message_analysis_cache
    UNION ALL SELECT format('word %s %s', username, word), uses::text FROM user_vocabulary";

/// Words of a person in the room's and in all figures, and in the lines themselves: rows for which they differ.
const WORDS: &str = "
    SELECT count(*) FROM
        (SELECT room_id, username, sum(word_count) AS n FROM messages
         WHERE NOT is_own AND left(username, 1) <> '[' GROUP BY room_id, username) m
    FULL JOIN user_room_stats s ON s.room_id = m.room_id AND s.username = m.username
    WHERE m.n IS DISTINCT FROM s.word_count";

/// What the figures are.
pub(super) async fn figures(owner: &PgPool) -> Figures {
    let rows: Vec<(String, String)> = sqlx::query_as(FIGURES).fetch_all(owner).await.unwrap();
    rows.into_iter().collect()
}

/// For how many people and rooms the words do not add up.
pub(super) async fn wrong_words(owner: &PgPool) -> i64 {
    one(owner, WORDS).await
}

/// The owner's way to its database.
pub(super) fn access(owner: &PgPool) -> Access {
    let options: &PgConnectOptions = &owner.connect_options();
    let (host, name) = (options.get_socket().unwrap().display().to_string(), options.get_database().unwrap());
    Access {
        url: format!("postgres://localhost:{}/{name}?host={host}", options.get_port()),
        role: options.get_username().to_owned(),
        password: Some("dazza".to_owned().into()),
    }
}

/// Does something to the database that no job would do.
pub(super) async fn meddle(owner: &PgPool, statement: &str) {
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(owner).await.unwrap();
}

/// A number that the database tells.
pub(super) async fn one(owner: &PgPool, question: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(question.to_owned())).fetch_one(owner).await.unwrap()
}

/// Words by what they are of.
pub(super) async fn told(owner: &PgPool, question: &str) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(question.to_owned())).fetch_all(owner).await.unwrap();
    rows.into_iter().collect()
}

/// A line comes without a count of its words, and is counted in none of the figures but one: so may an import leave it.
pub(super) async fn say_uncounted(owner: &PgPool, said: &Said) {
    let mut tx = owner.begin().await.unwrap();
    let statement = "INSERT INTO messages (room_id, username, message, sent_at, is_own)
                     VALUES ($1, $2, $3, to_timestamp($4::double precision / 1000000), $5)";
    let line = sqlx::query(statement).bind(said.room).bind(said.who).bind(&said.text);
    line.bind(said.at.as_microsecond()).bind(said.is_own).execute(&mut *tx).await.unwrap();
    if !said.is_own && !said.who.starts_with('[') {
        let statement = "INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count)
                         VALUES ($1, $2, now(), now(), 1)
                         ON CONFLICT (room_id, username) DO UPDATE SET message_count = user_room_stats.message_count + 1";
        sqlx::query(statement).bind(said.room).bind(said.who).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Spoils figures of the last two days, as a fault might.
pub(super) const SPOIL: &str = "
    UPDATE user_daily_activity SET message_count = message_count + 5, char_count = 1 WHERE date >= current_date;
    UPDATE room_hourly_activity SET messages = messages + 3 WHERE hour_start >= date_trunc('hour', now());";

/// Figures of a day on which nobody of that name spoke.
pub(super) const NOBODY: &str = "
    INSERT INTO user_daily_activity (room_id, username, date, message_count)
    VALUES ('thepub', 'nobody', (now() - interval '12 hours')::date, 1)";

/// A run that stands there as running.
pub(super) const NEVER_ENDED: &str = "
    INSERT INTO batch_jobs (job_name, last_run, next_run, status) VALUES ('daily', now(), now() - interval '1 minute', 'running');
    INSERT INTO batch_job_history (job_name, started_at, status) VALUES ('daily', now(), 'running')";

pub(super) const RUNS_OF_DAILY: &str =
    "SELECT status, coalesce(error_message, '-') FROM batch_job_history WHERE job_name = 'daily'";

/// No hour of one room can be written.
pub(super) const BREAK_THEPUB: &str = "
    CREATE FUNCTION fall_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'the wheels fell off';
    END $$;
    CREATE TRIGGER wheels BEFORE INSERT ON user_active_hours FOR EACH ROW WHEN (NEW.room_id = 'thepub') EXECUTE FUNCTION fall_off()";

pub(super) const MEND_THEPUB: &str = "DROP TRIGGER wheels ON user_active_hours";

pub(super) const WORDS_KEPT: &str = "SELECT count(*) FROM user_vocabulary WHERE username = 'alice'";

pub(super) const WORDS_COUNTED: &str =
    "SELECT vocabulary_size::bigint FROM message_analysis_cache WHERE username = 'alice'";

pub(super) const DEFINITIONS: &str = "
    SELECT count(*) FROM achievement_definitions
    WHERE bronze_threshold < silver_threshold AND silver_threshold < gold_threshold AND gold_threshold < diamond_threshold";

/// Alice talks in two rooms, Bob in one, and a bracketed name in none.
pub(super) const PEOPLE_WITH_FIGURES: &str = "
    INSERT INTO users (username, display_name, first_seen, last_seen, is_system)
    VALUES ('alice', 'Alice', now(), now(), false), ('bob', 'Bob', now(), now(), false), ('[server]', '[server]', now(), now(), true);
    INSERT INTO user_stats (username, first_seen, last_seen, message_count, total_words)
    VALUES ('alice', now(), now(), 10000, 999), ('bob', now(), now(), 100, 0), ('[server]', now(), now(), 99999, 99999);
    INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count)
    VALUES ('fatpizza', 'alice', now(), now(), 1), ('thepub', 'alice', now(), now(), 1), ('fatpizza', 'bob', now(), now(), 1);
    INSERT INTO user_chat_streaks (username, current_streak, best_streak, total_active_days) VALUES ('alice', 2, 29, 512);
    INSERT INTO user_activity_summary (username, night_messages, night_owl_score, morning_messages, early_bird_score)
    VALUES ('bob', 500, 30, 60, 30.1);
    INSERT INTO message_analysis_cache (username, longest_message) VALUES ('bob', 320)";

pub(super) const FIGURES_FALL: &str = "UPDATE user_activity_summary SET early_bird_score = 12";

pub(super) const TIERS: &str = "
    SELECT format('%s %s', username, achievement_type),
           format('%s %s %s', string_agg(achievement_level, ',' ORDER BY id), min(details), coalesce(min(room_id::text), '-'))
    FROM chat_achievements GROUP BY username, achievement_type";

pub(super) const PROGRESS: &str = "
    SELECT format('%s %s', username, achievement_type),
           format('%s %s %s %s', current_value, coalesce(next_tier, '-'), coalesce(next_threshold::text, '-'),
                  progress_percent::numeric(9, 1))
    FROM achievement_progress";

/// Of each kind one that goes and one that stays.
pub(super) const LEFTOVERS: &str = "
    INSERT INTO private_messages (room_id, from_user, to_user, at) SELECT 'thepub', 'alice', 'bob', now() - n * interval '1 day'
    FROM unnest(ARRAY[29, 31]) n;
    INSERT INTO stored_answers (room_id, line_key, part, message, due_at, created_at)
    SELECT 'thepub', decode(repeat('0' || n, 16), 'hex'), 0, 'x', now() - n * interval '20 hours', now() - n * interval '20 hours'
    FROM unnest(ARRAY[1, 2]) n;
    INSERT INTO handled_lines (room_id, line_key, command_name, username, first_tried_at)
    SELECT 'thepub', decode(repeat('0' || n, 16), 'hex'), 'roll', 'alice', now() - n * interval '1 day' FROM unnest(ARRAY[6, 8]) n;
    INSERT INTO limiter_counts (username, room_id, window_start, uses)
    SELECT 'alice', 'thepub', now() - n * interval '1 minute', 1 FROM unnest(ARRAY[59, 61]) n;
    INSERT INTO cooldowns (room_id, command_name, username, last_used, expires_at)
    SELECT '*', 'beg' || n, 'alice', now() - interval '9 days', now() - n * interval '1 hour' FROM unnest(ARRAY[23, 25]) n;
    INSERT INTO reminders (room_id, from_user, message, created_at, remind_at, expires_at)
    SELECT 'thepub', 'alice', 'x', now(), now(), now() - n * interval '1 day' FROM unnest(ARRAY[6, 8]) n;
    INSERT INTO api_tokens (name, token_hash, scopes, expires_at)
    SELECT 'x', decode('0' || n, 'hex'), '{}', now() - n * 10 * interval '1 day' FROM unnest(ARRAY[2, 4]) n;
    INSERT INTO batch_job_history (job_name, started_at, completed_at, status)
    SELECT 'words', now() - n * interval '1 day', now(), 'completed' FROM unnest(ARRAY[89, 91]) n;
    INSERT INTO connection_log (room_id, event_type, at) SELECT 'thepub', 'up', now() - n * interval '1 day' FROM unnest(ARRAY[29, 31]) n;
    INSERT INTO user_events (room_id, username, event_type, at)
    SELECT 'thepub', 'alice', 'join', now() - n * interval '1 day' FROM unnest(ARRAY[179, 181]) n;
    UPDATE rooms SET last_active = CASE id WHEN 'thepub' THEN now() ELSE now() - interval '2 days' END;
    INSERT INTO video_sessions (room_id, media_id, start_time) SELECT id, 'x', now() - interval '3 days' FROM rooms;
    INSERT INTO video_watchers (room_id, session_id, username, join_time) SELECT id, 1, 'alice', now() - interval '3 days' FROM rooms;
    INSERT INTO room_user_presence (room_id, username, joined_at, last_seen, is_online)
    SELECT id, 'alice', now() - interval '3 days', now() - interval '3 days', true FROM rooms";

/// Lines of two ages in two rooms.
pub(super) const OLD_LINES: &str = "
    INSERT INTO messages (room_id, username, message, sent_at)
    SELECT id, 'alice', 'a line of ' || n, now() - n * interval '1 day' FROM rooms, unnest(ARRAY[1, 29, 31]) n";

pub(super) const LINES: &str = "SELECT count(*) FROM messages WHERE message LIKE 'a line of%'";

pub(super) const LEFT: &str = "
    SELECT 'private_messages', count(*)::text FROM private_messages
    UNION ALL SELECT 'stored_answers', count(*)::text FROM stored_answers
    UNION ALL SELECT 'handled_lines', count(*)::text FROM handled_lines
    UNION ALL SELECT 'limiter_counts', count(*)::text FROM limiter_counts
    UNION ALL SELECT 'cooldowns', count(*)::text FROM cooldowns
    UNION ALL SELECT 'reminders', count(*)::text FROM reminders
    UNION ALL SELECT 'api_tokens', count(*)::text FROM api_tokens
    UNION ALL SELECT 'batch_job_history', count(*)::text FROM batch_job_history WHERE job_name = 'words'
    UNION ALL SELECT 'connection_log', count(*)::text FROM connection_log
    UNION ALL SELECT 'user_events', count(*)::text FROM user_events";

pub(super) const OPEN: &str = "
    SELECT (SELECT count(*) FROM video_sessions WHERE end_time IS NULL) + (SELECT count(*) FROM video_watchers WHERE leave_time IS NULL)
         + (SELECT count(*) FROM room_user_presence WHERE is_online)";

/// Alice had her last bong today, Bob yesterday, Carol the day before.
pub(super) fn bongs(today: &str) -> String {
    format!(
        "INSERT INTO user_bong_streaks (username, current_streak, longest_streak, last_bong_date, streak_start_date)
         SELECT who, 3, 5, date '{today}' - (n - 1)::integer, date '{today}' - 9
         FROM unnest(ARRAY['alice', 'bob', 'carol']) WITH ORDINALITY AS p (who, n)"
    )
}

pub(super) const BONG_STREAKS: &str = "
    SELECT username::text, format('%s %s %s', current_streak, longest_streak, (streak_start_date IS NOT NULL)::text)
    FROM user_bong_streaks";
