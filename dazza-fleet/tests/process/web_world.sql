-- A small world to read: four players in two of the three rooms, whose figures can be told from their places in the lists.
-- In room r (from 1) person p (from 1) has p * r of what is counted. `shy` is left out in the second room, the others are none.

CREATE TEMPORARY TABLE world AS
SELECT p.who, p.place AS p, r.room, r.place AS r, (p.place * r.place)::integer AS n
FROM unnest(ARRAY['bazza', 'gaz', 'shaz', 'shy', '[server]', 'dazza']) WITH ORDINALITY AS p (who, place),
     unnest(ARRAY['fatpizza', 'thepub']) WITH ORDINALITY AS r (room, place);

INSERT INTO users (username, display_name, first_seen, last_seen, is_system)
SELECT DISTINCT who, initcap(who), now() - interval '20 days', now() - p * interval '1 minute', who IN ('[server]', 'dazza')
FROM world
ON CONFLICT (username) DO UPDATE SET display_name = excluded.display_name, is_system = excluded.is_system;
INSERT INTO user_stats (username, first_seen, last_seen, message_count, total_words)
SELECT DISTINCT who, now() - interval '20 days', now(), 3 * p, 15 * p FROM world;
INSERT INTO user_economy (username, balance) SELECT DISTINCT who, 1000 * p FROM world
ON CONFLICT (username) DO UPDATE SET balance = excluded.balance;
INSERT INTO opt_outs (room_id, username, kind) VALUES ('thepub', 'shy', 'statistics');

INSERT INTO user_room_stats (room_id, username, first_seen, last_seen, message_count, word_count)
SELECT room, who, now() - interval '20 days', now(), n, 5 * n FROM world;
INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count, last_message_time)
SELECT room, who, (now() AT TIME ZONE 'UTC')::date, n, 5 * n, now() FROM world;
INSERT INTO room_user_presence (room_id, username, joined_at, last_seen, is_online, afk)
SELECT room, who, now(), now(), p % 2 = 1, p = 3 FROM world
ON CONFLICT (room_id, username) DO UPDATE SET is_online = excluded.is_online, afk = excluded.afk;
INSERT INTO room_hourly_activity (room_id, hour_start, messages, active_users, joins)
SELECT DISTINCT room, date_trunc('hour', now() - k * interval '1 hour'), 10 * r, 3, 1
FROM world, generate_series(1, 3) AS k
ON CONFLICT DO NOTHING;
INSERT INTO user_bongs (room_id, username, at, hour)
SELECT room, who, now(), 12 FROM world, generate_series(1, n);
INSERT INTO bong_counter (room_id, date, count) SELECT DISTINCT room, now()::date, 10 * r FROM world;
INSERT INTO user_drinks (room_id, username, at) SELECT room, who, now() FROM world, generate_series(1, n);

INSERT INTO economy_transactions (room_id, username, amount, transaction_type, details, created_at)
SELECT room, who, -5, 'pokies', '{"seed": "secret"}'::jsonb, now() - interval '2 hours' FROM world UNION ALL
SELECT room, who, 100 * n, 'pokies', '{}', now() - interval '1 hour' FROM world UNION ALL
SELECT room, who, 3, 'fishing', jsonb_build_object('weight', n + 0.5, 'species', 'flathead'), now() FROM world UNION ALL
SELECT room, who, 10 * n, 'bottles', '{}', now() FROM world;

INSERT INTO messages (room_id, username, message, sent_at, word_count, is_command, is_own)
SELECT room, who, CASE WHEN k % 5 = 0 THEN '!q ' || who ELSE room || ' hears ' || who || ' say <b>' || k || '</b>' END,
       now() - k * interval '1 minute', 4, k % 5 = 0, who = 'dazza'
FROM world, generate_series(1, 5 * n) AS k;
INSERT INTO user_events (room_id, username, event_type, at) SELECT room, who, 'join', now() FROM world;
INSERT INTO video_sessions (room_id, media_id, media_type, media_title, start_time)
VALUES ('thepub', 'abc', 'yt', 'Barbie & prawns', now() - interval '5 minutes');

INSERT INTO user_images (username, url, source_room, posted_at, original_poster)
SELECT DISTINCT who, 'https://a.example/' || p || '/' || k || '.png', 'thepub', now() - k * interval '1 hour', who
FROM world, generate_series(1, p) AS k WHERE p <= 4;
INSERT INTO chat_achievements (username, achievement_type, achievement_level, achieved_at)
VALUES ('gaz', 'message_count', 'bronze', now());
