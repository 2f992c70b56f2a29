SELECT e.username::text AS "username!", u.display_name AS "display_name!",
       coalesce((SELECT s.message_count FROM user_stats s WHERE s.username = e.username), 0) AS "message_count!",
       u.last_seen AS "last_seen!: Stamp", e.balance AS "balance?"
FROM user_economy e JOIN users u ON u.username = e.username
WHERE e.username LIKE $2 AND left(e.username, 1) <> '['
  AND e.username <> ALL ((SELECT left_out_of_boards('{}', $1))::text[])
  AND ($3::bigint IS NULL OR (e.balance, e.username::text) < ($3, $4::text))
ORDER BY e.balance DESC, e.username DESC LIMIT $5
