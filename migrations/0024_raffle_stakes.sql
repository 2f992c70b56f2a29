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

CREATE OR REPLACE FUNCTION return_stakes(p_room text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    duel coin_flip_challenges;
BEGIN
    -- What came in by an import was given back by it.
    FOR duel IN SELECT * FROM coin_flip_challenges c
                WHERE c.room_id = p_room AND c.status IN ('pending', 'accepting') AND c.cause IS NOT NULL
                ORDER BY c.challenger LOOP
        PERFORM settle_in(p_room, NULL, NULL, ARRAY[duel.challenger::text], ARRAY[duel.amount], NULL,
                          ARRAY['coin_flip_refund'], NULL, NULL, NULL, now());
        UPDATE coin_flip_challenges c SET status = 'cancelled', resolved_at = now()
        WHERE c.room_id = p_room AND c.id = duel.id;
    END LOOP;
    PERFORM return_raffle_stakes(p_room);
END
$$;

CALL secure_tables();
