-- What was paid for tickets of a raffle that is open goes back before its room goes.

CREATE FUNCTION return_raffle_stakes(p_room text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    entry record;
BEGIN
    FOR entry IN SELECT e.username, e.tickets * r.ticket_price AS paid, r.id
                 FROM raffle_entries e JOIN raffles r ON r.room_id = e.room_id AND r.id = e.raffle_id
                 WHERE r.room_id = p_room AND r.status = 'open' AND r.ticket_price > 0
                 ORDER BY e.username LOOP
        PERFORM settle_in(p_room, NULL, NULL, ARRAY[entry.username::text], ARRAY[entry.paid], NULL,
                          ARRAY['raffle_refund'], NULL, ARRAY[jsonb_build_object('raffle', entry.id)], NULL, now());
    END LOOP;
    UPDATE raffles r SET status = 'cancelled', closed_at = now() WHERE r.room_id = p_room AND r.status = 'open';
END
$$;
COMMENT ON FUNCTION return_raffle_stakes IS 'Gives back what was paid for tickets of the open raffle of a room.';

-- What gave back all other stakes until now goes on doing so.
ALTER FUNCTION return_stakes RENAME TO return_other_stakes;

CREATE FUNCTION return_stakes(p_room text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM return_other_stakes(p_room);
    PERFORM return_raffle_stakes(p_room);
END
$$;
COMMENT ON FUNCTION return_stakes IS 'Gives back the stakes of what is open in a room, before it goes.';

CALL secure_tables();
