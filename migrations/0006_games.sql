-- Games: what is open, what came of it, and what people have achieved in them.

CREATE TABLE crime_types (
    id text PRIMARY KEY,
    name text NOT NULL,
    min_payout bigint NOT NULL CHECK (min_payout >= 0),
    max_payout bigint NOT NULL CHECK (max_payout >= min_payout),
    success_rate real NOT NULL CHECK (success_rate BETWEEN 0 AND 1)
);
COMMENT ON TABLE crime_types IS 'What a heist can be. Loaded from the fleet''s own content at start.';

CREATE TABLE heist_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    state text NOT NULL
        CHECK (state IN ('announced', 'voting', 'in_progress', 'distributing', 'completed', 'cancelled')),
    crime_type text,
    announced_at timestamptz,
    departed_at timestamptz,
    returned_at timestamptz,
    completed_at timestamptz,
    success boolean,
    participant_count integer NOT NULL DEFAULT 0,
    total_payout bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (room_id, id)
);
COMMENT ON TABLE heist_events IS 'Heists; one open at a time in each room.';
CREATE INDEX heist_events_room ON heist_events (room_id, created_at DESC);
CREATE UNIQUE INDEX heist_events_open ON heist_events (room_id)
    WHERE state IN ('announced', 'voting', 'in_progress', 'distributing');

CREATE TABLE heist_participants (
    heist_id bigint NOT NULL,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    vote text,
    money_earned bigint NOT NULL DEFAULT 0,
    trust_gained smallint NOT NULL DEFAULT 0,
    participated_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, heist_id, username),
    FOREIGN KEY (room_id, heist_id) REFERENCES heist_events (room_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE heist_participants IS 'Who voted for what, and what it brought them.';
CREATE INDEX heist_participants_user ON heist_participants (username);

CREATE TABLE heist_config (
    room_id room_t NOT NULL,
    key text NOT NULL,
    value text,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, key)
);
COMMENT ON TABLE heist_config IS 'Where a room''s heists stand: what must survive a crash between two of them.';

CREATE TABLE coin_flip_challenges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    challenger uname NOT NULL,
    challenged uname NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    status text NOT NULL
        CHECK (status IN ('pending', 'accepting', 'completed', 'declined', 'expired', 'cancelled')),
    challenger_choice text CHECK (challenger_choice IN ('heads', 'tails')),
    challenged_choice text CHECK (challenged_choice IN ('heads', 'tails')),
    result text CHECK (result IN ('heads', 'tails')),
    winner uname,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    resolved_at timestamptz,
    cause bytea CHECK (octet_length(cause) = 16),
    CHECK (challenger <> challenged)
);
COMMENT ON TABLE coin_flip_challenges IS 'Duels by coin. The challenger''s stake is taken with the row, and given back with its end.';
COMMENT ON COLUMN coin_flip_challenges.cause IS 'Key of the line that made it; its refund is settled under a key of its own derived from the id.';
CREATE UNIQUE INDEX coin_flip_challenges_challenged ON coin_flip_challenges (room_id, challenged) WHERE status = 'pending';
CREATE UNIQUE INDEX coin_flip_challenges_challenger ON coin_flip_challenges (room_id, challenger) WHERE status = 'pending';
CREATE INDEX coin_flip_challenges_open ON coin_flip_challenges (room_id) WHERE status IN ('pending', 'accepting');
CREATE INDEX coin_flip_challenges_expires ON coin_flip_challenges (expires_at) WHERE status = 'pending';

CREATE TABLE coin_flip_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_flips bigint NOT NULL DEFAULT 0,
    heads_count bigint NOT NULL DEFAULT 0,
    tails_count bigint NOT NULL DEFAULT 0,
    wins bigint NOT NULL DEFAULT 0,
    losses bigint NOT NULL DEFAULT 0,
    total_wagered bigint NOT NULL DEFAULT 0,
    total_won bigint NOT NULL DEFAULT 0,
    total_lost bigint NOT NULL DEFAULT 0,
    biggest_win bigint NOT NULL DEFAULT 0,
    biggest_loss bigint NOT NULL DEFAULT 0,
    current_streak integer NOT NULL DEFAULT 0,
    best_win_streak integer NOT NULL DEFAULT 0,
    worst_loss_streak integer NOT NULL DEFAULT 0,
    last_played timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE coin_flip_stats IS 'Coin flips of a person in a room, against the house and in duels; the house has a row of its own.';
