-- The economy of a variant that no released bot used.

CREATE TABLE messages (id INTEGER PRIMARY KEY, username TEXT NOT NULL, message TEXT NOT NULL, timestamp INTEGER NOT NULL, room_id TEXT);
CREATE TABLE user_economy (username TEXT PRIMARY KEY, balance INTEGER DEFAULT 0, trust INTEGER DEFAULT 0, heist_count INTEGER DEFAULT 0, last_heist INTEGER, created_at INTEGER, updated_at INTEGER);
INSERT INTO user_economy VALUES ('Alice', 10, 30, 4, NULL, 1719003600000, 1719003600000);
CREATE TABLE heist_events (id INTEGER PRIMARY KEY, username TEXT, amount INTEGER, difficulty TEXT);
INSERT INTO heist_events VALUES (1, 'Alice', 50, 'hard');
CREATE TABLE coin_flip_challenges (id INTEGER PRIMARY KEY, challenger TEXT NOT NULL, target TEXT NOT NULL, amount INTEGER NOT NULL, status TEXT, created_at INTEGER, expires_at INTEGER);
INSERT INTO coin_flip_challenges VALUES (1, 'Alice', 'Bob', 5, 'pending', 1719003600000, 1719003660000);
