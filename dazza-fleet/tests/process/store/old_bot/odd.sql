-- A handful of rows in every table, and in them whatever a long-lived installation has been seen to hold that is odd.
-- 1751598245000 is 2025-07-04 03:04:05 in UTC, and 13:04:05 in Brisbane.

INSERT INTO rooms VALUES ('fatpizza', 'Fat Pizza', 1751598245000, 1751600000000, 1, '{"greet": true}'),
    ('ThePub', 'The Pub', 1751598245000, 1751600000000, 0, NULL);
INSERT INTO room_user_presence VALUES ('fatpizza', 'Alice', 1751598245000, 1751599000000),
    ('FATPIZZA', 'alice', 1751598200000, 1751598300000), ('fatpizza', '[object Object]', 1751598245000, 1751599000000);
INSERT INTO user_stats VALUES ('Alice', 1719000000000, 1751599000000, 400, '2025-07-04 03:00:00', 900),
    ('alice', 1751598245000, 1751599500000, 3, '2025-07-04 03:00:00', 9),
    ('Ghost', 1719000000000, 1719000500000, 77, '2025-07-04 03:00:00', 300),
    ('[object Object]', 1751598245000, 1751599000000, 12, '2025-07-04 03:00:00', 0),
    ('[server]', 1751598245000, 1751599000000, 5, '2025-07-04 03:00:00', 0);

-- Lines: HTML, encoded twice, in seconds, as REAL and as TEXT, in rooms of all sorts, under names of all sorts.
INSERT INTO messages (id, username, message, timestamp, room_id) VALUES
    (1, 'Alice', 'we can''t stop here mate', 1751598245000, 'fatpizza'),
    (2, 'Alice', 'see <a href="https://a.example/?x=1&amp;y=2" target="_blank">this page</a> &amp;lt;now&amp;gt;', 1751598246000, 'fatpizza'),
    (3, 'alice', 'nice <img class="emote" src="https://a.example/k.png" title=":kappa:">', 1751598247, 'default'),
    (4, 'ALICE', '<img src="https://a.example/k.png">', 1751598248000.0, 'multi-room'),
    (5, 'Bob', '!roll 3d6', '1751598249000', 'ThePub'),
    (6, 'dazza', 'Bob gets 11', 1751598250000, 'thepub'),
    (7, '[server]', 'Bob joined', 1751598250000, 'thepub'),
    (8, '[object Object]', 'who said this', 1751598251000, 'fatpizza'),
    (9, '[object Object]', 'or that', 1751598252000, 'thepub'),
    (10, 'Carol', 'in no room at all', 1751598253000, 'what is this?'),
    (11, 'Carol', 'before computers', 86400000, 'fatpizza'),
    (12, 'Carol', 'after computers', 4070908800000, 'fatpizza'),
    (13, 'two words', 'no name', 1751598254000, 'fatpizza'),
    (14, 'Carol', CAST(x'6261642001ff206279746573' AS TEXT), 1751598255000, 'fatpizza'),
    (15, 'Carol', 'tab' || char(9) || 'back\slash' || char(10) || 'line', 1751598256000, 'fatpizza');
INSERT INTO user_events (id, username, event_type, timestamp, room_id) VALUES
    (1, 'Alice', 'join', 1751598245000, 'fatpizza'), (2, 'alice', 'join', 1751598245000, 'fatpizza'),
    (3, 'Alice', 'leave', 1751599000000, 'fatpizza'), (4, '[object Object]', 'join', 1751598245000, 'thepub'),
    (5, 'Bob', 'vanish', 1751598245000, 'thepub');
INSERT INTO posted_urls (id, username, url, normalized_url, domain, url_type, message_id, timestamp, room_id) VALUES
    (1, 'Alice', 'https://www.youtube.com/watch?v=abcdefghijk&amp;t=1', 'stale', 'youtube.com', 'youtube', 2, 1751598246000, 'fatpizza'),
    (2, 'Alice', 'https://youtu.be/abcdefghijk/', 'stale', 'youtu.be', 'youtube', 999, 1751598246000, 'fatpizza');
INSERT INTO private_messages (id, from_user, to_user, message, timestamp) VALUES
    (1, 'Alice', 'dazza', '!balance', 1751598245000), (2, 'Alice', 'dazza', 'a secret', 1751598245000);
INSERT INTO connection_log (id, event_type, timestamp, details) VALUES
    (1, 'connect', 1751598245000, '{"url": "wss://a.example"}'), (2, 'connect_failed', 1751598245000, 'no JSON'),
    (3, 'connect', 1751598245000, NULL);
