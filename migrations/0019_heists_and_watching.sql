-- What a heist can be; and money for watching, mended: time that other rooms have paid for is added up.

INSERT INTO crime_types (id, name, min_payout, max_payout, success_rate) VALUES
    ('servo', 'service-station dash', 50, 150, 0.90),
    ('bottleo', 'bottle-shop raid', 100, 300, 0.80),
    ('snags', 'sausage-stall theft', 20, 80, 0.95),
    ('pokies', 'poker-machine trick', 200, 500, 0.70),
    ('centrelink', 'benefit fraud', 300, 800, 0.60),
    ('maccas', 'burger-bin dive', 10, 50, 0.98),
    ('chemist', 'pharmacy job', 150, 400, 0.75),
    ('woolies', 'self-checkout scam', 100, 350, 0.70),
    ('traino', 'fare dodge', 5, 30, 0.85),
    ('coles', 'meat-label swap', 80, 250, 0.80),
    ('cashies', 'undeclared job', 150, 500, 0.90),
    ('pub', 'pub-till raid', 200, 600, 0.65),
    ('bikies', 'biker clubhouse', 500, 1500, 0.40),
    ('cop_shop', 'police-station prank', 50, 200, 0.30),
    ('ute', 'borrowed ute', 300, 800, 0.70),
    ('copper', 'copper-wire strip', 250, 700, 0.60),
    ('grog', 'loading-dock grab', 80, 200, 0.85),
    ('tools', 'tool-shed raid', 200, 500, 0.75),
    ('bins', 'wheelie-bin scheme', 30, 100, 0.90),
    ('sausage', 'sausage-sizzle tin', 40, 120, 0.85),
    ('toilet', 'coin-box harvest', 30, 100, 0.90),
    ('footy_bag', 'footy-club gear grab', 80, 200, 0.85),
    ('big_prawn', 'giant-prawn kidnapping', 150, 400, 0.75),
    ('gnome_run', 'garden-gnome roundup', 80, 250, 0.80),
    ('bowlo_safe', 'bowling-club safe', 300, 800, 0.60),
    ('meat_raffle', 'meat-raffle rigging', 200, 500, 0.70),
    ('surf_comp', 'surfboard switcheroo', 250, 600, 0.65),
    ('pie_van', 'pie-van hijack', 150, 450, 0.70),
    ('chook_shed', 'prize-chook liberation', 60, 180, 0.85),
    ('op_shop', 'op-shop bargain swap', 40, 120, 0.90),
    ('esky_lift', 'beach-esky lift', 100, 300, 0.80),
    ('gold_nugget', 'museum-nugget caper', 400, 1000, 0.50),
    ('trolley_heist', 'trolley-coin scheme', 100, 350, 0.75),
    ('lawn_mower', 'ride-on-mower getaway', 150, 400, 0.70)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, min_payout = excluded.min_payout, max_payout = excluded.max_payout,
    success_rate = excluded.success_rate;
COMMENT ON TABLE crime_types IS 'What a heist can be: the same as in the rooms'' program, which a test compares.';

COMMENT ON TABLE heist_config IS 'Where a room''s heist stands, by the names of the original. Moments are milliseconds since 1970.';
COMMENT ON COLUMN heist_participants.vote IS 'NULL for who had a share without a vote: everybody who was about has one.';

-- A payment asks for what somebody was paid of late, and not for all that he ever was.
CREATE INDEX video_watchers_paid ON video_watchers (username, leave_time) WHERE rewarded;

CREATE OR REPLACE FUNCTION pay_watch_rewards(
    p_room text, p_cause bytea, p_session bigint, p_who text[], p_amount bigint[], p_at timestamptz
) RETURNS TABLE (username text, amount bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    payable text[];
    amounts bigint[];
BEGIN
    PERFORM require_room(p_room);
    PERFORM require_moments(p_at);
    -- One at a time for a person, so that two rooms cannot both find nothing paid yet.
    PERFORM pg_advisory_xact_lock(hashtextextended('watch ' || name, 0)) FROM unnest(p_who) AS name ORDER BY name;
    SELECT array_agg(w.username::text ORDER BY w.username), array_agg(given.amount ORDER BY w.username)
    INTO payable, amounts
    FROM unnest(p_who, p_amount) AS given (name, amount)
    JOIN video_watchers w ON w.room_id = p_room AND w.session_id = p_session AND w.username = given.name
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE o.leave_time > p_at - interval '1 hour') AS n_of_hour,
               sum(greatest(least(o.leave_time, p_at) - greatest(o.join_time, w.join_time), interval '0')) AS paid_time
        FROM video_watchers o
        WHERE o.username = w.username AND o.rewarded AND (o.room_id <> p_room OR o.session_id <> p_session)
          AND o.leave_time > least(w.join_time, p_at - interval '1 hour')
    ) AS earlier
    WHERE NOT w.rewarded AND earlier.n_of_hour < 20
      -- Many short ones of another room in the time of a long one count as one that is as long as all of them.
      AND coalesce(earlier.paid_time, interval '0') <= (p_at - w.join_time) / 2;
    IF payable IS NULL THEN
        RETURN;
    END IF;
    UPDATE video_watchers w SET rewarded = true, reward_amount = paid.amount, leave_time = coalesce(w.leave_time, p_at)
    FROM unnest(payable, amounts) AS paid (name, amount)
    WHERE w.room_id = p_room AND w.session_id = p_session AND w.username = paid.name;
    PERFORM settle_in(p_room, p_cause, 0, payable, amounts, NULL, array_fill('video'::text, ARRAY[cardinality(payable)]),
                      NULL, NULL, NULL, p_at);
    RETURN QUERY SELECT * FROM unnest(payable, amounts);
END
$$;
COMMENT ON FUNCTION pay_watch_rewards IS 'Pays the watchers of a session that has ended: at most 20 rewards an hour, and none for time of which more than half is paid already.';

CALL secure_tables();
