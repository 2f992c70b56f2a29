SELECT d.day::date AS "date!: Day", coalesce(s.messages, 0)::bigint AS "messages!", coalesce(s.users, 0)::bigint AS "users!",
       coalesce(b.n, 0)::bigint AS "bongs!", coalesce(k.n, 0)::bigint AS "drinks!"
FROM generate_series($3::date, ($4::timestamptz AT TIME ZONE $2)::date, interval '1 day') AS d (day)
LEFT JOIN (SELECT a.date, sum(a.message_count) AS messages, count(*) AS users
           FROM (SELECT a.date, CASE WHEN $6 THEN a.username::text END AS username, sum(a.message_count) AS message_count
                 FROM user_daily_activity a
                 WHERE ($5 OR $6) AND a.room_id = ANY (rooms_or_all($1)) AND a.date >= $3 GROUP BY 1, 2) AS a
           GROUP BY a.date) s ON s.date = d.day::date
LEFT JOIN (SELECT c.date, sum(c.count) AS n FROM bong_counter c
           WHERE c.room_id = ANY (rooms_or_all($1)) AND c.date >= $3 GROUP BY c.date) b ON b.date = d.day::date
LEFT JOIN (SELECT c.date, sum(c.count) AS n FROM drink_counter c
           WHERE c.room_id = ANY (rooms_or_all($1)) AND c.date >= $3 GROUP BY c.date) k ON k.date = d.day::date
ORDER BY d.day DESC