INSERT INTO reminders VALUES (1, 'Alice', '@me', 'tea &amp; toast', 1751598245000, 1751598945000, 1, 'fatpizza'),
    (2, 'Alice', 'Bob', 'long ago', 1719000000000, 1719000500000, 0, 'thepub');
INSERT INTO tells VALUES (1, 'Alice', 'Bob', 'ring me', 1751598245000, 0, NULL, 'fatpizza'),
    (2, 'Bob', 'ALICE', 'I did', 1751598345000, 1, 1, 'fatpizza');
INSERT INTO cooldowns (command_name, username, last_used, room_id) VALUES ('fish', 'alice', 1751598245000, 'fatpizza'),
    ('beg', 'bob', 1751598245000, 'thepub'), ('juggle', 'bob', 1751598245000, 'thepub');
INSERT INTO command_cooldowns VALUES ('u', 'c', 1);

-- Bongs: one at 05:30 in UTC, which the source took for hour 23; counters by day over the end of a month.
INSERT INTO user_bongs (id, username, timestamp, hour, room_id) VALUES (1, 'Alice', 1751607000000, 23, 'fatpizza'),
    (2, 'alice', 1751607600000, 23, 'fatpizza'), (3, 'Alice', 1751620000000, NULL, 'fatpizza'),
    (4, 'Bob', 1751693400000, 23, 'thepub');
INSERT INTO user_drinks (id, username, timestamp, room_id) VALUES (1, 'Bob', 1751607000000, 'thepub');
INSERT INTO bong_counter (room_id, date, count) VALUES ('fatpizza', 'Mon Jun 30 2025', 4), ('fatpizza', 'Tue Jul 01 2025', 6),
    ('fatpizza', 'Fri Jul 04 2025', 2), ('fatpizza', 'someday', 9);
INSERT INTO drink_counter (room_id, date, count) VALUES ('thepub', '2025-07-04', 5);
INSERT INTO bong_sessions (id, username, session_start, session_end, cone_count, max_cones_per_hour) VALUES
    (1, 'Alice', 1751000000000, 1751003600000, 7, 7.4), (2, 'Alice', 1751607000000, 1751607600000, 2, 2.0);
INSERT INTO user_bong_streaks (username, current_streak, longest_streak, last_bong_date, streak_start_date) VALUES
    ('Alice', 3, 12, '2025-07-04', '2025-07-02');

-- Money: spellings of one name, too little, in fractions, as text, and nothing that is a number.
INSERT INTO user_economy (username, balance, trust, total_earned, total_lost, heists_participated, created_at, updated_at, trust_score) VALUES
    ('Alice', 100, 0, 500, 40, 3, 1719000000000, 1751598245000, 60), ('alice', 20, 0, 10, 0, 1, 1751000000000, 1751598245000, 70),
    ('ALICE', 3, 0, 0, 0, 0, 1751000000000, 1751598245000, 0), ('Bob', 12.5, 0, '7', 'abc', 0, 1751000000000, 1751598245000, 0),
    ('dazza', 1000, 50, 0, 0, 0, 1719000000000, 1751598245000, NULL), ('[server]', 5, 0, 0, 0, 0, 1719000000000, 1751598245000, 0);
PRAGMA ignore_check_constraints = ON;
INSERT INTO user_economy (username, balance, trust, created_at, updated_at) VALUES ('Carol', -3, 140, 1751000000000, 1751598245000);
PRAGMA ignore_check_constraints = OFF;
INSERT INTO economy_transactions (id, username, amount, trust_change, transaction_type, heist_id, description, created_at, room_id) VALUES
    (1, 'Alice', 40, 0, 'fishing', NULL, '3.5kg barramundi', 1751598245000, 'fatpizza'),
    (2, 'alice', -10, 1, 'mug', NULL, 'Mugged Bob', 1751598245000, 'thepub'),
    (3, 'Bob', 5, 0, 'heist', 1, NULL, 1751598245000, 'fatpizza'),
    (4, 'Bob', 5, 0, 'heist', 99, NULL, 1751598245000, 'fatpizza'),
    (5, 'Stranger', 8, 0, 'Moon-Landing', NULL, NULL, 1751598245000, 'fatpizza'),
    (6, '[server]', 8, 0, 'beg', NULL, NULL, 1751598245000, 'fatpizza');
