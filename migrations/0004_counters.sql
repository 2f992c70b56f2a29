-- Bongs and drinks: each one, the day's count of a room, sessions and streaks of a person.

CREATE TABLE user_bongs (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    at timestamptz NOT NULL,
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    PRIMARY KEY (room_id, id)
) PARTITION BY HASH (room_id);
COMMENT ON TABLE user_bongs IS 'Every bong that was counted.';
COMMENT ON COLUMN user_bongs.hour IS 'Hour of the day in the statistics time zone.';
CREATE INDEX user_bongs_user ON user_bongs (username, at);
CREATE INDEX user_bongs_at ON user_bongs (room_id, at);

CREATE TABLE user_drinks (
    id bigint GENERATED ALWAYS AS IDENTITY,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    at timestamptz NOT NULL,
    kind text,
    PRIMARY KEY (room_id, id)
) PARTITION BY HASH (room_id);
COMMENT ON TABLE user_drinks IS 'Every drink that was counted.';
COMMENT ON COLUMN user_drinks.kind IS 'The word it was asked for with, such as schooner; NULL for imported ones.';
CREATE INDEX user_drinks_user ON user_drinks (username, at);
CREATE INDEX user_drinks_at ON user_drinks (room_id, at);

CREATE TABLE bong_counter (
    room_id room_t NOT NULL,
    date date NOT NULL,
    count integer NOT NULL DEFAULT 0 CHECK (count >= 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, date)
);
COMMENT ON TABLE bong_counter IS 'Bongs of a room by local day; equal to the number of its rows in user_bongs.';

CREATE TABLE drink_counter (
    room_id room_t NOT NULL,
    date date NOT NULL,
    count integer NOT NULL DEFAULT 0 CHECK (count >= 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, date)
);
COMMENT ON TABLE drink_counter IS 'Drinks of a room by local day; equal to the number of its rows in user_drinks.';

CREATE TABLE bong_sessions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username uname NOT NULL,
    session_start timestamptz NOT NULL,
    session_end timestamptz NOT NULL,
    cone_count integer NOT NULL CHECK (cone_count > 0),
    max_cones_per_hour integer NOT NULL,
    UNIQUE (username, session_start)
);
COMMENT ON TABLE bong_sessions IS 'Bongs of a person, in any room, with less than two hours between one and the next.';
COMMENT ON COLUMN bong_sessions.max_cones_per_hour IS 'The most within 60 minutes from any one of them.';

CREATE TABLE user_bong_streaks (
    username uname PRIMARY KEY,
    current_streak integer NOT NULL DEFAULT 0,
    longest_streak integer NOT NULL DEFAULT 0,
    last_bong_date date,
    streak_start_date date,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_bong_streaks IS 'Days in a row, local days, in any room.';

CREATE TABLE user_bladder (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    current_amount integer NOT NULL DEFAULT 0 CHECK (current_amount >= 0),
    last_drink_time timestamptz,
    drinks_since_piss jsonb NOT NULL DEFAULT '[]',
    last_piss_time timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE user_bladder IS 'Drinks since the last contest in the room: what a contest is played with.';
