SELECT s.username::text AS "username!", u.display_name AS "display_name!", s.message_count AS "message_count!",
       u.last_seen AS "last_seen!: Stamp",
       (SELECT e.balance FROM user_economy e WHERE e.username = s.username) AS "balance?"
FROM user_stats s JOIN users u ON u.username = s.username
WHERE s.username LIKE $2 AND left(s.username, 1) <> '['
  AND s.username <> ALL ((SELECT left_out_of_boards('{}', $1))::text[])
  AND ($3::bigint IS NULL OR (s.message_count, s.username::text) < ($3, $4::text))
ORDER BY s.message_count DESC, s.username DESC LIMIT $5
