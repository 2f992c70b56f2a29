-- Days in a row, in any room. $1 today, $2 whether of everybody.
WITH since AS (
    -- An hour is more than any transaction takes that had noted its time before the last run looked.
    SELECT updated_at - interval '1 hour' AS at FROM job_watermarks WHERE job_name = 'streaks' AND scope = '*' AND NOT $2::boolean
), noted AS (
    INSERT INTO job_watermarks (job_name, scope) VALUES ('streaks', '*')
    ON CONFLICT (job_name, scope) DO UPDATE SET updated_at = now()
), looked_at AS (
    SELECT username FROM user_daily_activity WHERE updated_at >= coalesce((SELECT at FROM since), '-infinity')
    UNION
    SELECT username FROM user_chat_streaks WHERE current_streak > 0 AND last_active_date < $1::date - 1
), days AS (
    SELECT DISTINCT d.username, d.date AS day
    FROM looked_at l JOIN user_daily_activity d ON d.username = l.username AND d.message_count > 0
), runs AS (
    SELECT username, min(day) AS first_day, max(day) AS last_day, count(*)::integer AS length
    FROM (SELECT username, day, day - (row_number() OVER (PARTITION BY username ORDER BY day))::integer AS run FROM days) AS d
    GROUP BY username, run
), counted AS (
    SELECT username, max(last_day) AS last_day, max(length) AS best, sum(length)::integer AS total,
           CASE WHEN max(last_day) >= $1 - 1 THEN (array_agg(length ORDER BY last_day DESC))[1] ELSE 0 END AS current,
           CASE WHEN max(last_day) >= $1 - 1 THEN (array_agg(first_day ORDER BY last_day DESC))[1] END AS began
    FROM runs GROUP BY username
), put AS (
    INSERT INTO user_chat_streaks AS t (username, current_streak, best_streak, last_active_date, streak_start_date, total_active_days)
    SELECT username, current, best, last_day, began, total FROM counted ORDER BY username
    ON CONFLICT (username) DO UPDATE
    SET current_streak = excluded.current_streak, best_streak = greatest(t.best_streak, excluded.best_streak),
        last_active_date = excluded.last_active_date, streak_start_date = excluded.streak_start_date,
        total_active_days = greatest(t.total_active_days, excluded.total_active_days), updated_at = now()
    WHERE (t.current_streak, t.last_active_date, t.streak_start_date)
              IS DISTINCT FROM (excluded.current_streak, excluded.last_active_date, excluded.streak_start_date)
       OR t.best_streak < excluded.best_streak OR t.total_active_days < excluded.total_active_days
    RETURNING username
), lapsed AS (
    -- Who has no day left to count by, such as one whose rooms are gone.
    UPDATE user_chat_streaks t SET current_streak = 0, streak_start_date = NULL, updated_at = now()
    WHERE t.current_streak > 0 AND t.last_active_date < $1 - 1 AND NOT EXISTS (SELECT FROM counted c WHERE c.username = t.username)
    RETURNING username
)
SELECT (SELECT count(*) FROM put) + (SELECT count(*) FROM lapsed) AS "n!"
