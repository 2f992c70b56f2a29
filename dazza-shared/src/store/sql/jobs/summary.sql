-- When each person talks, over all rooms.
WITH hours AS (
    SELECT username, hour, sum(message_count) AS n FROM user_active_hours GROUP BY username, hour
), spread AS (
    -- All 24 hours of each person, those without a word too: the spread is over the whole day.
    SELECT p.username, h.hour, coalesce(hours.n, 0) AS n
    FROM (SELECT DISTINCT username FROM hours) p CROSS JOIN generate_series(0, 23) AS h (hour)
    LEFT JOIN hours ON hours.username = p.username AND hours.hour = h.hour
), summed AS (
    SELECT username, sum(n) AS total, stddev_pop(n) AS deviation, avg(n) AS mean,
           (array_agg(hour ORDER BY n DESC, hour))[1]::smallint AS most,
           (array_agg(hour ORDER BY n, hour) FILTER (WHERE n > 0))[1]::smallint AS least,
           sum(n) FILTER (WHERE hour BETWEEN 6 AND 11)::bigint AS morning,
           sum(n) FILTER (WHERE hour BETWEEN 12 AND 17)::bigint AS afternoon,
           sum(n) FILTER (WHERE hour BETWEEN 18 AND 23)::bigint AS evening,
           sum(n) FILTER (WHERE hour BETWEEN 0 AND 5)::bigint AS night
    FROM spread GROUP BY username
), scored AS (
    SELECT username, most, least, morning, afternoon, evening, night, round(night * 100 / total, 1)::real AS owl,
           round(morning * 100 / total, 1)::real AS bird, round(greatest(0, 100 - deviation / mean * 100), 1)::real AS consistency
    FROM summed WHERE total > 0
), put AS (
    INSERT INTO user_activity_summary (username, most_active_hour, least_active_hour, morning_messages, afternoon_messages,
                                       evening_messages, night_messages, night_owl_score, early_bird_score, consistency_score)
    SELECT s.* FROM scored s
    WHERE NOT EXISTS (
        SELECT FROM user_activity_summary t
        WHERE t.username = s.username AND t.most_active_hour = s.most AND t.least_active_hour = s.least
          AND t.morning_messages = s.morning AND t.afternoon_messages = s.afternoon AND t.evening_messages = s.evening
          AND t.night_messages = s.night AND t.night_owl_score = s.owl AND t.early_bird_score = s.bird
          AND t.consistency_score = s.consistency)
    ON CONFLICT (username) DO UPDATE
    SET most_active_hour = excluded.most_active_hour, least_active_hour = excluded.least_active_hour,
        morning_messages = excluded.morning_messages, afternoon_messages = excluded.afternoon_messages,
        evening_messages = excluded.evening_messages, night_messages = excluded.night_messages,
        night_owl_score = excluded.night_owl_score, early_bird_score = excluded.early_bird_score,
        consistency_score = excluded.consistency_score, updated_at = now()
    RETURNING username
)
SELECT count(*) AS "n!" FROM put
