-- What everybody has won, lost and counted in each room, and what each room's days come to, summed up as it is written: a board
-- of all time reads a row a person and not a row a deed.

CREATE TABLE tallies (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    kind text NOT NULL,
    n bigint NOT NULL,
    n_in bigint NOT NULL DEFAULT 0,
    came_in bigint NOT NULL DEFAULT 0,
    n_out bigint NOT NULL DEFAULT 0,
    went_out bigint NOT NULL DEFAULT 0,
    best bigint,
    best_at timestamptz,
    heaviest numeric,
    species text,
    caught_at timestamptz,
    PRIMARY KEY (kind, room_id, username)
);
COMMENT ON TABLE tallies IS 'Sums of the ledger by kind, and of user_bongs and user_drinks, whose kinds are their names. Triggers keep it.';
COMMENT ON COLUMN tallies.n IS 'Rows, those that moved no money included.';
COMMENT ON COLUMN tallies.best IS 'The most that came in at once, and when that was first.';
COMMENT ON COLUMN tallies.heaviest IS 'The heaviest catch in kilograms, what it was, and when the first of them was.';

CREATE TABLE day_counts (
    room_id room_t NOT NULL,
    date date NOT NULL,
    messages bigint NOT NULL,
    users bigint NOT NULL,
    PRIMARY KEY (date, room_id)
);
COMMENT ON TABLE day_counts IS 'Sums of user_daily_activity by room and local day. A trigger keeps it.';
COMMENT ON COLUMN day_counts.users IS 'People who said something.';

-- secure_tables() with two rows more in its list, without rights for rooms to what triggers alone call, and else as it is.
DO $$
BEGIN
    EXECUTE replace(replace(pg_get_functiondef('secure_tables'::regproc),
                            '(''limiter_counts'', ''fleet'', NULL),',
                            '(''limiter_counts'', ''fleet'', NULL), (''tallies'', ''fleet'', NULL), (''day_counts'', ''fleet'', NULL),'),
                    'AND (p.prosecdef OR', 'AND p.prorettype <> ''trigger''::regtype AND (p.prosecdef OR');
END
$$;

CREATE FUNCTION tallied_ledger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO tallies AS t
    SELECT w.room_id, w.username, w.transaction_type, count(*),
           count(*) FILTER (WHERE w.amount > 0), coalesce(sum(w.amount) FILTER (WHERE w.amount > 0), 0),
           count(*) FILTER (WHERE w.amount < 0), coalesce(-sum(w.amount) FILTER (WHERE w.amount < 0), 0),
           max(w.amount), (array_agg(w.created_at ORDER BY w.amount DESC, w.created_at))[1],
           max(w.weight), (array_agg(w.details ->> 'species' ORDER BY w.weight DESC, w.created_at) FILTER (WHERE w.weight IS NOT NULL))[1],
           (array_agg(w.created_at ORDER BY w.weight DESC, w.created_at) FILTER (WHERE w.weight IS NOT NULL))[1]
    FROM (SELECT l.*, CASE WHEN jsonb_typeof(l.details -> 'weight') = 'number' THEN (l.details ->> 'weight')::numeric END AS weight
          FROM written l WHERE l.room_id <> '*') AS w
    GROUP BY w.room_id, w.username, w.transaction_type
    ON CONFLICT (kind, room_id, username) DO UPDATE SET
        n = t.n + excluded.n, n_in = t.n_in + excluded.n_in, came_in = t.came_in + excluded.came_in,
        n_out = t.n_out + excluded.n_out, went_out = t.went_out + excluded.went_out,
        best = greatest(t.best, excluded.best),
        best_at = CASE WHEN excluded.best > t.best OR excluded.best = t.best AND excluded.best_at < t.best_at
                       THEN excluded.best_at ELSE t.best_at END,
        heaviest = greatest(t.heaviest, excluded.heaviest),
        species = CASE WHEN t.heaviest IS NULL OR excluded.heaviest > t.heaviest
                         OR excluded.heaviest = t.heaviest AND excluded.caught_at < t.caught_at
                       THEN excluded.species ELSE t.species END,
        caught_at = CASE WHEN t.heaviest IS NULL OR excluded.heaviest > t.heaviest
                           OR excluded.heaviest = t.heaviest AND excluded.caught_at < t.caught_at
                         THEN excluded.caught_at ELSE t.caught_at END;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tallied_ledger IS 'Adds new lines of the ledger to the tallies. Who writes a line holds the wallet, and so nobody waits for another here.';

