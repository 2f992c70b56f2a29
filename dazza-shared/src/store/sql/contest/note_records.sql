INSERT INTO pissing_contest_records AS r (room_id, record_type, username, value, characteristic, location, achieved_at)
SELECT DISTINCT ON (kind) $1::text, kind, who, value, style, $6, $7
FROM unnest($2::text[], $3::text[], $4::real[], $5::text[]) AS given (kind, who, value, style)
WHERE value > 0
ORDER BY kind, value DESC, who
ON CONFLICT (room_id, record_type) DO UPDATE
SET username = excluded.username, value = excluded.value, characteristic = excluded.characteristic,
    location = excluded.location, achieved_at = excluded.achieved_at
WHERE r.value < excluded.value
