-- What people leave for later: tells and reminders; and how long they wait between two uses of a command.

CREATE TABLE tells (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    from_user uname NOT NULL,
    to_user uname NOT NULL,
    message text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    via_pm boolean NOT NULL DEFAULT false,
    delivered_at timestamptz,
    delivered_room room_t
);
COMMENT ON TABLE tells IS 'Messages for people who are away, delivered in the room they were left in.';
COMMENT ON COLUMN tells.via_pm IS 'Left by private message, and never said in public.';
COMMENT ON COLUMN tells.delivered_at IS 'Set when the delivery is claimed, reset when it could not be sent.';
CREATE INDEX tells_open ON tells (to_user) WHERE delivered_at IS NULL;
CREATE INDEX tells_room ON tells (room_id);

CREATE TABLE reminders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    from_user uname NOT NULL,
    to_user uname,
    message text NOT NULL,
    created_at timestamptz NOT NULL,
    remind_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    delivered_at timestamptz
);
COMMENT ON TABLE reminders IS 'Reminders, due at remind_at, said in the room they were made in.';
COMMENT ON COLUMN reminders.to_user IS 'Whom to remind; NULL is the author.';
COMMENT ON COLUMN reminders.delivered_at IS 'Set when the delivery is claimed, reset when it could not be sent.';
CREATE INDEX reminders_due ON reminders (remind_at) WHERE delivered_at IS NULL;
CREATE INDEX reminders_room ON reminders (room_id);

CREATE TABLE cooldowns (
    room_id scope_t NOT NULL,
    command_name text NOT NULL,
    username uname NOT NULL,
    last_used timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, command_name, username)
);
COMMENT ON TABLE cooldowns IS 'Who has to wait for which command. Room * is shared by all rooms: the commands that earn money.';
CREATE INDEX cooldowns_expires ON cooldowns (expires_at);

CREATE TABLE limiter_counts (
    username uname NOT NULL,
    room_id room_t NOT NULL,
    window_start timestamptz NOT NULL,
    uses integer NOT NULL CHECK (uses >= 0),
    PRIMARY KEY (username, room_id, window_start)
);
COMMENT ON TABLE limiter_counts IS 'How many commands people used in each room, by the minute: one limit holds over all rooms. Kept an hour.';
CREATE INDEX limiter_counts_window ON limiter_counts (window_start);