INSERT INTO crime_types VALUES ('servo', 'Servo job', 10, 50, 0.5, 1719000000000), ('odd', 'Odd job', 50, 10, 0.5, 1719000000000);
INSERT INTO heist_events (id, state, status, crime_type, announced_at, completed_at, total_haul, total_payout, created_at, room_id) VALUES
    (1, 'COOLDOWN', 'completed', 'servo', 1751598245000, 1751598945000, 90, 0, 1751598245000, 'fatpizza'),
    (2, 'VOTING', NULL, NULL, 1751598245000, NULL, 0, 0, 1751598245000, 'fatpizza'),
    (3, 'IDLE', 'announced', NULL, 1751598245000, NULL, 0, 0, 1751598245000, 'thepub'),
    (4, 'IDLE', 'completed', NULL, NULL, NULL, 0, 0, 1751598245000, 'thepub');
INSERT INTO heist_participants VALUES (1, 'Alice', 'servo', 30, 1, 1751598245000), (1, 'alice', NULL, 10, 2, 1751598246000),
    (99, 'Bob', 'servo', 5, 0, 1751598245000);
INSERT INTO heist_config VALUES ('heist_state', 'VOTING', 1751598245000), ('heist_room', 'thepub', '2025-07-04 03:04:05'),
    ('next_heist_time', '1751598245000', 1751598245000), ('current_heist_id', '', 1751598245000);
INSERT INTO channel_activity VALUES (1719003600000, 40, 5), (1719004000000, 2, 7), (1751598245000, 9, 9);
INSERT INTO user_trust VALUES ('Alice', 5, NULL);

-- Duels: two that a restart left open, each with a stake taken.
INSERT INTO coin_flip_challenges VALUES
    (1, 'Alice', 'Bob', 30, 'completed', 'heads', 'tails', 'heads', 'ALICE', 1751598245000, 1751598300000, 1751598305000, 'fatpizza'),
    (2, 'alice', 'Bob', 25, 'pending', NULL, NULL, NULL, NULL, 1751598245000, NULL, 1751598305000, 'fatpizza'),
    (3, 'Bob', 'Carol', 4, 'accepting', NULL, NULL, NULL, NULL, 1751598245000, NULL, 1751598305000, 'thepub'),
    (4, 'Bob', 'bob', 4, 'completed', NULL, NULL, NULL, 'bob', 1751598245000, NULL, 1751598305000, 'thepub'),
    (5, 'Bob', 'Carol', 4, 'lost', 'edge', NULL, NULL, NULL, 1751598245000, NULL, 1751598305000, 'thepub');
INSERT INTO coin_flip_stats (username, total_flips, wins, losses, biggest_win, current_streak, last_played) VALUES
    ('Alice', 10, 6, 4, 50, 2, 1751598245000), ('alice', 1, 1, 0, 90, 1, 1751598000000);
INSERT INTO mystery_box_stats (username, total_opens, best_win, worst_loss, last_played) VALUES ('Alice', 3, 100, 20, 1751598245000), ('ALICE', 2, 300, 10, NULL);
INSERT INTO couch_stats (username, total_dives, best_find) VALUES ('Bob', 3, 7);
INSERT INTO mug_stats (username, total_mugs, last_mugged_by, last_mugged_at) VALUES ('Bob', 3, 'ALICE', 1751598245000), ('bob', 1, 'Carol', 1751500000000);
INSERT INTO sign_spinning_stats (username, room_id, total_spins, best_shift, worst_shift) VALUES ('Bob', 'thepub', 3, 90, 0), ('bob', 'thepub', 1, 20, 20);
INSERT INTO pissing_contest_challenges (id, challenger, challenged, amount, status, created_at, expires_at, completed_at, winner, challenger_distance, challenger_total, challenged_total) VALUES
    (1, 'Alice', 'Bob', 5, 'completed', 1751598245000, 1751598305000, 1751598300000, 'bob', 2.5, 900, 400),
    (2, 'Alice', 'Bob', 5, 'completed', 1751598245000, 1751598305000, 1751598300000, 'ALICE', 2.5, 900.4, 400),
    (3, 'Alice', 'Carol', 5, 'pending', 1751598245000, 1751598305000, NULL, NULL, NULL, NULL, NULL);