CREATE FUNCTION tallied_counter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO tallies AS t (room_id, username, kind, n)
    SELECT w.room_id, w.username, TG_ARGV[0], count(*) FROM written w GROUP BY w.room_id, w.username
    ON CONFLICT (kind, room_id, username) DO UPDATE SET n = t.n + excluded.n;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION tallied_counter IS 'Adds new bongs or drinks to the tallies.';

CREATE FUNCTION counted_day() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO day_counts AS c
        SELECT w.room_id, w.date, sum(w.message_count), count(*) FILTER (WHERE w.message_count > 0)
        FROM written w GROUP BY w.room_id, w.date ORDER BY w.date
        ON CONFLICT (date, room_id) DO UPDATE
        SET messages = c.messages + excluded.messages, users = c.users + excluded.users;
    WHEN 'UPDATE' THEN
        UPDATE day_counts c SET messages = c.messages + d.messages, users = c.users + d.users
        FROM (SELECT x.room_id, x.date, sum(x.messages) AS messages, sum(x.users) AS users
              FROM (SELECT w.room_id, w.date, w.message_count AS messages, (w.message_count > 0)::integer AS users FROM written w
                    UNION ALL
                    SELECT b.room_id, b.date, -b.message_count, -(b.message_count > 0)::integer FROM before b) AS x
              GROUP BY x.room_id, x.date HAVING sum(x.messages) <> 0 OR sum(x.users) <> 0) AS d
        WHERE c.room_id = d.room_id AND c.date = d.date;
    ELSE
        UPDATE day_counts c SET messages = c.messages - d.messages, users = c.users - d.users
        FROM (SELECT b.room_id, b.date, sum(b.message_count) AS messages, count(*) FILTER (WHERE b.message_count > 0) AS users
              FROM before b GROUP BY b.room_id, b.date) AS d
        WHERE c.room_id = d.room_id AND c.date = d.date;
    END CASE;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION counted_day IS 'Adds changes of user_daily_activity to the counts of its days.';

CREATE TRIGGER day_counted AFTER INSERT ON user_daily_activity REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION counted_day();
CREATE TRIGGER day_recounted AFTER UPDATE ON user_daily_activity REFERENCING OLD TABLE AS before NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION counted_day();
CREATE TRIGGER day_uncounted AFTER DELETE ON user_daily_activity REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION counted_day();

CREATE TRIGGER tallied AFTER INSERT ON economy_transactions REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tallied_ledger();
CREATE TRIGGER tallied AFTER INSERT ON user_bongs REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tallied_counter('user_bongs');
CREATE TRIGGER tallied AFTER INSERT ON user_drinks REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION tallied_counter('user_drinks');

-- What is there already, as the triggers would have it.
INSERT INTO tallies
SELECT w.room_id, w.username, w.transaction_type, count(*),
       count(*) FILTER (WHERE w.amount > 0), coalesce(sum(w.amount) FILTER (WHERE w.amount > 0), 0),
       count(*) FILTER (WHERE w.amount < 0), coalesce(-sum(w.amount) FILTER (WHERE w.amount < 0), 0),
       max(w.amount), (array_agg(w.created_at ORDER BY w.amount DESC, w.created_at))[1],
       max(w.weight), (array_agg(w.details ->> 'species' ORDER BY w.weight DESC, w.created_at) FILTER (WHERE w.weight IS NOT NULL))[1],
       (array_agg(w.created_at ORDER BY w.weight DESC, w.created_at) FILTER (WHERE w.weight IS NOT NULL))[1]
FROM (SELECT l.*, CASE WHEN jsonb_typeof(l.details -> 'weight') = 'number' THEN (l.details ->> 'weight')::numeric END AS weight
      FROM economy_transactions l WHERE l.room_id <> '*') AS w
GROUP BY w.room_id, w.username, w.transaction_type;
INSERT INTO tallies (room_id, username, kind, n)
SELECT b.room_id, b.username, 'user_bongs', count(*) FROM user_bongs b GROUP BY b.room_id, b.username
UNION ALL
SELECT d.room_id, d.username, 'user_drinks', count(*) FROM user_drinks d GROUP BY d.room_id, d.username;
INSERT INTO day_counts
SELECT d.room_id, d.date, sum(d.message_count), count(*) FILTER (WHERE d.message_count > 0)
FROM user_daily_activity d GROUP BY d.room_id, d.date;

