-- The bot is in every room, and speaks in most: whoever counted lines wrote the bot's row and kept it to the end of the
-- transaction, so that all rooms waited for one another. The row of a name that is no person is written once a minute.

CREATE OR REPLACE FUNCTION note_people(
    p_room text, p_who text[], p_shown text[], p_seen timestamptz[], p_system boolean[], p_messages bigint[], p_words bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(VARIADIC p_seen);
    INSERT INTO users AS u (username, display_name, first_seen, last_seen, is_system)
    SELECT name, shown, seen, seen, is_system
    FROM unnest(p_who, p_shown, p_seen, p_system) AS given (name, shown, seen, is_system)
    WHERE NOT is_system OR NOT EXISTS (
        SELECT FROM users k
        WHERE k.username = name AND k.is_system AND seen BETWEEN k.first_seen AND k.last_seen + interval '1 minute')
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
COMMENT ON FUNCTION note_people IS 'Takes in who was seen, when, under what spelling, and how much they said since the last time; when a name was last seen that is no person, to the minute. A name at most once a call.';

CALL secure_tables();