INSERT INTO pissing_contest_stats (username, total_matches, best_distance, legendary_performances) VALUES ('Alice', 2, 2.5, '["the long one"]'), ('alice', 1, 3.5, NULL);
INSERT INTO pissing_contest_records VALUES ('distance', 'Alice', 3.5, NULL, NULL, 1751598245000), ('charm', 'Alice', 3.5, NULL, NULL, 1751598245000);
INSERT INTO user_bladder (username, room_id, current_amount, drinks_since_piss, created_at, updated_at) VALUES
    ('Bob', 'thepub', 3, '[{"name": "schooner"}]', 1751598245000, '2025-07-04 03:04:05'), ('bob', 'thepub', 2, 'no JSON', '2025-07-01 03:04:05', 1751000000000);

-- Pictures: two damaged copies of one address, one that is none.
INSERT INTO user_images (id, username, url, timestamp, is_active, original_poster, original_timestamp) VALUES
    (1, 'Alice', 'https://a.example/p.jpg"', 1751598245000, 1, NULL, NULL), (2, 'Bob', 'https://a.example/p.jpg</a>', 1751598345000, 1, NULL, NULL),
    (3, 'Bob', 'https://a.example/q.png?w=1&amp;h=2', 1751598345000, 0, 'Carol', 1751000000000), (4, 'Bob', 'https://a.example/page', 1751598345000, 1, NULL, NULL),
    (5, '[object Object]', 'https://a.example/r.png', 1751598345000, 1, NULL, NULL);
INSERT INTO user_gallery_locks VALUES ('Alice', 0, 1751598245000, '2025-07-04 03:04:05'), ('alice', 1, 1751598245000, '2025-07-04 03:04:05'), ('Bob', 1, NULL, '2025-07-04 03:04:05');
INSERT INTO video_sessions (id, media_id, media_title, start_time, end_time, duration, room_id) VALUES
    (1, 'abcdefghijk', 'Tea &amp; Toast', 1751598245000, 1751598345000, 100000, 'default'), (2, 'x', 'Unknown', 1751598345000, NULL, 60000, 'thepub'),
    (3, 'y', NULL, 1751598345000, NULL, NULL, NULL), (4, 'z', NULL, 1751598345000, NULL, NULL, 'fatpizza');
INSERT INTO video_watchers (id, session_id, username, join_time, leave_time, rewarded, reward_amount) VALUES
    (1, 1, 'Alice', 1751598245000, 1751598300000, 1, 2), (2, 1, 'alice', 1751598310000, 1751598345000, 0, 1), (3, 3, 'Bob', 1751598345000, 1751598395000, 0, 0),
    (4, 99, 'Bob', 1751598345000, NULL, 0, 0);

INSERT INTO chat_achievements (id, username, achievement_type, achievement_level, achieved_at, details) VALUES
    (1, 'Alice', 'message_count', 'bronze', 1751598245000, '100'), (2, 'alice', 'message_count', 'bronze', 1751000000000, '101'), (3, 'alice', 'message_count', 'tin', 1751000000000, '1');
INSERT INTO user_daily_activity (username, date, message_count, word_count) VALUES ('alice', '2025-07-04', 4, 9), ('alice', '2024-06-21', 40, 90);
INSERT INTO user_chat_streaks (username, current_streak, best_streak, last_active_date, total_active_days) VALUES ('alice', 2, 9, '2025-07-04', 30);
INSERT INTO user_active_hours (username, hour, message_count) VALUES ('alice', 3, 4);
INSERT INTO user_activity_summary (username, most_active_hour) VALUES ('alice', 3);
INSERT INTO message_analysis_cache (username, total_messages) VALUES ('alice', 4);
INSERT INTO user_vocabulary (username, word) VALUES ('alice', 'mate');
INSERT INTO achievement_progress (username, achievement_type) VALUES ('alice', 'message_count');
INSERT INTO achievement_definitions (type, name) VALUES ('message_count', 'Chatterbox');
INSERT INTO batch_jobs (job_name) VALUES ('WordCountAnalyzer');
INSERT INTO batch_job_history (id, job_name, started_at, completed_at, status, records_processed, duration_ms) VALUES (1, 'WordCountAnalyzer', 1751598245000, 1751598246000, 'completed', 100, 1000);
INSERT INTO migrations (id, filename) VALUES (1, '2025-06-29-add-game-tables.js'), (2, '2025-07-03-add-room-id-to-user-active-hours.js');

-- What nobody knows.
CREATE TABLE horoscopes (sign TEXT);
INSERT INTO horoscopes VALUES ('leo');
ALTER TABLE user_drinks ADD COLUMN flavour TEXT;
