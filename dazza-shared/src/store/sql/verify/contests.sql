SELECT format('contest %s of %s and %s in %s is %s and has moved %s and %s', c.id, c.challenger, c.challenged, c.room_id,
              c.status, coalesce(of_challenger.amount, 0), coalesce(of_challenged.amount, 0)) AS "told!"
FROM pissing_contest_challenges c
LEFT JOIN (SELECT room_id, username, details ->> 'contest' AS contest, sum(amount) AS amount FROM economy_transactions
           WHERE details ? 'contest' GROUP BY room_id, username, details ->> 'contest') of_challenger
  ON of_challenger.room_id = c.room_id AND of_challenger.contest = c.id::text AND of_challenger.username = c.challenger
LEFT JOIN (SELECT room_id, username, details ->> 'contest' AS contest, sum(amount) AS amount FROM economy_transactions
           WHERE details ? 'contest' GROUP BY room_id, username, details ->> 'contest') of_challenged
  ON of_challenged.room_id = c.room_id AND of_challenged.contest = c.id::text AND of_challenged.username = c.challenged
WHERE c.cause IS NOT NULL
  AND (c.status = 'accepted'
       OR coalesce(of_challenger.amount, 0) <>
          CASE WHEN c.status = 'pending' OR (c.status = 'completed' AND c.winner <> c.challenger) THEN -c.amount
               WHEN c.status = 'completed' AND c.winner = c.challenger THEN c.amount ELSE 0 END
       OR coalesce(of_challenged.amount, 0) <>
          CASE WHEN c.status = 'completed' AND c.winner = c.challenged THEN c.amount
               WHEN c.status = 'completed' AND c.winner <> c.challenged THEN -c.amount ELSE 0 END)
