-- The whole schema of the original bot, as a long-lived installation has it. Source: sqlite-import.md, 3.1.

CREATE TABLE "rooms" (
    "id" TEXT PRIMARY KEY,
    "name" TEXT NOT NULL,
    "first_joined" INTEGER NOT NULL,
    "last_active" INTEGER NOT NULL,
    "is_active" INTEGER DEFAULT 1,
    "config" TEXT
);
CREATE TABLE "room_user_presence" (
    "room_id" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "joined_at" INTEGER NOT NULL,
    "last_seen" INTEGER NOT NULL,
    PRIMARY KEY (room_id, username)
);
CREATE TABLE "user_stats" (
    "username" TEXT PRIMARY KEY,
    "first_seen" INTEGER NOT NULL,
    "last_seen" INTEGER NOT NULL,
    "message_count" INTEGER DEFAULT 0,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "total_words" INTEGER DEFAULT 0
);
CREATE TABLE "messages" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "word_count" INTEGER DEFAULT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "user_events" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "posted_urls" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "normalized_url" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "url_type" TEXT NOT NULL,
    "message_id" INTEGER,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "private_messages" (
    "id" INTEGER PRIMARY KEY,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "connection_log" (
    "id" INTEGER PRIMARY KEY,
    "event_type" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "details" TEXT,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "reminders" (
    "id" INTEGER PRIMARY KEY,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "remind_at" INTEGER NOT NULL,
    "delivered" INTEGER DEFAULT 0,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "tells" (
    "id" INTEGER PRIMARY KEY,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "delivered" INTEGER DEFAULT 0,
    "via_pm" INTEGER DEFAULT 0,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "cooldowns" (
    "command_name" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "last_used" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    PRIMARY KEY (command_name, username)
);
CREATE TABLE "command_cooldowns" (
    "user_id" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "last_used" INTEGER NOT NULL,
    PRIMARY KEY (user_id, command)
);
CREATE TABLE "user_bongs" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "hour" INTEGER,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "user_drinks" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "bong_counter" (
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "date" TEXT NOT NULL,
    "count" INTEGER DEFAULT 0,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (room_id, date)
);
CREATE TABLE "drink_counter" (
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "date" TEXT NOT NULL,
    "count" INTEGER DEFAULT 0,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (room_id, date)
);
CREATE TABLE "bong_sessions" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "session_start" INTEGER NOT NULL,
    "session_end" INTEGER NOT NULL,
    "cone_count" INTEGER NOT NULL,
    "max_cones_per_hour" REAL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (username, session_start)
);
CREATE TABLE "user_bong_streaks" (
    "username" TEXT PRIMARY KEY,
    "current_streak" INTEGER DEFAULT 0,
    "longest_streak" INTEGER DEFAULT 0,
    "last_bong_date" TEXT,
    "streak_start_date" TEXT,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "user_economy" (
    "username" TEXT PRIMARY KEY,
    "balance" INTEGER DEFAULT 0 CHECK (balance >= 0),
    "trust" INTEGER DEFAULT 0,
    "total_earned" INTEGER DEFAULT 0,
    "total_lost" INTEGER DEFAULT 0,
    "heists_participated" INTEGER DEFAULT 0,
    "created_at" INTEGER NOT NULL,
    "updated_at" INTEGER NOT NULL,
    "trust_score" INTEGER DEFAULT 0
);
CREATE TABLE "economy_transactions" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "trust_change" INTEGER DEFAULT 0,
    "transaction_type" TEXT NOT NULL,
    "heist_id" INTEGER,
    "description" TEXT,
    "created_at" INTEGER NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "crime_types" (
    "id" TEXT PRIMARY KEY,
    "name" TEXT NOT NULL,
    "min_payout" INTEGER NOT NULL,
    "max_payout" INTEGER NOT NULL,
    "success_rate" REAL NOT NULL,
    "created_at" INTEGER NOT NULL
);
CREATE TABLE "heist_events" (
    "id" INTEGER PRIMARY KEY,
    "state" TEXT NOT NULL,
    "crime_type" TEXT,
    "announced_at" INTEGER,
    "departed_at" INTEGER,
    "returned_at" INTEGER,
    "completed_at" INTEGER,
    "total_haul" INTEGER DEFAULT 0,
    "success" BOOLEAN DEFAULT 1,
    "participants_count" INTEGER DEFAULT 0,
    "created_at" INTEGER NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "status" TEXT,
    "participant_count" INTEGER DEFAULT 0,
    "total_payout" INTEGER DEFAULT 0
);
CREATE TABLE "heist_participants" (
    "heist_id" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "vote" TEXT,
    "money_earned" INTEGER DEFAULT 0,
    "trust_gained" INTEGER DEFAULT 0,
    "participated_at" INTEGER NOT NULL,
    PRIMARY KEY (heist_id, username)
);
CREATE TABLE "heist_config" (
    "key" TEXT PRIMARY KEY,
    "value" TEXT NOT NULL,
    "updated_at" INTEGER NOT NULL
);
CREATE TABLE "channel_activity" (
    "timestamp" INTEGER PRIMARY KEY,
    "message_count" INTEGER DEFAULT 0,
    "unique_users" INTEGER DEFAULT 0
);
CREATE TABLE "user_trust" (
    "username" TEXT PRIMARY KEY,
    "trust_score" INTEGER DEFAULT 0,
    "last_update" INTEGER
);
CREATE TABLE "coin_flip_challenges" (
    "id" INTEGER PRIMARY KEY,
    "challenger" TEXT NOT NULL,
    "challenged" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "challenger_choice" TEXT,
    "challenged_choice" TEXT,
    "result" TEXT,
    "winner" TEXT,
    "created_at" INTEGER NOT NULL,
    "resolved_at" INTEGER,
    "expires_at" INTEGER NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "coin_flip_stats" (
    "username" TEXT PRIMARY KEY,
    "total_flips" INTEGER DEFAULT 0,
    "heads_count" INTEGER DEFAULT 0,
    "tails_count" INTEGER DEFAULT 0,
    "wins" INTEGER DEFAULT 0,
    "losses" INTEGER DEFAULT 0,
    "total_wagered" INTEGER DEFAULT 0,
    "total_won" INTEGER DEFAULT 0,
    "total_lost" INTEGER DEFAULT 0,
    "biggest_win" INTEGER DEFAULT 0,
    "biggest_loss" INTEGER DEFAULT 0,
    "current_streak" INTEGER DEFAULT 0,
    "best_win_streak" INTEGER DEFAULT 0,
    "worst_loss_streak" INTEGER DEFAULT 0,
    "last_played" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "mystery_box_stats" (
    "username" TEXT PRIMARY KEY,
    "total_opens" INTEGER DEFAULT 0,
    "total_winnings" INTEGER DEFAULT 0,
    "jackpots_won" INTEGER DEFAULT 0,
    "bombs_hit" INTEGER DEFAULT 0,
    "best_win" INTEGER DEFAULT 0,
    "worst_loss" INTEGER DEFAULT 0,
    "current_streak" INTEGER DEFAULT 0,
    "best_streak" INTEGER DEFAULT 0,
    "last_played" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "couch_stats" (
    "username" TEXT PRIMARY KEY,
    "total_dives" INTEGER DEFAULT 0,
    "successful_dives" INTEGER DEFAULT 0,
    "total_found" INTEGER DEFAULT 0,
    "best_find" INTEGER DEFAULT 0,
    "injuries" INTEGER DEFAULT 0,
    "hospital_trips" INTEGER DEFAULT 0,
    "last_played" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "mug_stats" (
    "username" TEXT PRIMARY KEY,
    "total_mugs" INTEGER DEFAULT 0,
    "successful_mugs" INTEGER DEFAULT 0,
    "failed_mugs" INTEGER DEFAULT 0,
    "total_stolen" INTEGER DEFAULT 0,
    "total_lost" INTEGER DEFAULT 0,
    "biggest_score" INTEGER DEFAULT 0,
    "times_arrested" INTEGER DEFAULT 0,
    "times_mugged" INTEGER DEFAULT 0,
    "hospital_trips" INTEGER DEFAULT 0,
    "current_heat_level" INTEGER DEFAULT 0,
    "last_mugged_by" TEXT,
    "last_mugged_at" INTEGER,
    "last_played" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "sign_spinning_stats" (
    "username" TEXT NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "total_spins" INTEGER DEFAULT 0,
    "total_earnings" INTEGER DEFAULT 0,
    "cars_hit" INTEGER DEFAULT 0,
    "cops_called" INTEGER DEFAULT 0,
    "best_shift" INTEGER DEFAULT 0,
    "worst_shift" INTEGER DEFAULT 0,
    "perfect_days" INTEGER DEFAULT 0,
    "last_played" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (username, room_id)
);
CREATE TABLE "pissing_contest_challenges" (
    "id" INTEGER PRIMARY KEY,
    "challenger" TEXT NOT NULL,
    "challenged" TEXT NOT NULL,
    "amount" INTEGER DEFAULT 0,
    "status" TEXT DEFAULT 'pending',
    "challenger_characteristic" TEXT,
    "challenged_characteristic" TEXT,
    "location" TEXT,
    "weather" TEXT,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "completed_at" INTEGER,
    "winner" TEXT,
    "challenger_distance" REAL,
    "challenger_volume" REAL,
    "challenger_aim" REAL,
    "challenger_duration" REAL,
    "challenger_total" INTEGER,
    "challenged_distance" REAL,
    "challenged_volume" REAL,
    "challenged_aim" REAL,
    "challenged_duration" REAL,
    "challenged_total" INTEGER,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza'
);
CREATE TABLE "pissing_contest_stats" (
    "username" TEXT PRIMARY KEY,
    "total_matches" INTEGER DEFAULT 0,
    "wins" INTEGER DEFAULT 0,
    "losses" INTEGER DEFAULT 0,
    "money_won" INTEGER DEFAULT 0,
    "money_lost" INTEGER DEFAULT 0,
    "best_distance" REAL DEFAULT 0,
    "best_volume" REAL DEFAULT 0,
    "best_aim" REAL DEFAULT 0,
    "best_duration" REAL DEFAULT 0,
    "avg_distance" REAL DEFAULT 0,
    "avg_volume" REAL DEFAULT 0,
    "avg_aim" REAL DEFAULT 0,
    "avg_duration" REAL DEFAULT 0,
    "rarest_characteristic" TEXT,
    "favorite_location" TEXT,
    "biggest_upset_win" TEXT,
    "last_played" INTEGER,
    "legendary_performances" TEXT
);
CREATE TABLE "pissing_contest_records" (
    "record_type" TEXT PRIMARY KEY,
    "username" TEXT NOT NULL,
    "value" REAL NOT NULL,
    "characteristic" TEXT,
    "location" TEXT,
    "achieved_at" INTEGER NOT NULL
);
CREATE TABLE "user_bladder" (
    "username" TEXT NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "current_amount" INTEGER DEFAULT 0,
    "last_drink_time" INTEGER,
    "drinks_since_piss" TEXT DEFAULT '[]',
    "last_piss_time" INTEGER,
    "created_at" INTEGER DEFAULT CURRENT_TIMESTAMP,
    "updated_at" INTEGER DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (username, room_id)
);
CREATE TABLE "user_images" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "timestamp" INTEGER NOT NULL,
    "is_active" INTEGER DEFAULT 1,
    "pruned_reason" TEXT,
    "failure_count" INTEGER DEFAULT 0,
    "first_failure_at" INTEGER,
    "last_check_at" INTEGER,
    "next_check_at" INTEGER,
    "recheck_count" INTEGER DEFAULT 0,
    "original_poster" TEXT,
    "most_recent_poster" TEXT,
    "original_timestamp" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (url)
);
CREATE TABLE "user_gallery_locks" (
    "username" TEXT PRIMARY KEY,
    "is_locked" INTEGER DEFAULT 0,
    "locked_at" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "video_sessions" (
    "id" INTEGER PRIMARY KEY,
    "media_id" TEXT,
    "media_title" TEXT,
    "start_time" INTEGER NOT NULL,
    "end_time" INTEGER,
    "duration" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "room_id" TEXT DEFAULT 'default'
);
CREATE TABLE "video_watchers" (
    "id" INTEGER PRIMARY KEY,
    "session_id" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "join_time" INTEGER NOT NULL,
    "leave_time" INTEGER,
    "rewarded" INTEGER DEFAULT 0,
    "reward_amount" INTEGER DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "chat_achievements" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "achievement_type" TEXT NOT NULL,
    "achievement_level" TEXT DEFAULT 'bronze',
    "achieved_at" INTEGER NOT NULL,
    "details" TEXT,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (username, achievement_type, achievement_level)
);
CREATE TABLE "user_daily_activity" (
    "username" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "message_count" INTEGER DEFAULT 0,
    "word_count" INTEGER DEFAULT 0,
    "first_message_time" INTEGER,
    "last_message_time" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (username, date)
);
CREATE TABLE "user_chat_streaks" (
    "username" TEXT PRIMARY KEY,
    "current_streak" INTEGER DEFAULT 0,
    "best_streak" INTEGER DEFAULT 0,
    "last_active_date" TEXT,
    "streak_start_date" TEXT,
    "total_active_days" INTEGER DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "user_active_hours" (
    "id" INTEGER PRIMARY KEY,
    "username" TEXT NOT NULL,
    "room_id" TEXT NOT NULL DEFAULT 'fatpizza',
    "hour" INTEGER NOT NULL,
    "message_count" INTEGER DEFAULT 0,
    "word_count" INTEGER DEFAULT 0,
    "avg_message_length" INTEGER DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (username, room_id, hour)
);
CREATE TABLE "user_activity_summary" (
    "username" TEXT PRIMARY KEY,
    "most_active_hour" INTEGER,
    "least_active_hour" INTEGER,
    "morning_messages" INTEGER DEFAULT 0,
    "afternoon_messages" INTEGER DEFAULT 0,
    "evening_messages" INTEGER DEFAULT 0,
    "night_messages" INTEGER DEFAULT 0,
    "night_owl_score" REAL DEFAULT 0,
    "early_bird_score" REAL DEFAULT 0,
    "consistency_score" REAL DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "message_analysis_cache" (
    "username" TEXT PRIMARY KEY,
    "total_messages" INTEGER DEFAULT 0,
    "total_words" INTEGER DEFAULT 0,
    "avg_message_length" REAL DEFAULT 0,
    "avg_words_per_message" REAL DEFAULT 0,
    "emoji_count" INTEGER DEFAULT 0,
    "emoji_usage_rate" REAL DEFAULT 0,
    "caps_count" INTEGER DEFAULT 0,
    "caps_usage_rate" REAL DEFAULT 0,
    "question_count" INTEGER DEFAULT 0,
    "exclamation_count" INTEGER DEFAULT 0,
    "url_count" INTEGER DEFAULT 0,
    "mention_count" INTEGER DEFAULT 0,
    "longest_message" INTEGER DEFAULT 0,
    "shortest_message" INTEGER DEFAULT 0,
    "vocabulary_size" INTEGER DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "user_vocabulary" (
    "username" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (username, word)
);
CREATE TABLE "achievement_progress" (
    "username" TEXT NOT NULL,
    "achievement_type" TEXT NOT NULL,
    "current_value" INTEGER DEFAULT 0,
    "next_tier" TEXT,
    "next_threshold" INTEGER,
    "progress_percent" REAL DEFAULT 0,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (username, achievement_type)
);
CREATE TABLE "achievement_definitions" (
    "type" TEXT PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "bronze_threshold" INTEGER,
    "silver_threshold" INTEGER,
    "gold_threshold" INTEGER,
    "diamond_threshold" INTEGER,
    "icon" TEXT,
    "category" TEXT DEFAULT 'chat',
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "batch_jobs" (
    "job_name" TEXT PRIMARY KEY,
    "last_run" INTEGER,
    "next_run" INTEGER,
    "status" TEXT DEFAULT 'idle',
    "error_count" INTEGER DEFAULT 0,
    "last_error" TEXT,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "updated_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "batch_job_history" (
    "id" INTEGER PRIMARY KEY,
    "job_name" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "completed_at" INTEGER,
    "status" TEXT NOT NULL,
    "records_processed" INTEGER DEFAULT 0,
    "error_message" TEXT,
    "duration_ms" INTEGER,
    "created_at" DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE "migrations" (
    "id" INTEGER PRIMARY KEY,
    "filename" TEXT NOT NULL,
    "applied_at" DATETIME DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (filename)
);
