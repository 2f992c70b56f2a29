-- A room may be told to be quiet in two ways: to say nothing unasked, or nothing at all.

ALTER TABLE rooms ADD COLUMN quiet_is_total boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rooms.quiet_is_total IS 'Whether until then the bot answers nobody either, but for those who look after the room.';

-- Rooms may write but a few columns of their row, and older rooms know none but those.
CREATE FUNCTION set_quiet(p_room text, p_until timestamptz, p_is_total boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_until);
    UPDATE rooms SET quiet_until = p_until, quiet_is_total = p_is_total WHERE id = p_room;
END
$$;
COMMENT ON FUNCTION set_quiet IS 'Keeps the bot quiet in a room until then; NULL lets it speak again.';

CALL secure_tables();
