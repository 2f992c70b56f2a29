SELECT p.username AS "username!", p.display_name AS "display_name!", p.message_count AS "message_count!",
       p.last_seen AS "last_seen!: Stamp", p.balance AS "balance?"
FROM (SELECT s.username::text, u.display_name, s.message_count, s.last_seen,
             (SELECT e.balance FROM user_economy e WHERE e.username = s.username) AS balance,
             CASE $7::text WHEN 'messages' THEN s.message_count
                           WHEN 'balance' THEN coalesce((SELECT e.balance FROM user_economy e WHERE e.username = s.username), 0)
                           ELSE (extract(epoch FROM s.last_seen) * 1000000)::bigint END AS key
      FROM (SELECT r.username, sum(r.message_count)::bigint AS message_count, max(r.last_seen) AS last_seen
            FROM user_room_stats r WHERE r.room_id = ANY ($1) AND r.username LIKE $3 GROUP BY r.username) s
      JOIN users u ON u.username = s.username
      WHERE left(s.username, 1) <> '[' AND s.username <> ALL ((SELECT left_out_of_boards($1, $2))::text[])) p
WHERE $4::bigint IS NULL OR (p.key, p.username) < ($4, $5::text)
ORDER BY p.key DESC, p.username DESC LIMIT $6
