-- People of several rooms are counted one by one, each once a day; of one room, and all else, there are sums.
SELECT d.day::date AS "date!: Day", coalesce(s.messages, 0)::bigint AS "messages!",
       coalesce(u.users, s.users, 0)::bigint AS "users!", coalesce(b.n, 0)::bigint AS "bongs!", coalesce(k.n, 0)::bigint AS "drinks!"
FROM generate_series($3::date, ($4::timestamptz AT TIME ZONE $2)::date, interval '1 day') AS d (day)
LEFT JOIN (SELECT c.date, sum(c.messages) AS messages, sum(c.users) AS users FROM day_counts c
           WHERE c.room_id = ANY (rooms_or_all($1)) AND c.date >= $3 GROUP BY c.date) s ON s.date = d.day::date
LEFT JOIN (SELECT a.date, count(*) AS users
           FROM (SELECT DISTINCT a.date, a.username::text AS username FROM user_daily_activity a
                 WHERE $5 AND cardinality($1::text[]) <> 1 AND a.message_count > 0
                   AND a.room_id = ANY (rooms_or_all($1)) AND a.date >= $3) AS a
           GROUP BY a.date) u ON u.date = d.day::date
LEFT JOIN (SELECT c.date, sum(c.count) AS n FROM bong_counter c
           WHERE c.room_id = ANY (rooms_or_all($1)) AND c.date >= $3 GROUP BY c.date) b ON b.date = d.day::date
LEFT JOIN (SELECT c.date, sum(c.count) AS n FROM drink_counter c
           WHERE c.room_id = ANY (rooms_or_all($1)) AND c.date >= $3 GROUP BY c.date) k ON k.date = d.day::date
ORDER BY d.day DESC
