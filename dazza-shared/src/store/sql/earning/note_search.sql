INSERT INTO couch_stats AS s (
    room_id, username, total_dives, successful_dives, total_found, best_find, injuries, hospital_trips,
    last_played, created_at, updated_at
)
VALUES ($1, $2, 1, ($3::bigint > 0)::integer, $3, $3, ($4::boolean)::integer, ($5::boolean)::integer, $6, $6, $6)
ON CONFLICT (room_id, username) DO UPDATE
SET total_dives = s.total_dives + 1,
    successful_dives = s.successful_dives + excluded.successful_dives,
    total_found = s.total_found + excluded.total_found,
    best_find = greatest(s.best_find, excluded.best_find),
    injuries = s.injuries + excluded.injuries,
    hospital_trips = s.hospital_trips + excluded.hospital_trips,
    last_played = excluded.last_played,
    updated_at = excluded.updated_at
