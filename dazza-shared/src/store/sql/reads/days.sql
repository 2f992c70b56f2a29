WITH hours AS (
    SELECT (a.hour_start AT TIME ZONE $5)::date AS day, a.room_id::text AS room, sum(a.messages)::bigint AS messages,
           max(a.active_users)::bigint AS active_users, sum(a.joins)::bigint AS joins, sum(a.leaves)::bigint AS leaves,
           max(a.peak_users)::bigint AS peak_users
    FROM room_hourly_activity a
    WHERE a.room_id = ANY (rooms_or_all($1)) AND a.hour_start >= $2 AND a.hour_start < $3
    GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $4
), talked AS (
    SELECT d.date, d.room_id::text AS room, count(*) AS users
    FROM user_daily_activity d
    WHERE d.room_id = ANY (rooms_or_all($1)) AND d.message_count > 0
      AND d.date BETWEEN (SELECT min(h.day) FROM hours h) AND (SELECT max(h.day) FROM hours h)
    GROUP BY 1, 2
)
SELECT (h.day::timestamp AT TIME ZONE $5) AS "start!: Stamp", h.room AS "room!", h.messages AS "messages!",
       greatest(h.active_users, coalesce(t.users, 0)) AS "active_users!",
       h.joins AS "joins!", h.leaves AS "leaves!", h.peak_users AS "peak_users!"
FROM hours h LEFT JOIN talked t ON t.date = h.day AND t.room = h.room
ORDER BY 1, 2
