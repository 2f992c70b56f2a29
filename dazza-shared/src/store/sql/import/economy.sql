-- Heists and money. Afterwards every balance is the sum of its ledger: the opening lines see to that.

--! table crime_types
--! skipped its figures cannot be
DELETE FROM import_crime_types
WHERE min_payout < 0 OR max_payout < min_payout OR NOT success_rate BETWEEN 0 AND 1
RETURNING src
--! skipped the fleet has its own
DELETE FROM import_crime_types s WHERE EXISTS (SELECT FROM crime_types c WHERE c.id = s.id) RETURNING src
--! imported
INSERT INTO crime_types (id, name, min_payout, max_payout, success_rate)
SELECT id, name, min_payout, max_payout, success_rate FROM import_crime_types
ON CONFLICT (id) DO NOTHING

--! table heist_events
--! note open, broken off or of no known state: taken as cancelled or completed
SELECT src FROM import_heist_events
WHERE coalesce(status, '') NOT IN ('completed', 'cancelled')
  AND NOT (status IS NULL AND upper(state) IN ('IDLE', 'COOLDOWN', 'DISTRIBUTING') AND coalesce(completed_at, returned_at) IS NOT NULL)
--! imported
INSERT INTO heist_events (id, room_id, state, crime_type, announced_at, departed_at, returned_at, completed_at, success,
                          participant_count, total_payout, created_at)
OVERRIDING SYSTEM VALUE
SELECT s.id, s.room_id,
       CASE WHEN s.status = 'completed' AND coalesce(s.returned_at, s.completed_at) IS NULL AND p.n = 0 THEN 'cancelled'
            WHEN s.status IN ('completed', 'cancelled') THEN s.status
            WHEN s.status IN ('announced', 'in_progress') THEN 'cancelled'
            WHEN s.status IS NULL AND upper(s.state) IN ('ANNOUNCING', 'VOTING', 'IN_PROGRESS') THEN 'cancelled'
            WHEN s.status IS NULL AND upper(s.state) IN ('IDLE', 'COOLDOWN', 'DISTRIBUTING')
                 AND coalesce(s.completed_at, s.returned_at) IS NOT NULL THEN 'completed'
            WHEN s.completed_at IS NOT NULL THEN 'completed'
            ELSE 'cancelled' END,
       s.crime_type, s.announced_at, s.departed_at, s.returned_at, s.completed_at, s.success,
       coalesce(nullif(s.participant_count, 0), nullif(s.participants_count, 0), p.n),
       coalesce(nullif(s.total_payout, 0), s.total_haul), s.created_at
FROM import_heist_events s
CROSS JOIN LATERAL (SELECT count(DISTINCT username) AS n FROM import_heist_participants p WHERE p.heist_id = s.id) p

--! table heist_participants
--! skipped no such heist
DELETE FROM import_heist_participants s WHERE NOT EXISTS (SELECT FROM heist_events h WHERE h.id = s.heist_id) RETURNING src
--! imported
INSERT INTO heist_participants (heist_id, room_id, username, vote, money_earned, trust_gained, participated_at)
SELECT s.heist_id, h.room_id, s.username, (array_agg(s.vote ORDER BY s.participated_at) FILTER (WHERE s.vote IS NOT NULL))[1],
       sum(s.money_earned), least(greatest(sum(s.trust_gained), -32768), 32767), min(s.participated_at)
FROM import_heist_participants s JOIN heist_events h ON h.id = s.heist_id
GROUP BY s.heist_id, h.room_id, s.username

--! table heist_config
--! skipped only the time of a heist that is still to come is kept
DELETE FROM import_heist_config
WHERE key <> 'next_heist_time' OR value !~ '^[0-9]{12,14}$'
   OR to_timestamp(value::numeric / 1000) <= current_setting('import.now')::timestamptz
RETURNING src
--! imported
INSERT INTO heist_config (room_id, key, value, updated_at)
SELECT coalesce((SELECT r.id FROM rooms r WHERE r.id = current_setting('import.heist_room')), current_setting('import.room')),
       key, value, updated_at
FROM import_heist_config

--! table economy_transactions
--! note of a kind that is not known: kept
SELECT src FROM import_economy_transactions
WHERE transaction_type NOT IN ('pokies', 'scratchie', 'mystery_esky', 'mystery_box', 'couch_coins', 'mug', 'beg', 'bottles', 'cashie',
                               'sign_spinning', 'fishing', 'dev_award', 'heist', 'trust_gift')
--! note its heist was not imported
SELECT s.src FROM import_economy_transactions s
WHERE s.heist_id IS NOT NULL AND NOT EXISTS (SELECT FROM heist_events h WHERE h.id = s.heist_id)
--! imported
INSERT INTO economy_transactions (id, room_id, username, amount, trust_change, transaction_type, heist_id, counterparty, details,
                                  description, created_at)
