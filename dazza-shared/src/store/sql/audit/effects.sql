-- What has happened in a room, by who brought it about and how often.
SELECT who AS "who!", what AS "what!", sum(n)::bigint AS "n!"
FROM (
    SELECT username::text AS who, 'bong' AS what, count(*) AS n FROM user_bongs WHERE room_id = $1 GROUP BY username
    UNION ALL
    SELECT username::text, 'drink', count(*) FROM user_drinks WHERE room_id = $1 GROUP BY username
    UNION ALL
    SELECT from_user::text, 'tell', count(*) FROM tells WHERE room_id = $1 GROUP BY from_user
    UNION ALL
    SELECT from_user::text, 'reminder', count(*) FROM reminders WHERE room_id = $1 GROUP BY from_user
    UNION ALL
    SELECT username::text, 'flip', total_flips FROM coin_flip_stats WHERE room_id = $1
    UNION ALL
    SELECT CASE WHEN transaction_type = 'give' AND amount > 0 THEN counterparty ELSE username END::text,
           transaction_type || CASE WHEN amount < 0 THEN ' out' ELSE ' in' END,
           1
    FROM economy_transactions WHERE room_id = $1
) AS happened
GROUP BY who, what
ORDER BY who, what
