-- Ends what is open in rooms that nobody has served for a day. $1 now.
WITH left_alone AS (
    SELECT id, last_active FROM rooms WHERE last_active < $1::timestamptz - interval '1 day'
), sessions AS (
    UPDATE video_sessions s
    SET end_time = greatest(s.start_time, r.last_active), duration = greatest(s.start_time, r.last_active) - s.start_time
    FROM left_alone r WHERE s.room_id = r.id AND s.end_time IS NULL AND s.start_time < $1 - interval '1 day'
    RETURNING s.id
), watchers AS (
    UPDATE video_watchers w SET leave_time = greatest(w.join_time, r.last_active)
    FROM left_alone r WHERE w.room_id = r.id AND w.leave_time IS NULL AND w.join_time < $1 - interval '1 day'
    RETURNING w.id
), people AS (
    UPDATE room_user_presence p
    SET is_online = false, afk = false, total_online = p.total_online + greatest(p.last_seen - p.joined_at, '0')
    FROM left_alone r WHERE p.room_id = r.id AND p.is_online AND p.last_seen < $1 - interval '1 day'
    RETURNING p.username
)
SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM watchers) + (SELECT count(*) FROM people) AS "n!"
