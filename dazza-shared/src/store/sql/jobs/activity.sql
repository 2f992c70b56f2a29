-- Hours of a room, counted anew. $1 room, lines above $2 up to $3, all hours since $4, $5 now.
-- Comings and goings are kept for half a year: those of older hours stand as they were counted.
WITH hours AS (
    SELECT date_trunc('hour', sent_at) AS start FROM messages WHERE room_id = $1 AND id > $2 AND id <= $3
    UNION
    SELECT generate_series(date_trunc('hour', $4::timestamptz), $5::timestamptz, '1 hour')
), said AS (
    SELECT h.start, count(*) AS n, count(DISTINCT m.username) AS people
    FROM hours h
    JOIN messages m ON m.room_id = $1 AND m.sent_at >= h.start AND m.sent_at < h.start + interval '1 hour'
    WHERE NOT m.is_own AND left(m.username, 1) <> '['
    GROUP BY h.start
), moved AS (
    SELECT h.start, count(*) FILTER (WHERE e.event_type = 'join') AS joins, count(*) FILTER (WHERE e.event_type = 'leave') AS leaves
    FROM hours h
    JOIN user_events e ON e.room_id = $1 AND e.at >= h.start AND e.at < h.start + interval '1 hour'
    WHERE h.start > $5 - interval '170 days'
    GROUP BY h.start
), online AS (
    SELECT date_trunc('hour', $5) AS start, count(*) AS n FROM room_user_presence WHERE room_id = $1 AND is_online
), counted AS (
    SELECT h.start, coalesce(s.n, 0) AS n, coalesce(s.people, 0) AS people,
           CASE WHEN h.start > $5 - interval '170 days' THEN coalesce(v.joins, 0) ELSE coalesce(a.joins, 0) END AS joins,
           CASE WHEN h.start > $5 - interval '170 days' THEN coalesce(v.leaves, 0) ELSE coalesce(a.leaves, 0) END AS leaves,
           greatest(a.peak_users, s.people, o.n, 0) AS peak
    FROM hours h
    LEFT JOIN said s ON s.start = h.start
    LEFT JOIN moved v ON v.start = h.start
    LEFT JOIN online o ON o.start = h.start
    LEFT JOIN room_hourly_activity a ON a.room_id = $1 AND a.hour_start = h.start
), put AS (
    INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users, joins, leaves, peak_users)
    SELECT $1, c.start, c.n, c.people, c.joins, c.leaves, c.peak FROM counted c
    WHERE (c.n > 0 OR c.joins > 0 OR c.leaves > 0 OR c.peak > 0
           OR EXISTS (SELECT FROM room_hourly_activity t WHERE t.room_id = $1 AND t.hour_start = c.start))
      AND NOT EXISTS (
        SELECT FROM room_hourly_activity t
        WHERE t.room_id = $1 AND t.hour_start = c.start AND t.messages = c.n AND t.active_users = c.people
          AND t.joins = c.joins AND t.leaves = c.leaves AND t.peak_users = c.peak)
    ON CONFLICT (room_id, hour_start) DO UPDATE
    SET messages = excluded.messages, active_users = excluded.active_users, joins = excluded.joins, leaves = excluded.leaves,
        peak_users = greatest(room_hourly_activity.peak_users, excluded.peak_users)
    RETURNING hour_start
)
SELECT count(*) AS "n!" FROM put
