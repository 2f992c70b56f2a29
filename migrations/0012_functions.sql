-- What rooms do beyond their own rows: one function a deed, each run with the rights of the owner of the tables.
--
-- All take the room first and refuse to act for any other than the caller's own; all name their schema, so that nothing
-- a session sets can put another table in the place of one of these. Refusals have codes of their own:
-- DZ001 not enough money, DZ002 done already.

CREATE FUNCTION require_room(p_room text) RETURNS void LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF p_room IS DISTINCT FROM current_room() THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('%s cannot act for the room %s', session_user, p_room);
    END IF;
END
$$;
COMMENT ON FUNCTION require_room IS 'Fails unless the session logged in as that room.';

CREATE FUNCTION require_moments(VARIADIC p_at timestamptz[]) RETURNS void LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(p_at) AS at WHERE NOT at BETWEEN '2000-01-01 00:00+00' AND '2200-01-01 00:00+00') THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a moment is one that may come about';
    END IF;
END
$$;
COMMENT ON FUNCTION require_moments IS 'Fails when a moment is none that programs can read back: what all rooms share must stay legible to all.';

-- Wallets ---------------------------------------------------------------------------------------------------------------

CREATE FUNCTION settle_in(
    p_room text, p_cause bytea, p_effect integer, p_who text[], p_amount bigint[], p_trust integer[], p_kind text[],
    p_counterparty text[], p_details jsonb[], p_heist bigint, p_at timestamptz
) RETURNS TABLE (username text, balance bigint, trust smallint)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    had bigint;
    has bigint;
    trusted smallint;
    trusts smallint;
BEGIN
    -- Always in the order of their names: two of these that meet wait for each other and never for ever.
    INSERT INTO user_economy (username, created_at, updated_at)
    SELECT DISTINCT name, p_at, p_at FROM unnest(p_who) AS name ORDER BY name
    ON CONFLICT DO NOTHING;
    PERFORM FROM user_economy e WHERE e.username = ANY (p_who) ORDER BY e.username FOR UPDATE;
    -- Told before anybody is found too poor, and for each line: a cause may have had only some of these effects.
    IF EXISTS (SELECT FROM economy_transactions t
               WHERE t.room_id = p_room AND t.cause = p_cause
                 AND t.effect BETWEEN p_effect AND p_effect + cardinality(p_who) - 1) THEN
        RAISE EXCEPTION 'this was settled already' USING ERRCODE = 'DZ002';
    END IF;
    FOR i IN 1 .. cardinality(p_who) LOOP
        SELECT e.balance, e.trust INTO had, trusted FROM user_economy e WHERE e.username = p_who[i];
        has := had + p_amount[i];
        IF has < 0 THEN
            RAISE EXCEPTION '% has % and needs %', p_who[i], had, -p_amount[i]
                USING ERRCODE = 'DZ001', DETAIL = had::text, HINT = p_who[i];
        END IF;
        trusts := least(100, greatest(0, trusted + coalesce(p_trust[i], 0)));
        UPDATE user_economy e
        SET balance = has, trust = trusts, updated_at = p_at,
            total_earned = e.total_earned + greatest(p_amount[i], 0),
            total_lost = e.total_lost + greatest(-p_amount[i], 0),
            heists_participated = e.heists_participated + (p_kind[i] = 'heist')::integer
        WHERE e.username = p_who[i];
        INSERT INTO economy_transactions (room_id, username, amount, balance_after, trust_change, transaction_type,
                                          heist_id, counterparty, details, cause, effect, created_at)
        VALUES (p_room, p_who[i], p_amount[i], has, trusts - trusted, p_kind[i],
                p_heist, p_counterparty[i], p_details[i], p_cause, p_effect + i - 1, p_at)
        ON CONFLICT (room_id, cause, effect) WHERE cause IS NOT NULL DO NOTHING;
        -- Somebody else settled the same just now, about other wallets than these.
        IF NOT FOUND THEN
            RAISE EXCEPTION 'this was settled already' USING ERRCODE = 'DZ002';
        END IF;
    END LOOP;
    RETURN QUERY SELECT e.username::text, e.balance, e.trust FROM user_economy e WHERE e.username = ANY (p_who);
END
$$;
COMMENT ON FUNCTION settle_in IS 'Writes ledger lines and wallets together, in the order given, all or none. For the owner; rooms call settle.';

