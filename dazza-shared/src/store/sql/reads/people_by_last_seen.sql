SELECT u.username::text AS "username!", u.display_name AS "display_name!",
       coalesce((SELECT s.message_count FROM user_stats s WHERE s.username = u.username), 0) AS "message_count!",
       u.last_seen AS "last_seen!: Stamp",
       (SELECT e.balance FROM user_economy e WHERE e.username = u.username) AS "balance?"
FROM users u
WHERE NOT u.is_system AND u.username LIKE $2 AND left(u.username, 1) <> '['
  AND u.username <> ALL ((SELECT left_out_of_boards('{}', $1))::text[])
  AND ($3::bigint IS NULL
       OR (u.last_seen, u.username::text) < (timestamptz 'epoch' + $3 * interval '1 microsecond', $4::text))
ORDER BY u.last_seen DESC, u.username DESC LIMIT $5
