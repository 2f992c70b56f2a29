-- Contests have stakes, too: given back when a room goes.

CREATE OR REPLACE FUNCTION return_stakes(p_room text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    duel coin_flip_challenges;
    contest pissing_contest_challenges;
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
    FOR contest IN SELECT * FROM pissing_contest_challenges c
                   WHERE c.room_id = p_room AND c.status IN ('pending', 'accepted') AND c.cause IS NOT NULL
                   ORDER BY c.challenger LOOP
        IF contest.amount > 0 THEN
            PERFORM settle_in(p_room, NULL, NULL, ARRAY[contest.challenger::text], ARRAY[contest.amount], NULL,
                              ARRAY['pissing_contest_refund'], NULL, NULL, NULL, now());
        END IF;
        UPDATE pissing_contest_challenges c SET status = 'cancelled', completed_at = now()
        WHERE c.room_id = p_room AND c.id = contest.id;
    END LOOP;
END
$$;
COMMENT ON FUNCTION return_stakes IS 'Gives back the stakes of what is open in a room, before it goes.';

COMMENT ON TABLE pissing_contest_challenges IS 'Contests. Units: metres, millilitres, per cent, seconds; total is the score. The challenger''s stake is taken with the row, and given back with its end. winner is NULL after a draw, and when both failed; who failed has no figures.';
COMMENT ON COLUMN pissing_contest_challenges.cause IS 'Key of the line that made it; its refund is settled under a key of its own derived from the id.';
