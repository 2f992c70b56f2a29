WITH drink AS (
    INSERT INTO user_drinks (room_id, username, at, kind) VALUES ($1::text, $2::text, $3, $5::text)
), counted AS (
    INSERT INTO drink_counter AS c (room_id, date, count, updated_at) VALUES ($1::text, $4, 1, $3)
    ON CONFLICT (room_id, date) DO UPDATE SET count = c.count + 1, updated_at = excluded.updated_at
    RETURNING count
), held AS (
    INSERT INTO user_bladder AS b (room_id, username, current_amount, last_drink_time, drinks_since_piss, created_at, updated_at)
    VALUES ($1::text, $2::text, 1, $3, jsonb_build_array($5::text), $3, $3)
    ON CONFLICT (room_id, username) DO UPDATE
    SET current_amount = b.current_amount + 1, last_drink_time = excluded.last_drink_time,
        drinks_since_piss = b.drinks_since_piss || excluded.drinks_since_piss, updated_at = excluded.updated_at
    RETURNING current_amount
)
SELECT counted.count AS "count!", held.current_amount AS "held!" FROM counted, held
