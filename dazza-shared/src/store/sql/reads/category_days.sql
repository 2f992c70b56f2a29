SELECT d.day AS "date!: Day", sum(d.n)::bigint AS "count!", sum(d.came_in)::bigint AS "came_in!",
       sum(d.went_out)::bigint AS "went_out!", max(d.came_in)::bigint AS "best!"
FROM (SELECT a.date AS day, a.message_count::bigint AS n, 0::bigint AS came_in, 0::bigint AS went_out
      FROM user_daily_activity a
      WHERE $3::text = 'talkers' AND a.username = $1 AND a.room_id = ANY (rooms_or_all($2)) AND a.date >= $6::date
      UNION ALL
      SELECT (b.at AT TIME ZONE $5)::date, 1, 0, 0 FROM user_bongs b
      WHERE $3 = 'bongs' AND b.username = $1 AND b.room_id = ANY (rooms_or_all($2)) AND b.at >= $7::timestamptz
      UNION ALL
      SELECT (k.at AT TIME ZONE $5)::date, 1, 0, 0 FROM user_drinks k
      WHERE $3 = 'drinks' AND k.username = $1 AND k.room_id = ANY (rooms_or_all($2)) AND k.at >= $7
      UNION ALL
      SELECT (c.completed_at AT TIME ZONE $5)::date, 1, CASE WHEN c.winner = $1 THEN c.amount ELSE 0 END,
             CASE WHEN c.winner <> $1 THEN c.amount ELSE 0 END
      FROM pissing_contest_challenges c
      WHERE $3 = 'pissers' AND (c.challenger = $1 OR c.challenged = $1) AND c.status = 'completed'
        AND c.room_id = ANY (rooms_or_all($2)) AND c.completed_at >= $7
      UNION ALL
      SELECT (t.created_at AT TIME ZONE $5)::date, 1, greatest(t.amount, 0), greatest(-t.amount, 0)
      FROM economy_transactions t
      WHERE t.transaction_type = ANY ($4::text[]) AND t.username = $1 AND t.room_id = ANY (rooms_or_all($2))
        AND t.created_at >= $7) d
GROUP BY d.day ORDER BY d.day DESC LIMIT $8
