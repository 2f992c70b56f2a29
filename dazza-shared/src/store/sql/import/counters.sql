-- Bongs, drinks and bladders. Days and hours are made anew in the statistics time zone: the source had them 8 hours off.

--! table user_bongs
--! imported
INSERT INTO user_bongs (id, room_id, username, at, hour) OVERRIDING SYSTEM VALUE
SELECT id, room_id, username, at, extract(hour FROM at AT TIME ZONE current_setting('import.zone')) FROM import_user_bongs

--! table user_drinks
--! imported
INSERT INTO user_drinks (id, room_id, username, at) OVERRIDING SYSTEM VALUE
SELECT id, room_id, username, at FROM import_user_drinks

--! table bong_counter
--! then
INSERT INTO bong_counter (room_id, date, count)
SELECT room_id, (at AT TIME ZONE current_setting('import.zone'))::date, count(*) FROM user_bongs GROUP BY 1, 2
--! note more were counted on the day than there are rows of: kept, beside those
SELECT concat_ws(' ', s.room_id, s.date) FROM (SELECT room_id, date, sum(count) AS n FROM import_bong_counter GROUP BY 1, 2) s
LEFT JOIN bong_counter c USING (room_id, date)
WHERE s.n > coalesce(c.count, 0)
--! imported
INSERT INTO bong_counter AS c (room_id, date, count, imported, updated_at)
SELECT room_id, date, n, n, updated_at
FROM (SELECT room_id, date, least(greatest(sum(count), 0), 2147483647) AS n, max(updated_at) AS updated_at
      FROM import_bong_counter GROUP BY room_id, date) AS summed
ON CONFLICT (room_id, date) DO UPDATE
SET count = greatest(c.count, excluded.count), imported = greatest(excluded.count - c.count, 0), updated_at = excluded.updated_at

--! table drink_counter
--! then
INSERT INTO drink_counter (room_id, date, count)
SELECT room_id, (at AT TIME ZONE current_setting('import.zone'))::date, count(*) FROM user_drinks GROUP BY 1, 2
--! note more were counted on the day than there are rows of: kept, beside those
SELECT concat_ws(' ', s.room_id, s.date) FROM (SELECT room_id, date, sum(count) AS n FROM import_drink_counter GROUP BY 1, 2) s
LEFT JOIN drink_counter c USING (room_id, date)
WHERE s.n > coalesce(c.count, 0)
--! imported
INSERT INTO drink_counter AS c (room_id, date, count, imported, updated_at)
SELECT room_id, date, n, n, updated_at
FROM (SELECT room_id, date, least(greatest(sum(count), 0), 2147483647) AS n, max(updated_at) AS updated_at
      FROM import_drink_counter GROUP BY room_id, date) AS summed
ON CONFLICT (room_id, date) DO UPDATE
SET count = greatest(c.count, excluded.count), imported = greatest(excluded.count - c.count, 0), updated_at = excluded.updated_at

--! table bong_sessions
--! skipped made anew from user_bongs
DELETE FROM import_bong_sessions s
WHERE s.session_end >= (SELECT min(b.at) FROM user_bongs b WHERE b.username = s.username)
RETURNING src
--! skipped without a single bong
DELETE FROM import_bong_sessions WHERE cone_count < 1 RETURNING src
--! imported
INSERT INTO bong_sessions (id, username, session_start, session_end, cone_count, max_cones_per_hour) OVERRIDING SYSTEM VALUE
SELECT id, username, session_start, session_end, cone_count, least(greatest(round(max_cones_per_hour), 0), 1000) FROM import_bong_sessions ORDER BY id
ON CONFLICT (username, session_start) DO NOTHING
--! then
WITH gaps AS (
    SELECT username, at,
           (at - lag(at) OVER (PARTITION BY username ORDER BY at) <= interval '2 hours') IS NOT TRUE AS is_first,
           count(*) OVER (PARTITION BY username ORDER BY at RANGE BETWEEN CURRENT ROW AND interval '60 minutes' FOLLOWING) AS rate
    FROM user_bongs
), sessions AS (
    SELECT username, at, rate, count(*) FILTER (WHERE is_first) OVER (PARTITION BY username ORDER BY at) AS nth FROM gaps
)
INSERT INTO bong_sessions (id, username, session_start, session_end, cone_count, max_cones_per_hour) OVERRIDING SYSTEM VALUE
SELECT (SELECT coalesce(max(id), 0) FROM bong_sessions) + row_number() OVER (ORDER BY username, nth),
       username, min(at), max(at), count(*), max(rate)
FROM sessions GROUP BY username, nth
ON CONFLICT (username, session_start) DO NOTHING

--! table user_bong_streaks
--! then
WITH days AS (
    SELECT DISTINCT username, (at AT TIME ZONE current_setting('import.zone'))::date AS day FROM user_bongs
), runs AS (
    SELECT username, min(day) AS first_day, max(day) AS last_day, count(*) AS length
    FROM (SELECT username, day, day - (row_number() OVER (PARTITION BY username ORDER BY day))::integer AS run FROM days) AS d
    GROUP BY username, run
), today AS (
    SELECT (current_setting('import.now')::timestamptz AT TIME ZONE current_setting('import.zone'))::date AS day
)
INSERT INTO user_bong_streaks (username, current_streak, longest_streak, last_bong_date, streak_start_date)
SELECT username, CASE WHEN max(last_day) >= today.day - 1 THEN (array_agg(length ORDER BY last_day DESC))[1] ELSE 0 END,
       max(length), max(last_day),
       CASE WHEN max(last_day) >= today.day - 1 THEN (array_agg(first_day ORDER BY last_day DESC))[1] END
FROM runs, today GROUP BY username, today.day
--! imported
INSERT INTO user_bong_streaks AS t (username, longest_streak, last_bong_date, updated_at)
SELECT username, max(longest_streak), max(last_bong_date), max(updated_at) FROM import_user_bong_streaks GROUP BY username
ON CONFLICT (username) DO UPDATE SET longest_streak = greatest(t.longest_streak, excluded.longest_streak)

--! table user_bladder
--! imported
INSERT INTO user_bladder (room_id, username, current_amount, last_drink_time, drinks_since_piss, last_piss_time, created_at, updated_at)
SELECT room_id, username, least(greatest(sum(current_amount), 0), 2147483647), max(last_drink_time),
       (array_agg(drinks_since_piss ORDER BY updated_at DESC))[1], max(last_piss_time), min(created_at), max(updated_at)
FROM import_user_bladder GROUP BY room_id, username
