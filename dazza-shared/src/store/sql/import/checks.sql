-- What must be true after an import. Each statement gives what is not, in words; the import comes to nothing then.

--! table checks
--! check every balance came over, with what was given back
SELECT format('%s had %s with what was given back, and has %s', coalesce(s.username, e.username), s.balance, e.balance)
FROM (SELECT username, sum(balance) AS balance
      FROM (SELECT username, balance FROM import_user_economy
            UNION ALL
            SELECT challenger, amount FROM import_coin_flip_challenges WHERE status IN ('pending', 'accepting')) AS had
      GROUP BY username) s
FULL JOIN user_economy e ON e.username = s.username
WHERE coalesce(s.balance, 0) <> coalesce(e.balance, 0)
--! check every balance is the sum of its ledger
SELECT format('%s has %s and a ledger of %s', coalesce(e.username, l.username), e.balance, l.amount)
FROM user_economy e
FULL JOIN (SELECT username, sum(amount) AS amount FROM economy_transactions GROUP BY username) l ON l.username = e.username
WHERE coalesce(e.balance, 0) <> coalesce(l.amount, 0)
--! check the ledger came over, kind by kind
SELECT format('%s: %s lines of %s were read, %s of %s written', coalesce(s.kind, t.kind), s.n, s.amount, t.n, t.amount)
FROM (SELECT transaction_type AS kind, count(*) AS n, sum(amount) AS amount FROM import_economy_transactions GROUP BY 1) s
FULL JOIN (SELECT transaction_type AS kind, count(*) AS n, sum(amount) AS amount FROM economy_transactions
           WHERE transaction_type NOT IN ('import_opening', 'import_refund') GROUP BY 1) t ON t.kind = s.kind
WHERE s.n IS DISTINCT FROM t.n OR s.amount IS DISTINCT FROM t.amount
--! check every bong and drink came over
SELECT format('%s: %s read, %s written', coalesce(s.username, t.username), s.n, t.n)
FROM (SELECT username, count(*) AS n FROM (SELECT username FROM import_user_bongs UNION ALL SELECT username FROM import_user_drinks) AS b
      GROUP BY 1) s
FULL JOIN (SELECT username, count(*) AS n FROM (SELECT username FROM user_bongs UNION ALL SELECT username FROM user_drinks) AS b
           GROUP BY 1) t ON t.username = s.username
WHERE s.n IS DISTINCT FROM t.n
--! check every picture is in one gallery, and no gallery holds more than 25
SELECT format('%s addresses were read, %s written', s.n, t.n)
FROM (SELECT count(DISTINCT url) AS n FROM import_user_images) s, (SELECT count(*) AS n FROM user_images) t
WHERE s.n <> t.n
UNION ALL
SELECT format('%s has %s', username, count(*)) FROM user_images WHERE is_active GROUP BY username HAVING count(*) > 25
--! check no name of a person has capitals, brackets or blanks
SELECT username::text FROM users WHERE username <> lower(username) OR username ~ '[[:space:]]' OR (username ~ '[][]' AND NOT is_system)
--! check no line was said after the import began
SELECT format('%s: %s', room_id, max(sent_at)) FROM messages GROUP BY room_id
HAVING max(sent_at) > current_setting('import.now')::timestamptz
--! check no heist is open
SELECT format('heist %s of %s is %s', id, room_id, state) FROM heist_events WHERE state NOT IN ('completed', 'cancelled')
--! check every line that counts is counted
SELECT format('%s in %s has %s lines of %s counted', coalesce(s.username, m.username), coalesce(s.room_id, m.room_id), m.n, s.message_count)
FROM user_room_stats s
FULL JOIN (SELECT m.room_id, m.username, count(*) AS n FROM messages m JOIN users u ON u.username = m.username AND NOT u.is_system
           WHERE NOT m.is_own GROUP BY m.room_id, m.username) m ON m.room_id = s.room_id AND m.username = s.username
WHERE coalesce(m.n, 0) <> coalesce(s.message_count, 0)

--! table money
--! figures
SELECT name, count(*), min(amount), percentile_disc(0.5) WITHIN GROUP (ORDER BY amount), max(amount)
FROM (SELECT 'user_economy.balance' AS name, balance AS amount FROM import_user_economy
      UNION ALL SELECT 'user_economy.total_earned', total_earned FROM import_user_economy
      UNION ALL SELECT 'user_economy.total_lost', total_lost FROM import_user_economy
      UNION ALL SELECT 'economy_transactions.amount', amount FROM import_economy_transactions
      UNION ALL SELECT 'coin_flip_challenges.amount', amount FROM import_coin_flip_challenges
      UNION ALL SELECT 'heist_participants.money_earned', money_earned FROM import_heist_participants
      UNION ALL SELECT 'video_watchers.reward_amount', reward_amount FROM import_video_watchers) AS columns
GROUP BY name ORDER BY name
