-- Figures made from what was said, and what people have achieved by saying it.

CREATE TABLE user_daily_activity (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    date date NOT NULL,
    message_count integer NOT NULL DEFAULT 0,
    word_count integer NOT NULL DEFAULT 0,
    char_count bigint NOT NULL DEFAULT 0,
    first_message_time timestamptz,
    last_message_time timestamptz,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username, date)
);
COMMENT ON TABLE user_daily_activity IS 'What a person said in a room on a local day. Kept for ever.';
CREATE INDEX user_daily_activity_user ON user_daily_activity (username, date);
CREATE INDEX user_daily_activity_day ON user_daily_activity (room_id, date);

CREATE TABLE user_active_hours (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    hour smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    message_count integer NOT NULL DEFAULT 0,
    word_count integer NOT NULL DEFAULT 0,
    char_count bigint NOT NULL DEFAULT 0,
    avg_message_length integer NOT NULL
        GENERATED ALWAYS AS (CASE WHEN message_count = 0 THEN 0 ELSE (char_count / message_count)::integer END) STORED,
    PRIMARY KEY (room_id, username, hour)
);
COMMENT ON TABLE user_active_hours IS 'At which local hour of the day a person talks in a room.';
COMMENT ON COLUMN user_active_hours.avg_message_length IS 'Characters a line.';

CREATE TABLE room_hourly_activity (
    room_id room_t NOT NULL,
    hour_start timestamptz NOT NULL,
    messages integer NOT NULL DEFAULT 0,
    active_users integer NOT NULL DEFAULT 0,
    joins integer NOT NULL DEFAULT 0,
    leaves integer NOT NULL DEFAULT 0,
    peak_users integer NOT NULL DEFAULT 0,
    PRIMARY KEY (room_id, hour_start)
);
COMMENT ON TABLE room_hourly_activity IS 'A room by the hour. Lines, joins and leaves are counted as they are stored, active_users by a job.';

CREATE TABLE user_chat_streaks (
    username uname PRIMARY KEY,
    current_streak integer NOT NULL DEFAULT 0,
    best_streak integer NOT NULL DEFAULT 0,
    last_active_date date,
    streak_start_date date,
    total_active_days integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_chat_streaks IS 'Days in a row on which a person spoke, in any room. Best and total never shrink.';

CREATE TABLE message_analysis_cache (
    username uname PRIMARY KEY,
    total_messages bigint NOT NULL DEFAULT 0,
    total_words bigint NOT NULL DEFAULT 0,
    avg_message_length real NOT NULL DEFAULT 0,
    avg_words_per_message real NOT NULL DEFAULT 0,
    emoji_count bigint NOT NULL DEFAULT 0,
    emoji_usage_rate real NOT NULL DEFAULT 0,
    caps_count bigint NOT NULL DEFAULT 0,
    caps_usage_rate real NOT NULL DEFAULT 0,
    question_count bigint NOT NULL DEFAULT 0,
    exclamation_count bigint NOT NULL DEFAULT 0,
    url_count bigint NOT NULL DEFAULT 0,
    mention_count bigint NOT NULL DEFAULT 0,
    longest_message integer NOT NULL DEFAULT 0,
    shortest_message integer NOT NULL DEFAULT 0,
    vocabulary_size integer NOT NULL DEFAULT 0,
    last_message_id bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE message_analysis_cache IS 'How a person writes, over all rooms. Rates are per 100 lines.';
COMMENT ON COLUMN message_analysis_cache.last_message_id IS 'Up to where the lines have been looked at.';

CREATE TABLE user_activity_summary (
    username uname PRIMARY KEY,
    most_active_hour smallint,
    least_active_hour smallint,
    morning_messages bigint NOT NULL DEFAULT 0,
    afternoon_messages bigint NOT NULL DEFAULT 0,
    evening_messages bigint NOT NULL DEFAULT 0,
    night_messages bigint NOT NULL DEFAULT 0,
    night_owl_score real NOT NULL DEFAULT 0,
    early_bird_score real NOT NULL DEFAULT 0,
    consistency_score real NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE user_activity_summary IS 'When a person talks, over all rooms; scores from 0 to 100.';

CREATE TABLE user_vocabulary (
    username uname NOT NULL,
    word text NOT NULL,
    uses integer NOT NULL DEFAULT 1,
    PRIMARY KEY (username, word)
);
COMMENT ON TABLE user_vocabulary IS 'Words of a person, at most 20,000; message_analysis_cache.vocabulary_size counts them all.';

CREATE TABLE achievement_definitions (
    type text PRIMARY KEY,
    name text NOT NULL,
    description text,
    bronze_threshold integer,
    silver_threshold integer,
    gold_threshold integer,
    diamond_threshold integer,
    icon text,
    category text NOT NULL DEFAULT 'chat'
);
COMMENT ON TABLE achievement_definitions IS 'What can be achieved, and how much of it each tier takes.';

CREATE TABLE chat_achievements (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username uname NOT NULL,
    achievement_type text NOT NULL,
    achievement_level text NOT NULL CHECK (achievement_level IN ('bronze', 'silver', 'gold', 'diamond')),
    achieved_at timestamptz NOT NULL,
    details text,
    room_id room_t,
    UNIQUE (username, achievement_type, achievement_level)
);
COMMENT ON TABLE chat_achievements IS 'Tiers that people have reached, once each.';
COMMENT ON COLUMN chat_achievements.room_id IS 'Where it happened, if it happened in one room: the figures are of all rooms.';

CREATE TABLE achievement_progress (
    username uname NOT NULL,
    achievement_type text NOT NULL,
    current_value bigint NOT NULL DEFAULT 0,
    next_tier text,
    next_threshold integer,
    progress_percent real NOT NULL DEFAULT 0,
    PRIMARY KEY (username, achievement_type)
);
COMMENT ON TABLE achievement_progress IS 'How far people are from their next tier.';
