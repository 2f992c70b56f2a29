WITH RECURSIVE kinds (kind) AS (
    SELECT min(t.transaction_type) FROM economy_transactions t
    UNION ALL
    SELECT (SELECT min(t.transaction_type) FROM economy_transactions t WHERE t.transaction_type > k.kind)
    FROM kinds k WHERE k.kind IS NOT NULL
)
SELECT k.kind AS "kind!", f.lines AS "lines!", f.came_in AS "came_in!", f.went_out AS "went_out!",
       f.came_in - f.went_out AS "net!"
FROM kinds k,
     LATERAL (SELECT count(*) AS lines, coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0)::bigint AS came_in,
                     coalesce(-sum(t.amount) FILTER (WHERE t.amount < 0), 0)::bigint AS went_out
              FROM economy_transactions t
              WHERE t.transaction_type = k.kind AND (cardinality($1::text[]) = 0 OR t.room_id = ANY ($1))
                AND t.username <> lower($2) AND t.created_at >= $3) AS f
WHERE k.kind IS NOT NULL AND f.lines > 0
ORDER BY f.came_in + f.went_out DESC, k.kind
