-- One limit of commands holds over all rooms. Every use is a row of its own, so that it may be stored twice and counts once,
-- and each room knows when those of the others cease to count.

COMMENT ON TABLE limiter_counts IS 'When people used commands in each room, a row a use: one limit holds over all rooms. Kept an hour.';
COMMENT ON COLUMN limiter_counts.window_start IS 'When the command was used.';

DROP FUNCTION note_command_uses(text, timestamptz, text[], integer[]);

CREATE FUNCTION note_command_uses(p_room text, p_who text[], p_at timestamptz[], p_asked text[], p_now timestamptz)
RETURNS TABLE (username text, used_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(VARIADIC p_at || p_now);
    INSERT INTO limiter_counts AS l (username, room_id, window_start, uses)
    SELECT DISTINCT name, p_room, at, 1 FROM unnest(p_who, p_at) AS given (name, at) ORDER BY name, at
    ON CONFLICT (username, room_id, window_start) DO NOTHING;
    -- A few at a time, and none that another room is clearing away just now.
    DELETE FROM limiter_counts l WHERE l.ctid = ANY (ARRAY(
        SELECT old.ctid FROM limiter_counts old
        WHERE old.window_start < least(p_now, now()) - interval '1 hour' LIMIT 500 FOR UPDATE SKIP LOCKED));
    RETURN QUERY
    SELECT l.username::text, l.window_start FROM limiter_counts l
    WHERE l.username = ANY (p_who || p_asked) AND l.room_id <> p_room AND l.window_start > p_now - interval '1 minute'
    ORDER BY l.window_start DESC LIMIT 1000;
END
$$;
COMMENT ON FUNCTION note_command_uses IS 'Notes when people used commands in a room; when they, and others who are asked about, did so elsewhere within the last minute.';

CREATE FUNCTION recent_command_uses(p_room text, p_now timestamptz, p_before timestamptz)
RETURNS TABLE (username text, used_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    RETURN QUERY
    SELECT l.username::text, l.window_start FROM limiter_counts l
    WHERE l.window_start > p_now - interval '1 minute' AND (l.room_id <> p_room OR l.window_start < p_before)
    ORDER BY l.window_start DESC LIMIT 5000;
END
$$;
COMMENT ON FUNCTION recent_command_uses IS 'When people used commands within the last minute: elsewhere, or here before that moment.';

CALL secure_tables();