COMMENT ON COLUMN coin_flip_stats.current_streak IS 'Wins in a row; below zero, losses in a row.';

CREATE TABLE mystery_box_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_opens bigint NOT NULL DEFAULT 0,
    total_winnings bigint NOT NULL DEFAULT 0,
    jackpots_won bigint NOT NULL DEFAULT 0,
    bombs_hit bigint NOT NULL DEFAULT 0,
    best_win bigint NOT NULL DEFAULT 0,
    worst_loss bigint NOT NULL DEFAULT 0,
    current_streak integer NOT NULL DEFAULT 0,
    best_streak integer NOT NULL DEFAULT 0,
    last_played timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE mystery_box_stats IS 'Mystery eskies of a person in a room.';

CREATE TABLE couch_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_dives bigint NOT NULL DEFAULT 0,
    successful_dives bigint NOT NULL DEFAULT 0,
    total_found bigint NOT NULL DEFAULT 0,
    best_find bigint NOT NULL DEFAULT 0,
    injuries bigint NOT NULL DEFAULT 0,
    hospital_trips bigint NOT NULL DEFAULT 0,
    last_played timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE couch_stats IS 'Couch searches of a person in a room.';

CREATE TABLE mug_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_mugs bigint NOT NULL DEFAULT 0,
    successful_mugs bigint NOT NULL DEFAULT 0,
    failed_mugs bigint NOT NULL DEFAULT 0,
    total_stolen bigint NOT NULL DEFAULT 0,
    total_lost bigint NOT NULL DEFAULT 0,
    biggest_score bigint NOT NULL DEFAULT 0,
    times_arrested bigint NOT NULL DEFAULT 0,
    times_mugged bigint NOT NULL DEFAULT 0,
    hospital_trips bigint NOT NULL DEFAULT 0,
    current_heat_level integer NOT NULL DEFAULT 0,
    last_mugged_by uname,
    last_mugged_at timestamptz,
    last_played timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE mug_stats IS 'Muggings of a person in a room, done and suffered.';

CREATE TABLE muggings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    attacker uname NOT NULL,
    victim uname NOT NULL,
    was_victim_afk boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'succeeded', 'failed', 'defended', 'cancelled')),
    opened_at timestamptz NOT NULL,
    closes_at timestamptz NOT NULL,
    responded_at timestamptz,
    closed_at timestamptz,
    amount bigint,
    cause bytea CHECK (octet_length(cause) = 16)
);
COMMENT ON TABLE muggings IS 'Muggings whose victim has a minute to answer; settled whole when the minute is over.';
CREATE UNIQUE INDEX muggings_open ON muggings (room_id, victim) WHERE status = 'open';
CREATE INDEX muggings_closes ON muggings (closes_at) WHERE status = 'open';

CREATE TABLE sign_spinning_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_spins bigint NOT NULL DEFAULT 0,
    total_earnings bigint NOT NULL DEFAULT 0,
    cars_hit bigint NOT NULL DEFAULT 0,
    cops_called bigint NOT NULL DEFAULT 0,
    best_shift bigint NOT NULL DEFAULT 0,
    worst_shift bigint,
    perfect_days bigint NOT NULL DEFAULT 0,
    last_played timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE sign_spinning_stats IS 'Sign-spinning shifts of a person in a room.';
COMMENT ON COLUMN sign_spinning_stats.worst_shift IS 'Dollars; NULL before the first shift, for 0 is a shift that paid nothing.';

