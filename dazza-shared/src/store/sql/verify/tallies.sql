SELECT format('%s of %s in %s: %s tallied of %s', coalesce(t.kind, w.kind), coalesce(t.username, w.username),
              coalesce(t.room_id, w.room_id), t.told, w.told) AS "told!"
FROM (SELECT kind, room_id::text, username::text, format('%s rows, %s in, %s out', n, came_in, went_out) AS told FROM tallies) t
FULL JOIN (SELECT transaction_type AS kind, room_id::text, username::text,
                  format('%s rows, %s in, %s out', count(*), coalesce(sum(amount) FILTER (WHERE amount > 0), 0),
                         coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)) AS told
           FROM economy_transactions WHERE room_id <> '*' GROUP BY 1, 2, 3
           UNION ALL
           SELECT 'user_bongs', room_id::text, username::text, format('%s rows, 0 in, 0 out', count(*)) FROM user_bongs GROUP BY 2, 3
           UNION ALL
           SELECT 'user_drinks', room_id::text, username::text, format('%s rows, 0 in, 0 out', count(*)) FROM user_drinks GROUP BY 2, 3) w
  USING (kind, room_id, username)
WHERE t.told IS DISTINCT FROM w.told
