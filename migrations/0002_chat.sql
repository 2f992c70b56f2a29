-- What was said: lines, comings and goings, links, private messages.

CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    message text NOT NULL,
    sent_at timestamptz NOT NULL,
    word_count smallint,
    is_command boolean NOT NULL DEFAULT false,
    is_own boolean NOT NULL DEFAULT false,
    is_quotable boolean NOT NULL GENERATED ALWAYS AS
        (NOT is_command AND NOT is_own AND length(message) > 10 AND left(username, 1) <> '[') STORED,
    line_key bytea CHECK (octet_length(line_key) = 16),
    PRIMARY KEY (room_id, id)
) PARTITION BY LIST (room_id);
COMMENT ON TABLE messages IS 'Every public line, once, as plain text. One partition a room, made when the room is registered; there is no default partition.';
COMMENT ON COLUMN messages.sent_at IS 'By the chat server''s clock.';
COMMENT ON COLUMN messages.word_count IS 'Counted when the line is stored; NULL only where an import could not.';
COMMENT ON COLUMN messages.is_command IS 'Whether it began with the room''s command prefix at the time.';
COMMENT ON COLUMN messages.is_own IS 'Whether the bot itself said it.';
COMMENT ON COLUMN messages.line_key IS 'Hash of room, server time, name, raw text and a running number for equal lines: the same line is stored once. NULL for imported lines.';
CREATE UNIQUE INDEX messages_line_key ON messages (room_id, line_key) WHERE line_key IS NOT NULL;
CREATE INDEX messages_sent ON messages (room_id, sent_at DESC);
CREATE INDEX messages_user ON messages (username, sent_at DESC);
CREATE INDEX messages_quotable ON messages (room_id, username, id) WHERE is_quotable;
CREATE INDEX messages_quotable_any ON messages (room_id, id) WHERE is_quotable;
CREATE INDEX messages_uncounted ON messages (id) WHERE word_count IS NULL;
CREATE INDEX messages_sent_brin ON messages USING brin (sent_at);

CREATE TABLE user_events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    event_type text NOT NULL CHECK (event_type IN ('join', 'leave')),
    at timestamptz NOT NULL,
    PRIMARY KEY (room_id, id)
) PARTITION BY LIST (room_id);
COMMENT ON TABLE user_events IS 'Who came and went, and when. Partitioned as messages is. Kept 180 days.';
CREATE INDEX user_events_at ON user_events (room_id, at DESC);
CREATE UNIQUE INDEX user_events_once ON user_events (room_id, username, at, event_type);

CREATE TABLE posted_urls (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    url text NOT NULL,
    normalized_url text NOT NULL,
    domain text NOT NULL,
    url_type text NOT NULL,
    title text,
    message_id bigint,
    posted_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, id)
) PARTITION BY HASH (room_id);
COMMENT ON TABLE posted_urls IS 'Every link that was posted in public.';
COMMENT ON COLUMN posted_urls.domain IS 'Host in lower case, without a leading www.';
COMMENT ON COLUMN posted_urls.message_id IS 'The line it stood in: messages.id of the same room.';
CREATE INDEX posted_urls_at ON posted_urls (room_id, posted_at DESC);
CREATE INDEX posted_urls_user ON posted_urls (room_id, username, posted_at DESC);
CREATE INDEX posted_urls_domain ON posted_urls (room_id, domain, posted_at DESC);

CREATE TABLE private_messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    from_user uname NOT NULL,
    to_user uname NOT NULL,
    message text,
    at timestamptz NOT NULL,
    line_key bytea CHECK (octet_length(line_key) = 16)
);
COMMENT ON TABLE private_messages IS 'That people and the bot wrote to each other in private. Kept 30 days.';
COMMENT ON COLUMN private_messages.message IS 'NULL unless it was a command, or the operator has all of them stored.';
CREATE UNIQUE INDEX private_messages_line_key ON private_messages (room_id, line_key) WHERE line_key IS NOT NULL;
CREATE INDEX private_messages_from ON private_messages (from_user, at DESC);
CREATE INDEX private_messages_to ON private_messages (to_user, at DESC);

CREATE TABLE handled_lines (
    room_id room_t NOT NULL,
    line_key bytea NOT NULL CHECK (octet_length(line_key) = 16),
    command_name text NOT NULL,
    username uname NOT NULL,
    attempts smallint NOT NULL DEFAULT 1,
    first_tried_at timestamptz NOT NULL DEFAULT now(),
    handled_at timestamptz,
    PRIMARY KEY (room_id, line_key)
);
COMMENT ON TABLE handled_lines IS 'Commands that were tried or done, by the key of their line: what makes each happen once. Kept 7 days.';
COMMENT ON COLUMN handled_lines.attempts IS 'Noted before a command runs, so that a line which kills its room is not tried for ever.';
COMMENT ON COLUMN handled_lines.handled_at IS 'Set in the transaction of the command''s effect; NULL while it has none.';
CREATE INDEX handled_lines_tried ON handled_lines (first_tried_at);

CREATE TABLE stored_answers (
    room_id room_t NOT NULL,
    line_key bytea NOT NULL CHECK (octet_length(line_key) = 16),
    part smallint NOT NULL,
    to_user uname,
    message text NOT NULL,
    due_at timestamptz NOT NULL,
    sent_at timestamptz,
    confirmed_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, line_key, part)
);
COMMENT ON TABLE stored_answers IS 'What a command with an effect answers, stored with the effect, so that a crash in between does not swallow it. Kept 1 day.';
COMMENT ON COLUMN stored_answers.to_user IS 'Whom a private answer goes to; NULL is the room. A private answer is sent at most once.';
COMMENT ON COLUMN stored_answers.confirmed_at IS 'When its echo came back from the chat server.';
CREATE INDEX stored_answers_open ON stored_answers (room_id, due_at) WHERE confirmed_at IS NULL;

CREATE TABLE curated_quotes (
    room_id room_t NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    username uname NOT NULL,
    message text NOT NULL,
    said_at timestamptz,
    added_by uname NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    removed_by uname,
    removed_at timestamptz,
    PRIMARY KEY (room_id, number)
);
COMMENT ON TABLE curated_quotes IS 'Lines that a room keeps by number. A number is never given twice, also after its quote was removed.';
