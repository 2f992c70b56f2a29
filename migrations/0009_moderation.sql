-- What a room's own people set up and do: commands, announcements, answers, polls, and deeds of moderators.

CREATE TABLE custom_commands (
    room_id room_t NOT NULL,
    name text NOT NULL CHECK (name = lower(name) AND length(name) BETWEEN 1 AND 30),
    response text NOT NULL,
    min_rank real NOT NULL DEFAULT 0,
    cooldown interval NOT NULL DEFAULT '5 seconds',
    is_enabled boolean NOT NULL DEFAULT true,
    uses bigint NOT NULL DEFAULT 0,
    created_by uname NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_by uname,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, name)
);
COMMENT ON TABLE custom_commands IS 'Text commands that a room made for itself.';
COMMENT ON COLUMN custom_commands.min_rank IS 'CyTube rank that it takes to use it.';

CREATE TABLE announcements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    message text NOT NULL,
    every interval NOT NULL,
    min_lines integer NOT NULL DEFAULT 0,
    is_enabled boolean NOT NULL DEFAULT true,
    last_said_at timestamptz,
    next_due_at timestamptz,
    created_by uname NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE announcements IS 'Lines that are said again and again.';
COMMENT ON COLUMN announcements.min_lines IS 'Lines that others must have said since the last time.';
CREATE INDEX announcements_due ON announcements (room_id, next_due_at) WHERE is_enabled;

CREATE TABLE auto_responses (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    pattern text NOT NULL,
    is_regex boolean NOT NULL DEFAULT false,
    response text NOT NULL,
    chance smallint NOT NULL DEFAULT 100 CHECK (chance BETWEEN 1 AND 100),
    cooldown interval NOT NULL DEFAULT '1 minute',
    is_enabled boolean NOT NULL DEFAULT true,
    fired bigint NOT NULL DEFAULT 0,
    last_fired_at timestamptz,
    created_by uname NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE auto_responses IS 'What the bot says when a line holds something. chance is in per cent.';
CREATE INDEX auto_responses_room ON auto_responses (room_id) WHERE is_enabled;

CREATE TABLE polls (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    question text NOT NULL,
    options text[] NOT NULL,
    votes integer[],
    is_obscured boolean NOT NULL DEFAULT false,
    opened_by uname NOT NULL,
    opened_at timestamptz NOT NULL,
    closes_at timestamptz,
    closed_at timestamptz
);
COMMENT ON TABLE polls IS 'Polls that the bot opened on the chat server, one open at a time in each room.';
CREATE UNIQUE INDEX polls_open ON polls (room_id) WHERE closed_at IS NULL;

CREATE TABLE moderation_actions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    action text NOT NULL CHECK (action IN ('mute', 'shadow_mute', 'unmute', 'kick', 'ban', 'unban')),
    reason text,
    until timestamptz,
    requested_by uname NOT NULL,
    requested_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    failed_because text,
    lifted_at timestamptz
);
COMMENT ON TABLE moderation_actions IS 'Deeds of moderators through the bot.';
COMMENT ON COLUMN moderation_actions.until IS 'When it ends by itself; NULL is never.';
COMMENT ON COLUMN moderation_actions.confirmed_at IS 'When the chat server showed that it had happened.';
CREATE INDEX moderation_actions_ending ON moderation_actions (room_id, until) WHERE until IS NOT NULL AND lifted_at IS NULL;
CREATE INDEX moderation_actions_user ON moderation_actions (room_id, username, requested_at DESC);
