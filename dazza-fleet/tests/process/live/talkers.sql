-- Three people with enough lines for a tier: one asks to be left out, one speaks in one room alone, one in two.

WITH who (name, n, places) AS (VALUES ('aaron', 100, ARRAY['thepub']), ('bazza', 150, ARRAY['thepub']),
                                      ('shaz', 1200, ARRAY['thepub', 'fatpizza'])),
people AS (INSERT INTO users (username, display_name, first_seen, last_seen) SELECT name, name, now(), now() FROM who),
figures AS (INSERT INTO user_stats (username, first_seen, last_seen, message_count)
            SELECT name, now(), now(), n FROM who),
rooms AS (INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count)
          SELECT unnest(places), name, now(), now(), n FROM who)
INSERT INTO opt_outs (room_id, username, kind) VALUES ('fatpizza', 'aaron', 'statistics');
