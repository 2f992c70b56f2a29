SELECT s.room AS "room!", s.what, s.value AS "value!", s.details, s.at AS "at!: Stamp"
FROM ((SELECT t.room_id::text AS room,
              CASE WHEN $3::text = 'fishing' THEN t.details ->> 'species' ELSE t.transaction_type END AS what,
              CASE WHEN $3 = 'fishing' THEN (t.details ->> 'weight')::double precision
                   ELSE t.amount::double precision END AS value,
              t.details - 'seed' AS details, t.created_at AS at,
              CASE WHEN $3 = 'fishing' THEN (t.details ->> 'weight')::double precision
                   WHEN $3 = 'sign_spinning' THEN extract(epoch FROM t.created_at)::double precision
                   ELSE t.amount::double precision END AS sort
       FROM economy_transactions t
       WHERE t.username = $1 AND t.transaction_type = ANY ($4::text[]) AND t.room_id = ANY (rooms_or_all($2))
         AND CASE WHEN $3 = 'fishing' THEN jsonb_typeof(t.details -> 'weight') = 'number' ELSE t.amount > 0 END
       ORDER BY sort DESC, t.id DESC LIMIT $5)
      UNION ALL
      (SELECT c.room_id::text, CASE WHEN c.challenger = $1 THEN c.challenged ELSE c.challenger END::text,
              (CASE WHEN c.winner = $1 THEN c.amount WHEN c.winner IS NULL THEN 0 ELSE -c.amount END)::double precision,
              jsonb_strip_nulls(jsonb_build_object(
                  'winner', c.winner, 'location', c.location, 'weather', c.weather,
                  'characteristic', CASE WHEN c.challenger = $1 THEN c.challenger_characteristic ELSE c.challenged_characteristic END,
                  'score', CASE WHEN c.challenger = $1 THEN c.challenger_total ELSE c.challenged_total END,
                  'their_characteristic',
                  CASE WHEN c.challenger = $1 THEN c.challenged_characteristic ELSE c.challenger_characteristic END,
                  'their_score', CASE WHEN c.challenger = $1 THEN c.challenged_total ELSE c.challenger_total END,
                  'distance', CASE WHEN c.challenger = $1 THEN c.challenger_distance ELSE c.challenged_distance END)),
              c.completed_at, extract(epoch FROM c.completed_at)::double precision
       FROM pissing_contest_challenges c
       WHERE $3 = 'pissers' AND (c.challenger = $1 OR c.challenged = $1) AND c.status = 'completed'
         AND c.completed_at IS NOT NULL AND c.room_id = ANY (rooms_or_all($2))
       ORDER BY c.completed_at DESC LIMIT $5)) s
ORDER BY s.sort DESC, s.at DESC
