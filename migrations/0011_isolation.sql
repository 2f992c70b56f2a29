-- Who may see and touch what. Every room has a login role of its own, dazza_room_TAG_ROOM, a member of dazza_rooms_TAG,
-- where TAG is the number of this database in hexadecimal: roles belong to the whole cluster, and another fleet may live
-- beside this one.
--
-- secure_tables() holds the whole policy as one list and applies it. Every later migration that makes a table adds it to
-- the list and calls it again, and so does one that adds a column; a table that is not in the list fails the migration.

DO $$
DECLARE
    parent text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['posted_urls', 'economy_transactions', 'user_bongs', 'user_drinks', 'video_watchers', 'media_history'] LOOP
        FOR remainder IN 0..7 LOOP
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 8, REMAINDER %s)',
                           parent || '_p' || remainder, parent, remainder);
        END LOOP;
    END LOOP;
END
$$;

CREATE FUNCTION database_tag() RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT lpad(to_hex(oid::bigint), 8, '0') FROM pg_catalog.pg_database WHERE datname = current_database());
COMMENT ON FUNCTION database_tag IS 'What tells the roles of this database from those of its neighbours: eight hexadecimal digits.';

CREATE FUNCTION rooms_role() RETURNS text LANGUAGE sql STABLE
    RETURN 'dazza_rooms_' || database_tag();
COMMENT ON FUNCTION rooms_role IS 'The role that every room is a member of.';

CREATE FUNCTION room_role(room text) RETURNS text LANGUAGE sql STABLE
    RETURN 'dazza_room_' || database_tag() || '_' || room;
COMMENT ON FUNCTION room_role IS 'The login role of a room.';

-- The name of who logged in is the one thing about a session that nothing in it can change. The collation matters: with
-- that of the type "name" no partition would ever be pruned. 20 characters stand before the room: dazza_room_TAG_.
CREATE FUNCTION current_room() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN starts_with(session_user::text COLLATE "default", 'dazza_room_')
                THEN substr(session_user::text COLLATE "default", 21) END;
COMMENT ON FUNCTION current_room IS 'The room that this session logged in as; NULL for anybody else.';

-- By column, rooms may write all but what numbers the rows, where one could take the numbers of another's next rows, and
-- may not move a row to another room. Nor may a table be locked by whoever may update but its columns.
CREATE FUNCTION privileges_by_column(p_table text, p_privileges text) RETURNS text LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT regexp_replace(regexp_replace(p_privileges, '\mINSERT\M', format('INSERT (%s)', string_agg(name, ', '))),
                          '\mUPDATE\M(?! \()',
                          format('UPDATE (%s)', string_agg(name, ', ') FILTER (WHERE name <> 'room_id')))
    FROM (SELECT quote_ident(a.attname) AS name FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = to_regclass(format('public.%I', p_table)) AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attidentity = '' AND a.attgenerated = ''
          ORDER BY a.attnum) AS writable
$$;
COMMENT ON FUNCTION privileges_by_column IS 'The privileges with INSERT and UPDATE spelled out for the columns of a table that rooms may write.';

