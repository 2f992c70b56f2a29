-- How a room comes into the database, and how it leaves it. For the owner of the tables alone.

CREATE PROCEDURE register_room(p_room text, p_verifier text) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    parent text;
    partition text;
    role text := room_role(p_room);
BEGIN
    -- One registration at a time, and none that waits for long behind somebody who reads: it is tried again.
    PERFORM set_config('lock_timeout', '5s', true);
    PERFORM pg_advisory_xact_lock(hashtextextended('register ' || database_tag(), 0));
    INSERT INTO rooms (id, name, channel) VALUES (p_room, p_room, p_room) ON CONFLICT (id) DO NOTHING;
    FOREACH parent IN ARRAY ARRAY['messages', 'user_events'] LOOP
        partition := parent || '_' || p_room;
        CONTINUE WHEN to_regclass(format('public.%I', partition)) IS NOT NULL;
        -- Made aside and then attached: attaching lets readers and writers of other rooms go on.
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)', partition, parent);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', partition);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES IN (%L)', parent, partition, p_room);
    END LOOP;
    IF p_verifier IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
        EXECUTE format('CREATE ROLE %I', role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN INHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT 10 PASSWORD %L', role, p_verifier);
    EXECUTE format('GRANT %I TO %I', rooms_role(), role);
    -- With a plan made for the very room only its own partitions are opened. The limits hold what a stuck room may hold up.
    EXECUTE format('ALTER ROLE %I SET plan_cache_mode = force_custom_plan', role);
    EXECUTE format('ALTER ROLE %I SET search_path = public', role);
    EXECUTE format('ALTER ROLE %I SET statement_timeout = ''5s''', role);
    EXECUTE format('ALTER ROLE %I SET lock_timeout = ''2s''', role);
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = ''10s''', role);
END
$$;
COMMENT ON PROCEDURE register_room IS 'Makes what a room needs: its row, its partitions, and its login role with the password that the verifier is of.';

CREATE FUNCTION is_registered(p_room text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT to_regclass(format('public.%I', 'messages_' || p_room)) IS NOT NULL
       AND to_regclass(format('public.%I', 'user_events_' || p_room)) IS NOT NULL
       AND EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = room_role(p_room))
$$;
COMMENT ON FUNCTION is_registered IS 'Whether a room has its partitions and its role.';

CREATE FUNCTION fold_ledger(p_room text) RETURNS bigint LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    folded bigint;
BEGIN
    CREATE TEMPORARY TABLE folding ON COMMIT DROP AS
    SELECT t.username, sum(t.amount)::bigint AS amount, count(*) AS n_lines
    FROM economy_transactions t WHERE t.room_id = p_room GROUP BY t.username;
    UPDATE economy_transactions t SET amount = t.amount + f.amount, created_at = now()
    FROM folding f WHERE t.room_id = '*' AND t.transaction_type = 'purged' AND t.username = f.username;
    INSERT INTO economy_transactions (room_id, username, amount, transaction_type, description, created_at)
    SELECT '*', f.username, f.amount, 'purged', 'sum of purged rooms', now() FROM folding f
    WHERE NOT EXISTS (SELECT FROM economy_transactions t
                      WHERE t.room_id = '*' AND t.transaction_type = 'purged' AND t.username = f.username);
    DELETE FROM economy_transactions t WHERE t.room_id = p_room;
    GET DIAGNOSTICS folded = ROW_COUNT;
    DROP TABLE folding;
    RETURN folded;
END
$$;
COMMENT ON FUNCTION fold_ledger IS 'Sums a room''s ledger up into one line a person in room *, so that every wallet is still explained; how many lines it had.';

CREATE FUNCTION return_stakes(p_room text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    duel coin_flip_challenges;
BEGIN
    -- What came in by an import was given back by it.
    FOR duel IN SELECT * FROM coin_flip_challenges c
                WHERE c.room_id = p_room AND c.status IN ('pending', 'accepting') AND c.cause IS NOT NULL
                ORDER BY c.challenger LOOP
        PERFORM settle_in(p_room, NULL, NULL, ARRAY[duel.challenger::text], ARRAY[duel.amount], NULL,
                          ARRAY['coin_flip_refund'], NULL, NULL, NULL, now());
        UPDATE coin_flip_challenges c SET status = 'cancelled', resolved_at = now()
        WHERE c.room_id = p_room AND c.id = duel.id;
    END LOOP;
END
$$;
COMMENT ON FUNCTION return_stakes IS 'Gives back the stakes of what is open in a room, before it goes.';

CREATE FUNCTION purge_rows(p_room text) RETURNS TABLE (name text, n_rows bigint)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    n bigint;
    victim text;
    role text := room_role(p_room);
BEGIN
    PERFORM return_stakes(p_room);
    name := 'economy_transactions'; n_rows := fold_ledger(p_room);
    RETURN NEXT;
    -- What rooms share keeps its rows and forgets the room.
    UPDATE user_images SET source_room = NULL WHERE source_room = p_room;
    UPDATE chat_achievements SET room_id = NULL WHERE room_id = p_room;
    FOR victim IN
        SELECT c.relname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'room_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname <> 'economy_transactions'
        ORDER BY c.relname = 'heist_events' OR c.relname = 'raffles', c.relname
    LOOP
        EXECUTE format('DELETE FROM %I WHERE room_id = $1', victim) USING p_room;
        GET DIAGNOSTICS n = ROW_COUNT;
        name := victim; n_rows := n;
        RETURN NEXT;
    END LOOP;
    DELETE FROM rooms WHERE id = p_room;
    GET DIAGNOSTICS n = ROW_COUNT;
    name := 'rooms'; n_rows := n;
    RETURN NEXT;
    INSERT INTO audit_log (actor, actor_kind, action, target) VALUES (session_user, 'operator', 'room.purge', p_room);
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
        -- Anybody may make large objects, and a role that owns one cannot be dropped.
        EXECUTE format('GRANT %I TO CURRENT_USER', role);
        EXECUTE format('DROP OWNED BY %I', role);
        EXECUTE format('REVOKE %I FROM %I', rooms_role(), role);
        EXECUTE format('DROP ROLE %I', role);
    END IF;
END
$$;
COMMENT ON FUNCTION purge_rows IS 'Removes a room whose partitions are gone already: what was removed, table by table.';

CALL secure_tables();