CREATE FUNCTION settle(
    p_room text, p_cause bytea, p_effect integer, p_who text[], p_amount bigint[], p_trust integer[], p_kind text[],
    p_counterparty text[], p_details jsonb[], p_heist bigint, p_at timestamptz
) RETURNS TABLE (username text, balance bigint, trust smallint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    IF p_cause IS NULL OR octet_length(p_cause) <> 16 OR p_effect IS NULL OR coalesce(cardinality(p_who), 0) = 0
        OR cardinality(p_amount) IS DISTINCT FROM cardinality(p_who)
        OR cardinality(p_kind) IS DISTINCT FROM cardinality(p_who)
        OR array_position(p_who, NULL) IS NOT NULL OR array_position(p_amount, NULL) IS NOT NULL THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a settlement has a cause, and a name, an amount and a kind a line';
    END IF;
    IF EXISTS (SELECT FROM unnest(p_kind) AS kind WHERE kind LIKE 'import%' OR kind LIKE 'purged%') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a room neither imports nor purges money';
    END IF;
    RETURN QUERY SELECT * FROM settle_in(p_room, p_cause, p_effect, p_who, p_amount, p_trust, p_kind,
                                         p_counterparty, p_details, p_heist, p_at);
END
$$;
COMMENT ON FUNCTION settle IS 'The one way for a room to move money: ledger lines and wallets together, once a cause and effect.';

CREATE FUNCTION pay_watch_rewards(
    p_room text, p_cause bytea, p_session bigint, p_who text[], p_amount bigint[], p_at timestamptz
) RETURNS TABLE (username text, amount bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    payable text[];
    amounts bigint[];
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    -- One at a time for a person, so that two rooms cannot both find nothing paid yet.
    PERFORM pg_advisory_xact_lock(hashtextextended('watch ' || name, 0)) FROM unnest(p_who) AS name ORDER BY name;
    SELECT array_agg(w.username::text ORDER BY w.username), array_agg(given.amount ORDER BY w.username)
    INTO payable, amounts
    FROM unnest(p_who, p_amount) AS given (name, amount)
    JOIN video_watchers w ON w.room_id = p_room AND w.session_id = p_session AND w.username = given.name
    WHERE NOT w.rewarded
      AND (SELECT count(*) FROM video_watchers o
           WHERE o.username = w.username AND o.rewarded AND o.leave_time > p_at - interval '1 hour') < 20
      AND NOT EXISTS (
          SELECT FROM video_watchers o
          WHERE o.username = w.username AND o.rewarded AND (o.room_id <> p_room OR o.session_id <> p_session)
            AND least(coalesce(o.leave_time, p_at), p_at) - greatest(o.join_time, w.join_time) > (p_at - w.join_time) / 2);
    IF payable IS NULL THEN
        RETURN;
    END IF;
    UPDATE video_watchers w SET rewarded = true, reward_amount = paid.amount, leave_time = coalesce(w.leave_time, p_at)
    FROM unnest(payable, amounts) AS paid (name, amount)
    WHERE w.room_id = p_room AND w.session_id = p_session AND w.username = paid.name;
    PERFORM settle_in(p_room, p_cause, 0, payable, amounts, NULL, array_fill('video'::text, ARRAY[cardinality(payable)]),
                      NULL, NULL, NULL, p_at);
    RETURN QUERY SELECT * FROM unnest(payable, amounts);
END
$$;
COMMENT ON FUNCTION pay_watch_rewards IS 'Pays the watchers of a session that has ended: at most 20 rewards an hour, and none for time that another room has paid.';

CREATE FUNCTION watch_rewards_of(p_user text, OUT total bigint, OUT videos bigint, OUT lucky bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(sum(w.reward_amount), 0)::bigint, count(*), count(*) FILTER (WHERE w.reward_amount > 1)
    FROM video_watchers w
    WHERE w.username = p_user AND w.rewarded
$$;
COMMENT ON FUNCTION watch_rewards_of IS 'What watching has brought a person, over all rooms.';

-- People ----------------------------------------------------------------------------------------------------------------

CREATE FUNCTION note_people(
    p_room text, p_who text[], p_shown text[], p_seen timestamptz[], p_system boolean[], p_messages bigint[], p_words bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(VARIADIC p_seen);
    INSERT INTO users AS u (username, display_name, first_seen, last_seen, is_system)
    SELECT name, shown, seen, seen, is_system
    FROM unnest(p_who, p_shown, p_seen, p_system) AS given (name, shown, seen, is_system)
    ORDER BY name
    ON CONFLICT (username) DO UPDATE
    SET display_name = CASE WHEN excluded.last_seen >= u.last_seen THEN excluded.display_name ELSE u.display_name END,
        first_seen = least(u.first_seen, excluded.first_seen),
        last_seen = greatest(u.last_seen, excluded.last_seen),
        is_system = u.is_system OR excluded.is_system;
    INSERT INTO user_stats AS s (username, first_seen, last_seen, message_count, total_words)
    SELECT name, seen, seen, n_messages, n_words
    FROM unnest(p_who, p_seen, p_system, p_messages, p_words) AS given (name, seen, is_system, n_messages, n_words)
    WHERE NOT is_system
    ORDER BY name
    ON CONFLICT (username) DO UPDATE
    SET first_seen = least(s.first_seen, excluded.first_seen),
        last_seen = greatest(s.last_seen, excluded.last_seen),
        message_count = s.message_count + excluded.message_count,
        total_words = s.total_words + excluded.total_words,
        updated_at = now();
END
$$;
COMMENT ON FUNCTION note_people IS 'Takes in who was seen, when, under what spelling, and how much they said since the last time. A name at most once a call.';

CREATE FUNCTION note_bong(p_room text, p_who text, p_at timestamptz, p_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    streak integer;
    latest bong_sessions;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    INSERT INTO user_bong_streaks AS s (username, current_streak, longest_streak, last_bong_date, streak_start_date)
    VALUES (p_who, 1, 1, p_day, p_day)
    ON CONFLICT (username) DO UPDATE
    SET current_streak = CASE WHEN s.last_bong_date >= p_day THEN s.current_streak
                              WHEN s.last_bong_date = p_day - 1 THEN s.current_streak + 1 ELSE 1 END,
        longest_streak = greatest(s.longest_streak,
                                  CASE WHEN s.last_bong_date = p_day - 1 THEN s.current_streak + 1 ELSE 1 END),
        streak_start_date = CASE WHEN s.last_bong_date >= p_day - 1 THEN s.streak_start_date ELSE p_day END,
        last_bong_date = greatest(s.last_bong_date, p_day),
        updated_at = now()
    RETURNING current_streak INTO streak;
    -- The row of the streak is locked from here on: one bong of a person at a time.
    SELECT * INTO latest FROM bong_sessions b WHERE b.username = p_who ORDER BY b.session_end DESC LIMIT 1;
    IF latest.id IS NULL OR latest.session_end < p_at - interval '2 hours' THEN
        INSERT INTO bong_sessions (username, session_start, session_end, cone_count, max_cones_per_hour)
        VALUES (p_who, p_at, p_at, 1, 1)
        ON CONFLICT (username, session_start) DO NOTHING;
    ELSE
        UPDATE bong_sessions b
        SET session_end = greatest(b.session_end, p_at), cone_count = b.cone_count + 1,
            max_cones_per_hour = greatest(b.max_cones_per_hour,
                (SELECT max(n) FROM (
                    SELECT count(*) OVER (ORDER BY c.at RANGE BETWEEN CURRENT ROW AND interval '60 minutes' FOLLOWING) AS n
                    FROM user_bongs c WHERE c.username = p_who AND c.at >= latest.session_start AND c.at <= p_at) AS rates))
        WHERE b.id = latest.id;
    END IF;
    RETURN streak;
END
$$;
COMMENT ON FUNCTION note_bong IS 'Takes a bong, whose row is stored already, into the person''s streak and session; the streak in days.';

CREATE FUNCTION take_cooldown(
    p_room text, p_scope text, p_command text, p_who text, p_length interval, p_now timestamptz
) RETURNS interval
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taken boolean;
    ends_at timestamptz;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_now, p_now + p_length);
    IF p_scope <> p_room AND p_scope <> '*' THEN
        RAISE insufficient_privilege USING MESSAGE = 'a cooldown is the room''s own or shared by all';
    END IF;
    INSERT INTO cooldowns AS c (room_id, command_name, username, last_used, expires_at)
    VALUES (p_scope, p_command, p_who, p_now, p_now + p_length)
    ON CONFLICT (room_id, command_name, username) DO UPDATE
    SET last_used = excluded.last_used, expires_at = excluded.expires_at
    WHERE c.expires_at <= p_now
    RETURNING true INTO taken;
    IF taken THEN
        RETURN NULL;
    END IF;
    SELECT c.expires_at INTO ends_at FROM cooldowns c
    WHERE c.room_id = p_scope AND c.command_name = p_command AND c.username = p_who;
    RETURN ends_at - p_now;
END
$$;
COMMENT ON FUNCTION take_cooldown IS 'Starts a cooldown unless one runs: NULL when it was started, else how long the other still runs.';

CREATE FUNCTION release_cooldown(p_room text, p_scope text, p_command text, p_who text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    DELETE FROM cooldowns c
    WHERE c.room_id = p_scope AND c.room_id IN (p_room, '*') AND c.command_name = p_command AND c.username = p_who;
END
$$;
COMMENT ON FUNCTION release_cooldown IS 'Ends a cooldown early: what it was for was called off.';

CREATE FUNCTION note_command_uses(p_room text, p_window timestamptz, p_who text[], p_uses integer[])
RETURNS TABLE (username text, elsewhere bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_window);
    INSERT INTO limiter_counts AS l (username, room_id, window_start, uses)
    SELECT name, p_room, p_window, n FROM unnest(p_who, p_uses) AS given (name, n) ORDER BY name
    ON CONFLICT (username, room_id, window_start) DO UPDATE SET uses = l.uses + excluded.uses;
    RETURN QUERY
    SELECT l.username::text, sum(l.uses) FROM limiter_counts l
    WHERE l.username = ANY (p_who) AND l.room_id <> p_room AND l.window_start > p_window - interval '1 minute'
    GROUP BY l.username;
END
$$;
COMMENT ON FUNCTION note_command_uses IS 'Adds to the counts of commands used; what the same people used in other rooms within the last minute.';

-- Galleries -------------------------------------------------------------------------------------------------------------

CREATE FUNCTION keep_image(p_room text, p_who text, p_url text, p_at timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    image user_images;
    owner text := p_who;
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    SELECT * INTO image FROM user_images i WHERE i.url = p_url;
    IF image.deleted_at IS NOT NULL THEN
        RETURN 'deleted';
    END IF;
    owner := coalesce(image.username, p_who);
    PERFORM pg_advisory_xact_lock(hashtextextended('gallery ' || owner, 0));
    IF image.is_active THEN
        UPDATE user_images i SET most_recent_poster = p_who WHERE i.id = image.id;
        RETURN 'known';
    END IF;
    UPDATE user_images i SET is_active = false, pruned_reason = 'gallery limit', pruned_at = p_at
    WHERE i.id IN (SELECT o.id FROM user_images o WHERE o.username = owner AND o.is_active AND o.url <> p_url
                   ORDER BY o.posted_at DESC, o.id DESC OFFSET 24);
    INSERT INTO user_images AS i (username, url, source_room, posted_at, original_poster, most_recent_poster, original_at)
    VALUES (owner, p_url, p_room, p_at, p_who, p_who, p_at)
    ON CONFLICT (url) DO UPDATE
    SET is_active = true, pruned_reason = NULL, pruned_at = NULL, failure_count = 0, first_failure_at = NULL,
        next_check_at = NULL, posted_at = excluded.posted_at, most_recent_poster = excluded.most_recent_poster;
    RETURN CASE WHEN image.id IS NULL THEN 'kept' ELSE 'restored' END;
END
$$;
COMMENT ON FUNCTION keep_image IS 'Puts a picture into its poster''s gallery, or back into its owner''s: kept, restored, known or deleted.';

CREATE FUNCTION lock_gallery(p_room text, p_who text, p_locked boolean, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    INSERT INTO user_gallery_locks (username, is_locked, locked_at, locked_by)
    VALUES (p_who, p_locked, p_at, p_who)
    ON CONFLICT (username) DO UPDATE
    SET is_locked = excluded.is_locked, locked_at = excluded.locked_at, locked_by = excluded.locked_by;
    INSERT INTO gallery_audit (username, action, actor, at)
    VALUES (p_who, CASE WHEN p_locked THEN 'lock' ELSE 'unlock' END, p_who, p_at);
END
$$;
COMMENT ON FUNCTION lock_gallery IS 'Locks or unlocks a person''s own gallery.';

CREATE FUNCTION issue_owner_token(p_room text, p_who text, p_hash bytea, p_at timestamptz) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ends_at timestamptz := p_at + interval '15 minutes';
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    INSERT INTO api_tokens (name, token_hash, scopes, username, expires_at, created_at)
    VALUES ('gallery of ' || p_who, p_hash, ARRAY['gallery:own'], p_who, ends_at, p_at);
    RETURN ends_at;
END
$$;
COMMENT ON FUNCTION issue_owner_token IS 'Makes a token good for a person''s own gallery for 15 minutes; its end. The token itself is known to the room alone.';

CALL secure_tables();
