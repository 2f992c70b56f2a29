-- Lines are stored as they come and counted a little later, many at once: to count a line took three times as long as to store it.

ALTER TABLE rooms ADD counted_line bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN rooms.counted_line IS 'The number of the last of its messages that are counted. Whoever stores messages holds the row meanwhile.';
UPDATE rooms r SET counted_line = m.id
FROM (SELECT room_id, max(id) AS id FROM messages GROUP BY room_id) AS m
WHERE m.room_id = r.id;

DROP FUNCTION store_lines;
CREATE FUNCTION store_lines(
    p_room text, p_key bytea[], p_who text[], p_text text[], p_sent timestamptz[], p_words smallint[], p_command boolean[],
    p_own boolean[], p_link_line bytea[], p_link_url text[], p_link_normalized text[], p_link_domain text[], p_link_type text[]
) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    n_stored bigint;
BEGIN
    -- Held until the lines are stored, so that none is overlooked by who counts.
    PERFORM FROM rooms WHERE id = p_room FOR KEY SHARE;
    WITH stored AS (
        INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own, line_key)
        SELECT p_room, username, message, sent_at, word_count, is_command, is_own, line_key
        FROM unnest(p_key, p_who, p_text, p_sent, p_words, p_command, p_own) WITH ORDINALITY
            AS line (line_key, username, message, sent_at, word_count, is_command, is_own, nth)
        ORDER BY nth
        ON CONFLICT (room_id, line_key) WHERE line_key IS NOT NULL DO NOTHING
        RETURNING id, username, sent_at, line_key
    ), links AS (
        INSERT INTO posted_urls (room_id, username, url, normalized_url, domain, url_type, message_id, posted_at)
        SELECT p_room, s.username, l.url, l.normalized_url, l.domain, l.url_type, s.id, s.sent_at
        FROM unnest(p_link_line, p_link_url, p_link_normalized, p_link_domain, p_link_type)
            AS l (line_key, url, normalized_url, domain, url_type)
        JOIN stored s ON s.line_key = l.line_key
    )
    SELECT count(*) INTO n_stored FROM stored;
    RETURN n_stored;
END
$$;
COMMENT ON FUNCTION store_lines IS 'Stores lines with their links; how many are new. count_lines takes them into the statistics.';

CREATE FUNCTION count_lines(p_room text, p_zone text, p_who text[], p_shown text[]) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET lock_timeout = '500ms' AS $$
#variable_conflict use_column
DECLARE
    counted_to bigint;
    n integer;
    names text[];
    moments timestamptz[];
    n_words bigint[];
    n_chars bigint[];
    are_system boolean[];
    spelled text[];
    n_lines bigint[];
