-- Tiers that are reached, and how far the next ones are. $1 now.
WITH tiers AS (
    SELECT d.type, l.level, l.place, l.threshold
    FROM achievement_definitions d
    CROSS JOIN LATERAL (VALUES ('bronze', 1, d.bronze_threshold), ('silver', 2, d.silver_threshold),
                               ('gold', 3, d.gold_threshold), ('diamond', 4, d.diamond_threshold)) AS l (level, place, threshold)
    WHERE l.threshold IS NOT NULL
), measured AS (
    SELECT u.username, v.type, coalesce(v.value, 0) AS value
    FROM users u
    LEFT JOIN user_stats s ON s.username = u.username
    LEFT JOIN user_chat_streaks c ON c.username = u.username
    LEFT JOIN user_activity_summary a ON a.username = u.username
    LEFT JOIN message_analysis_cache m ON m.username = u.username
    CROSS JOIN LATERAL (VALUES
        ('message_count', s.message_count), ('word_count', s.total_words),
        ('streak_days', greatest(c.current_streak, c.best_streak)::bigint), ('active_days', c.total_active_days::bigint),
        ('night_owl', CASE WHEN a.night_owl_score > 30 THEN a.night_messages ELSE 0 END),
        ('early_bird', CASE WHEN a.early_bird_score > 30 THEN a.morning_messages ELSE 0 END),
        ('emoji_user', m.emoji_count), ('caps_lock', m.caps_count), ('question_asker', m.question_count),
        ('link_sharer', m.url_count), ('vocabulary', m.vocabulary_size::bigint), ('longest_msg', m.longest_message::bigint)
    ) AS v (type, value)
    WHERE NOT u.is_system
      AND (v.value > 0 OR EXISTS (SELECT FROM achievement_progress p WHERE p.username = u.username AND p.achievement_type = v.type))
), reached AS (
    SELECT m.username, m.type, t.level, t.place, m.value
    FROM measured m JOIN tiers t ON t.type = m.type AND t.threshold <= m.value
), handed_out AS (
    INSERT INTO chat_achievements (username, achievement_type, achievement_level, achieved_at, details, room_id)
    SELECT r.username, r.type, r.level, $1::timestamptz, r.value::text,
           (SELECT CASE WHEN count(*) = 1 THEN min(o.room_id::text) END FROM user_room_stats o
            WHERE o.username = r.username AND o.message_count > 0)
    FROM reached r
    WHERE NOT EXISTS (SELECT FROM chat_achievements h WHERE h.username = r.username AND h.achievement_type = r.type
                                                        AND h.achievement_level = r.level)
    ORDER BY r.username, r.type, r.place
    ON CONFLICT (username, achievement_type, achievement_level) DO NOTHING
    RETURNING username, achievement_type, achievement_level, room_id
), renewed AS (
    INSERT INTO achievement_progress AS p (username, achievement_type, current_value, next_tier, next_threshold, progress_percent)
    SELECT m.username, m.type, m.value, n.level, n.threshold, round(coalesce(m.value * 100.0 / n.threshold, 100), 1)
    FROM measured m
    LEFT JOIN LATERAL (
        SELECT t.level, t.threshold FROM tiers t
        WHERE t.type = m.type AND t.threshold > m.value
          AND NOT EXISTS (SELECT FROM chat_achievements h WHERE h.username = m.username AND h.achievement_type = m.type
                                                            AND h.achievement_level = t.level)
        ORDER BY t.place LIMIT 1) n ON true
    ORDER BY m.username, m.type
    ON CONFLICT (username, achievement_type) DO UPDATE
    SET current_value = excluded.current_value, next_tier = excluded.next_tier, next_threshold = excluded.next_threshold,
        progress_percent = excluded.progress_percent
    WHERE (p.current_value, p.next_tier, p.next_threshold, p.progress_percent)
          IS DISTINCT FROM (excluded.current_value, excluded.next_tier, excluded.next_threshold, excluded.progress_percent)
)
SELECT username, achievement_type, achievement_level, room_id FROM handed_out
