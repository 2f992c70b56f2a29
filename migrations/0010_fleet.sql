-- The fleet's own affairs: tokens, the audit, jobs, imports, and the list of migrations. No room may look in here,
-- but for its own lines of the audit.

CREATE TABLE api_tokens (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    scopes text[] NOT NULL,
    username uname,
    room_id room_t,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON TABLE api_tokens IS 'Who may do what over the web. Only hashes are kept.';
COMMENT ON COLUMN api_tokens.room_id IS 'The one room it is good for; NULL is all.';

CREATE TABLE audit_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    room_id room_t,
    actor text NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('operator', 'token', 'player', 'job', 'system')),
    action text NOT NULL,
    target text,
    before jsonb,
    after jsonb,
    request_id text
);
COMMENT ON TABLE audit_log IS 'Who changed what, with what stood before and after. Never changed, never deleted but by a purge of its room.';
CREATE INDEX audit_log_at ON audit_log (at DESC);
CREATE INDEX audit_log_room ON audit_log (room_id, at DESC);

CREATE TABLE batch_jobs (
    job_name text PRIMARY KEY,
    last_run timestamptz,
    next_run timestamptz,
    status text NOT NULL DEFAULT 'idle' CHECK (status IN ('idle', 'running', 'error')),
    error_count integer NOT NULL DEFAULT 0,
    last_error text,
    updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE batch_jobs IS 'Where each job stands.';

CREATE TABLE batch_job_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job_name text NOT NULL,
    started_at timestamptz NOT NULL,
    completed_at timestamptz,
    status text NOT NULL,
    records_processed bigint NOT NULL DEFAULT 0,
    error_message text,
    duration_ms bigint
);
COMMENT ON TABLE batch_job_history IS 'Runs of jobs. Kept 90 days.';
CREATE INDEX batch_job_history_job ON batch_job_history (job_name, id DESC);

CREATE TABLE job_watermarks (
    job_name text NOT NULL,
    scope scope_t NOT NULL,
    last_id bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_name, scope)
);
COMMENT ON TABLE job_watermarks IS 'Up to which id a job has done its work; it stops below the oldest transaction in flight.';

CREATE TABLE import_runs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_sha256 bytea NOT NULL,
    phase text NOT NULL,
    finished_at timestamptz,
    counts jsonb NOT NULL DEFAULT '{}',
    UNIQUE (source_sha256, phase)
);
COMMENT ON TABLE import_runs IS 'Files that were imported, so that a second run of one changes nothing.';

CREATE VIEW migrations WITH (security_invoker = true) AS
SELECT version AS id, description AS filename, encode(checksum, 'hex') AS checksum, installed_on AS applied_at
FROM _sqlx_migrations
WHERE success;
COMMENT ON VIEW migrations IS 'The changes of schema that this database has had.';

CREATE VIEW coin_flip_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_flips) AS total_flips, sum(heads_count) AS heads_count, sum(tails_count) AS tails_count,
       sum(wins) AS wins, sum(losses) AS losses, sum(total_wagered) AS total_wagered, sum(total_won) AS total_won,
       sum(total_lost) AS total_lost, max(biggest_win) AS biggest_win, max(biggest_loss) AS biggest_loss,
       max(best_win_streak) AS best_win_streak, min(worst_loss_streak) AS worst_loss_streak, max(last_played) AS last_played
FROM coin_flip_stats GROUP BY username;
COMMENT ON VIEW coin_flip_stats_global IS 'Coin flips over all rooms that the reader may see.';

CREATE VIEW mystery_box_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_opens) AS total_opens, sum(total_winnings) AS total_winnings, sum(jackpots_won) AS jackpots_won,
       sum(bombs_hit) AS bombs_hit, max(best_win) AS best_win, max(worst_loss) AS worst_loss,
       max(best_streak) AS best_streak, max(last_played) AS last_played
FROM mystery_box_stats GROUP BY username;
COMMENT ON VIEW mystery_box_stats_global IS 'Mystery eskies over all rooms that the reader may see.';

CREATE VIEW couch_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_dives) AS total_dives, sum(successful_dives) AS successful_dives, sum(total_found) AS total_found,
       max(best_find) AS best_find, sum(injuries) AS injuries, sum(hospital_trips) AS hospital_trips,
       max(last_played) AS last_played
FROM couch_stats GROUP BY username;
COMMENT ON VIEW couch_stats_global IS 'Couch searches over all rooms that the reader may see.';

CREATE VIEW mug_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_mugs) AS total_mugs, sum(successful_mugs) AS successful_mugs, sum(failed_mugs) AS failed_mugs,
       sum(total_stolen) AS total_stolen, sum(total_lost) AS total_lost, max(biggest_score) AS biggest_score,
       sum(times_arrested) AS times_arrested, sum(times_mugged) AS times_mugged, max(last_played) AS last_played
FROM mug_stats GROUP BY username;
COMMENT ON VIEW mug_stats_global IS 'Muggings over all rooms that the reader may see.';

CREATE VIEW sign_spinning_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_spins) AS total_spins, sum(total_earnings) AS total_earnings, sum(cars_hit) AS cars_hit,
       sum(cops_called) AS cops_called, max(best_shift) AS best_shift, min(worst_shift) AS worst_shift,
       sum(perfect_days) AS perfect_days, max(last_played) AS last_played
FROM sign_spinning_stats GROUP BY username;
COMMENT ON VIEW sign_spinning_stats_global IS 'Sign-spinning shifts over all rooms that the reader may see.';

CREATE VIEW pissing_contest_stats_global WITH (security_invoker = true) AS
SELECT username,
       sum(total_matches) AS total_matches, sum(wins) AS wins, sum(losses) AS losses, sum(money_won) AS money_won,
       sum(money_lost) AS money_lost, max(best_distance) AS best_distance, max(best_volume) AS best_volume,
       max(best_aim) AS best_aim, max(best_duration) AS best_duration, max(last_played) AS last_played
FROM pissing_contest_stats GROUP BY username;
COMMENT ON VIEW pissing_contest_stats_global IS 'Contests over all rooms that the reader may see.';