ALTER FUNCTION board RENAME TO board_of_rows;
COMMENT ON FUNCTION board_of_rows IS 'A board from single deeds: what board() answers for a period, and where no tally is kept.';

CREATE FUNCTION board(p_type text, p_rooms text[], p_house text, p_since timestamptz, p_day date, p_limit bigint)
RETURNS TABLE (username text, value double precision, second double precision, extra jsonb)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    places text[] := rooms_or_all(p_rooms);
    hidden text[] := left_out_of_boards(p_rooms, p_house);
BEGIN
    CASE
    WHEN p_since IS NULL AND p_type IN ('bongs', 'drinks') THEN
        RETURN QUERY
        SELECT t.username::text, sum(t.n)::double precision, 0::double precision, '{}'::jsonb
        FROM tallies t
        WHERE t.kind = 'user_' || p_type AND t.room_id = ANY (places)
          AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
        GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_since IS NULL AND p_type = 'gamblers' THEN
        RETURN QUERY
        SELECT b.username, b.best::double precision, 0::double precision,
               jsonb_build_object('game', g.kind, 'room', g.room_id, 'at', g.best_at)
        FROM (SELECT t.username::text, max(t.best) AS best
              FROM tallies t
              WHERE t.kind IN ('pokies', 'scratchie', 'tab') AND t.best > 0 AND t.room_id = ANY (places)
                AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
              GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit) b
        -- Which it was is of interest where places are shown, and not where all are counted.
        LEFT JOIN LATERAL (SELECT t.kind, t.room_id::text, t.best_at
                           FROM tallies t
                           WHERE p_limit IS NOT NULL AND t.kind IN ('pokies', 'scratchie', 'tab') AND t.room_id = ANY (places)
                             AND t.username = b.username AND t.best = b.best
                           ORDER BY t.best_at LIMIT 1) g ON true
        ORDER BY 2 DESC, 1;
    WHEN p_since IS NULL AND p_type = 'fishing' THEN
        RETURN QUERY
        SELECT b.username, b.heaviest::double precision, 0::double precision,
               jsonb_build_object('species', f.species, 'room', f.room_id, 'at', f.caught_at)
        FROM (SELECT t.username::text, max(t.heaviest) AS heaviest
              FROM tallies t
              WHERE t.kind = 'fishing' AND t.heaviest IS NOT NULL AND t.room_id = ANY (places)
                AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
              GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit) b
        LEFT JOIN LATERAL (SELECT t.species, t.room_id::text, t.caught_at
                           FROM tallies t
                           WHERE p_limit IS NOT NULL AND t.kind = 'fishing' AND t.room_id = ANY (places)
                             AND t.username = b.username AND t.heaviest = b.heaviest
                           ORDER BY t.caught_at LIMIT 1) f ON true
        ORDER BY 2 DESC, 1;
    WHEN p_since IS NULL AND p_type IN ('bottles', 'cashie') THEN
        RETURN QUERY
        SELECT t.username::text, sum(t.came_in)::double precision, 0::double precision,
               jsonb_build_object('jobs', sum(t.n_in), 'average', round(sum(t.came_in) / sum(t.n_in), 2), 'best', max(t.best))
        FROM tallies t
        WHERE t.kind = p_type AND t.n_in > 0 AND t.room_id = ANY (places)
          AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
        GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    WHEN p_since IS NULL AND p_type = 'beggars' THEN
        RETURN QUERY
        SELECT t.username::text, sum(t.n)::double precision, 0::double precision,
               jsonb_build_object('received', sum(t.came_in), 'success_percent', round(100.0 * sum(t.n_in) / sum(t.n), 1),
                                  'robbed', sum(t.n_out))
        FROM tallies t
        WHERE t.kind = 'beg' AND t.room_id = ANY (places)
          AND left(t.username, 1) <> '[' AND t.username <> ALL (hidden)
        GROUP BY t.username ORDER BY 2 DESC, 1 LIMIT p_limit;
    ELSE
        RETURN QUERY SELECT r.* FROM board_of_rows(p_type, p_rooms, p_house, p_since, p_day, p_limit) AS r;
    END CASE;
END
$$;
COMMENT ON FUNCTION board IS 'Who leads in what: since a moment and the local day it falls in, or ever, in the rooms named, or in all.';

CALL secure_tables();
