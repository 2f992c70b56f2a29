SELECT p.name AS "name!", count(*) FILTER (WHERE p.weight IS NULL) + coalesce(sum(p.weight), 0)::bigint AS "count!",
       count(*) FILTER (WHERE p.is_win) AS "wins!", coalesce(sum(p.value), 0)::double precision AS "total!",
       coalesce(max(p.value), 0)::double precision AS "best!"
FROM (SELECT lpad(h.hour::text, 2, '0') AS name, h.message_count::bigint AS weight, false AS is_win,
             h.message_count::double precision AS value, true AS is_hour
      FROM user_active_hours h
      WHERE $3::text = 'talkers' AND h.username = $1 AND h.message_count > 0 AND h.room_id = ANY (rooms_or_all($2))
      UNION ALL
      SELECT lpad(b.hour::text, 2, '0'), NULL, false, 1, true FROM user_bongs b
      WHERE $3 = 'bongs' AND b.username = $1 AND b.room_id = ANY (rooms_or_all($2))
      UNION ALL
      SELECT coalesce(d.kind, 'unknown'), NULL, false, 1, false FROM user_drinks d
      WHERE $3 = 'drinks' AND d.username = $1 AND d.room_id = ANY (rooms_or_all($2))
      UNION ALL
      SELECT coalesce(c.location, 'unknown'), NULL, coalesce(c.winner = $1, false),
             coalesce(CASE WHEN c.challenger = $1 THEN c.challenger_total ELSE c.challenged_total END, 0), false
      FROM pissing_contest_challenges c
      WHERE $3 = 'pissers' AND (c.challenger = $1 OR c.challenged = $1) AND c.status = 'completed'
        AND c.room_id = ANY (rooms_or_all($2))
      UNION ALL
      SELECT CASE WHEN $3 = 'fishing' THEN coalesce(t.details ->> 'species', t.details ->> 'catch', 'unknown')
                  ELSE t.transaction_type END, NULL, t.amount > 0,
             CASE WHEN $3 <> 'fishing' THEN t.amount::double precision
                  WHEN jsonb_typeof(t.details -> 'weight') = 'number' THEN (t.details ->> 'weight')::double precision ELSE 0 END,
             false
      FROM economy_transactions t
      WHERE t.username = $1 AND t.transaction_type = ANY ($4::text[]) AND t.room_id = ANY (rooms_or_all($2))) p
GROUP BY p.name, p.is_hour
ORDER BY CASE WHEN p.is_hour THEN p.name END, count(*) DESC, p.name