CREATE TABLE pissing_contest_challenges (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    challenger uname NOT NULL,
    challenged uname NOT NULL,
    amount bigint NOT NULL DEFAULT 0 CHECK (amount >= 0),
    status text NOT NULL
        CHECK (status IN ('pending', 'accepted', 'completed', 'declined', 'expired', 'cancelled')),
    challenger_characteristic text,
    challenged_characteristic text,
    location text,
    weather text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    completed_at timestamptz,
    winner uname,
    challenger_distance real,
    challenger_volume real,
    challenger_aim real,
    challenger_duration real,
    challenger_total integer,
    challenged_distance real,
    challenged_volume real,
    challenged_aim real,
    challenged_duration real,
    challenged_total integer,
    cause bytea CHECK (octet_length(cause) = 16)
);
COMMENT ON TABLE pissing_contest_challenges IS 'Contests. Units: metres, millilitres, per cent, seconds; total is the score. winner is NULL after a draw.';
CREATE INDEX pissing_contest_challenges_room ON pissing_contest_challenges (room_id, status);
CREATE INDEX pissing_contest_challenges_challenger ON pissing_contest_challenges (challenger);
CREATE INDEX pissing_contest_challenges_challenged ON pissing_contest_challenges (challenged);
CREATE UNIQUE INDEX pissing_contest_challenges_open ON pissing_contest_challenges (room_id, challenged)
    WHERE status = 'pending';
CREATE UNIQUE INDEX pissing_contest_challenges_open_by ON pissing_contest_challenges (room_id, challenger)
    WHERE status = 'pending';

CREATE TABLE pissing_contest_stats (
    room_id room_t NOT NULL,
    username uname NOT NULL,
    total_matches bigint NOT NULL DEFAULT 0,
    wins bigint NOT NULL DEFAULT 0,
    losses bigint NOT NULL DEFAULT 0,
    money_won bigint NOT NULL DEFAULT 0,
    money_lost bigint NOT NULL DEFAULT 0,
    best_distance real NOT NULL DEFAULT 0,
    best_volume real NOT NULL DEFAULT 0,
    best_aim real NOT NULL DEFAULT 0,
    best_duration real NOT NULL DEFAULT 0,
    avg_distance real,
    avg_volume real,
    avg_aim real,
    avg_duration real,
    rarest_characteristic text,
    favorite_location text,
    biggest_upset_win text,
    legendary_performances jsonb NOT NULL DEFAULT '[]',
    last_played timestamptz,
    PRIMARY KEY (room_id, username)
);
COMMENT ON TABLE pissing_contest_stats IS 'Contests of a person in a room. A draw counts as a match and as neither win nor loss.';

CREATE TABLE pissing_contest_records (
    room_id room_t NOT NULL,
    record_type text NOT NULL CHECK (record_type IN ('distance', 'volume', 'aim', 'duration')),
    username uname NOT NULL,
    value real NOT NULL,
    characteristic text,
    location text,
    achieved_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, record_type)
);
COMMENT ON TABLE pissing_contest_records IS 'The best figures ever seen in a room.';

CREATE TABLE raffles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room_id room_t NOT NULL,
    title text NOT NULL,
    ticket_price bigint NOT NULL DEFAULT 0 CHECK (ticket_price >= 0),
    max_tickets integer NOT NULL DEFAULT 1 CHECK (max_tickets > 0),
    status text NOT NULL CHECK (status IN ('open', 'drawn', 'cancelled')),
    opened_by uname NOT NULL,
    opened_at timestamptz NOT NULL,
    closes_at timestamptz,
    closed_at timestamptz,
    winner uname,
    UNIQUE (room_id, id)
);
COMMENT ON TABLE raffles IS 'Raffles; one open at a time in each room.';
CREATE UNIQUE INDEX raffles_open ON raffles (room_id) WHERE status = 'open';

CREATE TABLE raffle_entries (
    raffle_id bigint NOT NULL,
    room_id room_t NOT NULL,
    username uname NOT NULL,
    tickets integer NOT NULL CHECK (tickets > 0),
    entered_at timestamptz NOT NULL,
    PRIMARY KEY (room_id, raffle_id, username),
    FOREIGN KEY (room_id, raffle_id) REFERENCES raffles (room_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE raffle_entries IS 'Who holds how many tickets of a raffle.';
