-- How a room's writer stores what it heard, a batch at a time, with the rights of the room itself. Both are safe to repeat:
-- what is there already is not counted again.

CREATE FUNCTION store_lines(
    p_room text, p_zone text, p_key bytea[], p_who text[], p_shown text[], p_system boolean[], p_text text[],
    p_sent timestamptz[], p_words smallint[], p_command boolean[], p_own boolean[],
    p_link_line bytea[], p_link_url text[], p_link_normalized text[], p_link_domain text[], p_link_type text[]
) RETURNS bigint
LANGUAGE sql SET search_path = public, pg_temp AS $$
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
    ), by_hour_of_day AS (
        INSERT INTO user_active_hours AS h (room_id, username, hour, message_count, word_count, char_count)
        SELECT p_room, username, extract(hour FROM local), count(*), sum(word_count), sum(n_chars)
        FROM counted WHERE NOT is_system GROUP BY username, extract(hour FROM local) ORDER BY username
        ON CONFLICT (room_id, username, hour) DO UPDATE
        SET message_count = h.message_count + excluded.message_count, word_count = h.word_count + excluded.word_count,
            char_count = h.char_count + excluded.char_count
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
    SELECT (SELECT count(*) FROM stored) + 0 * (SELECT count(*) FROM noted)
$$;
COMMENT ON FUNCTION store_lines IS 'Stores lines with their links, and counts those that are new; how many those were.';

CREATE FUNCTION store_movements(
    p_room text, p_kind text[], p_who text[], p_shown text[], p_at timestamptz[]
) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    kind text;
    who text;
    moment timestamptz;
    is_new boolean;
BEGIN
    FOR i IN 1 .. cardinality(p_kind) LOOP
        kind := p_kind[i];
        who := p_who[i];
        moment := p_at[i];
        IF kind IN ('join', 'leave') THEN
            is_new := NULL;
            INSERT INTO user_events (room_id, username, event_type, at) VALUES (p_room, who, kind, moment)
            ON CONFLICT (room_id, username, at, event_type) DO NOTHING RETURNING true INTO is_new;
            CONTINUE WHEN is_new IS NULL;
            INSERT INTO room_hourly_activity AS a (room_id, hour_start, joins, leaves)
            VALUES (p_room, date_trunc('hour', moment), (kind = 'join')::integer, (kind = 'leave')::integer)
            ON CONFLICT (room_id, hour_start) DO UPDATE
            SET joins = a.joins + excluded.joins, leaves = a.leaves + excluded.leaves;
        END IF;
        CASE kind
            WHEN 'join', 'here' THEN
                -- Whoever was there all along goes on with the same visit.
                INSERT INTO room_user_presence AS p (room_id, username, joined_at, last_seen, is_online)
                VALUES (p_room, who, moment, moment, true)
                ON CONFLICT (room_id, username) DO UPDATE
                SET joined_at = CASE WHEN p.is_online THEN p.joined_at ELSE excluded.joined_at END,
                    visits = p.visits + (NOT p.is_online)::integer,
                    last_seen = greatest(p.last_seen, excluded.last_seen), is_online = true,
                    afk = p.afk AND p.is_online;
            WHEN 'leave' THEN
                UPDATE room_user_presence p
                SET is_online = false, afk = false, last_seen = greatest(p.last_seen, moment),
                    total_online = p.total_online + greatest(moment - p.joined_at, '0')
                WHERE p.room_id = p_room AND p.username = who AND p.is_online;
            WHEN 'away', 'back' THEN
                UPDATE room_user_presence p SET afk = (kind = 'away')
                WHERE p.room_id = p_room AND p.username = who AND p.is_online AND p.afk <> (kind = 'away');
            WHEN 'nobody' THEN
                -- Our own line went down, or is up again: who is still there is told next, as here.
                UPDATE room_user_presence p
                SET is_online = false, afk = false, last_seen = greatest(p.last_seen, moment),
                    total_online = p.total_online + greatest(moment - p.joined_at, '0')
                WHERE p.room_id = p_room AND p.is_online AND NOT p.username = ANY (p_who[i + 1 :]);
        END CASE;
    END LOOP;
    PERFORM note_people(p_room, array_agg(u.who), array_agg(u.shown), array_agg(u.at), array_agg(u.who LIKE '[%'),
                        array_agg(0::bigint), array_agg(0::bigint))
    FROM (SELECT DISTINCT ON (m.who) m.who, m.shown, m.at FROM unnest(p_who, p_shown, p_at) AS m (who, shown, at)
          WHERE m.who <> '' ORDER BY m.who, m.at DESC) AS u
    HAVING count(*) > 0;
    UPDATE room_hourly_activity a SET peak_users = online.n
    FROM (SELECT count(*) AS n FROM room_user_presence p WHERE p.room_id = p_room AND p.is_online) AS online
    WHERE a.room_id = p_room AND a.hour_start = date_trunc('hour', p_at[cardinality(p_at)]) AND a.peak_users < online.n;
END
$$;
COMMENT ON FUNCTION store_movements IS
    'Stores who came (join), went (leave), was there (here), is away or back, or that our own view of the room was lost (nobody).';

CALL secure_tables();
