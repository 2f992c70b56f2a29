SELECT format('raffle %s in %s is %s and has moved %s', r.id, r.room_id, r.status,
              coalesce((SELECT sum(t.amount) FROM economy_transactions t
                        WHERE t.room_id = r.room_id AND t.details ->> 'raffle' = r.id::text), 0)) AS "told!"
FROM raffles r
WHERE coalesce((SELECT sum(t.amount) FROM economy_transactions t
                WHERE t.room_id = r.room_id AND t.details ->> 'raffle' = r.id::text), 0)
      <> CASE WHEN r.status = 'open' THEN
                  -r.ticket_price * coalesce((SELECT sum(e.tickets) FROM raffle_entries e
                                              WHERE e.room_id = r.room_id AND e.raffle_id = r.id), 0)
              ELSE 0 END
