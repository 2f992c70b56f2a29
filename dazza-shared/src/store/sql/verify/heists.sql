SELECT format('heist %s of %s is %s, brought %s and has moved %s', h.id, h.room_id, h.state, h.total_payout, paid.amount) AS "told!"
FROM heist_events h
JOIN (SELECT room_id, heist_id, sum(amount) AS amount FROM economy_transactions
      WHERE heist_id IS NOT NULL AND cause IS NOT NULL GROUP BY room_id, heist_id) paid
  ON paid.room_id = h.room_id AND paid.heist_id = h.id
WHERE h.state <> 'completed' OR paid.amount <> h.total_payout
