-- Boards for the web: who leads in what, in some rooms or in all, of late or ever.

CREATE INDEX economy_transactions_kind ON economy_transactions (transaction_type, created_at)
    INCLUDE (room_id, username, amount);
-- A person's lines in the order in which they changed the wallet.
CREATE INDEX economy_transactions_person ON economy_transactions (username, id DESC) INCLUDE (amount);
CREATE INDEX users_system ON users (username) WHERE is_system;
CREATE INDEX users_name ON users (username text_pattern_ops);

CREATE FUNCTION rooms_or_all(p_rooms text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN cardinality(p_rooms) = 0 THEN ARRAY(SELECT r.id::text FROM rooms r) ELSE p_rooms END
$$;
COMMENT ON FUNCTION rooms_or_all IS 'The rooms that are asked about: none named is all, so that indexes by room serve either.';

CREATE FUNCTION left_out_of_boards(p_rooms text[], p_house text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT ARRAY(SELECT u.username::text FROM users u WHERE u.is_system
                 UNION SELECT o.username::text FROM opt_outs o
                 WHERE o.room_id = ANY (rooms_or_all(p_rooms)) AND o.kind IN ('statistics', 'all')
                 UNION SELECT lower(p_house))
$$;
COMMENT ON FUNCTION left_out_of_boards IS 'Who is on no board: who is no person, the house, and who asked for it in one of the rooms.';

CREATE FUNCTION board(p_type text, p_rooms text[], p_house text, p_since timestamptz, p_day date, p_limit bigint)
RETURNS TABLE (username text, value double precision, second double precision, extra jsonb)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    places text[] := rooms_or_all(p_rooms);
    hidden text[];
BEGIN
    -- What is one figure over all rooms leaves out whoever asked for it in any of them.
    hidden := left_out_of_boards(CASE WHEN p_type IN ('money', 'messages', 'images') THEN '{}' ELSE p_rooms END, p_house);
    CASE
    WHEN p_type = 'messages' OR p_type = 'talkers' AND p_day IS NULL AND cardinality(p_rooms) = 0 THEN
        RETURN QUERY
        SELECT s.username::text, s.message_count::double precision, 0::double precision,
               jsonb_build_object('words', s.total_words)
        FROM user_stats s
        WHERE s.message_count > 0 AND left(s.username, 1) <> '[' AND s.username <> ALL (hidden)
        ORDER BY s.message_count DESC, s.username LIMIT p_limit;
    WHEN p_type = 'talkers' AND p_day IS NULL THEN
        RETURN QUERY
        SELECT s.username::text, sum(s.message_count)::double precision, 0::double precision,
               jsonb_build_object('words', sum(s.word_count))
        FROM user_room_stats s
        WHERE s.room_id = ANY (places) AND s.message_count > 0 AND left(s.username, 1) <> '[' AND s.username <> ALL (hidden)
        GROUP BY s.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'talkers' THEN
        RETURN QUERY
        SELECT d.username::text, sum(d.message_count)::double precision, 0::double precision,
               jsonb_build_object('words', sum(d.word_count))
        FROM user_daily_activity d
        WHERE d.room_id = ANY (places) AND d.date >= p_day AND left(d.username, 1) <> '[' AND d.username <> ALL (hidden)
        GROUP BY d.username HAVING sum(d.message_count) > 0 ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'bongs' THEN
        RETURN QUERY
        SELECT b.username::text, count(*)::double precision, 0::double precision, '{}'::jsonb
        FROM user_bongs b
        WHERE b.room_id = ANY (places) AND (p_since IS NULL OR b.at >= p_since)
          AND left(b.username, 1) <> '[' AND b.username <> ALL (hidden)
        GROUP BY b.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'drinks' THEN
        RETURN QUERY
        SELECT d.username::text, count(*)::double precision, 0::double precision, '{}'::jsonb
        FROM user_drinks d
        WHERE d.room_id = ANY (places) AND (p_since IS NULL OR d.at >= p_since)
          AND left(d.username, 1) <> '[' AND d.username <> ALL (hidden)
        GROUP BY d.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'gamblers' THEN
        RETURN QUERY
        SELECT g.username, g.amount::double precision, 0::double precision,
               jsonb_build_object('game', g.transaction_type, 'room', g.room_id, 'at', g.created_at)
        FROM (SELECT DISTINCT ON (t.username) t.username::text, t.amount, t.transaction_type, t.room_id::text, t.created_at
              FROM economy_transactions t
              WHERE t.transaction_type IN ('pokies', 'scratchie', 'tab') AND t.amount > 0 AND t.room_id = ANY (places)
                AND (p_since IS NULL OR t.created_at >= p_since)
                AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
              ORDER BY t.username, t.amount DESC, t.created_at) g
        ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'fishing' THEN
        RETURN QUERY
        SELECT f.username, f.weight::double precision, 0::double precision,
               jsonb_build_object('species', f.species, 'room', f.room_id, 'at', f.created_at)
        FROM (SELECT DISTINCT ON (t.username) t.username::text, (t.details ->> 'weight')::numeric AS weight,
                     t.details ->> 'species' AS species, t.room_id::text, t.created_at
              FROM economy_transactions t
              WHERE t.transaction_type = 'fishing' AND jsonb_typeof(t.details -> 'weight') = 'number'
                AND t.room_id = ANY (places) AND (p_since IS NULL OR t.created_at >= p_since)
                AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
              ORDER BY t.username, t.details -> 'weight' DESC, t.created_at) f
        ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type IN ('bottles', 'cashie') OR p_type = 'sign_spinning' AND p_since IS NOT NULL THEN
        RETURN QUERY
        SELECT t.username::text, sum(t.amount)::double precision, 0::double precision,
               jsonb_build_object('jobs', count(*), 'average', round(avg(t.amount), 2), 'best', max(t.amount))
        FROM economy_transactions t
        WHERE t.transaction_type = p_type AND t.amount > 0 AND t.room_id = ANY (places)
          AND (p_since IS NULL OR t.created_at >= p_since)
          AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
        GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'sign_spinning' THEN
        RETURN QUERY
        SELECT s.username::text, sum(s.total_earnings)::double precision, 0::double precision,
               jsonb_build_object('jobs', sum(s.total_spins), 'perfect_days', sum(s.perfect_days),
                                  'cops', sum(s.cops_called), 'best', max(s.best_shift),
                                  'average', round(sum(s.total_earnings) / nullif(sum(s.total_spins), 0), 2))
        FROM sign_spinning_stats s
        WHERE s.room_id = ANY (places) AND s.total_spins > 0
          AND left(s.username, 1) <> '[' AND s.username <> ALL (hidden)
        GROUP BY s.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'beggars' THEN
        RETURN QUERY
        SELECT t.username::text, count(*)::double precision, 0::double precision,
               jsonb_build_object('received', coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0),
                                  'success_percent', round(100.0 * count(*) FILTER (WHERE t.amount > 0) / count(*), 1),
                                  'robbed', count(*) FILTER (WHERE t.amount < 0))
        FROM economy_transactions t
        WHERE t.transaction_type = 'beg' AND t.room_id = ANY (places)
          AND (p_since IS NULL OR t.created_at >= p_since)
          AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
        GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'pissers' AND p_since IS NULL THEN
        RETURN QUERY
        SELECT s.username::text, sum(s.wins)::double precision,
               (sum(s.wins) / nullif(sum(s.total_matches), 0))::double precision,
               jsonb_build_object(
                   'matches', sum(s.total_matches), 'win_percent', round(100 * sum(s.wins) / nullif(sum(s.total_matches), 0), 1),
                   'characteristic', (array_agg(s.rarest_characteristic ORDER BY s.wins DESC, s.room_id)
                                      FILTER (WHERE s.rarest_characteristic IS NOT NULL))[1],
                   'spot', (array_agg(s.favorite_location ORDER BY s.wins DESC, s.room_id)
                            FILTER (WHERE s.favorite_location IS NOT NULL))[1],
                   'distance', max(s.best_distance), 'speciality',
                   CASE WHEN max(s.best_distance) >= 4.5 THEN 'distance' WHEN max(s.best_aim) >= 95 THEN 'aim'
                        WHEN max(s.best_duration) >= 25 THEN 'duration' WHEN max(s.best_volume) >= 1800 THEN 'volume' END)
        FROM pissing_contest_stats s
        WHERE s.room_id = ANY (places) AND s.total_matches > 0
          AND left(s.username, 1) <> '[' AND s.username <> ALL (hidden)
        GROUP BY s.username ORDER BY 2 DESC, 3 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'pissers' THEN
        RETURN QUERY
        SELECT m.who, count(*) FILTER (WHERE m.has_won)::double precision,
               (count(*) FILTER (WHERE m.has_won))::double precision / count(*),
               jsonb_build_object('matches', count(*),
                                  'win_percent', round(100.0 * count(*) FILTER (WHERE m.has_won) / count(*), 1),
                                  'distance', max(m.distance))
        FROM (SELECT side.who, side.who = c.winner AS has_won, side.distance
              FROM pissing_contest_challenges c,
                   LATERAL (VALUES (c.challenger::text, c.challenger_distance),
                                   (c.challenged::text, c.challenged_distance)) AS side (who, distance)
              WHERE c.room_id = ANY (places) AND c.status = 'completed' AND c.completed_at >= p_since) m
        WHERE left(m.who, 1) <> '[' AND m.who <> ALL (hidden)
        GROUP BY m.who ORDER BY 2 DESC, 3 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'money' THEN
        RETURN QUERY
        SELECT e.username::text, e.balance::double precision, 0::double precision, jsonb_build_object('trust', e.trust)
        FROM user_economy e
        WHERE e.balance > 0 AND left(e.username, 1) <> '[' AND e.username <> ALL (hidden)
        ORDER BY e.balance DESC, e.username LIMIT p_limit;
    WHEN p_type = 'criminal' THEN
        RETURN QUERY
        SELECT h.username::text, count(*)::double precision, sum(h.money_earned)::double precision,
               jsonb_build_object('take', sum(h.money_earned))
        FROM heist_participants h
        WHERE h.room_id = ANY (places) AND (p_since IS NULL OR h.participated_at >= p_since)
          AND left(h.username, 1) <> '[' AND h.username <> ALL (hidden)
        GROUP BY h.username ORDER BY 2 DESC, 3 DESC, 1 LIMIT p_limit;
    WHEN p_type = 'images' THEN
        RETURN QUERY
        SELECT i.username::text, count(*)::double precision, 0::double precision, '{}'::jsonb
        FROM user_images i
        WHERE i.is_active AND left(i.username, 1) <> '[' AND i.username <> ALL (hidden)
        GROUP BY i.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    END CASE;
END
$$;
COMMENT ON FUNCTION board IS 'Who leads in what: since a moment and the local day it falls in, or ever, in the rooms named, or in all.';

CALL secure_tables();
