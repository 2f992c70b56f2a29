INSERT INTO sign_spinning_stats AS s (
    room_id, username, total_spins, total_earnings, cars_hit, cops_called, best_shift, worst_shift, perfect_days,
    last_played, created_at, updated_at
)
VALUES ($1, $2, 1, $3, ($4::boolean)::integer, ($5::boolean)::integer, $3, $3, ($6::boolean)::integer, $7, $7, $7)
ON CONFLICT (room_id, username) DO UPDATE
SET total_spins = s.total_spins + 1,
    total_earnings = s.total_earnings + excluded.total_earnings,
    cars_hit = s.cars_hit + excluded.cars_hit,
    cops_called = s.cops_called + excluded.cops_called,
    best_shift = greatest(s.best_shift, excluded.best_shift),
    worst_shift = least(s.worst_shift, excluded.worst_shift),
    perfect_days = s.perfect_days + excluded.perfect_days,
    last_played = excluded.last_played,
    updated_at = excluded.updated_at
