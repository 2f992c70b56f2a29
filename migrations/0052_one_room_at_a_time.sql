-- What a room asks for at each command costs the same however many rooms there are and however much is used in them: nothing
-- here looks at the uses of all rooms. Kept plans have no figures to go by, so that reading the whole table is forbidden to them.

DROP INDEX limiter_counts_window;
CREATE INDEX limiter_counts_room ON limiter_counts (room_id, window_start);
COMMENT ON TABLE limiter_counts IS 'When people used commands in each room, a row a use: one limit holds over all rooms. At each command a room clears away its own that are older than an hour.';

CREATE OR REPLACE FUNCTION note_command_uses(p_room text, p_who text[], p_at timestamptz[], p_asked text[], p_now timestamptz)
RETURNS TABLE (username text, used_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(VARIADIC p_at || p_now);
    INSERT INTO limiter_counts AS l (username, room_id, window_start, uses)
    SELECT DISTINCT name, p_room, at, 1 FROM unnest(p_who, p_at) AS given (name, at) ORDER BY name, at
    ON CONFLICT (username, room_id, window_start) DO NOTHING;
    DELETE FROM limiter_counts l WHERE l.room_id = p_room AND l.window_start < least(p_now, now()) - interval '1 hour';
    RETURN QUERY
    SELECT l.username::text, l.window_start FROM limiter_counts l
    WHERE l.username = ANY (p_who || p_asked) AND l.room_id <> p_room AND l.window_start > p_now - interval '1 minute'
    ORDER BY l.window_start DESC LIMIT 1000;
END
$$;

DROP FUNCTION recent_command_uses;
CREATE FUNCTION earlier_command_uses(p_room text, p_now timestamptz, p_before timestamptz)
RETURNS TABLE (username text, used_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
BEGIN
    PERFORM require_room(p_room);
    RETURN QUERY
    SELECT l.username::text, l.window_start FROM limiter_counts l
    WHERE l.room_id = p_room AND l.window_start > p_now - interval '1 minute' AND l.window_start < p_before
    ORDER BY l.window_start DESC LIMIT 5000;
END
$$;
COMMENT ON FUNCTION earlier_command_uses IS 'When people used commands in a room within the last minute, before that moment.';

-- The room's row is written when lines are counted, and tells then that the room is active.
DO $$
DECLARE
    old text := pg_get_functiondef('count_lines'::regproc);
    new text := replace(old, 'SET counted_line = counted_to WHERE',
        'SET counted_line = counted_to, last_active = greatest(last_active, (SELECT max(at) FROM unnest(moments) AS at)) WHERE');
BEGIN
    ASSERT new <> old, 'count_lines is not as it was';
    EXECUTE new;
END
$$;

-- Made while a table is small, a kept plan reads all of it, and goes on to do so when it has grown.
ALTER FUNCTION settle SET enable_seqscan = off;
ALTER FUNCTION settle_in SET enable_seqscan = off;
ALTER FUNCTION tallied_ledger SET enable_seqscan = off;
ALTER FUNCTION tallied_counter SET enable_seqscan = off;
ALTER FUNCTION counted_day SET enable_seqscan = off;
ALTER FUNCTION take_cooldown SET enable_seqscan = off;
ALTER FUNCTION store_movements SET enable_seqscan = off;

CALL secure_tables();
