-- A file of before July 2025: no rooms anywhere, counters by day alone, pictures once a person, trust in its old place.

CREATE TABLE messages (id INTEGER PRIMARY KEY, username TEXT NOT NULL, message TEXT NOT NULL, timestamp INTEGER NOT NULL);
INSERT INTO messages VALUES (1, 'Alice', 'hello', 1719003600000), (2, 'Bob', 'hello back', 1719003601000);
CREATE TABLE user_stats (username TEXT PRIMARY KEY, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, message_count INTEGER DEFAULT 0);
INSERT INTO user_stats VALUES ('Alice', 1719003600000, 1719003600000, 9);
CREATE TABLE bong_counter (date TEXT PRIMARY KEY, count INTEGER DEFAULT 0);
INSERT INTO bong_counter VALUES ('Mon Jun 30 2025', 3);
CREATE TABLE sign_spinning_stats (username TEXT PRIMARY KEY, total_spins INTEGER DEFAULT 0);
INSERT INTO sign_spinning_stats VALUES ('Alice', 4);
CREATE TABLE user_economy (username TEXT PRIMARY KEY, balance INTEGER DEFAULT 0, trust INTEGER DEFAULT 0, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
INSERT INTO user_economy VALUES ('Alice', 10, 30, 1719003600000, 1719003600000);
CREATE TABLE user_images (id INTEGER PRIMARY KEY, username TEXT NOT NULL, url TEXT NOT NULL, timestamp INTEGER NOT NULL, is_active INTEGER DEFAULT 1, UNIQUE (username, url));
INSERT INTO user_images VALUES (1, 'Alice', 'https://a.example/p.jpg', 1719003600000, 1), (2, 'Bob', 'https://a.example/p.jpg', 1719003700000, 1);
CREATE TABLE video_sessions (id INTEGER PRIMARY KEY, media_id TEXT, media_title TEXT, start_time INTEGER NOT NULL, end_time INTEGER, duration INTEGER);
INSERT INTO video_sessions VALUES (1, 'x', 'X', 1719003600000, NULL, 60000);