CREATE PROCEDURE secure_tables() LANGUAGE plpgsql AS $$
DECLARE
    rooms text := rooms_role();
    entry record;
    partition record;
    stranger text;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = rooms) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT', rooms);
    END IF;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), rooms);
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', rooms);
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
    REVOKE ALL ON ALL PROCEDURES IN SCHEMA public FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION current_room TO %I', rooms);

    CREATE TEMPORARY TABLE secured ON COMMIT DROP AS
    SELECT * FROM (VALUES
        -- own: a room reads and writes its own rows and sees no others. DELETE stands where little is written: whoever
        -- has it may also lock the table whole, and all rooms with it.
        ('user_room_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('room_user_presence', 'own', 'SELECT, INSERT, UPDATE'),
        ('connection_log', 'own', 'SELECT, INSERT'),
        ('opt_outs', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('messages', 'own', 'SELECT, INSERT, UPDATE'),
        ('user_events', 'own', 'SELECT, INSERT, UPDATE'),
        ('posted_urls', 'own', 'SELECT, INSERT, UPDATE'),
        ('private_messages', 'own', 'SELECT, INSERT'),
        ('handled_lines', 'own', 'SELECT, INSERT, UPDATE'),
        ('stored_answers', 'own', 'SELECT, INSERT, UPDATE'),
        ('curated_quotes', 'own', 'SELECT, INSERT, UPDATE'),
        ('tells', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('reminders', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('user_bongs', 'own', 'SELECT, INSERT'),
        ('user_drinks', 'own', 'SELECT, INSERT'),
        ('bong_counter', 'own', 'SELECT, INSERT, UPDATE'),
        ('drink_counter', 'own', 'SELECT, INSERT, UPDATE'),
        ('user_bladder', 'own', 'SELECT, INSERT, UPDATE'),
        ('economy_transactions', 'own', 'SELECT'),
        ('heist_events', 'own', 'SELECT, INSERT, UPDATE'),
        ('heist_participants', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('heist_config', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('coin_flip_challenges', 'own', 'SELECT, INSERT, UPDATE'),
        ('coin_flip_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('mystery_box_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('couch_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('mug_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('muggings', 'own', 'SELECT, INSERT, UPDATE'),
        ('sign_spinning_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('pissing_contest_challenges', 'own', 'SELECT, INSERT, UPDATE'),
        ('pissing_contest_stats', 'own', 'SELECT, INSERT, UPDATE'),
        ('pissing_contest_records', 'own', 'SELECT, INSERT, UPDATE'),
        ('raffles', 'own', 'SELECT, INSERT, UPDATE'),
        ('raffle_entries', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('video_sessions', 'own', 'SELECT, INSERT, UPDATE'),
        ('video_watchers', 'own', 'SELECT, INSERT, UPDATE'),
        ('media_history', 'own', 'SELECT, INSERT, UPDATE'),
        ('media_blacklist', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('queue_bans', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('user_daily_activity', 'own', 'SELECT, INSERT, UPDATE'),
        ('user_active_hours', 'own', 'SELECT, INSERT, UPDATE'),
        ('room_hourly_activity', 'own', 'SELECT, INSERT, UPDATE'),
        ('custom_commands', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('announcements', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('auto_responses', 'own', 'SELECT, INSERT, UPDATE, DELETE'),
        ('polls', 'own', 'SELECT, INSERT, UPDATE'),
        ('moderation_actions', 'own', 'SELECT, INSERT, UPDATE'),
        ('audit_log', 'own', 'SELECT, INSERT'),
        -- self: the room's own row of the registry
        ('rooms', 'self', 'SELECT, UPDATE (last_active, state, last_error, quiet_until)'),
        -- shared: a look at its own rows and at those of room *, which the functions of the next file write
        ('cooldowns', 'shared', 'SELECT'),
        -- global: everybody reads, the functions of the next file write
        ('users', 'global', 'SELECT'),
        ('user_stats', 'global', 'SELECT'),
        ('user_economy', 'global', 'SELECT'),
        ('crime_types', 'global', 'SELECT'),
        ('bong_sessions', 'global', 'SELECT'),
        ('user_bong_streaks', 'global', 'SELECT'),
        ('user_images', 'global', 'SELECT'),
        ('user_gallery_locks', 'global', 'SELECT'),
        ('user_chat_streaks', 'global', 'SELECT'),
        ('message_analysis_cache', 'global', 'SELECT'),
        ('user_activity_summary', 'global', 'SELECT'),
        ('achievement_definitions', 'global', 'SELECT'),
        ('chat_achievements', 'global', 'SELECT'),
        ('achievement_progress', 'global', 'SELECT'),
        -- fleet: no room looks in here
        ('limiter_counts', 'fleet', NULL),
        ('user_vocabulary', 'fleet', NULL),
        ('gallery_audit', 'fleet', NULL),
        ('api_tokens', 'fleet', NULL),
        ('batch_jobs', 'fleet', NULL),
        ('batch_job_history', 'fleet', NULL),
        ('job_watermarks', 'fleet', NULL),
        ('import_runs', 'fleet', NULL),
        ('_sqlx_migrations', 'fleet', NULL),
        ('migrations', 'fleet', NULL),
        -- views show what the reader may see of their tables
        ('coin_flip_stats_global', 'view', 'SELECT'),
        ('mystery_box_stats_global', 'view', 'SELECT'),
        ('couch_stats_global', 'view', 'SELECT'),
        ('mug_stats_global', 'view', 'SELECT'),
        ('sign_spinning_stats_global', 'view', 'SELECT'),
        ('pissing_contest_stats_global', 'view', 'SELECT')
    ) AS list (name, kind, privileges);

    SELECT c.relname INTO stranger
    FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND c.relname NOT IN (SELECT name FROM secured)
    LIMIT 1;
    IF stranger IS NOT NULL THEN
        RAISE EXCEPTION 'secure_tables() does not know %: add it to its list', stranger;
    END IF;

    FOR entry IN SELECT s.name, s.kind, s.privileges, c.relkind IN ('r', 'p') AS is_table
                 FROM secured s JOIN pg_catalog.pg_class c ON c.oid = to_regclass('public.' || s.name) LOOP
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, %I', entry.name, rooms);
        IF entry.privileges IS NOT NULL THEN
            EXECUTE format('GRANT %s ON %I TO %I', privileges_by_column(entry.name, entry.privileges), entry.name, rooms);
        END IF;
        CONTINUE WHEN NOT entry.is_table OR entry.kind = 'global' OR entry.name = '_sqlx_migrations';
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', entry.name);
        EXECUTE format('DROP POLICY IF EXISTS own_rows ON %I', entry.name);
        EXECUTE format('DROP POLICY IF EXISTS shared_rows ON %I', entry.name);
        CASE entry.kind
            WHEN 'own' THEN
                EXECUTE format('CREATE POLICY own_rows ON %I USING (room_id = current_room())', entry.name);
            WHEN 'self' THEN
                EXECUTE format('CREATE POLICY own_rows ON %I USING (id = current_room())', entry.name);
            WHEN 'shared' THEN
                EXECUTE format('CREATE POLICY own_rows ON %I USING (room_id = current_room())', entry.name);
                EXECUTE format('CREATE POLICY shared_rows ON %I FOR SELECT USING (room_id = ''*'')', entry.name);
            ELSE NULL;
        END CASE;
    END LOOP;

    -- Nobody but the owner goes to a partition directly, past the policy of its parent.
    FOR partition IN SELECT c.relname AS name FROM pg_catalog.pg_class c
                     WHERE c.relnamespace = 'public'::regnamespace AND c.relispartition AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', partition.name);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, %I', partition.name, rooms);
    END LOOP;
    DROP TABLE secured;

    -- What runs with the owner's rights checks its caller itself; the two of the writer run with those of the room.
    FOR entry IN SELECT p.oid::regprocedure AS signature FROM pg_catalog.pg_proc p
                 WHERE p.pronamespace = 'public'::regnamespace
                   AND (p.prosecdef OR p.proname IN ('store_lines', 'store_movements')) LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', entry.signature, rooms);
    END LOOP;
END
$$;
COMMENT ON PROCEDURE secure_tables IS 'Applies the list of who may touch what to every table, view, partition and function.';
