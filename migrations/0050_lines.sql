-- What is done for every line of every room is planned once a session: planning took longer than doing it.

CREATE OR REPLACE FUNCTION store_lines(
    p_room text, p_zone text, p_key bytea[], p_who text[], p_shown text[], p_system boolean[], p_text text[],
    p_sent timestamptz[], p_words smallint[], p_command boolean[], p_own boolean[],
    p_link_line bytea[], p_link_url text[], p_link_normalized text[], p_link_domain text[], p_link_type text[]
) RETURNS bigint
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    n_stored bigint;
BEGIN
    -- A plan made without looking at the lines suits a few of them. It opens no other room's partition: it only adds rows.
    IF cardinality(p_key) <= 20 THEN
        SET LOCAL plan_cache_mode = force_generic_plan;
    END IF;
    WITH given AS (
        SELECT * FROM unnest(p_key, p_who, p_shown, p_system, p_text, p_sent, p_words, p_command, p_own) WITH ORDINALITY
            AS line (line_key, username, shown, is_system, message, sent_at, word_count, is_command, is_own, nth)
    ), stored AS (
        INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own, line_key)
        SELECT p_room, username, message, sent_at, word_count, is_command, is_own, line_key FROM given ORDER BY nth
        ON CONFLICT (room_id, line_key) WHERE line_key IS NOT NULL DO NOTHING
        RETURNING id, username, sent_at, word_count, length(message) AS n_chars, line_key
    ), counted AS (
        SELECT s.username, s.sent_at, s.word_count, s.n_chars, g.shown, g.is_system,
               s.sent_at AT TIME ZONE p_zone AS local
        FROM stored s JOIN given g ON g.line_key = s.line_key
    ), links AS (
        INSERT INTO posted_urls (room_id, username, url, normalized_url, domain, url_type, message_id, posted_at)
        SELECT p_room, s.username, l.url, l.normalized_url, l.domain, l.url_type, s.id, s.sent_at
        FROM unnest(p_link_line, p_link_url, p_link_normalized, p_link_domain, p_link_type)
            AS l (line_key, url, normalized_url, domain, url_type)
        JOIN stored s ON s.line_key = l.line_key
    ), in_room AS (
        INSERT INTO user_room_stats AS r (room_id, username, first_seen, last_seen, message_count, word_count)
        SELECT p_room, username, min(sent_at), max(sent_at), count(*), sum(word_count)
        FROM counted WHERE NOT is_system GROUP BY username ORDER BY username
        ON CONFLICT (room_id, username) DO UPDATE
        SET first_seen = least(r.first_seen, excluded.first_seen), last_seen = greatest(r.last_seen, excluded.last_seen),
            message_count = r.message_count + excluded.message_count, word_count = r.word_count + excluded.word_count
    ), by_day AS (
        INSERT INTO user_daily_activity AS d (room_id, username, date, message_count, word_count, char_count,
                                              first_message_time, last_message_time)
        SELECT p_room, username, local::date, count(*), sum(word_count), sum(n_chars), min(sent_at), max(sent_at)
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
        SELECT username, (array_agg(shown ORDER BY sent_at DESC))[1] AS shown, max(sent_at) AS seen,
               bool_or(is_system) AS is_system, count(*) AS n_messages, coalesce(sum(word_count), 0) AS n_words
        FROM counted GROUP BY username
    ), noted AS (
        SELECT note_people(p_room, array_agg(username::text), array_agg(shown), array_agg(seen), array_agg(is_system),
                           array_agg(n_messages), array_agg(n_words))
        FROM people HAVING count(*) > 0
    )
    SELECT (SELECT count(*) FROM stored) + 0 * (SELECT count(*) FROM noted) INTO n_stored;
    RETURN n_stored;
END
$$;

ALTER FUNCTION note_people(text, text[], text[], timestamptz[], boolean[], bigint[], bigint[])
    SET plan_cache_mode = force_generic_plan;
