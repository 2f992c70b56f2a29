-- Somebody who is told something in private may be in another room of the fleet.

CREATE FUNCTION room_elsewhere_of(p_room text, p_who text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_room(p_room);
    RETURN (SELECT p.room_id FROM room_user_presence p
            WHERE p.username = p_who AND p.is_online AND p.room_id <> p_room
            ORDER BY p.last_seen DESC, p.room_id LIMIT 1);
END
$$;
COMMENT ON FUNCTION room_elsewhere_of IS 'The room that somebody is in, other than this one; NULL for none.';

CALL secure_tables();
