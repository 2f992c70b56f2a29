-- Figures, made anew from what was said. What the source had counted stands only where it cannot be counted again.
-- Left out are those who are no people, and the bot itself.

--! table user_stats
--! then
INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count, word_count)
SELECT m.room_id, m.username, min(m.sent_at), max(m.sent_at), count(*), coalesce(sum(m.word_count), 0)
FROM messages m JOIN users u ON u.username = m.username AND NOT u.is_system
WHERE NOT m.is_own
GROUP BY m.room_id, m.username
--! imported
INSERT INTO user_stats (username, first_seen, last_seen, message_count, updated_at)
SELECT username, min(first_seen), max(last_seen), sum(greatest(message_count, 0)), max(updated_at)
FROM import_user_stats GROUP BY username
--! then
INSERT INTO user_stats AS t (username, first_seen, last_seen, message_count, total_words)
SELECT username, min(first_seen), max(last_seen), sum(message_count), sum(word_count) FROM user_room_stats GROUP BY username
ON CONFLICT (username) DO UPDATE
SET first_seen = least(t.first_seen, excluded.first_seen), last_seen = greatest(t.last_seen, excluded.last_seen),
    message_count = excluded.message_count, total_words = excluded.total_words
--! then
INSERT INTO user_active_hours (room_id, username, hour, message_count, word_count, char_count)
SELECT m.room_id, m.username, extract(hour FROM m.sent_at AT TIME ZONE current_setting('import.zone')) AS hour,
       count(*), coalesce(sum(m.word_count), 0), sum(length(m.message))
FROM messages m JOIN users u ON u.username = m.username AND NOT u.is_system
WHERE NOT m.is_own
GROUP BY m.room_id, m.username, hour

--! table channel_activity
--! then
INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users)
SELECT m.room_id, date_trunc('hour', m.sent_at), count(*), count(DISTINCT m.username)
FROM messages m JOIN users u ON u.username = m.username AND NOT u.is_system
WHERE NOT m.is_own
GROUP BY 1, 2
--! then
INSERT INTO room_hourly_activity AS t (room_id, hour_start, joins, leaves)
SELECT room_id, date_trunc('hour', at), count(*) FILTER (WHERE event_type = 'join'), count(*) FILTER (WHERE event_type = 'leave')
FROM user_events GROUP BY 1, 2
ON CONFLICT (room_id, hour_start) DO UPDATE SET joins = excluded.joins, leaves = excluded.leaves
--! skipped counted anew from messages
DELETE FROM import_channel_activity s
WHERE EXISTS (SELECT FROM room_hourly_activity a
              WHERE a.room_id = current_setting('import.room') AND a.hour_start = date_trunc('hour', s.hour_start))
RETURNING src
--! imported
INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users)
SELECT current_setting('import.room'), date_trunc('hour', hour_start), least(greatest(sum(messages), 0), 2147483647), greatest(max(active_users), 0)
FROM import_channel_activity GROUP BY date_trunc('hour', hour_start)

--! table user_daily_activity
--! then
INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count, char_count, first_message_time, last_message_time)
SELECT m.room_id, m.username, (m.sent_at AT TIME ZONE current_setting('import.zone'))::date AS day, count(*),
       coalesce(sum(m.word_count), 0), sum(length(m.message)), min(m.sent_at), max(m.sent_at)
FROM messages m JOIN users u ON u.username = m.username AND NOT u.is_system
WHERE NOT m.is_own
GROUP BY m.room_id, m.username, day
--! skipped counted anew from messages
DELETE FROM import_user_daily_activity
WHERE date >= (SELECT min((sent_at AT TIME ZONE current_setting('import.zone'))::date) FROM messages)
RETURNING src
--! imported
INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count, first_message_time, last_message_time, updated_at)
SELECT current_setting('import.room'), username, date, least(greatest(sum(message_count), 0), 2147483647),
       least(greatest(sum(word_count), 0), 2147483647),
       min(first_message_time), max(last_message_time), max(updated_at)
FROM import_user_daily_activity GROUP BY username, date

