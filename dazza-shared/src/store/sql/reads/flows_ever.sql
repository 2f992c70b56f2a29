SELECT t.kind AS "kind!", sum(t.n)::bigint AS "lines!", sum(t.came_in)::bigint AS "came_in!", sum(t.went_out)::bigint AS "went_out!",
       (sum(t.came_in) - sum(t.went_out))::bigint AS "net!"
FROM (SELECT t.kind, t.n, t.came_in, t.went_out
      FROM tallies t
      WHERE t.kind NOT IN ('user_bongs', 'user_drinks') AND (cardinality($1::text[]) = 0 OR t.room_id = ANY ($1))
        AND t.username <> lower($2)
      UNION ALL
      -- What is left of rooms that are gone is in no tally.
      SELECT l.transaction_type, 1, greatest(l.amount, 0), greatest(-l.amount, 0)
      FROM economy_transactions l
      WHERE cardinality($1::text[]) = 0 AND l.room_id = '*' AND l.username <> lower($2)) AS t
GROUP BY t.kind
ORDER BY sum(t.came_in) + sum(t.went_out) DESC, t.kind