OVERRIDING SYSTEM VALUE
SELECT s.id, s.room_id, s.username, s.amount, s.trust_change, s.transaction_type, h.id, victim.username,
       CASE WHEN fish IS NOT NULL THEN jsonb_build_object('weight_kg', fish[1]::numeric, 'species', fish[2]) END,
       s.description, s.created_at
FROM import_economy_transactions s
LEFT JOIN heist_events h ON h.id = s.heist_id
LEFT JOIN LATERAL (SELECT CASE WHEN s.transaction_type = 'fishing'
                               THEN regexp_match(s.description, '^([0-9]{1,6}(?:\.[0-9]{1,6})?)kg (.+)$') END AS fish) f ON true
LEFT JOIN LATERAL (
    SELECT u.username FROM regexp_split_to_table(CASE WHEN s.transaction_type = 'mug' THEN lower(s.description) END, '[^a-z0-9_-]+')
        WITH ORDINALITY AS word (name, nth)
    JOIN users u ON u.username = word.name AND u.username <> s.username AND NOT u.is_system
    ORDER BY word.nth DESC LIMIT 1) victim ON true

--! table user_economy
--! imported
INSERT INTO user_economy (username, balance, trust, total_earned, total_lost, heists_participated, created_at, updated_at)
SELECT username, sum(balance), max(trust), sum(total_earned), sum(total_lost), least(sum(heists_participated), 2147483647),
       min(created_at), max(updated_at)
FROM import_user_economy GROUP BY username
--! then
INSERT INTO user_economy (username, created_at, updated_at)
SELECT username, min(created_at), max(created_at) FROM economy_transactions GROUP BY username
ON CONFLICT (username) DO NOTHING

--! table coin_flip_challenges
--! skipped without a stake
DELETE FROM import_coin_flip_challenges WHERE amount <= 0 RETURNING src
--! skipped against oneself
DELETE FROM import_coin_flip_challenges WHERE challenger = challenged RETURNING src
--! note left open by a restart: over, and the stake given back
SELECT src FROM import_coin_flip_challenges WHERE status IN ('pending', 'accepting')
--! note of no known state: taken as cancelled
SELECT src FROM import_coin_flip_challenges
WHERE status NOT IN ('pending', 'accepting', 'completed', 'declined', 'expired', 'cancelled')
--! imported
INSERT INTO coin_flip_challenges (id, room_id, challenger, challenged, amount, status, challenger_choice, challenged_choice, result,
                                  winner, created_at, expires_at, resolved_at)
OVERRIDING SYSTEM VALUE
SELECT id, room_id, challenger, challenged, amount,
       CASE WHEN status IN ('pending', 'accepting') THEN 'expired'
            WHEN status IN ('completed', 'declined', 'expired', 'cancelled') THEN status ELSE 'cancelled' END,
       CASE WHEN challenger_choice IN ('heads', 'tails') THEN challenger_choice END,
       CASE WHEN challenged_choice IN ('heads', 'tails') THEN challenged_choice END,
       CASE WHEN result IN ('heads', 'tails') THEN result END,
       winner, created_at, expires_at,
       CASE WHEN status IN ('pending', 'accepting') THEN current_setting('import.now')::timestamptz ELSE resolved_at END
FROM import_coin_flip_challenges
--! then
INSERT INTO user_economy AS e (username, balance, created_at, updated_at)
SELECT challenger, sum(amount), min(created_at), current_setting('import.now')::timestamptz
FROM import_coin_flip_challenges WHERE status IN ('pending', 'accepting') GROUP BY challenger
ON CONFLICT (username) DO UPDATE SET balance = e.balance + excluded.balance, updated_at = excluded.updated_at
--! then
INSERT INTO economy_transactions (id, room_id, username, amount, transaction_type, description, created_at) OVERRIDING SYSTEM VALUE
SELECT (SELECT coalesce(max(id), 0) FROM economy_transactions) + row_number() OVER (ORDER BY id),
       room_id, challenger, amount, 'import_refund', 'stake of coin flip ' || id, current_setting('import.now')::timestamptz
FROM import_coin_flip_challenges WHERE status IN ('pending', 'accepting')
--! then
INSERT INTO economy_transactions (id, room_id, username, amount, balance_after, transaction_type, description, created_at)
OVERRIDING SYSTEM VALUE
SELECT (SELECT coalesce(max(id), 0) FROM economy_transactions) + row_number() OVER (ORDER BY e.username),
       current_setting('import.room'), e.username, e.balance - coalesce(l.amount, 0), e.balance, 'import_opening',
       'what the imported ledger does not explain', current_setting('import.now')::timestamptz
FROM user_economy e
LEFT JOIN (SELECT username, sum(amount)::bigint AS amount FROM economy_transactions GROUP BY username) l ON l.username = e.username
