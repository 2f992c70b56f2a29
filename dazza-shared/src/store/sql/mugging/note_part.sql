INSERT INTO mug_stats AS s (
    room_id, username, total_mugs, successful_mugs, failed_mugs, total_stolen, total_lost, biggest_score,
    times_arrested, times_mugged, last_mugged_by, last_mugged_at, last_played, created_at, updated_at
)
VALUES (
    $1, $2, $3, $4, $3::bigint - $4::bigint, $5, $6, $5, $3::bigint - $4::bigint, (($7::text) IS NOT NULL)::integer,
    $7::text, CASE WHEN ($7::text) IS NULL THEN NULL ELSE $8::timestamptz END,
    CASE WHEN $3::bigint > 0 THEN $8::timestamptz END, $8, $8
)
ON CONFLICT (room_id, username) DO UPDATE
SET total_mugs = s.total_mugs + excluded.total_mugs,
    successful_mugs = s.successful_mugs + excluded.successful_mugs,
    failed_mugs = s.failed_mugs + excluded.failed_mugs,
    total_stolen = s.total_stolen + excluded.total_stolen,
    total_lost = s.total_lost + excluded.total_lost,
    biggest_score = greatest(s.biggest_score, excluded.biggest_score),
    times_arrested = s.times_arrested + excluded.times_arrested,
    times_mugged = s.times_mugged + excluded.times_mugged,
    last_mugged_by = coalesce(excluded.last_mugged_by, s.last_mugged_by),
    last_mugged_at = coalesce(excluded.last_mugged_at, s.last_mugged_at),
    last_played = coalesce(excluded.last_played, s.last_played),
    updated_at = excluded.updated_at
