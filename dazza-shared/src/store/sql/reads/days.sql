WITH hours AS (
    SELECT (a.hour_start AT TIME ZONE $5)::date AS day, a.room_id::text AS room, sum(a.messages)::bigint AS messages,
           max(a.active_users)::bigint AS active_users, sum(a.joins)::bigint AS joins, sum(a.leaves)::bigint AS leaves,
           max(a.peak_users)::bigint AS peak_users
    FROM room_hourly_activity a
    WHERE a.room_id = ANY (rooms_or_all($1)) AND a.hour_start >= $2 AND a.hour_start < $3
    GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $4
)
SELECT (h.day::timestamp AT TIME ZONE $5) AS "start!: Stamp", h.room AS "room!", h.messages AS "messages!",
       greatest(h.active_users, coalesce(c.users, 0)) AS "active_users!",
       h.joins AS "joins!", h.leaves AS "leaves!", h.peak_users AS "peak_users!"
FROM hours h LEFT JOIN day_counts c ON c.date = h.day AND c.room_id = h.room
ORDER BY 1, 2
