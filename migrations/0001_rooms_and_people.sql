-- Who and where: the rooms of the fleet, the people known to it, and who is in which room.

CREATE DOMAIN uname AS text CHECK (VALUE = lower(VALUE) AND length(VALUE) BETWEEN 1 AND 40);
COMMENT ON DOMAIN uname IS 'The key of a person: the CyTube name in lower case. How it is spelled stands in users.display_name.';

CREATE DOMAIN room_t AS text CHECK (VALUE ~ '^[a-z0-9_-]{1,30}$');
COMMENT ON DOMAIN room_t IS 'A room: its CyTube channel name in lower case.';

CREATE DOMAIN scope_t AS text CHECK (VALUE = '*' OR VALUE ~ '^[a-z0-9_-]{1,30}$');
COMMENT ON DOMAIN scope_t IS 'A room, or * for what belongs to all rooms together.';

CREATE TABLE rooms (
    id room_t PRIMARY KEY,
    name text NOT NULL,
    channel text NOT NULL,
    first_joined timestamptz NOT NULL DEFAULT now(),
    last_active timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    state text NOT NULL DEFAULT 'registered',
    last_error text,
    config jsonb NOT NULL DEFAULT '{}',
    stopped_at timestamptz,
    quiet_until timestamptz,
    login_key text
);
COMMENT ON TABLE rooms IS 'Every room the fleet has ever served and not purged. fleet.toml says which are wanted; this is where their data hang.';
COMMENT ON COLUMN rooms.config IS 'The settings in force, mirrored from fleet.toml at up and reload. Never read back.';
COMMENT ON COLUMN rooms.stopped_at IS 'When an operator stopped the room; it stays stopped until a start, across restarts of the fleet.';
COMMENT ON COLUMN rooms.quiet_until IS 'Until then the bot says nothing unasked in the room.';
COMMENT ON COLUMN rooms.login_key IS 'Which of the fleet''s keys the password of the room''s role was made with: a fingerprint, no secret.';
CREATE INDEX rooms_active ON rooms (is_active);

CREATE TABLE users (
    username uname PRIMARY KEY,
    display_name text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    is_system boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE users IS 'Everybody who ever spoke, joined or was named by a game, in any room.';
COMMENT ON COLUMN users.is_system IS 'No person: [server] and its like, and the bots of the fleet. Left out of all statistics.';
CREATE INDEX users_last_seen ON users (last_seen DESC);

CREATE TABLE user_stats (
    username uname PRIMARY KEY REFERENCES users,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    message_count bigint NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    total_words bigint NOT NULL DEFAULT 0 CHECK (total_words >= 0),
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_stats IS 'What people said, over all rooms. Written in batches with the lines themselves; a join is no message.';
CREATE INDEX user_stats_messages ON user_stats (message_count DESC);
CREATE INDEX user_stats_words ON user_stats (total_words DESC);

CREATE TABLE user_room_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    message_count bigint NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    word_count bigint NOT NULL DEFAULT 0 CHECK (word_count >= 0),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE user_room_stats IS 'What people said in one room: the source of its boards and totals.';
CREATE INDEX user_room_stats_messages ON user_room_stats (room_id, message_count DESC);

CREATE TABLE room_user_presence (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    joined_at timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    is_online boolean NOT NULL,
    afk boolean NOT NULL DEFAULT false,
    visits integer NOT NULL DEFAULT 1,
    total_online interval NOT NULL DEFAULT '0',
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE room_user_presence IS 'Who is in the room, and who was. joined_at is the start of the latest visit.';
COMMENT ON COLUMN room_user_presence.total_online IS 'Sum of all visits that have ended.';
CREATE INDEX room_user_presence_username ON room_user_presence (username);
CREATE INDEX room_user_presence_online ON room_user_presence (room_id) WHERE is_online;

CREATE TABLE connection_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    event_type text NOT NULL,
    at timestamptz NOT NULL,
    details jsonb
);
COMMENT ON TABLE connection_log IS 'How a room''s line to the chat server fared. Kept 30 days.';
CREATE INDEX connection_log_room ON connection_log (room_id, event_type, at DESC);

CREATE TABLE opt_outs (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    kind text NOT NULL CHECK (kind IN ('quotes', 'greetings', 'statistics', 'all')),
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username, kind)
);
COMMENT ON TABLE opt_outs IS 'What people asked the bot to leave them out of, room by room.';