--! table user_chat_streaks
--! then
WITH days AS (
    SELECT DISTINCT username, date AS day FROM user_daily_activity
), runs AS (
    SELECT username, min(day) AS first_day, max(day) AS last_day, count(*) AS length
    FROM (SELECT username, day, day - (row_number() OVER (PARTITION BY username ORDER BY day))::integer AS run FROM days) AS d
    GROUP BY username, run
), today AS (
    SELECT (current_setting('import.now')::timestamptz AT TIME ZONE current_setting('import.zone'))::date AS day
)
INSERT INTO user_chat_streaks (username, current_streak, best_streak, last_active_date, streak_start_date, total_active_days)
SELECT username, CASE WHEN max(last_day) >= today.day - 1 THEN (array_agg(length ORDER BY last_day DESC))[1] ELSE 0 END,
       max(length), max(last_day),
       CASE WHEN max(last_day) >= today.day - 1 THEN (array_agg(first_day ORDER BY last_day DESC))[1] END, sum(length)
FROM runs, today GROUP BY username, today.day
--! imported
INSERT INTO user_chat_streaks AS t (username, best_streak, total_active_days, last_active_date, updated_at)
SELECT username, max(best_streak), max(total_active_days), max(last_active_date), max(updated_at)
FROM import_user_chat_streaks GROUP BY username
ON CONFLICT (username) DO UPDATE
SET best_streak = greatest(t.best_streak, excluded.best_streak),
    total_active_days = greatest(t.total_active_days, excluded.total_active_days)

--! table chat_achievements
--! imported
INSERT INTO chat_achievements (id, username, achievement_type, achievement_level, achieved_at, details) OVERRIDING SYSTEM VALUE
SELECT row_number() OVER (ORDER BY achieved_at, username, achievement_type, achievement_level),
       username, achievement_type, achievement_level, achieved_at, details
FROM (SELECT DISTINCT ON (username, achievement_type, achievement_level) * FROM import_chat_achievements
      ORDER BY username, achievement_type, achievement_level, achieved_at, src) AS earliest

--! table batch_job_history
--! imported
-- With numbers of ours: a fleet that has run before has runs of its own.
INSERT INTO batch_job_history (job_name, started_at, completed_at, status, records_processed, error_message, duration_ms)
SELECT job_name, started_at, completed_at, status, records_processed, error_message, duration_ms
FROM import_batch_job_history ORDER BY id

--! table user_activity_summary
--! then
WITH hours AS (
    SELECT username, hour, sum(message_count) AS n FROM user_active_hours GROUP BY username, hour
), spread AS (
    -- All 24 hours of each person, those without a word too: the spread is over the whole day.
    SELECT p.username, h.hour, coalesce(hours.n, 0) AS n
    FROM (SELECT DISTINCT username FROM hours) p CROSS JOIN generate_series(0, 23) AS h (hour)
    LEFT JOIN hours ON hours.username = p.username AND hours.hour = h.hour
), summed AS (
    SELECT username, sum(n) AS total, stddev_pop(n) AS deviation, avg(n) AS mean,
           (array_agg(hour ORDER BY n DESC, hour))[1] AS most, (array_agg(hour ORDER BY n, hour) FILTER (WHERE n > 0))[1] AS least,
           sum(n) FILTER (WHERE hour BETWEEN 6 AND 11) AS morning, sum(n) FILTER (WHERE hour BETWEEN 12 AND 17) AS afternoon,
           sum(n) FILTER (WHERE hour BETWEEN 18 AND 23) AS evening, sum(n) FILTER (WHERE hour BETWEEN 0 AND 5) AS night
    FROM spread GROUP BY username
)
INSERT INTO user_activity_summary (username, most_active_hour, least_active_hour, morning_messages, afternoon_messages,
                                   evening_messages, night_messages, night_owl_score, early_bird_score, consistency_score)
SELECT username, most, least, morning, afternoon, evening, night, round(night * 100 / total, 1), round(morning * 100 / total, 1),
       round(greatest(0, 100 - deviation / mean * 100), 1)
FROM summed WHERE total > 0