BEGIN
    -- No line that is still being stored has a lower number than what is seen from here on.
    SELECT r.counted_line INTO counted_to FROM rooms r WHERE r.id = p_room FOR UPDATE;
    IF NOT FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s cannot count lines of the room %s', session_user, p_room);
    END IF;
    -- Planned each time: it is to open this room's partition alone. Lines without a key were counted by who brought them.
    EXECUTE 'SELECT count(*), max(m.id), array_agg(m.username::text), array_agg(m.sent_at), array_agg(m.word_count::bigint),
                    array_agg(length(m.message)::bigint), array_agg(m.is_own OR left(m.username, 1) = ''['')
             FROM (SELECT * FROM messages
                   WHERE room_id = $1 AND id > $2 AND line_key IS NOT NULL ORDER BY id LIMIT 5000) AS m'
        INTO n, counted_to, names, moments, n_words, n_chars, are_system USING p_room, counted_to;
    IF n = 0 THEN
        RETURN true;
    END IF;
    WITH counted AS (
        SELECT l.*, l.sent_at AT TIME ZONE p_zone AS local
        FROM unnest(names, moments, n_words, n_chars, are_system) AS l (username, sent_at, words, chars, is_system)
    ), in_room AS (
        INSERT INTO user_room_stats AS r (room_id, username, first_seen, last_seen, message_count, word_count)
        SELECT p_room, username, min(sent_at), max(sent_at), count(*), sum(words)
        FROM counted WHERE NOT is_system GROUP BY username ORDER BY username
        ON CONFLICT (room_id, username) DO UPDATE
        SET first_seen = least(r.first_seen, excluded.first_seen), last_seen = greatest(r.last_seen, excluded.last_seen),
            message_count = r.message_count + excluded.message_count, word_count = r.word_count + excluded.word_count
    ), by_day AS (
        INSERT INTO user_daily_activity AS d (room_id, username, date, message_count, word_count, char_count,
                                              first_message_time, last_message_time)
        SELECT p_room, username, local::date, count(*), sum(words), sum(chars), min(sent_at), max(sent_at)
        FROM counted WHERE NOT is_system GROUP BY username, local::date ORDER BY username
        ON CONFLICT (room_id, username, date) DO UPDATE
        SET message_count = d.message_count + excluded.message_count, word_count = d.word_count + excluded.word_count,
            char_count = d.char_count + excluded.char_count,
            first_message_time = least(d.first_message_time, excluded.first_message_time),
            last_message_time = greatest(d.last_message_time, excluded.last_message_time), updated_at = now()
    ), by_hour AS (
        INSERT INTO room_hourly_activity AS a (room_id, hour_start, messages)
        SELECT p_room, date_trunc('hour', sent_at), count(*)
        FROM counted WHERE NOT is_system GROUP BY date_trunc('hour', sent_at)
        ON CONFLICT (room_id, hour_start) DO UPDATE SET messages = a.messages + excluded.messages
    ), people AS (
        SELECT c.username, max(c.sent_at) AS seen, bool_or(c.is_system) AS is_system, count(*) AS n_messages,
               coalesce(sum(c.words), 0)::bigint AS n_words,
               coalesce((SELECT given.shown FROM unnest(p_who, p_shown) AS given (who, shown) WHERE given.who = c.username LIMIT 1),
                        (SELECT u.display_name FROM users u WHERE u.username = c.username), c.username) AS shown
        FROM counted c GROUP BY c.username
    )
    SELECT array_agg(username), array_agg(shown), array_agg(seen), array_agg(is_system), array_agg(n_messages), array_agg(n_words)
    INTO names, spelled, moments, are_system, n_lines, n_words FROM people;
    PERFORM note_people(p_room, names, spelled, moments, are_system, n_lines, n_words);
    UPDATE rooms SET counted_line = counted_to WHERE id = p_room;
    RETURN n < 5000;
END
$$;
COMMENT ON FUNCTION count_lines IS 'Takes lines that were stored since the last time into the statistics of people, days and hours, 5,000 at most; whether these were all. Names are spelled as given, else as known.';

-- secure_tables() with the new function and column in its lists, and else as it is.
DO $$
BEGIN
    EXECUTE replace(replace(pg_get_functiondef('secure_tables'::regproc), '''store_lines''', '''store_lines'', ''count_lines'''),
                    'last_error, quiet_until)', 'last_error, quiet_until, counted_line)');
END
$$;
CALL secure_tables();

-- What is done for every line or command is planned once a session: with arrays of this very call at hand a plan always looks
-- cheaper than the kept one, and making it takes longer than the work. None of these reads a table with a partition for each room.
DO $$
DECLARE
    old text := pg_get_functiondef('settle_in'::regproc);
    new text := replace(replace(old, E'DECLARE\n', E'DECLARE\n    is_settled boolean;\n'),
        'IF EXISTS (SELECT FROM economy_transactions t
               WHERE t.room_id = p_room AND t.cause = p_cause
                 AND t.effect BETWEEN p_effect AND p_effect + cardinality(p_who) - 1) THEN',
        -- Planned each time, for the one partition that it needs.
        'EXECUTE ''SELECT EXISTS (SELECT FROM economy_transactions t
                                WHERE t.room_id = $1 AND t.cause = $2 AND t.effect BETWEEN $3 AND $3 + $4 - 1)''
        INTO is_settled USING p_room, p_cause, p_effect, cardinality(p_who);
    IF is_settled THEN');
BEGIN
    ASSERT new LIKE '%is_settled boolean%INTO is_settled%IF is_settled%', 'settle_in is not as it was';
    EXECUTE new;
END
$$;
ALTER FUNCTION require_moments SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION settle SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION settle_in SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION note_command_uses SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION tallied_ledger SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION tallied_counter SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION counted_day SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION take_cooldown SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION store_movements SET plan_cache_mode = force_generic_plan;
