-- Days of a room, counted anew. $1 room, $2 zone, lines above $3 up to $4, and all days from $5 to $6.
WITH days AS (
    SELECT (sent_at AT TIME ZONE $2::text)::date AS day FROM messages WHERE room_id = $1 AND id > $3 AND id <= $4
    UNION
    SELECT generate_series($5::date::timestamp, $6::date::timestamp, '1 day')::date
), said AS (
    SELECT m.username, d.day, count(*) AS n, coalesce(sum(m.word_count), 0) AS words, sum(length(m.message)) AS signs,
           min(m.sent_at) AS first, max(m.sent_at) AS last
    FROM days d
    JOIN messages m ON m.room_id = $1 AND m.sent_at >= (d.day::timestamp AT TIME ZONE $2)
                   AND m.sent_at < ((d.day + 1)::timestamp AT TIME ZONE $2)
    WHERE NOT m.is_own AND left(m.username, 1) <> '['
    GROUP BY m.username, d.day
), removed AS (
    DELETE FROM user_daily_activity t USING days d
    WHERE t.room_id = $1 AND t.date = d.day AND NOT EXISTS (SELECT FROM said s WHERE s.username = t.username AND s.day = t.date)
    RETURNING t.date
), put AS (
    INSERT INTO user_daily_activity (room_id, username, date, message_count, word_count, char_count, first_message_time, last_message_time)
    SELECT $1, s.username, s.day, s.n, s.words, s.signs, s.first, s.last FROM said s
    WHERE NOT EXISTS (
        SELECT FROM user_daily_activity t
        WHERE t.room_id = $1 AND t.username = s.username AND t.date = s.day
          AND t.message_count = s.n AND t.word_count = s.words AND t.char_count = s.signs
          AND t.first_message_time IS NOT DISTINCT FROM s.first AND t.last_message_time IS NOT DISTINCT FROM s.last)
    ORDER BY s.username, s.day
    ON CONFLICT (room_id, username, date) DO UPDATE
    SET message_count = excluded.message_count, word_count = excluded.word_count, char_count = excluded.char_count,
        first_message_time = excluded.first_message_time, last_message_time = excluded.last_message_time, updated_at = now()
    RETURNING date
)
SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM put) AS "n!"
