-- Videos and pictures: what played, who watched, what was queued, whose gallery holds what.

CREATE TABLE video_sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    media_id text,
    media_type text,
    media_title text,
    start_time timestamptz NOT NULL,
    end_time timestamptz,
    duration interval
);
COMMENT ON TABLE video_sessions IS 'One video in one room, from its start to the next; one open at a time.';
CREATE INDEX video_sessions_room ON video_sessions (room_id, start_time DESC);
CREATE UNIQUE INDEX video_sessions_open ON video_sessions (room_id) WHERE end_time IS NULL;

CREATE TABLE video_watchers (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    session_id bigint NOT NULL,
    username uname NOT NULL,
    join_time timestamptz NOT NULL,
    leave_time timestamptz,
    rewarded boolean NOT NULL DEFAULT false,
    reward_amount bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, id)
) PARTITION BY HASH (room_id);
COMMENT ON TABLE video_watchers IS 'Who was there for a video, and what it paid.';
CREATE UNIQUE INDEX video_watchers_session ON video_watchers (room_id, session_id, username);
CREATE INDEX video_watchers_rewarded ON video_watchers (username, join_time) WHERE rewarded;

CREATE TABLE media_history (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    media_type text NOT NULL,
    media_id text NOT NULL,
    url text,
    title text,
    added_by uname,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    play_count integer NOT NULL DEFAULT 0,
    queue_count integer NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, id)
) PARTITION BY HASH (room_id);
COMMENT ON TABLE media_history IS 'Everything that ever played or was queued in a room.';
COMMENT ON COLUMN media_history.media_type IS 'CyTube''s own two letters: yt, vi, dm …';
COMMENT ON COLUMN media_history.added_by IS 'Who is known to have added it first.';
CREATE UNIQUE INDEX media_history_media ON media_history (room_id, media_type, media_id);
CREATE INDEX media_history_added_by ON media_history (added_by);
CREATE INDEX media_history_first_seen ON media_history (first_seen);

CREATE TABLE media_blacklist (
    room_id room_t NOT NULL,
    media_type text NOT NULL,
    media_id text NOT NULL,
    title text,
    reason text,
    added_by uname NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, media_type, media_id)
);
COMMENT ON TABLE media_blacklist IS 'Media that are taken off the playlist when somebody adds them.';

CREATE TABLE queue_bans (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    reason text,
    until timestamptz,
    added_by uname NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE queue_bans IS 'People whose additions are taken off the playlist; until NULL is for good.';

CREATE TABLE user_images (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username uname NOT NULL,
    url text NOT NULL UNIQUE,
    source_room room_t,
    posted_at timestamptz NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    pruned_reason text,
    pruned_at timestamptz,
    deleted_at timestamptz,
    failure_count smallint NOT NULL DEFAULT 0,
    first_failure_at timestamptz,
    last_check_at timestamptz,
    next_check_at timestamptz,
    recheck_count smallint NOT NULL DEFAULT 0,
    original_poster uname,
    most_recent_poster uname,
    original_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_images IS 'Galleries: one row a picture, in the gallery of whoever posted it first. At most 25 active ones a person.';
COMMENT ON COLUMN user_images.deleted_at IS 'When its owner or an admin deleted it: posting it again does not bring it back.';
CREATE INDEX user_images_gallery ON user_images (username, posted_at DESC) WHERE is_active;
CREATE INDEX user_images_unchecked ON user_images (last_check_at NULLS FIRST) WHERE is_active;
CREATE INDEX user_images_recheck ON user_images (next_check_at) WHERE NOT is_active AND next_check_at IS NOT NULL;
CREATE INDEX user_images_original ON user_images (original_poster);

CREATE TABLE user_gallery_locks (
    username uname PRIMARY KEY,
    is_locked boolean NOT NULL DEFAULT false,
    locked_at timestamptz,
    locked_by uname,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_gallery_locks IS 'Galleries from which the web may delete nothing.';

CREATE TABLE gallery_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    image_id bigint,
    username uname,
    action text NOT NULL,
    actor text NOT NULL,
    reason text,
    at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE gallery_audit IS 'Who deleted, locked or restored what in whose gallery.';
CREATE INDEX gallery_audit_image ON gallery_audit (image_id);