--! table user_vocabulary
--! then
INSERT INTO user_vocabulary (username, word, uses)
SELECT username, word, uses
FROM (SELECT username, word, least(sum(uses), 2147483647) AS uses,
             row_number() OVER (PARTITION BY username ORDER BY sum(uses) DESC, word) AS nth
      FROM import_words GROUP BY username, word) AS ranked
WHERE nth <= 20000

--! table message_analysis_cache
--! then
INSERT INTO message_analysis_cache (
    username, total_messages, total_words, avg_message_length, avg_words_per_message, emoji_count, emoji_usage_rate, caps_count,
    caps_usage_rate, question_count, exclamation_count, url_count, mention_count, longest_message, shortest_message,
    vocabulary_size, last_message_id)
SELECT w.username, w.messages, w.words, w.signs / w.messages, round(w.words::numeric / w.messages, 1),
       w.emoji, round(w.emoji * 100.0 / w.messages, 1), w.caps, round(w.caps * 100.0 / w.messages, 1),
       w.questions, w.exclamations, w.urls, w.mentions, w.longest, w.shortest, coalesce(v.n, 0), w.last_id
FROM import_writing w JOIN users u ON u.username = w.username AND NOT u.is_system
LEFT JOIN (SELECT username, count(DISTINCT word) AS n FROM import_words GROUP BY username) v ON v.username = w.username

--! table achievement_progress
--! then
-- Source of the tiers: platform.md, 7.6.
WITH tiers (type, level, place, threshold) AS (
    SELECT t.type, l.level, l.place, t.thresholds[l.place]
    FROM (VALUES ('message_count', ARRAY[100, 1000, 10000, 50000]), ('word_count', ARRAY[1000, 10000, 100000, 1000000]),
                 ('streak_days', ARRAY[7, 30, 100, 365]), ('active_days', ARRAY[10, 50, 200, 500]),
                 ('night_owl', ARRAY[50, 250, 1000, 5000]), ('early_bird', ARRAY[50, 250, 1000, 5000]),
                 ('emoji_user', ARRAY[100, 500, 2000, 10000]), ('caps_lock', ARRAY[20, 100, 500, 2000]),
                 ('question_asker', ARRAY[50, 250, 1000, 5000]), ('link_sharer', ARRAY[25, 100, 500, 2000]),
                 ('vocabulary', ARRAY[500, 2000, 5000, 10000]), ('longest_msg', ARRAY[100, 200, 260, 320])) AS t (type, thresholds)
    CROSS JOIN (VALUES ('bronze', 1), ('silver', 2), ('gold', 3), ('diamond', 4)) AS l (level, place)
), reached AS (
    SELECT username, v.type, v.value
    FROM users u
    LEFT JOIN user_stats s USING (username) LEFT JOIN user_chat_streaks c USING (username)
    LEFT JOIN user_activity_summary a USING (username) LEFT JOIN message_analysis_cache m USING (username)
    CROSS JOIN LATERAL (VALUES
        ('message_count', s.message_count), ('word_count', s.total_words),
        ('streak_days', greatest(c.current_streak, c.best_streak)::bigint), ('active_days', c.total_active_days::bigint),
        ('night_owl', CASE WHEN a.night_owl_score > 30 THEN a.night_messages ELSE 0 END),
        ('early_bird', CASE WHEN a.early_bird_score > 30 THEN a.morning_messages ELSE 0 END),
        ('emoji_user', m.emoji_count), ('caps_lock', m.caps_count), ('question_asker', m.question_count),
        ('link_sharer', m.url_count), ('vocabulary', m.vocabulary_size::bigint), ('longest_msg', m.longest_message::bigint)
    ) AS v (type, value)
    WHERE NOT u.is_system AND v.value > 0
)
INSERT INTO achievement_progress (username, achievement_type, current_value, next_tier, next_threshold, progress_percent)
SELECT r.username, r.type, r.value, n.level, n.threshold, round(coalesce(r.value * 100.0 / n.threshold, 100), 1)
FROM reached r
LEFT JOIN LATERAL (SELECT t.level, t.threshold FROM tiers t WHERE t.type = r.type AND t.threshold > r.value
                   ORDER BY t.place LIMIT 1) n ON true
