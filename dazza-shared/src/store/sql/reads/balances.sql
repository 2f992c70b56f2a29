SELECT d.day::date AS "date!: Day", coalesce(c.came_in, 0)::bigint AS "came_in!",
       coalesce(c.went_out, 0)::bigint AS "went_out!",
       (coalesce((SELECT e.balance FROM user_economy e WHERE e.username = $1), 0)
        - coalesce(sum(c.came_in - c.went_out) OVER (ORDER BY d.day DESC
                                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::bigint AS "balance!"
FROM generate_series($3::date, ($5::timestamptz AT TIME ZONE $2)::date, interval '1 day') AS d (day)
LEFT JOIN (SELECT (t.created_at AT TIME ZONE $2)::date AS day, coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0) AS came_in,
                  coalesce(-sum(t.amount) FILTER (WHERE t.amount < 0), 0) AS went_out
           FROM economy_transactions t WHERE t.username = $1 AND t.created_at >= $4 GROUP BY 1) c ON c.day = d.day::date
ORDER BY d.day
