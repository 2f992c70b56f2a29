UPDATE pissing_contest_challenges
SET status = 'completed', winner = $3::text, location = $4, weather = $5,
    challenger_characteristic = $6, challenged_characteristic = $7,
    challenger_distance = $8, challenger_volume = $9, challenger_aim = $10, challenger_duration = $11, challenger_total = $12,
    challenged_distance = $13, challenged_volume = $14, challenged_aim = $15, challenged_duration = $16, challenged_total = $17,
    completed_at = $18
WHERE room_id = $1 AND id = $2 AND status = 'pending'
