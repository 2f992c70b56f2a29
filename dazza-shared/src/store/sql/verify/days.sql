SELECT format('%s on %s: %s counted of %s', coalesce(c.room_id, d.room_id), coalesce(c.date, d.date), c.told, d.told) AS "told!"
FROM (SELECT room_id::text, date, format('%s lines by %s', messages, users) AS told FROM day_counts
      WHERE messages <> 0 OR users <> 0) c
FULL JOIN (SELECT room_id::text, date,
                  format('%s lines by %s', sum(message_count), count(*) FILTER (WHERE message_count > 0)) AS told
           FROM user_daily_activity GROUP BY 1, 2 HAVING sum(message_count) <> 0) d USING (room_id, date)
WHERE c.told IS DISTINCT FROM d.told
